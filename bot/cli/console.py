"""What all commands share: consoles, common options and exit codes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.bootstrap import Bootstrap
from bot.run import configure
from bot.settings import Settings

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
    return settings, Bootstrap(settings, faq, publishing=publishing)
