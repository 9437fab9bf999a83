"""What the bot stores in SQLite: questions it could not answer, counts, decisions, and which updates are done.

Owns all queries except those of reviewers (`reviews`). Accepts text only as `Redacted`; stores no person, chat or time
of day. `database` opens and checks the file; `recorder` keeps answering while the database fails.

Retention: an open question is deleted once the Monday of its week is more than `keep_days` ago; a settled one 28 days
after the decision, if that is earlier; counts and decisions, which contain no words, after three years; damaged files
that were set aside after `keep_days`.
"""

from __future__ import annotations

import json
import re
import secrets
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Self

from bot.core.records import CountedEvent, Handled, ProcessMemo, Question, Week, demand_redacted
from bot.storage.database import Database
from bot.storage.errors import LimitReached
from bot.storage.reviews import Reviews

MAX_ROWS = 20_000
MAX_BYTES = 64 * 1024 * 1024
SETTLED_DAYS = 28
COUNT_WEEKS = 3 * 52
HANDLED_LIMIT = 5_000
"""How many updates are remembered as done."""

# Outcomes that only a newer version knows, from before a downgrade, are ignored.
_EVENTS = frozenset(event.value for event in CountedEvent)
_MEMO = re.compile(r"[A-Za-z0-9 .:_+-]{1,120}")
# What is deleted first when space runs out: settled before open, old before new.
_OLDEST = "SELECT key FROM questions ORDER BY status = 'open', week, key LIMIT ?"


class Store(Database):
    """The bot's database. Every method raises StoreError when the database fails, and works again once it is repaired.

    Constructing it does nothing; the first use opens the file. Use it in an `async with`, or await `close` at the end.
    `today` returns the day in the clinic's time zone, `new_key` a random key for a question.
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
        super().__init__(path, today=today, max_bytes=max_bytes, busy_seconds=busy_seconds)
        self._keep_days = keep_days
        self._max_rows = max_rows
        self.new_key = new_key
        self.reviews = Reviews(self)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def record(self, handled: Sequence[Handled]) -> int:
        """Stores the counts and questions of these updates in one transaction; returns how many updates were new.

        An update that was stored before is skipped, so nothing counts twice.
        """
        for item in handled:
            for question in item.questions:
                demand_redacted(question.redacted)
        work = partial(self._record, handled)
        for share in (10, 2, 1):
            try:
                return await self.write(work)
            except LimitReached:
                await self._make_room(share)
        return await self.write(work)

    async def handled(self) -> tuple[int, ...]:
        """The ids of the latest updates that are done, oldest first."""
        return tuple(row[0] for row in await self.fetch("SELECT update_id FROM handled ORDER BY position"))

    def _record(self, handled: Sequence[Handled], connection: sqlite3.Connection) -> int:
        ids = json.dumps([item.update_id for item in handled])
        known_ids = "SELECT update_id FROM handled WHERE update_id IN (SELECT value FROM json_each(?))"
        known = {row[0] for row in connection.execute(known_ids, (ids,))}
        new = {item.update_id: item for item in reversed(handled) if item.update_id not in known}
        if not new:
            return 0
        connection.executemany("INSERT INTO handled (update_id) VALUES (?)", [(number,) for number in reversed(new)])
        connection.execute(
            "DELETE FROM handled WHERE position <= (SELECT max(position) FROM handled) - ?", (HANDLED_LIMIT,)
        )
        counts = Counter[tuple[str, str, CountedEvent]]()
        for item in new.values():
            for tally in item.tallies:
                counts[str(item.week), tally.entry_id or "", tally.event] += tally.by
        if counts:
            connection.executemany(
                "INSERT INTO counters (week, entry, outcome, count) VALUES (?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET count = count + excluded.count",
                [(*name, count) for name, count in counts.items()],
            )
        replaced = {key for item in new.values() for key in item.replaced}
        connection.executemany("DELETE FROM questions WHERE key = ?", [(key,) for key in replaced])
        questions = [one for item in new.values() for one in item.questions if not one.key or one.key not in replaced]
        if questions:
            self._insert(questions, connection)
        return len(new)

    def _insert(self, questions: Sequence[Question], connection: sqlite3.Connection) -> None:
        connection.executemany(
            "INSERT INTO questions (key, week, language, text, length, kind, nearest, confidence, faq_digest)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    question.key or self.new_key(),
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
        if pages > self.max_pages * 0.9:
            excess = max(excess, rows // 10)
        if excess > 0:
            connection.execute(f"DELETE FROM questions WHERE key IN ({_OLDEST})", (excess,))

    async def _make_room(self, share: int) -> None:
        """Deletes one in `share` questions, after the file has reached its size limit. SQLite reuses the space."""
        async with self.transaction() as connection:
            rows = list(await connection.execute_fetchall("SELECT count(*) FROM questions"))
            await connection.execute(f"DELETE FROM questions WHERE key IN ({_OLDEST})", (rows[0][0] // share + 1,))

    async def by_week(self, first: Week, last: Week) -> dict[Week, Counter[CountedEvent]]:
        """Counts by event for each week from `first` to `last`; weeks without counts are included."""
        counts = await self._counts("week", first, last)
        weeks = (first.back(-n) for n in range((last.monday - first.monday).days // 7 + 1))
        return {week: counts[str(week)] for week in weeks}

    async def by_entry(self, first: Week, last: Week) -> dict[str | None, Counter[CountedEvent]]:
        """Counts by event from `first` to `last` for each entry that has any; None stands for "no entry"."""
        return {entry or None: counts for entry, counts in (await self._counts("entry", first, last)).items()}

    async def _counts(self, column: str, first: Week, last: Week) -> defaultdict[str, Counter[CountedEvent]]:
        rows = await self.fetch(
            f"SELECT {column}, outcome, sum(count) FROM counters WHERE week BETWEEN ? AND ? GROUP BY {column}, outcome",
            (str(first), str(last)),
        )
        counts = defaultdict[str, Counter[CountedEvent]](Counter)
        for key, event, count in rows:
            if event in _EVENTS:
                counts[key][CountedEvent(event)] = max(count, 0)
        return counts

    # Memos and retention

    async def remember(self, memo: ProcessMemo, value: str) -> None:
        """Stores a short value across restarts. Raises ValueError unless it is 1 to 120 of A-Z a-z 0-9 and ` .:_+-`."""
        if _MEMO.fullmatch(value) is None:
            raise ValueError("a memo is 1 to 120 plain characters")
        async with self.transaction() as connection:
            await connection.execute("INSERT OR REPLACE INTO memos (name, value) VALUES (?, ?)", (memo, value))

    async def recall(self, memo: ProcessMemo) -> str | None:
        """The stored value, or None."""
        rows = await self.fetch("SELECT value FROM memos WHERE name = ?", (memo,))
        return str(rows[0][0]) if rows else None

    async def purge(self) -> int:
        """Deletes for good what is too old; returns the number of questions deleted. Run it at the start and daily."""
        today = self.today()
        keep = today - timedelta(days=self._keep_days)
        # Weeks whose Monday is more than keep_days ago: Monday < keep.
        first_kept = Week.of(keep + timedelta(days=6))
        settled = today - timedelta(days=SETTLED_DAYS)
        counted = Week.of(today).back(COUNT_WEEKS)
        async with self.transaction() as connection:
            old = await connection.execute(
                "DELETE FROM questions WHERE week < ? OR (status != 'open' AND decision IN"
                " (SELECT number FROM decisions WHERE day < ?))",
                (str(first_kept), settled.isoformat()),
            )
            await connection.execute("DELETE FROM counters WHERE week < ?", (str(counted),))
            await connection.execute("DELETE FROM decisions WHERE day < ?", (counted.monday.isoformat(),))
        self.remove_damaged(before=keep)
        await self.compact()
        return old.rowcount

    async def purge_all(self) -> int:
        """Deletes all questions, counts, decisions and damaged files; returns the number of questions deleted.

        Memos and the ids of updates stay: without them the bot would repeat itself.
        """
        async with self.transaction() as connection:
            questions = await connection.execute("DELETE FROM questions")
            await connection.execute("DELETE FROM counters")
            await connection.execute("DELETE FROM decisions")
        self.remove_damaged()
        await self.compact()
        return questions.rowcount

    async def restore(self, backup: Path) -> None:
        """Replaces the content by that of a backup, then deletes what is too old in it."""
        await super().restore(backup)
        await self.purge()
