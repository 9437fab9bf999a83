"""What the bot keeps, in SQLite: questions it could not answer, counts, decisions, and which updates are done.

Owns every query but those of reviewers (`reviews`). Takes words only as `Redacted`; refuses to know a person, a chat or
a time of day. How the file is opened, checked and mended is `database`'s affair; that a failing database keeps nobody
from an answer is `recorder`'s.

How long things stay: an open question until its week's Monday is more than `keep_days` ago, so never longer than
promised; a settled one 28 days after the decision, if that is earlier; counts and decisions, which hold no words, three
years; damaged files that were set aside `keep_days`.
"""

from __future__ import annotations

import json
import re
import secrets
import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Self

from bot.core.records import (
    Handled,
    Outcome,
    ProcessMemo,
    Question,
    Week,
    demand_redacted,
)
from bot.storage.database import Database
from bot.storage.errors import LimitReached, StoreError
from bot.storage.reviews import Reviews

MAX_ROWS = 20_000
MAX_BYTES = 64 * 1024 * 1024
SETTLED_DAYS = 28
COUNT_WEEKS = 3 * 52
RING = 5_000

# Counts a newer version wrote before it was taken back are passed over.
_OUTCOMES = frozenset(outcome.value for outcome in Outcome)
_MEMO = re.compile(r"[A-Za-z0-9 .:_+-]{1,80}")
# What goes first when there is no more room: settled before open, old before new.
_OLDEST = "SELECT key FROM questions ORDER BY status = 'open', week, key LIMIT ?"


class Store:
    """The bot's memory. Every method raises StoreError when the database fails, and works again once it is mended.

    Constructing it does nothing; the first use opens the file. Use it in an `async with`, or await `close` at the end.
    `today` gives the day by the clinic's calendar, `new_key` a random name for a question.
    """

    def __init__(
        self,
        path: Path,
        *,
        keep_days: int,
        today: Callable[[], date],
        max_rows: int = MAX_ROWS,
        max_bytes: int = MAX_BYTES,
        busy_seconds: float = 5.0,
        new_key: Callable[[], str] = lambda: secrets.token_hex(8),
    ) -> None:
        if keep_days < 1 or max_rows < 1:
            raise ValueError("keep_days and max_rows must be at least 1")
        self._database = Database(path, today=today, max_bytes=max_bytes, busy_seconds=busy_seconds)
        self._keep_days = keep_days
        self._today = today
        self._max_rows = max_rows
        self._new_key = new_key
        self.reviews = Reviews(self._database, today)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Must be awaited at the end: SQLite's thread would keep the process alive."""
        await self._database.close()

    @property
    def path(self) -> Path:
        """The database file."""
        return self._database.path

    @property
    def trouble(self) -> StoreError | None:
        """What failed last; None once something worked again."""
        return self._database.trouble

    @property
    def set_aside(self) -> tuple[Path, ...]:
        """Damaged files that were put out of the way since the start."""
        return self._database.set_aside

    # Writing down what happened

    async def record(self, handled: Sequence[Handled]) -> int:
        """Keeps what these updates leave behind, in one transaction; returns how many were new.

        An update that was kept before is passed over with all that belongs to it, so nothing counts twice.
        """
        for item in handled:
            for question in item.questions:
                demand_redacted(question.redacted)
        work = partial(self._record, handled)
        for share in (10, 2, 1):
            try:
                return await self._database.write(work)
            except LimitReached:
                await self._make_room(share)
        return await self._database.write(work)

    async def handled(self) -> tuple[int, ...]:
        """The updates in the ring, oldest first."""
        return tuple(row[0] for row in await self._database.fetch("SELECT update_id FROM handled ORDER BY position"))

    def _record(self, handled: Sequence[Handled], connection: sqlite3.Connection) -> int:
        ids = json.dumps([item.update_id for item in handled])
        known_ids = "SELECT update_id FROM handled WHERE update_id IN (SELECT value FROM json_each(?))"
        known = {row[0] for row in connection.execute(known_ids, (ids,))}
        new = {item.update_id: item for item in reversed(handled) if item.update_id not in known}
        if not new:
            return 0
        connection.executemany("INSERT INTO handled (update_id) VALUES (?)", [(number,) for number in reversed(new)])
        connection.execute("DELETE FROM handled WHERE position <= (SELECT max(position) FROM handled) - ?", (RING,))
        counts = Counter[tuple[str, str, Outcome]]()
        for item in new.values():
            for tally in item.tallies:
                counts[str(item.week), tally.entry_id or "", tally.outcome] += tally.by
        if counts:
            connection.executemany(
                "INSERT INTO counters (week, entry, outcome, count) VALUES (?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET count = count + excluded.count",
                [(*name, count) for name, count in counts.items()],
            )
        questions = [question for item in new.values() for question in item.questions]
        if questions:
            self._insert(questions, connection)
        return len(new)

    def _insert(self, questions: Sequence[Question], connection: sqlite3.Connection) -> None:
        connection.executemany(
            "INSERT INTO questions (key, week, language, text, length, kind, nearest, confidence, faq_digest)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    self._new_key(),
                    str(question.week),
                    question.language,
                    question.redacted.text,
                    str(question.redacted.length),
                    question.kind,
                    question.nearest,
                    None if question.confidence is None else round(question.confidence, 3),
                    question.faq_digest,
                )
                for question in questions
            ],
        )
        rows, pages = connection.execute(
            "SELECT (SELECT count(*) FROM questions), page_count - freelist_count"
            " FROM pragma_page_count, pragma_freelist_count"
        ).fetchone()
        excess = rows - self._max_rows
        if pages > self._database.max_pages * 0.9:
            excess = max(excess, rows // 10)
        if excess > 0:
            connection.execute(f"DELETE FROM questions WHERE key IN ({_OLDEST})", (excess,))

    async def _make_room(self, share: int) -> None:
        """Takes out one in `share` questions, for the file has reached its bound. SQLite uses the space again."""
        async with self._database.transaction() as connection:
            rows = list(await connection.execute_fetchall("SELECT count(*) FROM questions"))
            await connection.execute(f"DELETE FROM questions WHERE key IN ({_OLDEST})", (rows[0][0] // share + 1,))

    # Counts

    async def by_week(self, first: Week, last: Week) -> dict[Week, Counter[Outcome]]:
        """Counts of every outcome, for each week from `first` to `last`, quiet weeks included."""
        rows = await self._database.fetch(
            "SELECT week, outcome, sum(count) FROM counters WHERE week BETWEEN ? AND ? GROUP BY week, outcome",
            (str(first), str(last)),
        )
        weeks = {first.back(-n): Counter[Outcome]() for n in range((last.monday - first.monday).days // 7 + 1)}
        for week, outcome, count in rows:
            if outcome in _OUTCOMES:
                weeks[Week.parse(week)][Outcome(outcome)] = max(count, 0)
        return weeks

    async def by_entry(self, first: Week, last: Week) -> dict[str | None, Counter[Outcome]]:
        """Counts of every outcome, for each entry that has any from `first` to `last`; None is what has no entry."""
        rows = await self._database.fetch(
            "SELECT entry, outcome, sum(count) FROM counters WHERE week BETWEEN ? AND ? GROUP BY entry, outcome",
            (str(first), str(last)),
        )
        entries: dict[str | None, Counter[Outcome]] = {}
        for entry, outcome, count in rows:
            if outcome in _OUTCOMES:
                entries.setdefault(entry or None, Counter())[Outcome(outcome)] = max(count, 0)
        return entries

    # Memos, retention, care of the file

    async def remember(self, memo: ProcessMemo, value: str) -> None:
        """Keeps a short value over restarts; ValueError unless it is up to 80 plain letters, digits and `.:_+-`."""
        if _MEMO.fullmatch(value) is None:
            raise ValueError("a memo is 1 to 80 plain characters")
        async with self._database.transaction() as connection:
            await connection.execute("INSERT OR REPLACE INTO memos (name, value) VALUES (?, ?)", (memo, value))

    async def recall(self, memo: ProcessMemo) -> str | None:
        """What was remembered, or None."""
        rows = await self._database.fetch("SELECT value FROM memos WHERE name = ?", (memo,))
        return str(rows[0][0]) if rows else None

    async def purge(self) -> int:
        """Deletes what is too old, for good; returns how many questions that were. For the start, and then daily."""
        today = self._today()
        keep = today - timedelta(days=self._keep_days)
        # Weeks whose Monday is more than keep_days ago: Monday < keep.
        first_kept = Week.of(keep + timedelta(days=6))
        settled = today - timedelta(days=SETTLED_DAYS)
        counted = Week.of(today).back(COUNT_WEEKS)
        async with self._database.transaction() as connection:
            old = await connection.execute(
                "DELETE FROM questions WHERE week < ? OR (status != 'open' AND decision IN"
                " (SELECT number FROM decisions WHERE day < ?))",
                (str(first_kept), settled.isoformat()),
            )
            await connection.execute("DELETE FROM counters WHERE week < ?", (str(counted),))
            await connection.execute("DELETE FROM decisions WHERE day < ?", (counted.monday.isoformat(),))
        self._remove_leftovers(keep)
        await self._database.compact()
        return old.rowcount

    async def purge_all(self) -> int:
        """Deletes all questions, counts and decisions and every damaged file; returns how many questions that were.

        Which updates are done and the memos stay: without them the bot would repeat itself.
        """
        async with self._database.transaction() as connection:
            questions = await connection.execute("DELETE FROM questions")
            await connection.execute("DELETE FROM counters")
            await connection.execute("DELETE FROM decisions")
        self._remove_leftovers(None)
        await self._database.compact()
        return questions.rowcount

    async def probe(self) -> None:
        """Raises StoreError unless the database can be written now. Changes nothing."""
        await self._database.probe()

    async def backup(self, to: Path) -> None:
        """Writes a checked copy to `to` while the bot runs, whole or not at all."""
        await self._database.backup(to)

    async def restore(self, backup: Path) -> None:
        """Puts a backup in place of the present content, whole or not at all, then deletes what is too old in it."""
        await self._database.restore(backup)
        await self.purge()

    def _remove_leftovers(self, before: date | None) -> None:
        for file in self._database.leftovers(before):
            file.unlink(missing_ok=True)
