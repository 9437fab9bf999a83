"""The command of clinicians who sign on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import CANNOT_LOAD, FaqOption, err, out
from bot.core.positions import FaqProblems
from bot.live_faq.faq_files import read_contents
from bot.live_faq.faq_loader import load_faqs
from bot.reports.signoff_sheet import render_signoff_sheet
from bot.run import configure


def signoff_sheet(
    to: Annotated[Path, typer.Option("--out", help="HTML file to write.", dir_okay=False)] = Path("signoff.html"),
    language: Annotated[
        str, typer.Option("--language", help="Language of the FAQ: en, es. Default: the main one.")
    ] = "",
    faq: FaqOption = None,
) -> None:
    """Write all that clinicians sign as one HTML page to print, with boxes to sign in."""
    settings = configure()
    loaded, problems = load_faqs(read_contents(faq or settings.faq_path))
    by_language = {one.faq.language: one.faq for one in loaded.values()}
    code = language or next(iter(by_language))
    if code not in by_language:
        if problems:
            raise FaqProblems(problems)
        err.print(f"there is no FAQ in '{code}'; there is: {', '.join(by_language)}", markup=False)
        raise typer.Exit(CANNOT_LOAD)
    to.write_text(render_signoff_sheet(by_language[code], today=settings.today()), encoding="utf-8")
    out.print(f"wrote {to}", markup=False)
