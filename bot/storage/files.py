"""The files of a database: readable by the bot alone, and never overwritten by mistake. Knows no SQL."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from bot.storage.errors import ReadOnly, Unreachable


def inode(path: Path) -> int:
    """The file's inode, which changes when the file is replaced; -1 if there is none."""
    try:
        return path.stat().st_ino
    except OSError:
        return -1


def prepare(path: Path) -> None:
    """Creates the folder and the file, readable by the bot alone. The journal inherits the file's permissions.

    Raises:
        Unreachable: the path is a folder.
        OSError: the file or its folder cannot be created.
    """
    if path.is_dir():
        raise Unreachable(path, "is a folder")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        # Not opened if it exists: closing it here would drop the locks of another connection of this process.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        if path.stat().st_mode & 0o077:
            with suppress(PermissionError):
                path.chmod(0o600)


def make_private(*folders: Path) -> None:
    """Lets nobody but the bot's user into folders that an earlier version has created, if they exist."""
    for folder in folders:
        with suppress(OSError):
            if folder.is_dir() and folder.stat().st_mode & 0o077:
                folder.chmod(0o700)


def is_empty(path: Path) -> bool:
    """Whether the file exists and holds nothing, nor does its journal: SQLite takes it for a new database."""
    journal = path.with_name(f"{path.name}-journal")
    try:
        return path.is_file() and not path.stat().st_size and not (journal.exists() and journal.stat().st_size)
    except OSError:
        return False


def backup_uri(backup: Path, database: Path) -> str:
    """The URI under which SQLite opens a backup of `database` read-only. Raises Unreachable if it can be none."""
    if not backup.is_file():
        raise Unreachable(backup, "is no file")
    if is_empty(backup):
        raise Unreachable(backup, "is empty, so it is no backup")
    if database.exists() and backup.samefile(database):
        raise Unreachable(backup, "is the database itself")
    return f"{backup.absolute().as_uri()}?mode=ro"


def examine_rights(path: Path) -> None:
    """Raises Unreachable or ReadOnly unless the file can be written, or created, with its folder. Changes nothing."""
    if path.is_dir():
        raise Unreachable(path, "is a folder")
    folder = next(one for one in path.absolute().parents if one.exists())
    if not folder.is_dir():
        raise Unreachable(folder, "is no folder")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ReadOnly(folder)
    if path.exists() and not os.access(path, os.R_OK | os.W_OK):
        raise ReadOnly(path)


def read_only(path: Path) -> str:
    """The URI under which SQLite opens the file read-only. Raises Unreachable if there is no file."""
    if not path.is_file():
        raise Unreachable(path, "is no file")
    return f"{path.absolute().as_uri()}?mode=ro"


def begin_backup(path: Path, to: Path, part: Path) -> None:
    """Creates the empty file `part` for a backup to `to`.

    Raises:
        Unreachable: `to` is the database itself, or a file that is not a database.
        OSError: `part` cannot be created.
    """
    if to.exists():
        if not to.is_file() or to.samefile(path):
            raise Unreachable(to, "cannot be the place of a backup")
        with to.open("rb") as file:
            if file.read(16) not in (b"SQLite format 3\x00", b""):
                raise Unreachable(to, "exists and is no database")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
