"""A question in several messages gets one answer; a complete question does not wait."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import pytest
import telegram

from bot.bootstrap import Bootstrap
from bot.channels.telegram.updates.debounce import LONGEST_SECONDS, MOST, PATIENCE_SECONDS, Debouncer, MessageJoiner
from bot.channels.telegram.updates.processor import UpdateProcessor
from bot.channels.telegram.updates.screening import ScreenedUpdate, screen
from bot.core.deidentification.anonymizer import Anonymizer
from bot.core.dialogue.dialogue import Dialogue
from bot.core.dialogue.screened_message import ScreenedMessage
from bot.core.dialogue.sessions import Sessions
from bot.live_faq.live_faq import LiveFaq
from bot.words import load
from tests.journeys.conftest import Harness, Open
from tests.support import updates
from tests.support.clock import VirtualTime
from tests.support.free_port import free_port
from tests.support.processed_updates import InMemoryProcessedUpdates
from tests.support.updates import Json

SIDE_EFFECTS = "What are the side effects of Botox?"
PAT = updates.user(1_001)
T = TypeVar("T")
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


async def at_once(work: Callable[[], T], _size: int) -> T:
    """Reads on the event loop: virtual time would pass while a thread works."""
    return work()


@dataclass(frozen=True)
class Listener:
    """A joiner, and what it needs to be asked about words as they come."""

    joiner: MessageJoiner
    dialogue: Dialogue
    live_faq: LiveFaq

    async def screen(self, update: telegram.Update) -> ScreenedMessage:
        words = (update.message.text if update.message is not None else None) or ""
        return await screen(self.dialogue, words, self.live_faq.live, read=at_once)

    async def patience(self, raw: Json) -> float:
        update = read(raw)
        one = ScreenedUpdate(update, await self.screen(update))
        return await self.joiner.patience(one, one)

    async def joined(self, *words: str) -> str:
        whole, *rest = [ScreenedUpdate(one, await self.screen(one)) for one in map(read, map(written, words))]
        for one in rest:
            whole = await self.joiner.joined(whole, one)
        assert whole.update.message is not None
        assert whole.update.message.text == whole.screened.text
        return whole.screened.text


@pytest.fixture
def listener(patients_bootstrap: Bootstrap) -> Listener:
    dialogue = Dialogue(Anonymizer(load(), ()).redact, today=lambda: date(2026, 11, 28), keep_days=90)
    live_faq = patients_bootstrap.live_faq
    return Listener(MessageJoiner(live_faq, dialogue, Sessions(lambda: 0.0), read=at_once), dialogue, live_faq)


class Processing:
    """A processor that records what was handled when. What is in `held` is not finished until it is set."""

    def __init__(self, listener: Listener, time: VirtualTime) -> None:
        self.time = time
        self.handled: list[tuple[float, str]] = []
        self.held: dict[str, asyncio.Event] = {}
        self.done = InMemoryProcessedUpdates()
        debouncer = Debouncer(listener.joiner, clock=time.clock, sleep=time.sleep)
        bot = telegram.Bot("1:x")
        self.processor = UpdateProcessor(
            bot, self._handle, self.done, screen=listener.screen, clock=time.clock, debouncer=debouncer
        )
        self.begun = time.now

    async def _handle(self, update: telegram.Update, _: ScreenedMessage) -> None:
        text = (update.message.text if update.message is not None else "?") or ""
        self.handled.append((round(self.time.now - self.begun, 3), text))
        if text in self.held:
            await self.held[text].wait()

    async def take(self, *messages: tuple[float, str]) -> list[tuple[float, str]]:
        """Hands in messages, each so many seconds after the start; returns what was handled, and when."""
        for seconds, words in messages:
            if seconds > self.time.now - self.begun:
                await self.time.sleep(seconds - (self.time.now - self.begun))
            self.processor.accept(written(words, at=1_000 + int(seconds)))
            await self.time.idle()
        await self.processor.idle.wait()
        return self.handled


async def taken_in(listener: Listener, *messages: tuple[float, str]) -> list[tuple[float, str]]:
    async with VirtualTime() as time:
        return await Processing(listener, time).take(*messages)


async def test_three_fragments_get_one_answer(harness: Harness) -> None:
    patient = harness.patient()
    for words in ("what are the", "side effects", "of botox?"):
        patient.send(words)
    await patient.next_message()
    await harness.settled()
    assert [message["text"].split("\n")[0] for message in patient.messages] == [SIDE_EFFECTS]


async def test_with_a_webhook_no_message_waits_for_a_rest_that_comes_only_after_the_answer(
    open_harness: Open, patients_bootstrap: Bootstrap
) -> None:
    async def for_ever(_seconds: float) -> None:
        await asyncio.Event().wait()

    port = free_port()
    harness = await open_harness(
        patients_bootstrap,
        pause=for_ever,
        webhook_url=f"http://127.0.0.1:{port}/telegram",
        webhook_port=port,
        webhook_secret="a-secret_of-ours",
        telegram_api_base_url="http://127.0.0.1/bot",
    )
    patient = harness.patient()
    for words in ("my eye", "i had botox today and", "now i cant swallow"):
        patient.send(words)
    await harness.settled()
    assert len(patient.messages) == 3
    assert patient.text.startswith("Call ")
    harness.telegram.queue.stop()


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


async def test_a_fragment_alone_waits_a_moment_and_no_longer(listener: Listener) -> None:
    assert await taken_in(listener, (0, "my eye")) == [(PATIENCE_SECONDS, "my eye")]


async def test_what_follows_within_the_moment_is_joined(listener: Listener) -> None:
    handled = await taken_in(listener, (0, "my eye"), (1.2, "closes when"), (2.4, "i smile, why?"))
    assert handled == [(2.4, "my eye closes when i smile, why?")]


async def test_what_follows_later_is_another_question(listener: Listener) -> None:
    handled = await taken_in(listener, (0, "my eye"), (2.0, "closes when i smile, why?"))
    assert handled == [(PATIENCE_SECONDS, "my eye"), (2.0, "closes when i smile, why?")]


async def test_nobody_waits_for_ever(listener: Listener) -> None:
    handled = await taken_in(listener, *((n * 1.3, "my eye and") for n in range(8)))
    assert handled[0][0] <= LONGEST_SECONDS
    assert sum(text.count("and") for _, text in handled) == 8
    handled = await taken_in(listener, *((0, "my eye and") for _ in range(8)))
    assert [text.count("and") for _, text in handled] == [MOST, 3]


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
async def test_a_whole_message_does_not_wait(listener: Listener, words: str) -> None:
    assert await listener.patience(written(words)) == 0


@pytest.mark.parametrize(
    "words", ["hi", "ok", "my eye", "how long does", "i had botox last week", "and", "so...", "hola"]
)
async def test_a_fragment_is_worth_waiting_for_more(listener: Listener, words: str) -> None:
    assert await listener.patience(written(words)) == PATIENCE_SECONDS


async def test_only_hand_written_private_words_are_joined(listener: Listener) -> None:
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
    assert listener.joiner.continues(first, read(written("closes")))
    assert not any(listener.joiner.continues(first, read(other)) for other in others)
    assert await listener.patience({"update_id": 1, "message": group}) == 0


async def test_a_red_flag_survives_being_joined(listener: Listener) -> None:
    assert "i cant swallow" in await listener.joined("it is nonsense that", "i cant swallow since botox")


async def test_a_tap_among_fragments_ends_the_waiting(listener: Listener) -> None:
    async with VirtualTime() as time:
        processing = Processing(listener, time)
        processing.processor.accept(written("my eye"))
        await time.idle()
        under = updates.message(7, updates.private(PAT), None, date=1_000, **updates.text("x"))
        processing.processor.accept({"update_id": 9_999, **updates.callback("1", PAT, under, "T::0")})
        await processing.processor.idle.wait()
        assert processing.handled == [(0.0, "my eye"), (0.0, "?")]


async def test_fragments_that_were_not_handled_stay_unconfirmed(listener: Listener) -> None:
    async with VirtualTime() as time:
        processing = Processing(listener, time)
        for words in ("my eye and", "my mouth and"):
            processing.processor.accept(written(words))
        await time.idle()
        await processing.processor.close(0.0)
        assert processing.handled == []
        assert len(processing.processor) == 2


async def test_a_guessed_alarm_survives_being_joined(listener: Listener) -> None:
    assert "air is hardly getting in" in await listener.joined("air is hardly getting in", "what should i do")


async def test_a_red_flag_ends_the_waiting_of_what_came_before(listener: Listener) -> None:
    handled = await taken_in(listener, (0, "my eye"), (0.5, "and now i cant swallow"))
    assert handled == [(0.5, "my eye and now i cant swallow")]


async def test_a_red_flag_that_answers_another_message_is_not_joined(listener: Listener) -> None:
    async with VirtualTime() as time:
        processing = Processing(listener, time)
        processing.processor.accept(written("my eye"))
        await time.idle()
        old = updates.message(7, updates.private(PAT), PAT, date=1_000, **updates.text("x"))
        processing.processor.accept(written("i cant swallow", reply_to_message=old))
        await processing.processor.idle.wait()
        assert sorted(processing.handled) == [(0.0, "i cant swallow"), (0.0, "my eye")]


async def test_a_red_flag_overtakes_its_own_lane_and_is_done_at_once(listener: Listener) -> None:
    async with VirtualTime() as time:
        processing = Processing(listener, time)
        processing.held[SIDE_EFFECTS] = asyncio.Event()
        processing.processor.accept(written(SIDE_EFFECTS))
        await time.idle()
        for _ in range(40):
            processing.processor.accept(written("does it hurt?"))
        emergency = written("i cant swallow since the botox")
        finished = processing.processor.accept(emergency)
        last = processing.processor.accept(written("my eye closes"))
        assert finished is not None
        assert last is not None
        assert await finished
        await time.idle()
        assert [words for _, words in processing.handled] == [SIDE_EFFECTS, "i cant swallow since the botox"]
        assert processing.handled[-1][0] == 0.0
        assert processing.done.seen(emergency["update_id"])
        assert not last.done()
        processing.held[SIDE_EFFECTS].set()
        await processing.processor.idle.wait()
        assert [words for _, words in processing.handled[2:]] == [*["does it hurt?"] * 40, "my eye closes"]
        assert processing.processor.counts.handled == 43


async def test_what_waits_for_its_rest_is_joined_after_a_red_flag_overtook(listener: Listener) -> None:
    async with VirtualTime() as time:
        processing = Processing(listener, time)
        processing.held[SIDE_EFFECTS] = asyncio.Event()
        for words in (SIDE_EFFECTS, "my eye", "i cant swallow", "closes when", "i smile, why?"):
            processing.processor.accept(written(words))
            await time.idle()
        processing.held[SIDE_EFFECTS].set()
        await processing.processor.idle.wait()
        assert [words for _, words in processing.handled] == [
            SIDE_EFFECTS,
            "i cant swallow",
            "my eye closes when i smile, why?",
        ]
        assert len(processing.processor) == 0


async def test_what_was_joined_is_confirmed_only_with_what_it_was_joined_to(listener: Listener) -> None:
    async with VirtualTime() as time:
        processing = Processing(listener, time)
        whole = "my eye closes when i smile, why?"
        processing.held |= {SIDE_EFFECTS: asyncio.Event(), whole: asyncio.Event()}
        for words in (SIDE_EFFECTS, "my eye", "i cant swallow", "closes when i smile, why?"):
            processing.processor.accept(written(words))
            await time.idle()
        processing.held[SIDE_EFFECTS].set()
        await time.idle()
        assert [words for _, words in processing.handled] == [SIDE_EFFECTS, "i cant swallow", whole]
        assert len(processing.processor) == 2
        processing.held[whole].set()
        await processing.processor.idle.wait()
