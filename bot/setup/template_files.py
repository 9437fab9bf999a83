"""Where the files lie that a new set-up begins with: the FAQ, its translations, its schema, `.env.example`."""

from __future__ import annotations

from pathlib import Path

_INSTALLED = Path(__file__).with_name("template")
REPOSITORY = Path(__file__).parents[2]
IN_REPOSITORY = not _INSTALLED.is_dir()
"""Whether the bot runs from a clone of its repository (or the image), not from a package."""
FOLDER = REPOSITORY if IN_REPOSITORY else _INSTALLED
ENV = FOLDER / ".env.example"
FAQ = FOLDER / "faq.yaml"


def beside_the_faq() -> tuple[Path, ...]:
    """The translations of the FAQ, and its schema."""
    return (*sorted(FOLDER.glob("faq.??.yaml")), FOLDER / "faq.schema.json")
