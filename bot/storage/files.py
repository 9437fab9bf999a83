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
