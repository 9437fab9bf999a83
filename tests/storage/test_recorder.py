"""The recorder over a real store, with databases that really fail."""

# ruff: noqa: ASYNC240 - a test looks into files, and nobody waits for it

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot.core.deidentification.anonymizer import Anonymizer
from bot.core.deidentification.vocabulary import Vocabulary
from bot.core.logged_messages import LoggedMessages
from bot.core.records import CountedEvent, Handled, Question, QuestionKind, Tally, Week
from bot.core.repeat_filter import RepeatFilter
from bot.storage.errors import Unreachable
from bot.storage.recorder import Recorder
from bot.storage.store import Store

NONE: frozenset[str] = frozenset()
WORDS = frozenset({"can", "i", "chew", "gum", "eat"})
ANONYMISER = Anonymizer(Vocabulary(WORDS, WORDS, NONE, NONE, NONE, NONE, NONE, NONE), ())
DAY = date(2026, 11, 16)
WEEK = Week.of(DAY)


def handled(update_id: int, text: str | None = None) -> Handled:
    questions: tuple[Question, ...] = ()
    if text is not None:
        questions = (Question(WEEK, "en", ANONYMISER.redact(text), QuestionKind.UNMATCHED, None, None, "d1"),)
    return Handled(update_id, WEEK, (Tally(CountedEvent.ASKED),), questions)


def recorder_at(path: Path, *, held: int = 1_000) -> Recorder:
    store = Store(path, keep_days=90, today=lambda: DAY)
    return Recorder(store, RepeatFilter(bytes(16)), LoggedMessages(bytes(16)), clock=lambda: 0.0, held=held)


async def asked(recorder: Recorder) -> int:
    return (await recorder.store.by_week(WEEK, WEEK))[WEEK][CountedEvent.ASKED]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "bot.db"


@pytest.fixture
async def recorder(path: Path) -> AsyncIterator[Recorder]:
    one = recorder_at(path)
    await one.begin()
    yield one
    await one.end()


async def test_record_is_on_disk_when_record_returns(recorder: Recorder, path: Path) -> None:
    await recorder.record(handled(1))
    other = recorder_at(path)
    await other.begin()
    assert other.seen(1)
    assert not other.seen(2)
    await other.end()


async def logged(recorder: Recorder) -> list[str]:
    return sorted(str(one.text) for one in await recorder.store.reviews.questions())


async def test_the_questions_of_an_edited_message_replace_its_earlier_ones(recorder: Recorder) -> None:
    await recorder.record(handled(1, "can i chew gum"), chat_id=5, message_id=70)
    await recorder.record(handled(2, "can i eat"), chat_id=5, message_id=71)
    await recorder.record(handled(3, "can i chew"), chat_id=5, message_id=70, edited=True)
    assert await logged(recorder) == ["can i chew", "can i eat"]
    await recorder.record(handled(4, "can i chew gum"), chat_id=5, message_id=70, edited=True)
    assert await logged(recorder) == ["can i chew gum", "can i eat"]


async def test_a_message_edited_into_an_answered_one_leaves_nothing_behind(recorder: Recorder) -> None:
    await recorder.record(handled(1, "can i chew gum"), chat_id=5, message_id=70)
    await recorder.record(handled(2), chat_id=5, message_id=70, edited=True)
    assert await logged(recorder) == []
    await recorder.record(handled(3, "can i chew gum"), chat_id=5, message_id=72)
    assert await logged(recorder) == ["can i chew gum"]


async def test_an_edit_of_a_message_of_another_chat_or_unknown_replaces_nothing(recorder: Recorder) -> None:
    await recorder.record(handled(1, "can i chew gum"), chat_id=5, message_id=70)
    await recorder.record(handled(2, "can i chew"), chat_id=6, message_id=70, edited=True)
    assert await logged(recorder) == ["can i chew", "can i chew gum"]


async def test_what_still_waits_is_replaced_too(path: Path) -> None:
    path.mkdir()
    recorder = recorder_at(path)
    await recorder.record(handled(1, "can i chew gum"), chat_id=5, message_id=70)
    await recorder.record(handled(2, "can i chew"), chat_id=5, message_id=70, edited=True)
    path.rmdir()
    assert await recorder.flush()
    assert await logged(recorder) == ["can i chew"]
    await recorder.end()


async def test_redelivered_update_counts_once(recorder: Recorder) -> None:
    await asyncio.gather(*(recorder.record(handled(1)) for _ in range(5)))
    assert await asked(recorder) == 1


async def test_many_at_once_are_all_on_disk(recorder: Recorder) -> None:
    await asyncio.gather(*(recorder.record(handled(number)) for number in range(2_000)))
    assert await asked(recorder) == 2_000
    assert recorder.waiting == 0


async def test_repeated_question_of_one_chat_is_counted_but_logged_once(recorder: Recorder) -> None:
    for number in range(20):
        await recorder.record(handled(number, "can i chew gum"), chat_id=5)
    await recorder.record(handled(100, "can i chew gum"), chat_id=6)
    assert len(await recorder.store.reviews.questions()) == 2
    assert await asked(recorder) == 21


async def test_failing_database_raises_nothing_and_catches_up_when_mended(path: Path) -> None:
    path.mkdir()
    recorder = recorder_at(path)
    assert isinstance(await recorder.begin(), Unreachable)
    await asyncio.gather(*(recorder.record(handled(number, "can i eat")) for number in range(30)))
    assert isinstance(recorder.trouble, Unreachable)
    assert recorder.waiting == 30
    assert recorder.seen(3)
    path.rmdir()
    await recorder.record(handled(30))
    assert (recorder.waiting, recorder.lost) == (0, 0)
    assert await asked(recorder) == 31
    assert len(await recorder.store.reviews.questions()) == 30
    await recorder.end()


async def test_mended_database_is_caught_up_without_a_new_message(path: Path) -> None:
    path.mkdir()
    recorder = recorder_at(path)
    await recorder.begin()
    await recorder.record(handled(1))
    assert not await recorder.flush()
    path.rmdir()
    assert await recorder.flush()
    assert await asked(recorder) == 1
    await recorder.end()


async def test_what_is_held_for_a_failing_database_is_bounded(path: Path) -> None:
    path.mkdir()
    recorder = recorder_at(path, held=10)
    for number in range(50):
        await recorder.record(handled(number))
    assert (recorder.waiting, recorder.lost) == (10, 40)
    await recorder.end()


async def test_record_that_cannot_be_kept_does_not_hold_up_the_others(recorder: Recorder) -> None:
    bad = handled(1, "can i eat")
    object.__setattr__(bad.questions[0], "nearest", "\ud800")
    await asyncio.gather(recorder.record(handled(0)), recorder.record(bad), recorder.record(handled(2)))
    assert recorder.lost == 1
    assert recorder.waiting == 0
    assert await asked(recorder) == 2


async def test_cancelled_sender_does_not_lose_the_record(recorder: Recorder) -> None:
    task = asyncio.create_task(recorder.record(handled(1)))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await recorder.flush()
    assert await asked(recorder) == 1


async def test_end_writes_what_is_waiting(path: Path) -> None:
    path.mkdir()
    recorder = recorder_at(path)
    await recorder.record(handled(1))
    path.rmdir()
    await recorder.end()
    again = recorder_at(path)
    await again.begin()
    assert again.seen(1)
    await again.end()
