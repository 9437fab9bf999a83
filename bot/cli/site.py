"""`export-site`: the FAQ as web pages in a folder."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.channels.telegram.api.bot import TelegramBot, TokenRefused
from bot.channels.telegram.code_word import NoContact, introduced
from bot.cli.console import FINDINGS, FaqOption, err, out
from bot.core.faq.model import Clinic, Faq
from bot.core.faq.rules import is_unset
from bot.core.positions import FaqProblems
from bot.live_faq.faq_files import read_contents
from bot.live_faq.faq_loader import load_faqs
from bot.reports.site import site_pages
from bot.reports.site_folder import FolderRefused, write_site
from bot.run import configure
from bot.settings import Settings

_USERNAME = re.compile(r"@?([A-Za-z]\w{3,31})", re.ASCII)


def _username(name: str) -> str:
    """The username without its @. Raises BadParameter."""
    found = _USERNAME.fullmatch(name)
    if name and found is None:
        raise typer.BadParameter("write the bot's username, such as clinic_faq_bot")
    return found[1] if found else ""


def export_site(
    to: Annotated[
        Path, typer.Option("--out", file_okay=False, help="Folder to write: empty, new, or written by this command.")
    ],
    bot: Annotated[
        str,
        typer.Option(
            help="The bot's username, for links to its chat; default: that of TELEGRAM_BOT_TOKEN, else no links.",
            callback=_username,
        ),
    ] = "",
    faq: FaqOption = None,
) -> None:
    """Write the FAQ as one web page a language, which needs no network: index.html, es.html … Exit code 0: written,
    1: refused, 2: the FAQ or a translation cannot be loaded. Unless 0, nothing is changed."""
    settings = configure()
    loaded, problems = load_faqs(read_contents(faq or settings.faq_path))
    if problems:
        raise FaqProblems(problems)
    faqs = {one.faq.language: one.faq for one in loaded.values()}
    try:
        bot = bot or asyncio.run(_own_username(settings))
        written = write_site(to, site_pages(faqs, today=settings.today(), bot=bot))
    except (TokenRefused, NoContact) as error:
        _refuse(f"{error} Or say --bot NAME. Nothing was written.")
    except FolderRefused as error:
        _refuse(str(error))
    if unset := ", ".join(_unset(faqs.values())):
        err.print(f"not filled in, so the pages say it in words: clinic {unset}", style="yellow", soft_wrap=True)
    for path, one in zip(written, faqs.values(), strict=True):
        out.print(f"wrote {path}: {len(one.published)} answers", markup=False, soft_wrap=True)
    out.print(f"with links to @{bot}" if bot else "without links to the bot: there is no token, and no --bot NAME")


async def _own_username(settings: Settings) -> str:
    """The username of the bot whose token is set, "" without one. Raises TokenRefused, NoContact."""
    if settings.telegram_bot_token is None:
        return ""
    bot = TelegramBot(settings.telegram_bot_token.get_secret_value(), settings.telegram_api_base_url)
    try:
        return await introduced(bot)
    finally:
        await bot.shutdown()


def _unset(faqs: Iterable[Faq]) -> list[str]:
    """The details of the clinic that are not filled in, without those that may stay empty."""
    needed = [name for name, field in Clinic.model_fields.items() if field.default]
    clinics = [faq.clinic for faq in faqs]
    return [name for name in needed if any(is_unset(name, getattr(clinic, name)) for clinic in clinics)]


def _refuse(reason: str) -> NoReturn:
    err.print(reason, markup=False, soft_wrap=True)
    raise typer.Exit(FINDINGS)
