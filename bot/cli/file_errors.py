"""Faults of files and folders as one line with the remedy, for all commands."""

from __future__ import annotations

import errno
from pathlib import Path

_REMEDIES = {
    errno.EACCES: "give the user of this command the right to it and to its folder, or name another place",
    errno.EPERM: "give the user of this command the right to it and to its folder, or name another place",
    errno.EROFS: "it lies on a disk that is mounted read-only; name another place",
    errno.ENOENT: "the folder or file is not there; check the spelling, or make the folder first",
    errno.ENOTDIR: "a part of the way to it is a file, not a folder; check the spelling",
    errno.EISDIR: "this is a folder; name a file",
    errno.EEXIST: "something else is there under this name; name another place",
    errno.ENOSPC: "free some space on the disk, or name another place",
    errno.ENAMETOOLONG: "choose a shorter name",
}


def told(error: OSError) -> str:
    """What is wrong with which file, and what to do."""
    where = f"{error.filename}: " if error.filename else ""
    remedy = _REMEDIES.get(error.errno or 0, "")
    return f"{where}{error.strerror or type(error).__name__}" + (f" ({remedy})" if remedy else "")


def no_database(path: Path) -> str:
    """What to say where a database is read and is not there."""
    return (
        f"{path}: there is no database yet. The bot makes it while it runs. So start it on Telegram first (no token "
        "yet? `init` asks for it; the preview keeps nothing). Set DATABASE_PATH if it lies elsewhere."
    )
