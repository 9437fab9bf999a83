"""Who writes or taps too fast is slowed down politely; a red flag never is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from telegram import Update

from bot.channels.telegram.api.bot import TelegramBot
from bot.channels.telegram.api.rate_limiter import RateLimiter
from bot.channels.telegram.incoming import incoming_message
from bot.channels.telegram.patients import PatientServices
from bot.channels.telegram.sending.sender import Sender
from bot.channels.telegram.throttling import Throttle
from bot.core.deidentification.anonymizer import Anonymizer
from bot.core.dialogue.dialogue import Dialogue
from bot.core.dialogue.sessions import Sessions
from bot.core.dialogue.token_buckets import TokenBuckets
from bot.core.logged_messages import LoggedMessages
from bot.core.records import CountedEvent, Week
from bot.core.repeat_filter import RepeatFilter
from bot.live_faq.live_faq import LiveFaq
from bot.storage.recorder import Recorder
from bot.storage.store import Store
from bot.words import load
from tests.support import updates
from tests.support.chats import BOT
from tests.support.telegram import Telegram
from tests.support.wire import Wire

DAY = date(2026, 11, 16)
STAFF = 501
FAQ = """\
clinic: {emergency_number: 112}
urgent:
  signs:
    - {id: breathing, title: Breathing, message: Call an ambulance.}
entries:
  - {id: swelling, question: Will my face swell?, answer: A little.}
"""


@dataclass
class Harness:
    """A throttle and a fake Telegram. `clock` holds the present time."""

    throttle: Throttle
    services: PatientServices
    telegram: Telegram
    recorder: Recorder
    bot: TelegramBot
    clock: list[float]
    sent: int = field(default=0)

    async def write(self, words: str = "hello", *, times: int = 1, at: float | None = None, **given: Any) -> int:
        """Returns how many of these messages are admitted."""
        person = updates.user(given.pop("user", 1_001))
        chat = given.pop("chat", None) or updates.private(person)
        self.telegram.chats[chat["id"]] = chat
        admitted = 0
        for _ in range(times):
            self.sent += 1
            date_ = int(self.clock[0] if at is None else at)
            message = updates.message(self.sent, chat, person, date=date_, **(updates.text(words) | given))
            self.telegram.messages[chat["id"], self.sent] = message
            admitted += await self._admits({"message": message})
        return admitted

    async def tap(self, times: int) -> int:
        """Returns how many of these taps are admitted."""
        person = updates.user(1_001)
        chat = updates.private(person)
        self.telegram.chats[chat["id"]] = chat
        admitted = 0
        for _ in range(times):
            self.sent += 1
            query = f"tap-{self.sent}"
            self.telegram.queries[query] = True
            shown = updates.message(1, chat, BOT, date=1_000, text="Hello")
            admitted += await self._admits(updates.callback(query, person, shown, "T::0"))
        return admitted

    async def _admits(self, raw: dict[str, Any]) -> bool:
        update = Update.de_json({"update_id": self.sent, **raw}, self.bot)
        incoming = incoming_message(update, self.bot.bot)
        words = incoming.words if incoming is not None else ""
        urgent = self.services.dialogue.screen(words, self.services.live_faq.live).alarm is not None
        return await self.throttle.admits(update, incoming, urgent=urgent)

    async def slowed_down(self) -> int:
        await self.recorder.flush()
        return (await self.recorder.store.by_week(Week.of(DAY), Week.of(DAY)))[Week.of(DAY)][CountedEvent.SLOWED_DOWN]


@pytest.fixture
async def harness(tmp_path: Path) -> AsyncIterator[Harness]:
    (tmp_path / "faq.yaml").write_text(FAQ, encoding="utf-8")
    telegram = Telegram()
    bot = TelegramBot(
        telegram.token,
        rate_limiter=RateLimiter(always=False),
        request=Wire(telegram),
        get_updates_request=Wire(telegram),
    )
    await bot.initialize()
    clock = [1_800_000_000.0]
    recorder = Recorder(
        Store(tmp_path / "faqbot.db", keep_days=90, today=lambda: DAY),
        RepeatFilter(bytes(16)),
        LoggedMessages(bytes(16)),
        clock=lambda: clock[0],
    )
    live_faq = LiveFaq.open(tmp_path / "faq.yaml")
    dialogue = Dialogue(Anonymizer(load(), ()).redact, today=lambda: DAY, keep_days=90)
    services = PatientServices(
        live_faq=live_faq,
        recorder=recorder,
        sender=Sender(bot),
        dialogue=dialogue,
        sessions=Sessions(lambda: clock[0]),
        today=lambda: DAY,
        now=lambda: datetime.now(UTC),
    )
    limits = TokenBuckets(per_minute=20.0, burst=10.0)
    yield Harness(Throttle(services, lambda: clock[0], {STAFF}, limits), services, telegram, recorder, bot, clock)
    await recorder.end()
    await bot.shutdown()
    assert [(call.method, call.error) for call in telegram.refused()] == []


async def test_a_flood_gets_one_polite_notice_and_is_counted(harness: Harness) -> None:
    assert await harness.write(times=50) == 10
    assert len(harness.telegram.texts(1_001)) == 1
    assert "faster than I can answer" in harness.telegram.texts(1_001)[0]
    assert "112" in harness.telegram.texts(1_001)[0]
    assert await harness.slowed_down() == 40


async def test_after_a_while_the_patient_is_served_again(harness: Harness) -> None:
    await harness.write(times=50)
    harness.clock[0] += 30
    assert await harness.write(times=50) == 10


async def test_a_red_flag_gets_through_any_flood(harness: Harness) -> None:
    await harness.write(times=50)
    assert await harness.write("help i cannot breathe", times=3) == 3


async def test_a_red_flag_in_a_caption_gets_through_any_flood(harness: Harness) -> None:
    await harness.write(times=50)
    person = updates.user(1_001)
    message = updates.message(99, updates.private(person), person, date=1, caption="i cannot breathe", photo=[])
    assert await harness._admits({"message": message})


async def test_other_chats_are_not_slowed_down(harness: Harness) -> None:
    await harness.write(times=50)
    assert await harness.write(times=5, user=1_002) == 5


async def test_a_flood_of_taps_is_told_once_on_the_button(harness: Harness) -> None:
    assert await harness.tap(60) == 20
    (answer,) = harness.telegram.of("answerCallbackQuery")
    assert "faster than I can answer" in answer.sent["text"]
    assert len(answer.sent["text"]) <= 200
    assert harness.telegram.of("sendMessage") == []


async def test_staff_are_never_slowed_down(harness: Harness) -> None:
    assert await harness.write(times=50, user=STAFF) == 50


async def test_people_in_a_group_may_talk_among_themselves_at_any_pace(harness: Harness) -> None:
    group = updates.group(-1_000_7)
    assert await harness.write(times=50, chat=group) == 50
    assert await harness.write("@clinic_faq_bot hello", times=50, chat=group) == 10
    assert len(harness.telegram.texts(-1_000_7)) == 1


async def test_commands_for_other_bots_are_not_counted(harness: Harness) -> None:
    assert await harness.write("/roll@dice_bot", times=50, chat=updates.group(-1_000_7)) == 50
    assert harness.telegram.texts(-1_000_7) == []


async def test_what_was_written_over_hours_of_an_outage_is_all_served(harness: Harness) -> None:
    now = harness.clock[0]
    served = [await harness.write(at=now - 7_200 + 60 * nth) for nth in range(100)]
    assert sum(served) == 100


async def test_a_date_in_the_future_blocks_nobody(harness: Harness) -> None:
    await harness.write(times=5, at=harness.clock[0] + 10**6)
    await harness.write(times=50)
    harness.clock[0] += 30
    assert await harness.write(times=10) == 10
