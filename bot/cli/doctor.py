"""`doctor`: looks at a set-up from end to end without starting the bot. Changes nothing but the admins' "typing …".

Exit code 1 means that something is at fault or that there is no token yet, 2 that the settings or the FAQ can't be
used.
"""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime

import typer
from rich.table import Table
from rich.text import Text

from bot.bootstrap import load_multilingual_model, load_personal_data_model, load_sentence_model
from bot.channels.telegram.api.bot import TelegramBot
from bot.channels.telegram.inspection import Condition, Inspection, inspect_telegram
from bot.cli.console import CANNOT_LOAD, FINDINGS, JsonOption, err, out
from bot.core.faq.clinic_faults import clinic_fault
from bot.core.faq.model import Faq
from bot.core.faq.rules import is_unset
from bot.core.faq.sign_offs import SignOffCount
from bot.core.positions import FaqProblems, Problem
from bot.core.quality.emergency_number import emergency_number_fault
from bot.core.red_flags.section import RedFlagSection
from bot.embeddings.language_model import language_model
from bot.embeddings.model_files import ModelError
from bot.live_faq.faq_files import read_contents
from bot.live_faq.faq_loader import load_faqs
from bot.monitoring.health import is_low
from bot.settings import NO_TOKEN, Settings, SettingsError, doubtful, read_settings
from bot.setup import template_files
from bot.setup.countries import countries_in
from bot.storage.errors import StoreError
from bot.storage.store import Store

SHOWN_PROBLEMS = 5
"""Problems of a file that are shown; `check` shows all."""
_COLOURS = {Condition.OK: "green", Condition.WARNING: "yellow", Condition.FAULT: "bold red"}
_NEEDED = {"settings", "FAQ"}
"""What must be right for the bot to start at all."""

_NOT_SET = " is not set; "
_NO_TOKEN = Inspection(
    "token",
    Condition.WARNING,
    "no token yet: the preview in the terminal works, Telegram does not",
    "get one from @BotFather, then run `init`, which asks for it, or set TELEGRAM_BOT_TOKEN",
)
_WITHOUT_MODEL = "without it, words and rules alone decide" + (
    "" if template_files.IN_REPOSITORY else "; to have it, `make run` in a clone of the bot, then `pip install .` there"
)


def doctor(as_json: JsonOption = False) -> None:
    """Look at the set-up from end to end without starting the bot: settings, FAQ, database, models, token, webhook,
    clock, admins and staff chat. Exit code 0: fine, 1: something is at fault or there is no token yet, 2: settings or
    FAQ can't be used."""
    with err.status("Looking …"):
        found = asyncio.run(_inspect())
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1))
    else:
        table = Table("", "", "found", "what to do")
        for one in found:
            table.add_row(
                one.subject, Text(one.condition, style=_COLOURS[one.condition]), Text(one.found), Text(one.remedy)
            )
        out.print(table)
    faults = {one.subject for one in found if one.condition is Condition.FAULT}
    if faults:
        raise typer.Exit(CANNOT_LOAD if faults & _NEEDED else FINDINGS)
    if any(one is _NO_TOKEN for one in found):
        raise typer.Exit(FINDINGS)


async def _inspect() -> Sequence[Inspection]:
    """What was looked at, in order. With settings that are invalid, nothing else can be."""
    unknown = _doubtful()
    warnings = [Inspection("settings", Condition.WARNING, line) for line in unknown]
    try:
        settings = read_settings()
    except SettingsError as error:
        return [*_faults(error, unknown), *warnings]
    found = [*warnings, *_faq(settings), await _database(settings), *_disk(settings), *_models(settings)]
    try:
        read_settings(serving=True)
    except SettingsError as error:
        return [*_faults(error, unknown), *found]
    assert settings.telegram_bot_token is not None
    bot = TelegramBot(settings.telegram_bot_token.get_secret_value(), settings.telegram_api_base_url)
    try:
        found += [one async for one in inspect_telegram(bot, settings, datetime.now(UTC))]
    finally:
        await bot.shutdown()
    return [Inspection("settings", Condition.OK, "valid"), *found]


def _doubtful() -> tuple[str, ...]:
    """The warnings about names of settings; none where `.env` can't be read, which `read_settings` reports."""
    try:
        return doubtful()
    except (OSError, UnicodeDecodeError):
        return ()


def _faults(error: SettingsError, unknown: Sequence[str]) -> Iterator[Inspection]:
    """The problems; where one is that a setting is not set, what to do stands in its own column."""
    for line in error.problems:
        if line == NO_TOKEN:
            yield _NO_TOKEN
        elif line not in unknown:
            found, lacking, remedy = line.partition(_NOT_SET)
            words = f"{found}{lacking}".removesuffix("; ")
            yield Inspection("settings", Condition.FAULT, words, remedy)


def _faq(settings: Settings) -> Iterator[Inspection]:
    try:
        loaded, problems = load_faqs(read_contents(settings.faq_path))
    except FaqProblems as error:
        yield from _problems(error.problems)
        return
    for path, one in loaded.items():
        section = RedFlagSection.of(one.faq)
        words = f"{path.name}: {len(one.faq.published)} entries, language {one.faq.language}"
        if section.patterns is None or section.lacking:
            remedy = f"`python -m bot check --faq {settings.faq_path}` says what is missing"
            lacking = "emergencies are not noticed" if not section.urgent.signs else "some emergencies are not noticed"
            yield Inspection("emergencies", Condition.FAULT, f"{words}; {lacking}", remedy)
        else:
            yield Inspection("FAQ", Condition.OK, words)
    yield from _problems(problems, "translation")
    faqs = [one.faq for one in loaded.values()]
    yield from _contents(faqs, settings.today())
    if fault := emergency_number_fault(faqs[0].clinic, countries_in(settings.timezone)):
        message, _, remedy = fault.partition("; ")
        number = faqs[0].clinic.emergency_number
        yield Inspection("FAQ contents", Condition.WARNING, f"emergency_number '{number}' {message}", remedy)


def _contents(faqs: Sequence[Faq], today: date) -> Iterator[Inspection]:
    """What is still to be done in the files before patients read them. The first has the details of the clinic."""
    details = {name: str(value) for name, value in faqs[0].clinic if value}
    unset = [name for name, value in details.items() if is_unset(name, value)]
    counts = [SignOffCount.of(one, today) for one in faqs]
    signed = ", ".join(
        f"{one.signed} of {one.answers} signed{f' ({one.language})' if at else ''}" for at, one in enumerate(counts)
    )
    remedies = [f"fill in under `clinic`: {', '.join(unset)}"] if unset else []
    if any(one.signed < one.answers for one in counts):
        remedies.append("have a clinician check and sign the answers; `signoff-sheet` prints them")
    state = Condition.WARNING if remedies else Condition.OK
    yield Inspection("FAQ contents", state, f"{len(unset)} details open, {signed}", "; ".join(remedies))
    for name, value in details.items():
        if name not in unset and (fault := clinic_fault(name, value)):
            problem, _, remedy = fault.partition("; ")
            yield Inspection("FAQ contents", Condition.WARNING, f"clinic {name} '{value}' {problem}", remedy)


def _problems(problems: Sequence[Problem], subject: str = "FAQ") -> Iterator[Inspection]:
    for one in problems[:SHOWN_PROBLEMS]:
        yield Inspection(subject, Condition.FAULT, f"{one.place}: {one.message}", one.hint)
    if (more := len(problems) - SHOWN_PROBLEMS) > 0:
        yield Inspection(subject, Condition.FAULT, f"and {more} more problems", "`python -m bot check` shows all")


async def _database(settings: Settings) -> Inspection:
    path = settings.database_path
    store = Store(path, keep_days=settings.retention_days, today=settings.today)
    try:
        await store.inspect()
    except StoreError as error:
        return Inspection("database", Condition.FAULT, f"{error.path}: {error.problem}", error.remedy)
    except OSError as error:
        remedy = "Give the bot's user the right to enter the folders above it."
        return Inspection("database", Condition.FAULT, f"{path}: {error.strerror}", remedy)
    if not path.exists():
        return Inspection("database", Condition.OK, f"{path}: will be created")
    if path.parent.stat().st_mode & 0o077:
        found = f"{path}: sound; others on this machine may look into its folder"
        return Inspection("database", Condition.WARNING, found, f"chmod 700 {path.parent}")
    return Inspection("database", Condition.OK, f"{path}: sound")


def _disk(settings: Settings) -> Iterator[Inspection]:
    folder = next(one for one in settings.database_path.absolute().parents if one.exists())
    usage = shutil.disk_usage(folder)
    if is_low(usage.free, usage.total):
        yield Inspection(
            "disk", Condition.FAULT, f"nearly full: {usage.free // 1_000_000} MB are free", "free some space"
        )


def _models(settings: Settings) -> Iterator[Inspection]:
    yield _model("sentence model", settings.sentence_model, load_sentence_model)
    yield _model("multilingual model", settings.multilingual_model, load_multilingual_model)
    yield _model("personal data model", settings.personal_data_model, load_personal_data_model)
    yield _model("model of languages", "", lambda _: language_model())


def _model(subject: str, chosen: str, read: Callable[[str], object]) -> Inspection:
    if chosen.lower() == "off":
        return Inspection(subject, Condition.OK, "off")
    try:
        read(chosen)
    except ModelError as error:
        return Inspection(subject, Condition.WARNING, str(error), _WITHOUT_MODEL)
    return Inspection(subject, Condition.OK, "can be used" if chosen else "the one that was built, unchanged")
