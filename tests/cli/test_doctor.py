"""`doctor`: what is wrong with a set-up is told before the bot starts, from the settings to the staff chat."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.channels.telegram.api.bot import TelegramBot
from bot.channels.telegram.inspection import Condition, Inspection, inspect_telegram
from bot.settings import Settings
from tests.support.faults import Fault, Trouble
from tests.support.paths import FAQ, ROOT
from tests.support.server import Server
from tests.support.telegram import TOKEN, Telegram
from tests.support.wire import Wire

NOW = datetime.fromtimestamp(1_700_000_300, UTC)
"""Five minutes after the fake Telegram's posts fail."""
ADMIN, OTHER, GROUP = 7, 8, -100200
URL = "https://bot.example.org/telegram"


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    telegram = Telegram()
    telegram.chats[ADMIN] = {"id": ADMIN, "type": "private", "first_name": "Ada"}
    telegram.chats[GROUP] = {"id": GROUP, "type": "supergroup", "title": "Staff"}
    yield telegram
    telegram.queue.stop()


def bot_of(telegram: Telegram, token: str = TOKEN) -> TelegramBot:
    return TelegramBot(token, request=Wire(telegram), get_updates_request=Wire(telegram))


async def inspected(
    telegram: Telegram, *, admins: frozenset[int] = frozenset({ADMIN}), group: int = GROUP, hook: str = ""
) -> dict[str, Inspection]:
    """What Telegram says of a set-up with these settings, by subject."""
    settings = Settings(
        _env_file=None, admin_ids=admins, staff_chat_id=group, webhook_url=hook, webhook_secret=SecretStr("a" * 16)
    )
    return {one.subject: one async for one in inspect_telegram(bot_of(telegram), settings, NOW)}


async def test_a_set_up_that_works_has_no_fault(telegram: Telegram) -> None:
    found = await inspected(telegram)
    assert [*found] == ["token", "webhook", "admins", "staff chat"]
    assert {one.condition for one in found.values()} == {Condition.OK}
    assert found["token"].found == "that of @clinic_faq_bot"
    assert not telegram.messages


async def test_a_token_that_is_refused_ends_the_look(telegram: Telegram) -> None:
    bot = bot_of(telegram, "123456:AAwrong")
    (found,) = [one async for one in inspect_telegram(bot, Settings(_env_file=None), NOW)]
    assert (found.subject, found.condition, found.found) == ("token", Condition.FAULT, "Telegram refuses it")


async def test_a_telegram_that_cannot_be_reached_ends_the_look(telegram: Telegram) -> None:
    telegram.faults.plan(Fault(Trouble.RESET), "getMe", times=9)
    (found,) = [one async for one in inspect_telegram(bot_of(telegram), Settings(_env_file=None), NOW)]
    assert (found.subject, found.condition) == ("Telegram", Condition.FAULT)


async def test_admins_who_cannot_be_told_are_named(telegram: Telegram) -> None:
    some = (await inspected(telegram, admins=frozenset({ADMIN, OTHER})))["admins"]
    assert (some.condition, some.found) == (Condition.WARNING, "1 of 2 cannot be written to: 8")
    telegram.blocked.add(ADMIN)
    assert (await inspected(telegram))["admins"].condition is Condition.FAULT
    nobody = (await inspected(telegram, admins=frozenset()))["admins"]
    assert (nobody.condition, nobody.found) == (Condition.WARNING, "none, so nobody is told when something fails")


async def test_a_staff_chat_without_the_bot_is_a_fault(telegram: Telegram) -> None:
    assert (await inspected(telegram, group=-5))["staff chat"].found == "the bot is not in it"
    telegram.migrated[GROUP] = -100300
    moved = (await inspected(telegram))["staff chat"]
    assert (moved.condition, moved.remedy) == (Condition.FAULT, "write STAFF_CHAT_ID=-100300")


async def test_a_deaf_webhook_is_a_fault(telegram: Telegram) -> None:
    assert (await inspected(telegram, hook=URL))["webhook"].found == "not set yet"
    telegram.queue.webhook = {"url": URL, "secret_token": ""}
    assert (await inspected(telegram, hook=URL))["webhook"].condition is Condition.OK
    telegram.queue.webhook_errors.append("Wrong response from the webhook: 403")
    deaf = (await inspected(telegram, hook=URL))["webhook"]
    assert (deaf.condition, deaf.found) == (
        Condition.FAULT,
        "Telegram could not post, 5 minutes ago: Wrong response from the webhook: 403",
    )


async def test_a_webhook_that_nobody_asked_for_is_told(telegram: Telegram) -> None:
    telegram.queue.webhook = {"url": URL, "secret_token": ""}
    assert (await inspected(telegram))["webhook"].condition is Condition.WARNING


async def doctor(folder: Path, *options: str, **settings: str) -> tuple[int, str]:
    """Exit code and output of the command, run in a folder with these settings only."""
    environment: Mapping[str, str] = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "COLUMNS": "120", **settings}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "doctor", *options),
        cwd=folder,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    shown, errors = await process.communicate()
    assert b"Traceback" not in errors, errors.decode()
    return process.returncode or 0, shown.decode()


async def test_the_whole_set_up_is_looked_at_over_the_wire(telegram: Telegram, tmp_path: Path) -> None:
    async with Server(telegram) as server:
        code, shown = await doctor(
            tmp_path,
            "--json",
            FAQ_PATH=str(FAQ),
            DATABASE_PATH="data/bot.db",
            TELEGRAM_BOT_TOKEN=TOKEN,
            TELEGRAM_API_BASE_URL=server.base_url,
            ADMIN_IDS=str(ADMIN),
            STAFF_CHAT_ID=str(GROUP),
            ADMIN_ID="7",
        )
    found = json.loads(shown)
    warned = [one for one in found if one["condition"] == "warning"]
    assert [(one["subject"], one["found"].split(",")[0]) for one in warned] == [
        ("settings", "ADMIN_ID is not a setting of this bot"),
        ("FAQ contents", "7 details open"),
    ]
    assert re.search(r", 0 of \d+ signed", warned[1]["found"])
    assert warned[1]["remedy"].startswith("fill in under `clinic`: name, phone, ")
    assert [one for one in found if one["condition"] == "fault"] == []
    assert code == 0
    subjects = dict.fromkeys(one["subject"] for one in found)
    assert [*subjects] == [
        "settings",
        "FAQ",
        "FAQ contents",
        "database",
        "sentence model",
        "multilingual model",
        "personal data model",
        "model of languages",
        "token",
        "webhook",
        "clock",
        "admins",
        "staff chat",
    ]
    assert not (tmp_path / "data").exists()


async def test_what_is_wrong_is_told_together_as_a_table(tmp_path: Path) -> None:
    (tmp_path / "faq.yaml").write_text("entries: []\n")
    (tmp_path / "faq.pt-br.yaml").write_text("entries: []\n")
    (tmp_path / "bot.db").write_text("this is no database, but a text that is longer than its head of 100 bytes" * 9)
    models = {"SENTENCE_MODEL": "off", "MULTILINGUAL_MODEL": "nowhere"}
    code, shown = await doctor(tmp_path, DATABASE_PATH="bot.db", **models)
    assert code == 2
    for words in (
        "no token yet: the preview in the",
        "'entries' is empty",
        "no database",
        "nowhere/model.onnx cannot be",
    ):
        assert words in " ".join(shown.replace("│", " ").split()), shown


async def test_settings_that_are_invalid_are_all_that_is_told(tmp_path: Path) -> None:
    code, shown = await doctor(tmp_path, "--json", RETENTION_DAYS="many", TIMEZONE="Mars")
    assert code == 2
    assert [one["found"].split()[0] for one in json.loads(shown)] == ["RETENTION_DAYS", "TIMEZONE"]


async def test_what_patients_could_not_use_and_a_missing_token_are_told_with_the_remedy(tmp_path: Path) -> None:
    clinic = "clinic: {booking_url: smile, email: desk, emergency_number: '112', crisis_line: 116 123}\n"
    (tmp_path / "faq.yaml").write_text(f"{clinic}entries:\n  - {{id: a, question: A?, answer: A.}}\n")
    off = dict.fromkeys(("SENTENCE_MODEL", "MULTILINGUAL_MODEL", "PERSONAL_DATA_MODEL"), "off")
    _, shown = await doctor(tmp_path, "--json", **off)
    rows = [(one["subject"], one["found"], one["remedy"]) for one in json.loads(shown)]
    (token,) = [found for subject, found, _ in rows if subject == "token"]
    assert token == "no token yet: the preview in the terminal works, Telegram does not"
    assert not [one for one in json.loads(shown) if one["condition"] == "fault" and one["subject"] != "emergencies"]
    contents = [(found, remedy) for subject, found, remedy in rows if subject == "FAQ contents"]
    assert contents[0][0] == "3 details open, 0 of 1 signed"
    assert contents[1:] == [
        ("clinic email 'desk' has no @ in it", "write an address such as desk@clinic.example"),
        ("clinic booking_url 'smile' is no web address", "write it whole, beginning with https://"),
    ]


async def test_without_a_token_nothing_is_at_fault_and_the_exit_code_says_that_it_is_lacking(tmp_path: Path) -> None:
    off = dict.fromkeys(("SENTENCE_MODEL", "MULTILINGUAL_MODEL", "PERSONAL_DATA_MODEL"), "off")
    code, shown = await doctor(tmp_path, "--json", FAQ_PATH=str(FAQ), TIMEZONE="Europe/London", **off)
    assert code == 1
    assert not [one for one in json.loads(shown) if one["condition"] == "fault"]


async def test_an_emergency_number_of_another_country_is_told_by_the_time_zone(tmp_path: Path) -> None:
    (tmp_path / "faq.yaml").write_text(
        "clinic: {emergency_number: '99'}\nentries: [{id: a, question: A?, answer: It is so.}]\n"
    )
    _, shown = await doctor(tmp_path, "--json", TIMEZONE="Europe/London")
    assert any("'99' is none of the emergency numbers known in GB" in one["found"] for one in json.loads(shown))
