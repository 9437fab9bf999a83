"""Errors of the database: which file failed, how, and what to do about it.

No message contains a value that was to be stored, so none can contain a patient's words.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path


class StoreError(Exception):
    """The database failed. The message names the file, the problem and the remedy."""

    problem = "the database failed"
    remedy = "Look for disk errors in the system's log."
    # After a passing failure the connection is still good; after any other it is opened again at the next use.
    passing = False

    def __init__(self, path: Path, problem: str = "") -> None:
        super().__init__(path, problem)
        self.path = path
        self.problem = problem or self.problem

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}. {self.remedy}"


class Unreachable(StoreError):
    """The file or its folder cannot be opened."""

    problem = "cannot be opened"
    remedy = "Point DATABASE_PATH to a file in a folder that the bot may create or write to."


class ReadOnly(StoreError):
    """The file or its folder cannot be written."""

    problem = "cannot be written"
    remedy = "Give the bot's user the right to write to the file and to its folder, or mount the volume writable."


class DiskFull(StoreError):
    """No space is left on the disk."""

    problem = "no space is left on the disk"
    remedy = "Free some space on this disk (or raise the quota); the bot goes on by itself."
    passing = True


class LimitReached(StoreError):
    """The file has reached the size limit that the bot sets itself."""

    problem = "the database has reached its greatest size"
    remedy = "Delete old questions with `python -m bot purge`."
    passing = True


class DiskFailing(StoreError):
    """The disk reports an error on reading or writing."""

    problem = "the disk reports an error"
    remedy = "Check that the disk is attached, healthy, and within its limits of size."


class Damaged(StoreError):
    """The file is not a sound database."""

    problem = "is damaged, or no database"
    remedy = "It is set aside as *.corrupt-N and a new one begun; restore a backup with `python -m bot restore FILE`."


class NewerFormat(StoreError):
    """The database was written by a newer version of the bot."""

    remedy = "Install the newer version again, or restore the backup made before the upgrade."


class ForeignDatabase(StoreError):
    """The file is the database of another program."""

    problem = "is the database of another program"
    remedy = "Point DATABASE_PATH to another file; this one was left untouched."


class DatabaseBusy(StoreError):
    """Another process holds the database for longer than the bot waits."""

    problem = "is held by another program"
    remedy = "End the other program that has the database open, or wait until it is done."
    passing = True


class ValueRefused(StoreError):
    """SQLite refuses a value. The message does not contain it."""

    remedy = "This is a fault of the bot; please report it."
    passing = True


_BY_CODE: dict[int, type[StoreError]] = {
    sqlite3.SQLITE_CANTOPEN: Unreachable,
    sqlite3.SQLITE_PERM: Unreachable,
    sqlite3.SQLITE_AUTH: Unreachable,
    sqlite3.SQLITE_READONLY: ReadOnly,
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_IOERR: DiskFailing,
    sqlite3.SQLITE_CORRUPT: Damaged,
    sqlite3.SQLITE_NOTADB: Damaged,
    sqlite3.SQLITE_BUSY: DatabaseBusy,
    sqlite3.SQLITE_LOCKED: DatabaseBusy,
}


def store_error(error: sqlite3.Error | OSError, path: Path) -> StoreError:
    """The StoreError for an error that SQLite or the operating system reported about `path`."""
    name = type(error).__name__
    if isinstance(error, OSError):
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return DiskFull(path)
        if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            return ReadOnly(path)
        return Unreachable(path, os.strerror(error.errno) if error.errno else "")
    if isinstance(error, (sqlite3.IntegrityError, sqlite3.DataError, sqlite3.ProgrammingError, sqlite3.InterfaceError)):
        return ValueRefused(path, f"a value was refused ({name})")
    found = _BY_CODE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    return (
        found(path) if found else StoreError(path, f"the database failed ({getattr(error, 'sqlite_errorname', name)})")
    )
