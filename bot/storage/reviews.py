"""Reading logged questions and deciding about them, in SQLite.

Owns the queries of reviewers: which questions exist and what was decided. Stores a reviewer's role and nothing else
about them.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import aiosqlite

from bot.core.records import (
    Decision,
    LoggedQuestion,
    QuestionKind,
    Resolution,
    Role,
    Settled,
    Status,
    Verdict,
    Week,
    demand_theme,
)
from bot.storage.database import Database

_QUESTION = (
    "key, week, language, text, length, kind, nearest, confidence, faq_digest, status, theme, decision, part"
    " FROM questions"
)
_DECISION = "number, day, role, verdict, entry, theme, questions, forced, withdrawn, wordings FROM decisions"


class Reviews:
    """The reviewers' part of the store, available as `store.reviews`. Every method raises StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def questions(self, status: Status | None = None) -> tuple[LoggedQuestion, ...]:
        """The questions with one status, or all; by week, and in random order within a week."""
        where = "" if status is None else "WHERE status = ?"
        values = () if status is None else (status,)
        rows = await self._database.fetch(f"SELECT {_QUESTION} {where} ORDER BY week, key", values)
        # Of a thousand it takes 10 ms, during which the event loop would serve nobody.
        return await asyncio.to_thread(lambda: tuple(map(_question, rows)))

    async def by_keys(self, keys: Collection[str]) -> tuple[LoggedQuestion, ...]:
        """Those of these questions that still exist; by week, and in random order within a week."""
        rows = await self._database.fetch(
            f"SELECT {_QUESTION} WHERE key IN (SELECT value FROM json_each(?)) ORDER BY week, key",
            (json.dumps(list(keys)),),
        )
        return tuple(_question(row) for row in rows)

    async def set_themes(self, themes: Mapping[str, str | None]) -> None:
        """Assigns questions to themes (question key -> theme key of 4 to 32 hexadecimal digits)."""
        for theme in themes.values():
            demand_theme(theme)
        async with self._database.transaction() as connection:
            await connection.executemany(
                "UPDATE questions SET theme = ? WHERE key = ?", [(theme, key) for key, theme in themes.items()]
            )

    async def split(self, parts: Mapping[str, str], themes: Mapping[str, str | None]) -> None:
        """Puts open questions on cards of their own: question key -> part, and -> the key of its theme, if it has one
        already."""
        for key in (*parts.values(), *themes.values()):
            demand_theme(key)
        async with self._database.transaction() as connection:
            await connection.executemany(
                "UPDATE questions SET part = ?, theme = ? WHERE key = ? AND status = 'open'",
                [(part, themes.get(key), key) for key, part in parts.items()],
            )

    async def resolve(
        self,
        keys: Collection[str],
        resolution: Resolution,
        *,
        role: Role,
        theme: str | None = None,
        forced: bool = False,
        wordings: Collection[str] = (),
    ) -> Settled:
        """Settles all these questions, or none of them if one was settled before. `wordings` are the digests of the
        phrasings with which they are settled.

        Then the earlier decision is returned, for the second of two reviewers. Deleted questions are ignored.
        """
        demand_theme(theme)
        wanted = json.dumps(list(keys))
        async with self._database.transaction() as connection:
            found = list(
                await connection.execute_fetchall(
                    "SELECT decision, status FROM questions WHERE key IN (SELECT value FROM json_each(?))"
                    " ORDER BY decision DESC",
                    (wanted,),
                )
            )
            if not found:
                return Settled(None, 0)
            if found[0][1] != Status.OPEN:
                rows = await connection.execute_fetchall(f"SELECT {_DECISION} WHERE number = ?", (found[0][0],))
                return Settled(next((_decision(row) for row in rows), None), 0)
            today, verdict, entry_id = self._database.today(), resolution.verdict, resolution.entry_id
            added = frozenset(wordings)
            decision = Decision(0, today, role, verdict, entry_id, theme, len(found), forced, wordings=added)
            decision = await self._log(connection, decision)
            await connection.execute(
                "UPDATE questions SET status = ?, decision = ?, theme = coalesce(?, theme), reopened = NULL"
                " WHERE key IN (SELECT value FROM json_each(?))",
                (resolution.status, decision.number, theme, wanted),
            )
            return Settled(decision, len(found))

    async def reopen(self, decision: int) -> int:
        """Withdraws a decision; returns how many questions are open again. The decision stays, marked withdrawn."""
        async with self._database.transaction() as connection:
            await connection.execute("UPDATE decisions SET withdrawn = 1 WHERE number = ?", (decision,))
            cursor = await connection.execute(
                "UPDATE questions SET status = 'open', decision = NULL, reopened = ?1 WHERE decision = ?1", (decision,)
            )
            return cursor.rowcount

    async def open_again(self, keys: Collection[str]) -> None:
        """Opens questions that an entry does not answer after all. The decision that settled them holds for the
        others."""
        async with self._database.transaction() as connection:
            await connection.execute(
                "UPDATE questions SET status = 'open', decision = NULL, reopened = NULL"
                " WHERE key IN (SELECT value FROM json_each(?))",
                (json.dumps(list(keys)),),
            )

    async def settle_again(self, decision: int, status: Status) -> int:
        """Takes back the withdrawal of a decision for those of its questions that are still open; returns how many."""
        async with self._database.transaction() as connection:
            cursor = await connection.execute(
                "UPDATE questions SET status = ?2, decision = ?1, reopened = NULL"
                " WHERE reopened = ?1 AND status = 'open'",
                (decision, status),
            )
            if cursor.rowcount:
                await connection.execute("UPDATE decisions SET withdrawn = 0 WHERE number = ?", (decision,))
            return cursor.rowcount

    async def settled_by(self, decisions: Collection[int]) -> int:
        """The number of questions that these decisions settle."""
        return await self._count("decision IN (SELECT value FROM json_each(?))", decisions)

    async def reopened_from(self, decisions: Collection[int]) -> int:
        """The number of open questions that these decisions settled before they were withdrawn."""
        return await self._count("status = 'open' AND reopened IN (SELECT value FROM json_each(?))", decisions)

    async def note(
        self, verdict: Verdict, *, role: Role, entry_id: str | None = None, forced: bool = False
    ) -> Decision:
        """Records a change of the FAQ that settles no question: published or rolled back."""
        async with self._database.transaction() as connection:
            decision = Decision(0, self._database.today(), role, verdict, entry_id, None, 0, forced)
            return await self._log(connection, decision)

    async def note_taken(self, language: str, digests: Collection[str]) -> None:
        """Notes the digests of phrasings that were taken over from the log into the FAQ of a language."""
        if not digests:
            return
        async with self._database.transaction() as connection:
            await connection.executemany(
                "INSERT OR IGNORE INTO wordings (language, digest) VALUES (?, ?)", [(language, one) for one in digests]
            )

    async def taken(self) -> dict[str, frozenset[str]]:
        """The digests of phrasings that were taken over from the log, by language."""
        found: dict[str, set[str]] = {}
        for language, digest in await self._database.fetch("SELECT language, digest FROM wordings"):
            found.setdefault(language, set()).add(digest)
        return {language: frozenset(digests) for language, digests in found.items()}

    async def forget_taken(self, language: str, digests: Collection[str]) -> None:
        """Deletes digests of phrasings that are in the FAQ no more, also from the decisions that brought them there."""
        async with self._database.transaction() as connection:
            await connection.execute(
                "UPDATE decisions SET wordings = NULL WHERE EXISTS (SELECT 1 FROM json_each(wordings) AS own"
                " WHERE own.value IN (SELECT value FROM json_each(?)))",
                (json.dumps(list(digests)),),
            )
            await connection.executemany(
                "DELETE FROM wordings WHERE language = ? AND digest = ?", [(language, one) for one in digests]
            )

    async def decisions(self, *, theme: str | None = None, limit: int = 100) -> tuple[Decision, ...]:
        """The latest decisions, all or about one theme; newest first."""
        where = "" if theme is None else "WHERE theme = ?"
        values: tuple[str | int, ...] = (limit,) if theme is None else (theme, limit)
        rows = await self._database.fetch(f"SELECT {_DECISION} {where} ORDER BY number DESC LIMIT ?", values)
        return tuple(_decision(row) for row in rows)

    async def _count(self, where: str, decisions: Collection[int]) -> int:
        rows = await self._database.fetch(
            f"SELECT count(*) FROM questions WHERE {where}", (json.dumps(list(decisions)),)
        )
        return int(next(iter(rows))[0])

    async def _log(self, connection: aiosqlite.Connection, one: Decision) -> Decision:
        """Writes a decision and gives it its number."""
        cursor = await connection.execute(
            "INSERT INTO decisions (day, role, verdict, entry, theme, questions, forced, wordings)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                one.day.isoformat(),
                one.role,
                one.verdict,
                one.entry_id,
                one.theme,
                one.questions,
                one.forced,
                json.dumps(sorted(one.wordings)) if one.wordings else None,
            ),  # fmt: skip
        )
        return replace(one, number=cursor.lastrowid or 0)


def _question(row: Iterable[Any]) -> LoggedQuestion:
    key, week, language, text, length, kind, nearest, confidence, faq_digest, status, theme, decision, part = row
    return LoggedQuestion(
        key, Week.parse(week), language, text, length, QuestionKind(kind), nearest, confidence, faq_digest,
        Status(status), theme, decision, part,
    )  # fmt: skip


def _decision(row: Iterable[Any]) -> Decision:
    number, day, role, verdict, entry, theme, questions, forced, withdrawn, wordings = row
    return Decision(
        number, date.fromisoformat(day), Role(role), Verdict(verdict), entry, theme, questions,
        bool(forced), bool(withdrawn), frozenset(json.loads(wordings or "[]")),
    )  # fmt: skip
