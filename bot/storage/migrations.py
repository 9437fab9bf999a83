"""The database schema, as numbered steps.

A released step is never edited: a change is a new step at the end. Each step is committed together with its number, so
a killed process leaves the database before or after a step, never within one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import aiosqlite

# "SYNK", in the file's header: the database of another program is recognised and left alone.
APPLICATION_ID = 0x53594E4B


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered change of the schema."""

    name: str
    statements: tuple[str, ...]


STEPS = (
    Migration(
        "the log, the counters and the ring of handled updates",
        (
            "CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied TEXT NOT NULL) STRICT",
            # No rowid: it would tell in which order questions came in. The key is random.
            """CREATE TABLE questions (
                key TEXT NOT NULL PRIMARY KEY,
                week TEXT NOT NULL,
                language TEXT,
                text TEXT,
                length TEXT NOT NULL,
                kind TEXT NOT NULL,
                nearest TEXT,
                confidence REAL,
                faq_digest TEXT NOT NULL,
                status TEXT NOT NULL DEFAULT 'open'
            ) STRICT, WITHOUT ROWID""",
            "CREATE INDEX questions_by_status ON questions (status, week)",
            """CREATE TABLE counters (
                week TEXT NOT NULL,
                entry TEXT NOT NULL,
                outcome TEXT NOT NULL,
                count INTEGER NOT NULL,
                PRIMARY KEY (week, entry, outcome)
            ) STRICT, WITHOUT ROWID""",
            # Telegram may start again at a random number after a quiet week, so age is the position, not the number.
            "CREATE TABLE handled (position INTEGER PRIMARY KEY, update_id INTEGER NOT NULL UNIQUE) STRICT",
            "CREATE TABLE memos (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
            f"PRAGMA application_id = {APPLICATION_ID}",
        ),
    ),
    Migration(
        "themes and decisions",
        (
            """CREATE TABLE decisions (
                number INTEGER PRIMARY KEY,
                day TEXT NOT NULL,
                role TEXT NOT NULL,
                verdict TEXT NOT NULL,
                entry TEXT,
                theme TEXT,
                questions INTEGER NOT NULL,
                forced INTEGER NOT NULL,
                withdrawn INTEGER NOT NULL DEFAULT 0
            ) STRICT""",
            "ALTER TABLE questions ADD COLUMN theme TEXT",
            "ALTER TABLE questions ADD COLUMN decision INTEGER REFERENCES decisions (number) ON DELETE SET NULL",
            "CREATE INDEX questions_by_decision ON questions (decision)",
        ),
    ),
    Migration(
        "which phrasings of the FAQ come from the log",
        (
            """CREATE TABLE wordings (
                language TEXT NOT NULL,
                digest TEXT NOT NULL,
                PRIMARY KEY (language, digest)
            ) STRICT, WITHOUT ROWID""",
        ),
    ),
    Migration(
        "which part of a split card a question belongs to",
        ("ALTER TABLE questions ADD COLUMN part TEXT",),
    ),
    Migration(
        "what a decision added, and which one was withdrawn from a question",
        (
            "ALTER TABLE decisions ADD COLUMN wordings TEXT",
            "ALTER TABLE questions ADD COLUMN reopened INTEGER REFERENCES decisions (number) ON DELETE SET NULL",
        ),
    ),
)


async def version(connection: aiosqlite.Connection) -> int:
    """The number of steps that the database has been through."""
    return await _number(connection, "PRAGMA user_version")


async def is_foreign(connection: aiosqlite.Connection) -> bool:
    """Whether the file is the database of another program."""
    owner = await _number(connection, "PRAGMA application_id")
    if owner == APPLICATION_ID:
        return False
    return owner != 0 or await _number(connection, "SELECT count(*) FROM sqlite_schema") > 0


async def migrate(connection: aiosqlite.Connection, today: date, steps: Sequence[Migration] = STEPS) -> int:
    """Applies every missing step, each in its own transaction; returns how many. Two processes may run it at once.

    Raises:
        sqlite3.Error: the database is then as it was before the step that failed.
    """
    taken = 0
    for number, step in enumerate(steps, start=1):
        if await version(connection) >= number:
            continue
        await connection.execute("BEGIN IMMEDIATE")
        try:
            if await version(connection) < number:
                for statement in step.statements:
                    await connection.execute(statement)
                record = (number, step.name, today.isoformat())
                await connection.execute("INSERT INTO migrations (number, name, applied) VALUES (?, ?, ?)", record)
                await connection.execute(f"PRAGMA user_version = {number}")
                taken += 1
            await connection.execute("COMMIT")
        except sqlite3.Error:
            if connection.in_transaction:
                await connection.execute("ROLLBACK")
            raise
    return taken


async def _number(connection: aiosqlite.Connection, query: str) -> int:
    rows = list(await connection.execute_fetchall(query))
    return int(rows[0][0])
