"""A question in several messages gets one answer; a complete question does not wait."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date

import pytest
import telegram

from bot.bootstrap import Bootstrap
from bot.channels.telegram.updates.debounce import LONGEST_SECONDS, MOST, PATIENCE_SECONDS, Debouncer, MessageJoiner
from bot.channels.telegram.updates.processor import UpdateProcessor
from bot.core.deidentification.anonymizer import Anonymizer
from bot.core.dialogue.dialogue import Dialogue
from bot.core.dialogue.sessions import Sessions
from bot.words import load
from tests.journeys.conftest import Harness
from tests.support import updates
from tests.support.clock import VirtualTime
from tests.support.processed_updates import InMemoryProcessedUpdates
from tests.support.updates import Json

SIDE_EFFECTS = "What are the side effects of Botox?"
PAT = updates.user(1_001)
NUMBERS = itertools.count(1)


def written(words: str, *, at: int = 1_000, **content: object) -> Json:
    """A message from Pat as it comes from Telegram."""
    number = next(NUMBERS)
    message = updates.message(number, updates.private(PAT), PAT, date=at, **{**updates.text(words), **content})
    return {"update_id": number, "message": message}


def read(raw: Json) -> telegram.Update:
    update = telegram.Update.de_json(raw, telegram.Bot("1:x"))
    assert update is not None
    return update


@pytest.fixture
def joiner(patients_bootstrap: Bootstrap) -> MessageJoiner:
    dialogue = Dialogue(Anonymizer(load(), ()).redact, today=lambda: date(2026, 11, 28), keep_days=90)
    return MessageJoiner(patients_bootstrap.live_faq, dialogue, Sessions(lambda: 0.0))


class Processing:
    """A processor that records what was handled when."""

    def __init__(self, joiner: MessageJoiner, time: VirtualTime) -> None:
        self.time = time
        self.heard: list[tuple[float, str]] = []
        debouncer = Debouncer(joiner, clock=time.clock, sleep=time.sleep)
        bot = telegram.Bot("1:x")
        self.processor = UpdateProcessor(
            bot, self._handle, InMemoryProcessedUpdates(), clock=time.clock, debouncer=debouncer
        )
        self.begun = time.now

    async def _handle(self, update: telegram.Update) -> None:
        text = update.message.text if update.message is not None else "?"
        self.heard.append((round(self.time.now - self.begun, 3), text or ""))

    async def take(self, *messages: tuple[float, str]) -> list[tuple[float, str]]:
        """Hands in messages, each so many seconds after the start; returns what was handled, and when."""
        for seconds, words in messages:
            if seconds > self.time.now - self.begun:
                await self.time.sleep(seconds - (self.time.now - self.begun))
            self.processor.accept(written(words, at=1_000 + int(seconds)))
            await self.time.idle()
        await self.processor.idle.wait()
        return self.heard


async def taken_in(joiner: MessageJoiner, *messages: tuple[float, str]) -> list[tuple[float, str]]:
    async with VirtualTime() as time:
        return await Processing(joiner, time).take(*messages)


async def test_three_fragments_get_one_answer(harness: Harness) -> None:
    patient = harness.patient()
    for words in ("what are the", "side effects", "of botox?"):
        patient.send(words)
    await patient.next_message()
    await harness.settled()
    assert [message["text"].split("\n")[0] for message in patient.messages] == [SIDE_EFFECTS]


async def test_a_greeting_before_a_question_is_part_of_it(harness: Harness) -> None:
    patient = harness.patient()
    for words in ("hi", "what are the side effects of botox?"):
        patient.send(words)
    await harness.settled()
    assert len(patient.messages) == 1
    assert patient.text.startswith("What are the side effects of Botox?")


async def test_a_red_flag_in_a_fragment_is_answered_at_once(harness: Harness) -> None:
    patient = harness.patient()
    patient.send("i had botox today and")
    patient.send("now i cant swallow")
    await patient.next_message()
    assert patient.text.startswith("Call ")


async def test_feedback_on_joined_messages_records_all_of_it(harness: Harness) -> None:
    patient = harness.patient()
    for words in ("what are the", "side effects", "of botox?"):
        patient.send(words)
    await patient.next_message()
    await patient.tap("Not helpful", patient.messages[0])
    await harness.settled()
    assert harness.questions() == ["what are the side effects of botox?"]


async def test_a_fragment_alone_waits_a_moment_and_no_longer(joiner: MessageJoiner) -> None:
    assert await taken_in(joiner, (0, "my eye")) == [(PATIENCE_SECONDS, "my eye")]


async def test_what_follows_within_the_moment_is_joined(joiner: MessageJoiner) -> None:
    heard = await taken_in(joiner, (0, "my eye"), (1.2, "closes when"), (2.4, "i smile, why?"))
    assert heard == [(2.4, "my eye closes when i smile, why?")]


async def test_what_follows_later_is_another_question(joiner: MessageJoiner) -> None:
    heard = await taken_in(joiner, (0, "my eye"), (2.0, "closes when i smile, why?"))
    assert heard == [(PATIENCE_SECONDS, "my eye"), (2.0, "closes when i smile, why?")]


async def test_nobody_waits_for_ever(joiner: MessageJoiner) -> None:
    heard = await taken_in(joiner, *((n * 1.3, "my eye and") for n in range(8)))
    assert heard[0][0] <= LONGEST_SECONDS
    assert sum(text.count("and") for _, text in heard) == 8
    heard = await taken_in(joiner, *((0, "my eye and") for _ in range(8)))
    assert [text.count("and") for _, text in heard] == [MOST, 3]


@pytest.mark.parametrize(
    "words",
    [
        "can botox help?",
        "can botox help with synkinesis",
        "How long does it last",
        "side effects of botox?",
        "What are the side effects of Botox?",
        "I had Bell's palsy two years ago and now my eye closes when I smile or eat something.",
        "thanks",
        "bye",
        "/topics",
        "i cant swallow",
        "¿Puede ayudar el bótox con la sincinesia?",
        "...?",
    ],
)
def test_a_whole_message_does_not_wait(joiner: MessageJoiner, words: str) -> None:
    assert joiner.patience([read(written(words))]) == 0


@pytest.mark.parametrize(
    "words", ["hi", "ok", "my eye", "how long does", "i had botox last week", "and", "so...", "hola"]
)
def test_a_fragment_is_worth_waiting_for_more(joiner: MessageJoiner, words: str) -> None:
    assert joiner.patience([read(written(words))]) == PATIENCE_SECONDS


def test_only_hand_written_private_words_are_joined(joiner: MessageJoiner) -> None:
    first = read(written("my eye"))
    forwarded = {"type": "hidden_user", "date": 1, "sender_user_name": "x"}
    group = updates.message(1, updates.group(-1_000_001), PAT, date=1_000, **updates.text("my eye"))
    others: Sequence[Json] = (
        written("/topics"),
        written("closes", at=1_010),
        written("closes", forward_origin=forwarded),
        {"update_id": 1, "message": group},
        {"update_id": 2, "edited_message": written("closes")["message"]},
        updates.inline_query("1", PAT, "closes") | {"update_id": 3},
    )
    assert joiner.continues(first, read(written("closes")))
    assert not any(joiner.continues(first, read(other)) for other in others)
    assert joiner.patience([read({"update_id": 1, "message": group})]) == 0


def test_a_red_flag_survives_being_joined(joiner: MessageJoiner) -> None:
    joined = joiner.joined([read(written(words)) for words in ("it is nonsense that", "i cant swallow since botox")])
    assert joined.message is not None
    assert "i cant swallow" in (joined.message.text or "")


async def test_a_tap_among_fragments_ends_the_waiting(joiner: MessageJoiner) -> None:
    async with VirtualTime() as time:
        processing = Processing(joiner, time)
        processing.processor.accept(written("my eye"))
        await time.idle()
        under = updates.message(7, updates.private(PAT), None, date=1_000, **updates.text("x"))
        processing.processor.accept({"update_id": 9_999, **updates.callback("1", PAT, under, "T::0")})
        await processing.processor.idle.wait()
        assert processing.heard == [(0.0, "my eye"), (0.0, "?")]


async def test_fragments_that_were_not_handled_stay_unconfirmed(joiner: MessageJoiner) -> None:
    async with VirtualTime() as time:
        processing = Processing(joiner, time)
        for words in ("my eye and", "my mouth and"):
            processing.processor.accept(written(words))
        await time.idle()
        await processing.processor.close(0.0)
        assert processing.heard == []
        assert len(processing.processor) == 2


def test_a_guessed_alarm_survives_being_joined(joiner: MessageJoiner) -> None:
    parts = [read(written(words)) for words in ("air is hardly getting in", "what should i do")]
    joined = joiner.joined(parts)
    assert joined.message is not None
    assert joined.message.text == "air is hardly getting in"
