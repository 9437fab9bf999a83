"""The store over real SQLite files."""

# ruff: noqa: ASYNC240 - a test looks into files, and nobody waits for it

from __future__ import annotations

import asyncio
import dataclasses
import functools
import json
import logging
import os
import random
import sqlite3
import stat
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path

import aiosqlite
import pytest

from bot.core.deidentification.anonymizer import Anonymizer, Redacted
from bot.core.deidentification.vocabulary import Vocabulary
from bot.core.records import (
    CountedEvent,
    Handled,
    ProcessMemo,
    Question,
    QuestionKind,
    Resolution,
    Role,
    Status,
    Tally,
    Verdict,
    Week,
)
from bot.storage import migrations
from bot.storage.errors import (
    Damaged,
    DatabaseBusy,
    DiskFailing,
    ForeignDatabase,
    LimitReached,
    NewerFormat,
    ReadOnly,
    StoreError,
    Unreachable,
    ValueRefused,
)
from bot.storage.store import HANDLED_LIMIT, MAX_BYTES, MAX_ROWS, Store

NONE: frozenset[str] = frozenset()
WORDS = frozenset({"can", "i", "chew", "gum", "my", "eye", "twitches", "when", "eat", "again", "canary"})
ANONYMISER = Anonymizer(Vocabulary(WORDS, WORDS, NONE, NONE, NONE, NONE, NONE, NONE), ())
MONDAY = date(2026, 11, 16)
WEEK = Week.of(MONDAY)
KEEP = 90


class Calendar:
    """A day that a test can change."""

    def __init__(self) -> None:
        self.day = MONDAY

    def __call__(self) -> date:
        return self.day


@functools.cache
def redacted(text: str) -> Redacted:
    return ANONYMISER.redact(text)


def question(
    text: str = "can i chew gum", *, week: Week = WEEK, kind: QuestionKind = QuestionKind.UNMATCHED
) -> Question:
    return Question(week, "en", redacted(text), kind, "chewing", 0.25, "abc123")


@pytest.fixture
def today() -> Calendar:
    return Calendar()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "bot.db"


@pytest.fixture
async def store(path: Path, today: Calendar) -> AsyncIterator[Store]:
    async with opened(path, today) as one:
        yield one


def opened(
    path: Path,
    today: Calendar,
    *,
    max_rows: int = MAX_ROWS,
    max_bytes: int = MAX_BYTES,
    busy_seconds: float = 5.0,
) -> Store:
    return Store(path, keep_days=KEEP, today=today, max_rows=max_rows, max_bytes=max_bytes, busy_seconds=busy_seconds)


async def log(store: Store, one: Question, *, update_id: int) -> bool:
    """Stores one question; returns whether the update was new."""
    return await store.record([Handled(update_id, one.week, questions=(one,))]) == 1


def query(path: Path, sql: str) -> list[tuple[object, ...]]:
    """Queries the file with a separate connection."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def bytes_in(folder: Path) -> bytes:
    return b"\n".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


# Questions


async def test_logged_question_comes_back_as_it_was_kept(store: Store) -> None:
    assert await log(store, question(), update_id=1)
    (kept,) = await store.reviews.questions()
    assert (kept.text, kept.length, kept.language, kept.week) == ("can i chew gum", "short", "en", WEEK)
    assert (kept.kind, kept.nearest, kept.confidence, kept.faq_digest) == (
        QuestionKind.UNMATCHED,
        "chewing",
        0.25,
        "abc123",
    )
    assert (kept.status, kept.theme, kept.decision) == (Status.OPEN, None, None)


async def test_withheld_question_keeps_only_its_length(store: Store) -> None:
    withheld = redacted("xylophon quarzig brumbel wessing " * 10)
    assert withheld.text is None
    await log(store, dataclasses.replace(question(), redacted=withheld), update_id=1)
    (kept,) = await store.reviews.questions()
    assert kept.text is None
    assert kept.length == "long"


def test_words_that_were_not_redacted_are_refused_without_repeating_them() -> None:
    with pytest.raises(TypeError) as caught:
        dataclasses.replace(question(), redacted="Maria Canary 555")  # type: ignore[arg-type]  # the point of the test
    assert "Canary" not in str(caught.value)


async def test_store_refuses_a_question_that_got_round_the_check(store: Store) -> None:
    forged = question()
    object.__setattr__(forged, "redacted", "Maria Canary 555")
    with pytest.raises(TypeError) as caught:
        await log(store, forged, update_id=1)
    assert "Canary" not in str(caught.value)
    assert await store.reviews.questions() == ()
    assert 1 not in await store.handled()


async def test_redelivered_update_is_kept_once_with_all_that_belongs_to_it(store: Store) -> None:
    handled = Handled(7, WEEK, (Tally(CountedEvent.ASKED), Tally(CountedEvent.UNMATCHED)), (question(),))
    assert await store.record([handled, handled]) == 1
    assert await store.record([handled]) == 0
    assert not await log(store, question(), update_id=7)
    assert len(await store.reviews.questions()) == 1
    assert (await store.by_week(WEEK, WEEK))[WEEK] == {CountedEvent.ASKED: 1, CountedEvent.UNMATCHED: 1}


async def test_redelivered_update_is_known_after_a_restart(store: Store, path: Path, today: Calendar) -> None:
    await log(store, question(), update_id=7)
    await store.close()
    async with opened(path, today) as again:
        assert 7 in await again.handled()
        assert 8 not in await again.handled()
        assert await again.handled() == (7,)


async def test_ring_forgets_the_oldest_even_when_numbers_start_again_lower(store: Store) -> None:
    assert (
        await store.record([Handled(number, WEEK) for number in range(10**9, 10**9 + HANDLED_LIMIT)]) == HANDLED_LIMIT
    )
    await store.record([Handled(5, WEEK), Handled(6, WEEK)])
    assert 5 in await store.handled()
    assert 10**9 not in await store.handled()
    assert 10**9 + 2 in await store.handled()
    assert len(await store.handled()) == HANDLED_LIMIT


async def test_rows_tell_neither_order_nor_update(store: Store, path: Path) -> None:
    for number in range(10):
        await log(store, question(), update_id=number)
    columns = {str(row[1]) for row in query(path, "PRAGMA table_info(questions)")}
    assert not columns & {"user_id", "chat_id", "update_id", "created", "time", "rowid"}
    with pytest.raises(sqlite3.OperationalError, match="rowid"):
        query(path, "SELECT rowid FROM questions")
    assert len({kept.key for kept in await store.reviews.questions()}) == 10


async def test_all_or_nothing_of_a_batch_is_kept(store: Store) -> None:
    bad = question()
    object.__setattr__(bad, "nearest", "\ud800")
    with pytest.raises(ValueRefused) as caught:
        await store.record(
            [Handled(1, WEEK, (Tally(CountedEvent.ASKED),), (question(),)), Handled(2, WEEK, (), (bad,))]
        )
    assert "ud800" not in str(caught.value)
    assert await store.reviews.questions() == ()
    assert 1 not in await store.handled()
    assert (await store.by_week(WEEK, WEEK))[WEEK] == {}
    assert await log(store, question(), update_id=1)


async def test_a_cancelled_writer_leaves_the_store_usable(store: Store) -> None:
    await log(store, question(), update_id=0)
    for turns in range(12):  # cancelled at every step of its way
        task = asyncio.create_task(log(store, question(), update_id=100 + turns))
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert await log(store, question(), update_id=200 + turns)
    assert len(await store.reviews.questions()) == len(await store.handled())


async def test_no_value_reaches_a_log_at_any_level(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await log(store, question("canary eye"), update_id=987_654_321)
    await store.reviews.questions()
    assert "canary" not in caplog.text
    assert "987654321" not in caplog.text


# Bounds


async def test_no_more_rows_than_allowed_oldest_resolved_first(path: Path, today: Calendar) -> None:
    async with opened(path, today, max_rows=4) as store:
        weeks = [WEEK.back(n) for n in (4, 3, 2, 1)]
        for number, week in enumerate(weeks):
            await log(store, question(week=week), update_id=number)
        newest = (await store.reviews.questions())[-1]
        await store.reviews.resolve([newest.key], Resolution(Verdict.ADDED, "chewing"), role=Role.STAFF)
        await log(store, question(), update_id=10)
        assert [kept.week for kept in await store.reviews.questions()] == [weeks[0], weeks[1], weeks[2], WEEK]
        await log(store, question(), update_id=11)
        assert [kept.week for kept in await store.reviews.questions()] == [weeks[1], weeks[2], WEEK, WEEK]


async def test_file_stays_within_its_bound_and_new_questions_are_still_kept(path: Path, today: Calendar) -> None:
    bound = 300_000
    long = "can i chew gum " * 200
    async with opened(path, today, max_bytes=bound) as store:
        for number in range(16):
            await store.record([Handled(number * 25 + n, WEEK, (), (question(long),)) for n in range(25)])
        assert path.stat().st_size <= bound
        assert len(await store.reviews.questions()) > 20
        assert 399 in await store.handled()
        assert store.trouble is None


async def test_batch_beyond_the_bound_is_refused_as_a_whole(path: Path, today: Calendar) -> None:
    long = "can i chew gum " * 200
    async with opened(path, today, max_bytes=1) as store:
        with pytest.raises(StoreError) as caught:
            await store.record([Handled(n, WEEK, (), (question(long),)) for n in range(500)])
        assert store.trouble is caught.value
        assert await store.handled() == ()
        assert await log(store, question(), update_id=1)
        assert store.trouble is None


# Reviews


async def test_second_reviewer_learns_what_was_decided(store: Store, today: Calendar) -> None:
    for number in range(3):
        await log(store, question(), update_id=number)
    keys = [kept.key for kept in await store.reviews.questions()]
    first = await store.reviews.resolve(keys, Resolution(Verdict.ADDED, "chewing"), role=Role.STAFF, theme="ab12")
    assert first.changed == 3
    assert first.decision is not None
    today.day += timedelta(days=1)
    await log(store, question(), update_id=9)
    fresh = [kept.key for kept in await store.reviews.questions(Status.OPEN)]
    second = await store.reviews.resolve([*keys, *fresh], Resolution(Verdict.DISMISSED), role=Role.ADMIN)
    assert second.changed == 0
    assert second.decision == first.decision
    assert second.decision.entry_id == "chewing"
    assert second.decision.day == MONDAY
    assert [kept.key for kept in await store.reviews.questions(Status.OPEN)] == fresh
    assert len(await store.reviews.decisions()) == 1


async def test_two_reviewers_at_once_decide_once(store: Store, path: Path, today: Calendar) -> None:
    for number in range(5):
        await log(store, question(), update_id=number)
    keys = [kept.key for kept in await store.reviews.questions()]
    async with opened(path, today) as other:
        settled = await asyncio.gather(
            *(
                one.reviews.resolve(keys, Resolution(Verdict.ADDED, entry), role=Role.STAFF)
                for one in (store, other)
                for entry in ("chewing", "twitching")
            )
        )
    assert sorted(one.changed for one in settled) == [0, 0, 0, 5]
    assert len({one.decision for one in settled}) == 1


async def test_resolving_what_is_gone_changes_nothing(store: Store) -> None:
    settled = await store.reviews.resolve(["0123456789abcdef"], Resolution(Verdict.DISMISSED), role=Role.STAFF)
    assert (settled.changed, settled.decision) == (0, None)
    assert await store.reviews.decisions() == ()


async def test_withdrawn_decision_opens_its_questions_again(store: Store) -> None:
    await log(store, question(), update_id=1)
    (kept,) = await store.reviews.questions()
    settled = await store.reviews.resolve([kept.key], Resolution(Verdict.DISMISSED), role=Role.STAFF)
    assert settled.decision is not None
    assert (await store.reviews.by_keys([kept.key]))[0].status is Status.DISMISSED
    assert await store.reviews.reopen(settled.decision.number) == 1
    assert await store.reviews.questions(Status.OPEN) == (kept,)
    assert [one.withdrawn for one in await store.reviews.decisions()] == [True]


async def test_a_withdrawn_decision_holds_again_for_the_questions_that_are_still_open(store: Store) -> None:
    for number in (1, 2):
        await log(store, question(), update_id=number)
    first, second = (kept.key for kept in await store.reviews.questions())
    added = Resolution(Verdict.ADDED, "chewing")
    settled = await store.reviews.resolve([first, second], added, role=Role.STAFF, wordings=["d1"])
    assert settled.decision is not None
    number = settled.decision.number
    assert await store.reviews.settled_by([number]) == 2
    await store.reviews.reopen(number)
    await store.reviews.resolve([first], Resolution(Verdict.DISMISSED), role=Role.STAFF)
    assert await store.reviews.reopened_from([number]) == 1
    assert await store.reviews.settle_again(number, Status.RESOLVED) == 1
    assert await store.reviews.settle_again(number, Status.RESOLVED) == 0
    (again,) = await store.reviews.questions(Status.RESOLVED)
    assert (again.key, again.decision) == (second, number)
    assert [one.withdrawn for one in await store.reviews.decisions()] == [False, False]


async def test_what_a_decision_added_is_forgotten_with_the_wordings(store: Store) -> None:
    await log(store, question(), update_id=1)
    (kept,) = await store.reviews.questions()
    added = Resolution(Verdict.ADDED, "chewing")
    await store.reviews.resolve([kept.key], added, role=Role.STAFF, wordings=["d1", "d2"])
    assert [one.wordings for one in await store.reviews.decisions()] == [frozenset({"d1", "d2"})]
    await store.reviews.forget_taken("en", ["d3"])
    assert [one.wordings for one in await store.reviews.decisions()] == [frozenset({"d1", "d2"})]
    await store.reviews.forget_taken("en", ["d2"])
    assert [one.wordings for one in await store.reviews.decisions()] == [frozenset()]


async def test_publishing_is_written_down_with_role_and_day_only(store: Store) -> None:
    noted = await store.reviews.note(Verdict.PUBLISHED, role=Role.ADMIN, forced=True)
    assert (noted.role, noted.day, noted.forced, noted.questions) == (Role.ADMIN, MONDAY, True, 0)
    assert await store.reviews.decisions() == (noted,)


async def test_theme_keys_hold_no_words(store: Store) -> None:
    await log(store, question(), update_id=1)
    (kept,) = await store.reviews.questions()
    with pytest.raises(ValueError, match="theme"):
        await store.reviews.set_themes({kept.key: "chewing-gum"})
    await store.reviews.set_themes({kept.key: "ab12cd34"})
    assert (await store.reviews.questions())[0].theme == "ab12cd34"


# Counts


async def test_counts_per_week_and_entry(store: Store) -> None:
    last = WEEK.back(1)
    await store.record(
        [
            Handled(1, WEEK, (Tally(CountedEvent.ASKED), Tally(CountedEvent.ANSWERED, "chewing"))),
            Handled(2, WEEK, (Tally(CountedEvent.ASKED), Tally(CountedEvent.ANSWERED, "twitching"))),
            Handled(3, last, (Tally(CountedEvent.ASKED), Tally(CountedEvent.HELPFUL, "chewing"))),
            Handled(4, WEEK, (Tally(CountedEvent.HELPFUL, "twitching"), Tally(CountedEvent.URGENT, "stroke"))),
            Handled(
                5, WEEK, (Tally(CountedEvent.HELPFUL, "twitching", by=-1), Tally(CountedEvent.NOT_HELPFUL, "twitching"))
            ),
        ]
    )
    weeks = await store.by_week(WEEK.back(3), WEEK)
    assert list(weeks) == [WEEK.back(3), WEEK.back(2), last, WEEK]
    assert weeks[WEEK.back(2)] == {}
    assert weeks[last] == {CountedEvent.ASKED: 1, CountedEvent.HELPFUL: 1}
    assert weeks[WEEK][CountedEvent.ASKED] == 2
    assert weeks[WEEK][CountedEvent.HELPFUL] == 0
    entries = await store.by_entry(WEEK, WEEK)
    assert entries[None] == {CountedEvent.ASKED: 2}
    assert entries["twitching"][CountedEvent.NOT_HELPFUL] == 1
    assert entries["stroke"] == {CountedEvent.URGENT: 1}


async def test_counts_span_the_turn_of_the_year(store: Store) -> None:
    new_year = Week.of(date(2027, 1, 4))
    await store.record(
        [Handled(1, WEEK, (Tally(CountedEvent.ASKED),)), Handled(2, new_year, (Tally(CountedEvent.ASKED),))]
    )
    weeks = await store.by_week(WEEK, new_year)
    assert [str(week) for week in weeks][-3:] == ["2026-W52", "2026-W53", "2027-W01"]
    assert sum(counts[CountedEvent.ASKED] for counts in weeks.values()) == 2


async def test_count_taken_back_in_a_later_week_never_shows_less_than_nothing(store: Store) -> None:
    await store.record([Handled(1, WEEK, (Tally(CountedEvent.HELPFUL, "chewing", by=-1),))])
    assert (await store.by_week(WEEK, WEEK))[WEEK][CountedEvent.HELPFUL] == 0


# Memos


async def test_memo_outlives_a_restart(store: Store, path: Path, today: Calendar) -> None:
    assert await store.recall(ProcessMemo.DIGEST_SENT) is None
    await store.remember(ProcessMemo.DIGEST_SENT, "2026-W46")
    await store.remember(ProcessMemo.DIGEST_SENT, "2026-W47")
    await store.close()
    async with opened(path, today) as again:
        assert await again.recall(ProcessMemo.DIGEST_SENT) == "2026-W47"


async def test_memo_takes_no_free_text(store: Store) -> None:
    with pytest.raises(ValueError, match="memo"):
        await store.remember(ProcessMemo.DIGEST_SENT, "what?\nMaria")


# Retention


async def test_question_is_kept_as_long_as_promised_and_never_longer(store: Store, today: Calendar) -> None:
    await log(store, question(), update_id=1)
    today.day = MONDAY + timedelta(days=KEEP)
    assert await store.purge() == 0
    today.day += timedelta(days=1)
    assert await store.purge() == 1
    assert await store.reviews.questions() == ()


async def test_settled_question_goes_four_weeks_after_the_decision(store: Store, today: Calendar) -> None:
    await log(store, question(), update_id=1)
    await log(store, question(), update_id=2)
    first, second = await store.reviews.questions()
    today.day += timedelta(days=40)
    await store.reviews.resolve([first.key], Resolution(Verdict.ADDED, "chewing"), role=Role.STAFF)
    today.day += timedelta(days=28)
    assert await store.purge() == 0
    today.day += timedelta(days=1)
    assert await store.purge() == 1
    assert await store.reviews.questions() == (second,)
    assert len(await store.reviews.decisions()) == 1


async def test_counts_go_after_three_years(store: Store, today: Calendar) -> None:
    await store.record([Handled(1, WEEK, (Tally(CountedEvent.ASKED),))])
    today.day += timedelta(weeks=156)
    await store.purge()
    assert (await store.by_week(WEEK, WEEK))[WEEK][CountedEvent.ASKED] == 1
    today.day += timedelta(weeks=1)
    await store.purge()
    assert (await store.by_week(WEEK, WEEK))[WEEK] == {}


async def test_nothing_of_a_deleted_question_is_readable_in_any_file(path: Path, today: Calendar) -> None:
    random_ = random.Random(4)
    async with opened(path, today) as store:
        old = WEEK.back(20)
        for number in range(60):
            texts = [
                "canary " * random_.randrange(1, 120) if random_.random() < 0.6 else "chew " * 90 for _ in range(8)
            ]
            await store.record(
                [
                    Handled(number * 8 + n, WEEK, (), (question(text, week=old if "canary" in text else WEEK),))
                    for n, text in enumerate(texts)
                ]
            )
        size = path.stat().st_size
        assert b"canary" in bytes_in(path.parent)
        removed = await store.purge()
        assert removed > 200
        assert b"canary" not in bytes_in(path.parent)
        assert path.stat().st_size < size / 2 + 50_000
        assert len(await store.reviews.questions()) == 480 - removed


async def test_purge_all_leaves_no_words_and_does_not_repeat_what_is_done(store: Store, path: Path) -> None:
    await store.record([Handled(1, WEEK, (Tally(CountedEvent.ASKED),), (question("canary eye twitches"),))])
    await store.reviews.note(Verdict.PUBLISHED, role=Role.ADMIN)
    await store.remember(ProcessMemo.DIGEST_SENT, "2026-W47")
    path.with_name("bot.db.corrupt-3").write_bytes(b"canary")
    assert await store.purge_all() == 1
    assert b"canary" not in bytes_in(path.parent)
    assert await store.reviews.questions() == ()
    assert await store.reviews.decisions() == ()
    assert (await store.by_week(WEEK, WEEK))[WEEK] == {}
    assert 1 in await store.handled()
    assert await store.recall(ProcessMemo.DIGEST_SENT) == "2026-W47"


async def test_damaged_file_set_aside_goes_when_its_questions_would(store: Store, path: Path, today: Calendar) -> None:
    aside = path.parent / "bot.db.corrupt-1"
    await store.purge()
    aside.write_bytes(b"old questions")
    written = date(2026, 11, 10)
    stamp = (written - date(1970, 1, 1)).days * 86_400 + 43_200
    os.utime(aside, (stamp, stamp))
    today.day = written + timedelta(days=KEEP)
    await store.purge()
    assert aside.exists()
    today.day += timedelta(days=1)
    await store.purge()
    assert not aside.exists()


# Opening


async def test_missing_folder_is_made_and_only_the_bot_may_read(store: Store, path: Path) -> None:
    await log(store, question(), update_id=1)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


async def test_file_others_could_read_is_closed_to_them(path: Path, today: Calendar) -> None:
    path.parent.mkdir()
    path.touch(mode=0o644)
    path.chmod(0o644)
    async with opened(path, today) as store:
        await log(store, question(), update_id=1)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_journal_mode_leaves_nothing_behind(store: Store, path: Path) -> None:
    await log(store, question("canary"), update_id=1)
    assert query(path, "PRAGMA journal_mode")[0][0] != "wal"
    assert {file.name for file in path.parent.iterdir()} <= {"bot.db", "bot.db-journal"}
    journal = path.with_name("bot.db-journal")
    assert not journal.exists() or journal.stat().st_size == 0


async def test_older_database_is_brought_up_to_date_with_its_content(path: Path, today: Calendar) -> None:
    path.parent.mkdir()
    async with aiosqlite.connect(path, isolation_level=None) as connection:
        await migrations.migrate(connection, MONDAY, migrations.STEPS[:1])
        await connection.execute(
            "INSERT INTO questions (key, week, text, length, kind, faq_digest)"
            " VALUES ('aa', '2026-W47', 'can i chew', 'short', 'unmatched', 'd1')"
        )
        await connection.execute("INSERT INTO handled (update_id) VALUES (5)")
    async with opened(path, today) as store:
        (kept,) = await store.reviews.questions()
        assert (kept.key, kept.text, kept.status, kept.theme) == ("aa", "can i chew", Status.OPEN, None)
        assert 5 in await store.handled()
    assert query(path, "PRAGMA user_version") == [(len(migrations.STEPS),)]
    assert query(path, "SELECT number FROM migrations ORDER BY number") == [
        (number,) for number in range(1, len(migrations.STEPS) + 1)
    ]


async def test_step_that_fails_leaves_the_database_as_it_was(path: Path) -> None:
    path.parent.mkdir()
    broken = migrations.Migration("broken", ("CREATE TABLE half (a)", "INSERT INTO nowhere VALUES (1)"))
    async with aiosqlite.connect(path, isolation_level=None) as connection:
        with pytest.raises(sqlite3.OperationalError, match="nowhere"):
            await migrations.migrate(connection, MONDAY, (*migrations.STEPS, broken))
    assert query(path, "PRAGMA user_version") == [(len(migrations.STEPS),)]
    assert query(path, "SELECT name FROM sqlite_schema WHERE name = 'half'") == []


async def test_database_of_a_newer_version_is_refused_untouched(store: Store, path: Path) -> None:
    await log(store, question(), update_id=1)
    await store.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    with pytest.raises(NewerFormat, match="format 99") as caught:
        await store.probe()
    assert "newer version" in str(caught.value)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.glob("*corrupt*")] == []


async def test_database_of_another_program_is_refused_untouched(store: Store, path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (name)")
    before = path.read_bytes()
    with pytest.raises(ForeignDatabase, match="another program"):
        await store.probe()
    assert path.read_bytes() == before


# Failures


@pytest.mark.parametrize("damage", ["garbage", "header", "middle", "truncated"])
async def test_damaged_file_is_set_aside_and_a_new_one_begun(
    path: Path, today: Calendar, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with opened(path, today) as store:
        await store.record([Handled(n, WEEK, (), (question("can i chew " * 50),)) for n in range(50)])
    content = bytearray(path.read_bytes())
    match damage:
        case "garbage":
            content[:] = b"this is not a database" * 300
        case "header":
            content[:100] = bytes(100)
        case "middle":
            content[4096 : 4096 * 8] = os.urandom(4096 * 7)
        case _:
            del content[len(content) // 2 :]
    path.write_bytes(content)
    async with opened(path, today) as store:
        assert await log(store, question(), update_id=1000)
        assert len(await store.reviews.questions()) == 1
        aside = path.with_name("bot.db.corrupt-1")
        assert store.set_aside == (aside,)
        assert aside.read_bytes() == bytes(content)
        assert str(aside) in caplog.text
        assert "backup" in caplog.text
    path.write_bytes(b"again" * 1000)
    async with opened(path, today) as store:
        await store.purge()
        assert path.with_name("bot.db.corrupt-2").exists()
        assert aside.exists()


async def test_damage_while_running_is_reported_and_the_store_goes_on(path: Path, today: Calendar) -> None:
    async with opened(path, today) as store:
        await store.record([Handled(n, WEEK, (), (question("can i chew " * 50),)) for n in range(50)])
        with path.open("r+b") as file:
            file.write(os.urandom(path.stat().st_size))
        with pytest.raises(Damaged):
            await log(store, question(), update_id=100)
        trouble = store.trouble
        assert isinstance(trouble, Damaged)
        assert await log(store, question(), update_id=101)
        assert store.trouble is None
        assert len(store.set_aside) == 1


async def test_journal_of_a_damaged_file_is_not_played_into_the_new_one(path: Path, today: Calendar) -> None:
    path.parent.mkdir()
    path.write_bytes(b"garbage" * 1000)
    path.with_name("bot.db-journal").write_bytes(b"stale journal")
    async with opened(path, today) as store:
        assert await log(store, question(), update_id=1)
        assert b"stale" not in bytes_in(path.parent)
    assert query(path, "PRAGMA quick_check") == [("ok",)]


async def test_folder_in_place_of_the_file_is_reported_with_a_remedy(path: Path, today: Calendar) -> None:
    path.mkdir(parents=True)
    async with opened(path, today) as store:
        with pytest.raises(Unreachable, match=r"is a folder.*DATABASE_PATH"):
            await log(store, question(), update_id=1)
        path.rmdir()
        assert await log(store, question(), update_id=1)
        assert store.trouble is None


async def test_file_replaced_by_a_folder_while_running_is_noticed_and_recovered_from(
    store: Store, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await log(store, question(), update_id=1)
    path.rename(path.with_name("moved.db"))
    path.mkdir()
    for number in (2, 3):
        with pytest.raises(Unreachable):
            await log(store, question(), update_id=number)
    assert sum("is a folder" in record.message for record in caplog.records) == 1
    path.rmdir()
    path.with_name("moved.db").rename(path)
    assert await log(store, question(), update_id=2)
    assert len(await store.reviews.questions()) == 2
    assert "works again" in caplog.text


async def test_file_deleted_while_running_is_begun_anew(store: Store, path: Path) -> None:
    await log(store, question(), update_id=1)
    path.unlink()
    assert await log(store, question(), update_id=2)
    assert query(path, "SELECT count(*) FROM questions") == [(1,)]


async def test_folder_that_cannot_be_made_is_reported(today: Calendar) -> None:
    async with opened(Path("/proc/no-such-place/bot.db"), today) as store:
        with pytest.raises(StoreError) as caught:
            await log(store, question(), update_id=1)
        assert isinstance(caught.value, (Unreachable, ReadOnly))
        assert caught.value.path == Path("/proc/no-such-place/bot.db")


@contextmanager
def powerless() -> Iterator[None]:
    """Drops the rights of root, which may write anywhere."""
    if os.geteuid() != 0:
        yield
        return
    try:
        os.seteuid(65_534)
    except PermissionError:
        pytest.skip("may not change the user")
    try:
        yield
    finally:
        os.seteuid(0)


async def test_read_only_folder_is_reported_and_reading_goes_on(
    tmp_path_factory: pytest.TempPathFactory, today: Calendar
) -> None:
    folder = Path(tmp_path_factory.getbasetemp().anchor, "tmp", f"store-{os.getpid()}")
    folder.mkdir()
    path = folder / "bot.db"
    try:
        async with opened(path, today) as store:
            await log(store, question(), update_id=1)
        path.chmod(0o600)
        if os.geteuid() == 0:
            os.chown(path, 65_534, -1)
        folder.chmod(0o555)
        with powerless():
            async with opened(path, today) as store:
                assert len(await store.reviews.questions()) == 1
                with pytest.raises((Unreachable, ReadOnly)) as caught:
                    await log(store, question(), update_id=2)
                assert "may" in caught.value.remedy or "right" in caught.value.remedy
                with pytest.raises(StoreError):
                    await store.probe()
                assert len(await store.reviews.questions()) == 1
        folder.chmod(0o755)
        async with opened(path, today) as store:
            assert await log(store, question(), update_id=2)
    finally:
        folder.chmod(0o755)
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()


async def test_read_only_file_is_reported(store: Store, path: Path, today: Calendar) -> None:
    await log(store, question(), update_id=1)
    await store.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TRIGGER stop BEFORE INSERT ON questions BEGIN SELECT raise(ABORT, 'no'); END")
    async with opened(path, today) as again:
        with pytest.raises(StoreError):
            await log(again, question(), update_id=2)
        assert 2 not in await again.handled()


FULL_DISK = """
import asyncio, datetime, resource, signal, sys
from pathlib import Path
from bot.core.records import Handled, Week
from bot.storage.store import Store
from bot.storage.errors import DiskFailing, DiskFull

async def main(path):
    day = datetime.date(2026, 11, 16)
    async with Store(path, keep_days=90, today=lambda: day) as store:
        handled = [Handled(number, Week.of(day)) for number in range(1, 20_000)]
        await store.record(handled[:1])
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        limit = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, limit[1]))
        try:
            await store.record(handled)
        except (DiskFailing, DiskFull) as error:
            print(type(error).__name__, len(await store.handled()), "disk" in error.problem)
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        print(await store.record(handled[:999]), store.trouble)

asyncio.run(main(Path(sys.argv[1])))
"""


def test_full_disk_is_reported_loses_nothing_and_is_recovered_from(path: Path) -> None:
    """The system refuses to let the file grow, as it does on a full disk."""
    done = subprocess.run([sys.executable, "-c", FULL_DISK, str(path)], capture_output=True, text=True, timeout=60)
    assert done.stderr.count("Traceback") == 0, done.stderr
    first, second = done.stdout.splitlines()
    assert first.split() in (["DiskFailing", "1", "True"], ["DiskFull", "1", "True"])
    assert second == "998 None"


# More than one at a time


async def test_many_at_once_and_nothing_is_lost(store: Store) -> None:
    async def one(number: int) -> None:
        await store.record([Handled(number, WEEK, (Tally(CountedEvent.ASKED),), (question(),))])
        if number % 10 == 0:
            await store.reviews.questions(Status.OPEN)
            await store.by_week(WEEK, WEEK)

    await asyncio.gather(*(one(number) for number in range(60)))
    assert (await store.by_week(WEEK, WEEK))[WEEK][CountedEvent.ASKED] == 60
    assert len(await store.reviews.questions()) == 60


OTHER_PROCESS = """
import asyncio, datetime, sys
from pathlib import Path
from bot.core.records import Handled, CountedEvent, Tally, Week
from bot.reports.export import to_csv
from bot.storage.store import Store

async def main(path):
    day = datetime.date(2026, 11, 16)
    async with Store(path, keep_days=90, today=lambda: day) as store:
        await store.probe()
        print("open", flush=True)
        for number in range(3):
            await store.record([Handled(10**6 + number, Week.of(day), (Tally(CountedEvent.SMALL_TALK),))])
            to_csv(await store.reviews.questions())
            if number % 2 == 0:
                await store.purge()
                await store.backup(path.with_name("backup.db"))

asyncio.run(main(Path(sys.argv[1])))
"""


async def test_second_process_may_export_purge_and_write_while_the_bot_runs(store: Store, path: Path) -> None:
    await log(store, question(), update_id=0)
    other = await asyncio.create_subprocess_exec(
        sys.executable, "-c", OTHER_PROCESS, str(path), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert other.stdout is not None
    assert await other.stdout.readline() == b"open\n"
    number = 0
    while other.returncode is None and number < 5_000:
        number += 1
        await store.record(
            [Handled(number, WEEK, (Tally(CountedEvent.ASKED),), (question(),) if number % 5 == 0 else ())]
        )
        await asyncio.sleep(0)
    _, errors = await other.communicate()
    assert (other.returncode, errors) == (0, b"")
    counts = (await store.by_week(WEEK, WEEK))[WEEK]
    assert counts == {CountedEvent.ASKED: number, CountedEvent.SMALL_TALK: 3}
    assert store.trouble is None


KILLED = """
import asyncio, datetime, sys
from pathlib import Path
from bot.core.records import Handled, CountedEvent, Tally, Week
from bot.storage.store import Store

async def main(path, first):
    day = datetime.date(2026, 11, 16)
    tallies = Tally(CountedEvent.ASKED), Tally(CountedEvent.ANSWERED, "chewing")
    async with Store(path, keep_days=90, today=lambda: day) as store:
        for number in range(first, first + 100_000):
            await store.record([Handled(number, Week.of(day), tallies)])
            print(number, flush=True)

asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
"""


async def test_killed_process_loses_nothing_it_had_confirmed_and_counts_nothing_twice(
    path: Path, today: Calendar
) -> None:
    first = 0
    for lines in (3, 20):
        killed = await asyncio.create_subprocess_exec(
            sys.executable, "-c", KILLED, str(path), str(first), stdout=subprocess.PIPE
        )
        assert killed.stdout is not None
        for _ in range(lines):
            line = await killed.stdout.readline()
        killed.kill()
        await killed.communicate()
        async with opened(path, today) as store:
            done = await store.handled()
            counts = (await store.by_week(WEEK, WEEK))[WEEK]
            assert int(line) in done
            assert counts == {CountedEvent.ASKED: len(done), CountedEvent.ANSWERED: len(done)}
            assert store.set_aside == ()
        first = int(line)  # as if this one and those after it came again


async def test_database_held_by_another_program_is_busy_then_free(path: Path, today: Calendar) -> None:
    async with opened(path, today, busy_seconds=0.05) as store:
        await log(store, question(), update_id=1)
        with closing(sqlite3.connect(path, isolation_level=None)) as hog:
            hog.execute("BEGIN EXCLUSIVE")
            with pytest.raises(DatabaseBusy, match="another program"):
                await log(store, question(), update_id=2)
            hog.execute("ROLLBACK")
        assert await log(store, question(), update_id=2)


async def test_probe_changes_nothing(store: Store, path: Path) -> None:
    await log(store, question(), update_id=1)
    before = path.read_bytes()
    await store.probe()
    assert path.read_bytes() == before


# Backup


async def test_backup_can_be_restored(store: Store, path: Path, tmp_path: Path) -> None:
    await log(store, question(), update_id=1)
    copy = tmp_path / "backup.db"
    await store.backup(copy)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert {file.name for file in tmp_path.iterdir()} == {"data", "backup.db"}
    await log(store, question(), update_id=2)
    await store.restore(copy)
    assert len(await store.reviews.questions()) == 1
    assert 2 not in await store.handled()
    assert await log(store, question(), update_id=2)
    assert query(path, "PRAGMA quick_check") == [("ok",)]


async def test_backup_replaces_an_earlier_one_but_nothing_else(store: Store, path: Path, tmp_path: Path) -> None:
    await log(store, question(), update_id=1)
    copy = tmp_path / "backup.db"
    await store.backup(copy)
    await log(store, question(), update_id=2)
    await store.backup(copy)
    assert query(copy, "SELECT count(*) FROM questions") == [(2,)]
    faq = tmp_path / "faq.yaml"
    faq.write_text("precious")
    for wrong in (faq, path, tmp_path, tmp_path / "missing" / "backup.db"):
        with pytest.raises(StoreError) as caught:
            await store.backup(wrong)
        assert caught.value.path == wrong
    assert faq.read_text() == "precious"
    assert store.trouble is None
    assert await log(store, question(), update_id=3)


async def test_restoring_what_is_no_backup_changes_nothing(store: Store, tmp_path: Path) -> None:
    await log(store, question(), update_id=1)
    wrong = tmp_path / "wrong.db"
    with pytest.raises(Unreachable):
        await store.restore(wrong)
    wrong.write_bytes(b"no database" * 100)
    with pytest.raises(Damaged):
        await store.restore(wrong)
    wrong.unlink()
    with closing(sqlite3.connect(wrong)) as connection:
        connection.execute("CREATE TABLE recipes (name)")
    with pytest.raises(ForeignDatabase):
        await store.restore(wrong)
    assert len(await store.reviews.questions()) == 1
    assert store.trouble is None


async def test_what_is_no_backup_takes_nothing_away(store: Store, path: Path, tmp_path: Path) -> None:
    await log(store, question(), update_id=1)
    empty, tableless, link = tmp_path / "empty.db", tmp_path / "tableless.db", tmp_path / "link.db"
    empty.touch()
    with closing(sqlite3.connect(tableless)) as connection:
        connection.execute("VACUUM")
    link.symlink_to(path)
    for wrong, why in ((empty, "is empty"), (tableless, "no backup"), (path, "the database itself"), (link, "itself")):
        with pytest.raises(StoreError, match=why):
            await store.restore(wrong)
    assert len(await store.reviews.questions()) == 1


async def test_a_file_without_content_counts_as_lost_and_a_new_one_does_not(
    store: Store, path: Path, today: Calendar
) -> None:
    await log(store, question(), update_id=1)
    assert not store.was_empty
    await store.close()
    os.truncate(path, 0)
    async with opened(path, today) as again:
        assert await again.reviews.questions() == ()
        assert again.was_empty


async def test_restored_backup_is_brought_up_to_date_and_purged(store: Store, tmp_path: Path, today: Calendar) -> None:
    copy = tmp_path / "backup.db"
    async with aiosqlite.connect(copy, isolation_level=None) as connection:
        await migrations.migrate(connection, MONDAY, migrations.STEPS[:1])
        for key, week in (("aa", "2026-W47"), ("bb", "2026-W01")):
            await connection.execute(
                "INSERT INTO questions (key, week, text, length, kind, faq_digest)"
                " VALUES (?, ?, 'canary', 'short', 'unmatched', 'd1')",
                (key, week),
            )
    await store.restore(copy)
    assert [kept.key for kept in await store.reviews.questions()] == ["aa"]
    assert today.day == MONDAY


# Weeks


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2026, 11, 22), "2026-W47"),
        (date(2024, 12, 30), "2025-W01"),
        (date(2027, 1, 1), "2026-W53"),
        (date(2026, 1, 5), "2026-W02"),
    ],
)
def test_day_belongs_to_its_iso_week(day: date, week: str) -> None:
    assert str(Week.of(day)) == week
    assert Week.parse(week) == Week.of(day)
    assert Week.parse(week).monday <= day <= Week.parse(week).monday + timedelta(days=6)


@pytest.mark.parametrize("text", ["2026-47", "2026-W54", "2026-W00", "W47", "", "2026-W47 "])
def test_what_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"week|Invalid"):
        Week.parse(text)


def test_weeks_count_back_over_the_turn_of_the_year() -> None:
    assert [str(week) for week in Week(2027, 2).last(4)] == ["2026-W52", "2026-W53", "2027-W01", "2027-W02"]


def test_limit_and_failing_disk_name_their_remedy() -> None:
    for trouble in (LimitReached(Path("a.db")), DiskFailing(Path("a.db"))):
        assert str(trouble).startswith("a.db: ")
        assert trouble.remedy in str(trouble)
        assert json.dumps(str(trouble))
