"""What all commands share: consoles, common options and exit codes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.bootstrap import Bootstrap
from bot.run import configure
from bot.settings import Settings, beside

FINDINGS = 1
"""Exit code: there are findings, or the command was refused."""
CANNOT_LOAD = 2
"""Exit code: the settings or the FAQ can't be used."""

FaqOption = Annotated[Path | None, typer.Option("--faq", help="FAQ file; default: FAQ_PATH.", dir_okay=False)]
LanguageOption = Annotated[str, typer.Option("--language", help="Language of the patient's app: en, es.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def bootstrap_for(faq: Path | None = None, *, publishing: bool = False) -> tuple[Settings, Bootstrap]:
    """Sets logging up; returns the settings and the bootstrap for a FAQ file. Raises SettingsError."""
    settings = configure()
    if faq is not None and (near := beside(faq)):
        err.print(f"--faq: there is no file {faq}; did you mean {near}?", markup=False, soft_wrap=True)
    return settings, Bootstrap(settings, faq, publishing=publishing)


def confirmed(question: str, *, default: bool = False) -> bool:
    """Whether the answer is yes; asks again after any other answer than yes, no, or Enter for the `default`."""
    while True:
        label = f"{question} [{'Y/n' if default else 'y/N'}]"
        told = str(typer.prompt(label, default="", show_default=False)).strip().casefold()
        if told in ("y", "yes", "n", "no", ""):
            return told.startswith("y") if told else default
        out.print("Type y for yes or n for no, then Enter.", style="yellow")


def confirmed_or_end(question: str) -> None:
    """Ends the command unless the answer is yes."""
    if not confirmed(question):
        raise typer.Abort
