"""What can go wrong with the database, as facts: which file, what happened, what to do next.

    StoreError
     +- Unreachable    the file or its folder cannot be opened
     +- ReadOnly       it can be read but not written
     +- DiskFull       no space left
     +- LimitReached   the bot's own bound on the file's size
     +- DiskFailing    the disk reports an error
     +- Damaged        the file is no sound database
     +- Newer          written by a newer version of the bot
     +- Foreign        written by another program
     +- Busy           another process holds it for too long
     +- Refused        a value that cannot be kept
     +- Failed         anything else, with SQLite's name for it

Refuses to carry a value that was to be kept: no message here can hold a patient's words.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path


class StoreError(Exception):
    """The database could not do what was asked. `problem` and `remedy` are sentences for people."""

    remedy = "Look at the log of the system for errors of the disk."
    # After a passing failure the connection is still good; after any other it is opened anew at the next use.
    passing = False

    def __init__(self, path: Path, problem: str = "the database failed") -> None:
        super().__init__(path, problem)
        self.path = path
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}. {self.remedy}"


class Unreachable(StoreError):
    """The file or its folder cannot be opened."""

    remedy = "Point DATABASE_PATH to a file in a folder that the bot may create or write to."


class ReadOnly(StoreError):
    """The file or its folder cannot be written."""

    remedy = "Give the bot's user the right to write to the file and to its folder, or mount the volume writable."

    def __init__(self, path: Path) -> None:
        super().__init__(path, "cannot be written")


class DiskFull(StoreError):
    """No space is left on the disk."""

    remedy = "Free some space on this disk (or raise the quota); the bot goes on by itself."
    passing = True

    def __init__(self, path: Path) -> None:
        super().__init__(path, "no space is left on the disk")


class LimitReached(StoreError):
    """The file has grown to the bound the bot sets itself."""

    remedy = "Delete old questions with `python -m bot purge`."
    passing = True

    def __init__(self, path: Path) -> None:
        super().__init__(path, "the database has reached its greatest size")


class DiskFailing(StoreError):
    """The disk reports an error on reading or writing."""

    remedy = "Check that the disk is attached, healthy, and within its limits of size."

    def __init__(self, path: Path) -> None:
        super().__init__(path, "the disk reports an error")


class Damaged(StoreError):
    """The file is no sound database."""

    remedy = "It is set aside as *.corrupt-N and a new one begun; restore a backup with `python -m bot restore FILE`."

    def __init__(self, path: Path) -> None:
        super().__init__(path, "is damaged, or no database")


class NewerFormat(StoreError):
    """The database was written by a newer version of the bot."""

    remedy = "Install the newer version again, or restore the backup made before the upgrade."

    def __init__(self, path: Path, found: int, known: int) -> None:
        super().__init__(path, f"has format {found}, but this version of the bot knows formats up to {known}")
        self.found = found
        self.known = known


class ForeignDatabase(StoreError):
    """The file is the database of another program."""

    remedy = "Point DATABASE_PATH to a file of its own; this one was left untouched."

    def __init__(self, path: Path) -> None:
        super().__init__(path, "is the database of another program")


class DatabaseBusy(StoreError):
    """Another process holds the database for longer than the bot waits."""

    remedy = "End the other program that has the database open, or wait until it is done."
    passing = True

    def __init__(self, path: Path) -> None:
        super().__init__(path, "is held by another program")


class ValueRefused(StoreError):
    """A value cannot be kept. Says nothing about the value."""

    remedy = "This is a fault of the bot; please report it."
    passing = True

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, f"a value was refused ({reason})")


class UnknownFailure(StoreError):
    """Anything else; `code` is SQLite's name for it."""

    def __init__(self, path: Path, code: str) -> None:
        super().__init__(path, f"the database failed ({code})")
        self.code = code


def from_sqlite(error: sqlite3.Error, path: Path) -> StoreError:
    """The typed form of what SQLite reported about `path`."""
    if isinstance(error, (sqlite3.IntegrityError, sqlite3.DataError, sqlite3.ProgrammingError, sqlite3.InterfaceError)):
        return ValueRefused(path, type(error).__name__)
    code: int | None = getattr(error, "sqlite_errorcode", None)
    match None if code is None else code & 0xFF:
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return Unreachable(path, "cannot be opened")
        case sqlite3.SQLITE_READONLY:
            return ReadOnly(path)
        case sqlite3.SQLITE_FULL:
            return DiskFull(path)
        case sqlite3.SQLITE_IOERR:
            return DiskFailing(path)
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return Damaged(path)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return DatabaseBusy(path)
        case _:
            return UnknownFailure(path, getattr(error, "sqlite_errorname", type(error).__name__))


def from_os(error: OSError, path: Path) -> StoreError:
    """The typed form of what the system reported about `path`."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(path)
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return ReadOnly(path)
    return Unreachable(path, os.strerror(error.errno) if error.errno else "cannot be opened")
