"""Networks, Telegram and handlers fail: everybody is answered all the same, and what cannot be helped is said."""

from __future__ import annotations

import asyncio
import logging
import os
import random
import sys
from pathlib import Path

import pytest
from telegram import Update

from bot.app import REFUSED, App
from bot.bootstrap import Bootstrap
from bot.channels.telegram.api.bot import TelegramBot, TokenRefused
from bot.channels.telegram.api.rate_limiter import RateLimiter
from bot.channels.telegram.updates.debounce import Debouncer
from bot.channels.telegram.updates.polling import Poller, PollingLimits
from bot.channels.telegram.updates.screening import ScreenedUpdate
from bot.core.dialogue.screened_message import ScreenedMessage
from bot.settings import Settings
from tests.journeys.conftest import Harness, Open
from tests.journeys.test_patients import SIDE_EFFECTS
from tests.support import updates
from tests.support.faults import WIRE_TROUBLES, Fault, Trouble
from tests.support.paths import FAQ, ROOT
from tests.support.patient import Patient
from tests.support.processed_updates import InMemoryProcessedUpdates
from tests.support.screening import screen_nothing
from tests.support.server import Server
from tests.support.telegram import Telegram
from tests.support.wire import Wire

PATIENTS = 40
RATE = 0.2


@pytest.mark.parametrize("seed", [1, 2])
async def test_every_patient_is_answered_while_every_fifth_call_fails(
    open_harness: Open, patients_bootstrap: Bootstrap, seed: int
) -> None:
    harness = await open_harness(patients_bootstrap)
    faults = harness.telegram.faults
    faults.rate, faults.choices, faults.dice = RATE, WIRE_TROUBLES, random.Random(seed)
    patients = [harness.patient(2_000 + number) for number in range(PATIENTS)]
    for patient in patients:
        patient.send(SIDE_EFFECTS)
    await harness.telegram.until(lambda: all(patient.messages for patient in patients), 60.0)
    faults.clear()
    await harness.telegram.queue.empty(20.0)
    assert harness.telegram.flood.violations == []
    assert all(SIDE_EFFECTS in patient.text for patient in patients)
    # A reply whose answer got lost on the way back had arrived, and comes again: nothing else is doubled.
    doubled = sum(len(patient.messages) - 1 for patient in patients)
    assert doubled <= faults.injected[Trouble.RESET]
    assert faults.injected.total() >= PATIENTS * RATE / 2


async def test_buttons_work_while_every_fifth_call_fails(harness: Harness) -> None:
    patient = harness.patient()
    answer = await patient.ask(SIDE_EFFECTS)
    faults = harness.telegram.faults
    faults.rate, faults.choices = RATE, WIRE_TROUBLES
    for label in ("Not helpful", "Helpful"):
        answer = await patient.tap(label, patient.messages[0])
    faults.clear()
    await harness.settled()
    assert "✓ Helpful" in str(patient.messages[0]["reply_markup"])
    assert harness.telegram.flood.violations == []
    assert answer


async def test_an_outage_at_the_start_is_waited_out(open_harness: Open, patients_bootstrap: Bootstrap) -> None:
    telegram = Telegram()
    telegram.faults.plan(Fault(Trouble.RESET), "getMe", times=2)
    telegram.faults.plan(Fault(Trouble.BAD_GATEWAY), "deleteWebhook")
    telegram.faults.plan(Fault(Trouble.SERVER_ERROR), "getUpdates")
    harness = await open_harness(patients_bootstrap, telegram)
    assert SIDE_EFFECTS in (await harness.patient().ask(SIDE_EFFECTS))["text"]


async def test_messages_of_an_outage_are_answered_when_it_is_over(harness: Harness) -> None:
    patients = [harness.patient(2_000 + number) for number in range(5)]
    harness.telegram.faults.plan(Fault(Trouble.RESET), times=7)  # whichever calls come next
    for patient in patients:
        patient.send(SIDE_EFFECTS)
    await harness.telegram.until(lambda: all(patient.messages for patient in patients), 20.0)
    await harness.settled()
    assert [len(patient.messages) for patient in patients] == [1] * 5


async def test_a_chat_that_is_gone_holds_up_nobody_and_is_not_tried_for_ever(harness: Harness) -> None:
    gone = harness.patient(2_000)
    update_id = gone.send(SIDE_EFFECTS)
    del harness.telegram.chats[gone.id]
    await harness.patient(2_001).ask(SIDE_EFFECTS)
    await harness.telegram.queue.confirmed(update_id)
    assert len(harness.telegram.refused()) == 1
    harness.telegram.calls.clear()


async def test_an_update_that_cannot_be_read_holds_up_nobody(harness: Harness) -> None:
    harness.telegram.queue.push(updates.unparseable())
    patient = harness.patient()
    await patient.ask(SIDE_EFFECTS)
    assert patient.text.startswith(SIDE_EFFECTS)
    await harness.settled()
    assert harness.app.delivery is not None
    assert harness.app.delivery.counts.unparseable == 1


async def test_a_token_revoked_while_the_bot_runs_ends_it(tmp_path: Path, patients_bootstrap: Bootstrap) -> None:
    telegram = Telegram()
    settings = Settings.model_validate({"faq_path": FAQ, "database_path": tmp_path / "faqbot.db"})
    bot = TelegramBot(
        telegram.token, rate_limiter=RateLimiter(), request=Wire(telegram), get_updates_request=Wire(telegram)
    )
    app = App(settings, patients_bootstrap, bot)
    running = asyncio.create_task(app.run())
    patient = Patient(telegram)
    await patient.ask(SIDE_EFFECTS)
    telegram.token = "1:revoked"
    patient.send(SIDE_EFFECTS)
    with pytest.raises(TokenRefused, match="TELEGRAM_BOT_TOKEN") as refused:
        await running
    assert Telegram.token not in str(refused.value)


async def test_a_process_whose_token_is_refused_says_so_and_ends_and_leaves_only_files_of_its_own(
    tmp_path: Path,
) -> None:
    from_earlier = tmp_path / "data" / "cache"
    from_earlier.mkdir(mode=0o755, parents=True)
    faq = tmp_path / "faq.yaml"
    faq.write_text("entries: [{id: one, question: What is it?, answer: It is this.}]\n", encoding="utf-8")
    async with Server(Telegram(token="1:another")) as server:
        variables = {
            **os.environ,
            "TELEGRAM_BOT_TOKEN": Telegram.token,
            "TELEGRAM_API_BASE_URL": server.base_url,
            "SENTENCE_MODEL": "off",
            "MULTILINGUAL_MODEL": "off",
            "PERSONAL_DATA_MODEL": "off",
            "FAQ_PATH": str(faq),
            "DATABASE_PATH": str(tmp_path / "data" / "faqbot.db"),
        }
        pipe = asyncio.subprocess.PIPE
        bot = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=ROOT, env=variables, stdout=pipe, stderr=pipe
        )
        said = b"".join(await bot.communicate()).decode()
    assert bot.returncode == REFUSED
    assert "TELEGRAM_BOT_TOKEN" in said
    assert Telegram.token not in said
    assert "Traceback" not in said
    open_to_others = [name for name, mode in modes_in(tmp_path / "data").items() if mode & 0o077]
    assert {"faqbot.db", "cache", "versions"} <= set(modes_in(tmp_path / "data"))
    assert open_to_others == []


def modes_in(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mode for path in folder.rglob("*")}


async def test_two_instances_are_told_of_each_other(harness: Harness, caplog: pytest.LogCaptureFixture) -> None:
    harness.telegram.faults.plan(Fault(Trouble.CONFLICT), "getUpdates")
    await harness.patient().ask(SIDE_EFFECTS)
    await harness.settled()
    assert "another instance is polling" in caplog.text


class _Faulty:
    """Cannot tell what belongs together."""

    async def patience(self, last: ScreenedUpdate, whole: ScreenedUpdate) -> float:
        message = whole.update.message
        return 0.0 if last.update.message is None or message is None or message.text == "three" else 5.0

    def continues(self, before: Update, after: Update) -> bool:
        return (after.update_id, before.update_id) > (0, 0)

    async def joined(self, before: ScreenedUpdate, after: ScreenedUpdate) -> ScreenedUpdate:
        raise ValueError("words of a patient", before, after)


async def test_messages_that_cannot_be_joined_are_handled_one_by_one(caplog: pytest.LogCaptureFixture) -> None:
    telegram, heard = Telegram(), list[str | None]()
    bot = TelegramBot(telegram.token, request=Wire(telegram), get_updates_request=Wire(telegram))
    await bot.initialize()

    async def handle(update: Update, _: ScreenedMessage) -> None:
        heard.append(update.message.text if update.message else None)

    processed, debouncer = InMemoryProcessedUpdates(), Debouncer(_Faulty())
    delivery = Poller(bot, handle, processed, screen=screen_nothing, limits=PollingLimits(), debouncer=debouncer)
    running = asyncio.create_task(delivery.run())
    patient = Patient(telegram)
    for words in ("one", "two", "three"):
        patient.send(words)
    await telegram.queue.empty()
    await delivery.stop()
    await running
    assert heard == ["one", "two", "three"]
    assert delivery.counts.failed == 0
    errors = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert all("joining messages failed: ValueError at" in line for line in errors)
    assert "words of a patient" not in caplog.text
