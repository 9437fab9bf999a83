"""One SQLite file: opening, checking, one writer, typed errors, backup and restore.

Owns the file and its one connection, and knows neither its content (`store`) nor its schema (`migrations`). After a
failure it closes the connection and opens a new one at the next use, so a repaired disk needs no restart.

A rollback journal with secure_delete, not a write-ahead log: in a write-ahead log deleted rows stay readable until the
next checkpoint. SQLite may also leave stale copies behind when it moves rows between pages (measured: of 1 deleted
question in 2,000); `compact` removes them.
"""

from __future__ import annotations

import asyncio
import contextlib
import glob
import itertools
import logging
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import aiosqlite

from bot.storage import files, migrations
from bot.storage.errors import (
    Damaged,
    DiskFull,
    ForeignDatabase,
    LimitReached,
    NewerFormat,
    StoreError,
    Unreachable,
    ValueRefused,
    store_error,
)

log = logging.getLogger(__name__)

T = TypeVar("T")

PAGE = 4096
LEAST_PAGES = 32


class SqliteConnection(aiosqlite.Connection):
    """A connection that can run a whole function on SQLite's thread."""

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Runs `work` in one call: a round trip to the thread costs more than most statements."""
        done: T = await self._execute(work, self._conn)  # type: ignore[no-untyped-call]
        return done


class Database:
    """The connection to one file. Constructing it does nothing; the first use opens it.

    `trouble` is the last failure, None once something has worked again. `set_aside` are the damaged files that this
    process has renamed. `was_empty` says that the file was there without content, so that its records are lost.
    """

    def __init__(self, path: Path, *, today: Callable[[], date], max_bytes: int, busy_seconds: float) -> None:
        self.path = path
        self.max_pages = max(max_bytes // PAGE, LEAST_PAGES)
        self.trouble: StoreError | None = None
        self.set_aside: tuple[Path, ...] = ()
        self.was_empty = False
        self.today = today
        self._busy_seconds = busy_seconds
        self._connection: SqliteConnection | None = None
        self._inode = 0
        self._unfinished = False
        self._lock = asyncio.Lock()

    async def close(self) -> None:
        """Closes the connection, whose thread would keep the process alive. The next use opens it again."""
        async with self._lock:
            await self._drop()

    async def fetch(self, query: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """All rows that a query finds."""
        async with self._use() as connection:
            return list(await connection.execute_fetchall(query, values))

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[aiosqlite.Connection]:
        """A transaction: committed at the end, rolled back on an exception. Transactions run one at a time."""
        async with self._writing() as connection:
            await connection.execute("BEGIN IMMEDIATE")
            yield connection
            await connection.execute("COMMIT")

    async def write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Runs `work` in a transaction on SQLite's thread; faster than `transaction`."""

        def committed(connection: sqlite3.Connection) -> T:
            connection.execute("BEGIN IMMEDIATE")
            done = work(connection)
            connection.execute("COMMIT")
            return done

        async with self._writing() as connection:
            return await connection.run(committed)

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[SqliteConnection]:
        async with self._use() as connection:
            self._unfinished = True
            try:
                yield connection
                self._unfinished = False
            except (OverflowError, UnicodeError) as error:
                raise ValueRefused(self.path, f"a value was refused ({type(error).__name__})") from None
            finally:
                await self._roll_back(connection)

    async def probe(self) -> None:
        """Raises StoreError unless the database can be written now. Changes nothing."""
        async with self._writing() as connection:
            await connection.execute("BEGIN IMMEDIATE")
            await connection.execute("INSERT OR REPLACE INTO memos (name, value) VALUES ('probe', '')")
            await connection.execute("ROLLBACK")

    async def compact(self) -> None:
        """Rewrites the file without deleted rows and gives the space back."""
        async with self._use() as connection:
            await connection.execute("VACUUM")

    async def backup(self, to: Path) -> None:
        """Writes a checked copy to `to`, replacing an earlier backup atomically. Works while the bot runs.

        Raises:
            StoreError: it names `to` if that is the file that failed.
        """
        part = to.with_name(f"{to.name}.part")
        async with self._use() as connection:
            try:
                files.begin_backup(self.path, to, part)
                async with aiosqlite.connect(part, isolation_level=None) as copy:
                    await copy.execute("PRAGMA journal_mode = MEMORY")
                    await connection.backup(copy)
                    if not await _is_sound(copy):
                        raise Damaged(to)
                part.replace(to)
            except (sqlite3.Error, OSError) as error:
                raise store_error(error, to) from error
            finally:
                part.unlink(missing_ok=True)

    async def restore(self, backup: Path) -> None:
        """Replaces the content by that of `backup`, or raises StoreError and changes nothing.

        Unlike copying the file, this respects the locks of a running bot and the journal of a killed one.
        """
        async with self._use() as connection:
            try:
                uri = files.backup_uri(backup, self.path)
                async with aiosqlite.connect(uri, uri=True, isolation_level=None) as source:
                    await self._examine(source, backup)
                    if not await migrations.version(source):
                        raise Unreachable(backup, "holds no tables, so it is no backup")
                    await source.backup(connection)
            except (sqlite3.Error, OSError) as error:
                raise store_error(error, backup) from error
            await migrations.migrate(connection, self.today())

    async def inspect(self) -> None:
        """Raises StoreError unless the file is a sound database of the bot, or can be created. Changes nothing, so a
        file that another process is writing, or was killed at, is taken as it is."""
        files.examine_rights(self.path)
        journal = self.path.with_name(f"{self.path.name}-journal")
        if not self.path.exists() or (journal.exists() and journal.stat().st_size):
            return
        try:
            async with aiosqlite.connect(
                files.read_only(self.path), uri=True, timeout=self._busy_seconds
            ) as connection:
                await self._examine(connection, self.path)
        except (sqlite3.Error, OSError) as error:
            raise store_error(error, self.path) from error

    def remove_damaged(self, before: date = date.max) -> None:
        """Deletes the damaged files that were set aside and last written before a day."""
        for file in self.path.parent.glob(f"{glob.escape(self.path.name)}.corrupt-*"):
            if datetime.fromtimestamp(file.stat().st_mtime, UTC).date() < before:
                file.unlink(missing_ok=True)

    @asynccontextmanager
    async def _use(self) -> AsyncIterator[SqliteConnection]:
        async with self._lock:
            try:
                connection = await self._ready()
            except (sqlite3.Error, OSError, StoreError) as error:
                await self._fail(error)
            try:
                yield connection
            except sqlite3.Error as error:
                await self._fail(error)
            if self.trouble is not None:
                log.warning("%s: the database works again", self.path)
                self.trouble = None

    async def _fail(self, error: sqlite3.Error | OSError | StoreError) -> NoReturn:
        trouble = error if isinstance(error, StoreError) else store_error(error, self.path)
        if isinstance(trouble, DiskFull) and await self._at_limit():
            trouble = LimitReached(self.path)
        if not trouble.passing:
            await self._drop()
        if not isinstance(trouble, ValueRefused):
            if type(trouble) is not type(self.trouble):
                log.error("%s", trouble)
            self.trouble = trouble
        if trouble is error:
            raise trouble
        raise trouble from error

    async def _ready(self) -> SqliteConnection:
        if self._connection is not None and files.inode(self.path) != self._inode:
            log.warning("%s: the file was moved or replaced while in use; opening it again", self.path)
            await self._drop()
        if self._connection is not None:
            await self._roll_back(self._connection)
            return self._connection
        try:
            self._connection = await self._connect()
        except Damaged as error:
            self._put_aside(error)
            self._connection = await self._connect()
        self._inode = files.inode(self.path)
        return self._connection

    async def _connect(self) -> SqliteConnection:
        if files.is_empty(self.path):
            log.error("%s was empty; a new database is begun in it", self.path)
            self.was_empty = True
        files.prepare(self.path)
        # At DEBUG it logs every statement with its values.
        logging.getLogger("aiosqlite").setLevel(logging.WARNING)
        connect = partial(sqlite3.connect, self.path, timeout=self._busy_seconds, isolation_level=None)
        connection = SqliteConnection(connect, iter_chunk_size=64)
        await connection
        try:
            for pragma in (
                "journal_mode = TRUNCATE",
                "synchronous = FULL",
                "secure_delete = ON",
                "foreign_keys = ON",
                "temp_store = MEMORY",
                "trusted_schema = OFF",
                "cell_size_check = ON",
                f"max_page_count = {self.max_pages}",
            ):
                await connection.execute_fetchall(f"PRAGMA {pragma}")
            await self._examine(connection, self.path)
            await migrations.migrate(connection, self.today())
        except sqlite3.Error as error:
            await connection.close()
            raise store_error(error, self.path) from error
        except BaseException:
            await connection.close()
            raise
        return connection

    async def _examine(self, connection: aiosqlite.Connection, path: Path) -> None:
        if not await _is_sound(connection):
            raise Damaged(path)
        if await migrations.is_foreign(connection):
            raise ForeignDatabase(path)
        if (found := await migrations.version(connection)) > len(migrations.STEPS):
            known = len(migrations.STEPS)
            raise NewerFormat(path, f"has format {found}, but this version of the bot knows formats up to {known}")

    def _put_aside(self, error: Damaged) -> None:
        """Renames the file and its journal: SQLite would apply a journal left behind to the new database."""
        names = (self.path.with_name(f"{self.path.name}.corrupt-{number}") for number in itertools.count(1))
        aside = next(name for name in names if not name.exists())
        self.path.replace(aside)
        for suffix in ("-journal", "-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                self.path.with_name(self.path.name + suffix).replace(aside.with_name(aside.name + suffix))
        self.set_aside = (*self.set_aside, aside)
        log.error("%s It is now %s.", error, aside)

    async def _roll_back(self, connection: aiosqlite.Connection) -> None:
        """Rolls back what a failed or cancelled writer has left. If this is cancelled too, the next use rolls back."""
        if not self._unfinished:
            return
        with contextlib.suppress(sqlite3.Error):
            # Statements of the writer may still be queued for SQLite's thread: wait until they are done.
            await connection.execute("SELECT 1")
            if connection.in_transaction:  # SQLite may have rolled back by itself
                await connection.execute("ROLLBACK")
        self._unfinished = False

    async def _at_limit(self) -> bool:
        """Whether the file has reached `max_pages`, rather than the end of the disk."""
        if self._connection is None:
            return False
        try:
            rows = list(await self._connection.execute_fetchall("PRAGMA page_count"))
            free = shutil.disk_usage(self.path.parent).free
        except (sqlite3.Error, OSError):
            return False
        # The transaction that reached the limit was rolled back, so the file is smaller now.
        return int(rows[0][0]) * 2 >= self.max_pages and free > 4 * 1024 * PAGE

    async def _drop(self) -> None:
        connection, self._connection, self._unfinished = self._connection, None, False
        if connection is not None:
            with contextlib.suppress(sqlite3.Error):
                await connection.close()


async def _is_sound(connection: aiosqlite.Connection) -> bool:
    rows = list(await connection.execute_fetchall("PRAGMA quick_check(1)"))
    return bool(rows[0][0] == "ok")
