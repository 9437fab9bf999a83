"""The folder that the site is written to: which files in it are the site's, and how they are replaced.

A list in the folder names the pages that were written, so that no file of anybody else's is ever replaced or removed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path

LIST = ".faq-site"
"""The file that names the pages, one a line."""
_PAGE = re.compile(r"index\.html|[a-z]{2}\.html")


class FolderRefused(Exception):
    """The folder holds files that are not the site's. Nothing was written."""

    def __init__(self, folder: Path, found: str) -> None:
        super().__init__(
            f"{folder}: {found}; choose an empty folder or one that export-site wrote. Nothing was written."
        )


def write_site(folder: Path, pages: Mapping[str, str]) -> tuple[Path, ...]:
    """Writes the pages (content by file name), each whole or not at all, and removes those that there are no more.

    Creates the folder. Returns the paths of what was written.

    Raises:
        FolderRefused: the folder holds something that an earlier call did not write.
        OSError: the folder or a file in it can't be written.
    """
    before = _written_before(folder)
    for name in pages:
        if name not in before and os.path.lexists(folder / name):
            raise FolderRefused(folder, f"{name} in it was written by somebody else")
    _make(folder)
    _replace(folder / LIST, _listed(before | pages.keys()))  # first, so that an interrupted run can be repeated
    for name, content in pages.items():
        _replace(folder / name, content)
    for name in before - pages.keys():
        (folder / name).unlink(missing_ok=True)
    _replace(folder / LIST, _listed(pages))
    return tuple(folder / name for name in pages)


def _written_before(folder: Path) -> frozenset[str]:
    """The names of the pages that were written to the folder; none if it is empty or not there."""
    try:
        listed = (folder / LIST).read_text(encoding="utf-8").split("\n")
    except FileNotFoundError:
        if folder.is_dir() and any(one.name != _aside(LIST) for one in folder.iterdir()):
            raise FolderRefused(folder, "there are other files in it") from None
        return frozenset()
    except UnicodeDecodeError:
        raise FolderRefused(folder, f"{LIST} in it is not that of export-site") from None
    return frozenset(name for name in listed if _PAGE.fullmatch(name))


def _make(folder: Path) -> None:
    """Creates the folder and those above it. Unlike the bot's own files, a site is for everybody to read."""
    for one in reversed([one for one in (folder, *folder.parents) if not one.exists()]):
        one.mkdir()
        one.chmod(0o755)


def _listed(names: Collection[str]) -> str:
    return "".join(f"{name}\n" for name in sorted(names))


def _replace(path: Path, content: str) -> None:
    """Puts a file in place of another at once: whoever reads it meanwhile gets one of both."""
    aside = path.with_name(_aside(path.name))
    try:
        with aside.open("w", encoding="utf-8", newline="\n") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), 0o644)
            os.fsync(file.fileno())
        aside.replace(path)
    except OSError:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise


def _aside(name: str) -> str:
    return f".{name.removeprefix('.')}.new"
