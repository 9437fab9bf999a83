"""The ledger over a real store, with databases that really fail."""

# ruff: noqa: ASYNC240 - a test looks into files, and nobody waits for it

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot.core.deidentification.anonymizer import Anonymiser
from bot.core.deidentification.vocabulary import Vocabulary
from bot.core.records import Handled, Kind, Outcome, Question, Tally, Week
from bot.core.repeat_filter import Repeats
from bot.storage.errors import Unreachable
from bot.storage.recorder import Ledger
from bot.storage.store import Store

NONE: frozenset[str] = frozenset()
WORDS = frozenset({"can", "i", "chew", "gum", "eat"})
ANONYMISER = Anonymiser(Vocabulary(WORDS, WORDS, NONE, NONE, NONE, NONE, NONE, NONE), ())
DAY = date(2026, 11, 16)
WEEK = Week.of(DAY)


def handled(update_id: int, text: str | None = None) -> Handled:
    questions: tuple[Question, ...] = ()
    if text is not None:
        questions = (Question(WEEK, "en", ANONYMISER.redact(text), Kind.UNMATCHED, None, None, "d1"),)
    return Handled(update_id, WEEK, (Tally(Outcome.ASKED),), questions)


def ledger_at(path: Path, *, held: int = 1_000) -> Ledger:
    store = Store(path, keep_days=90, today=lambda: DAY)
    return Ledger(store, Repeats(bytes(16)), clock=lambda: 0.0, held=held)


async def asked(ledger: Ledger) -> int:
    return (await ledger.store.by_week(WEEK, WEEK))[WEEK][Outcome.ASKED]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "bot.db"


@pytest.fixture
async def ledger(path: Path) -> AsyncIterator[Ledger]:
    one = ledger_at(path)
    await one.begin()
    yield one
    await one.end()


async def test_record_is_on_disk_when_record_returns(ledger: Ledger, path: Path) -> None:
    await ledger.record(handled(1))
    other = ledger_at(path)
    await other.begin()
    assert other.seen(1)
    assert not other.seen(2)
    await other.end()


async def test_redelivered_update_counts_once(ledger: Ledger) -> None:
    await asyncio.gather(*(ledger.record(handled(1)) for _ in range(5)))
    assert await asked(ledger) == 1


async def test_many_at_once_are_all_on_disk(ledger: Ledger) -> None:
    await asyncio.gather(*(ledger.record(handled(number)) for number in range(2_000)))
    assert await asked(ledger) == 2_000
    assert ledger.waiting == 0


async def test_repeated_question_of_one_chat_is_counted_but_logged_once(ledger: Ledger) -> None:
    for number in range(20):
        await ledger.record(handled(number, "can i chew gum"), chat_id=5)
    await ledger.record(handled(100, "can i chew gum"), chat_id=6)
    assert len(await ledger.store.reviews.questions()) == 2
    assert await asked(ledger) == 21


async def test_failing_database_raises_nothing_and_catches_up_when_mended(path: Path) -> None:
    path.mkdir()
    ledger = ledger_at(path)
    assert isinstance(await ledger.begin(), Unreachable)
    await asyncio.gather(*(ledger.record(handled(number, "can i eat")) for number in range(30)))
    assert isinstance(ledger.trouble, Unreachable)
    assert ledger.waiting == 30
    assert ledger.seen(3)
    path.rmdir()
    await ledger.record(handled(30))
    assert (ledger.waiting, ledger.lost) == (0, 0)
    assert await asked(ledger) == 31
    assert len(await ledger.store.reviews.questions()) == 30
    await ledger.end()


async def test_mended_database_is_caught_up_without_a_new_message(path: Path) -> None:
    path.mkdir()
    ledger = ledger_at(path)
    await ledger.begin()
    await ledger.record(handled(1))
    assert not await ledger.flush()
    path.rmdir()
    assert await ledger.flush()
    assert await asked(ledger) == 1
    await ledger.end()


async def test_what_is_held_for_a_failing_database_is_bounded(path: Path) -> None:
    path.mkdir()
    ledger = ledger_at(path, held=10)
    for number in range(50):
        await ledger.record(handled(number))
    assert (ledger.waiting, ledger.lost) == (10, 40)
    await ledger.end()


async def test_record_that_cannot_be_kept_does_not_hold_up_the_others(ledger: Ledger) -> None:
    bad = handled(1, "can i eat")
    object.__setattr__(bad.questions[0], "nearest", "\ud800")
    await asyncio.gather(ledger.record(handled(0)), ledger.record(bad), ledger.record(handled(2)))
    assert ledger.lost == 1
    assert ledger.waiting == 0
    assert await asked(ledger) == 2


async def test_cancelled_sender_does_not_lose_the_record(ledger: Ledger) -> None:
    task = asyncio.create_task(ledger.record(handled(1)))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await ledger.flush()
    assert await asked(ledger) == 1


async def test_end_writes_what_is_waiting(path: Path) -> None:
    path.mkdir()
    ledger = ledger_at(path)
    await ledger.record(handled(1))
    path.rmdir()
    await ledger.end()
    again = ledger_at(path)
    await again.begin()
    assert again.seen(1)
    await again.end()
