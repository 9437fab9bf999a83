"""The health file, which the running bot writes and `python -m bot health` reads.

Owns its format and what counts as healthy; it holds no ids and no words of anybody. Knows nothing of Telegram, SQLite
or the FAQ, and imports next to nothing, since the command runs every half minute.

The bot holds a lock on the file, which the system takes away when the process ends, however it ends. So a killed bot is
known at once, also in a container, where the next process has the same id.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from threading import Lock
from typing import TextIO

DEFAULT_DATABASE = "data/faqbot.db"
BEAT_SECONDS = 20.0
"""Interval at which the bot writes the file."""
SILENT_SECONDS = 90.0
"""Age of the file from which on the bot hangs or has ended."""
CONTACT_SECONDS = 180.0
"""Most seconds without an answer of Telegram: polling has one every ten seconds, a webhook every minute."""
LOW_BYTES = 200_000_000
"""Free space below which a disk is nearly full, unless a tenth of it is less."""


@dataclass(frozen=True, slots=True)
class Health:
    """The state of a running bot. Times are in seconds since the epoch."""

    written: float
    started: float
    contact: float | None = None
    """The last answer of Telegram."""
    entries: int = 0
    """Published entries of the live FAQ."""
    signed: int = 0
    """Those of them that a clinician has signed in the main language, and that holds."""
    expiring: int = 0
    """Texts of all languages whose signature ends within 60 days."""
    refused: bool = False
    """An edit of the FAQ was refused; the FAQ from before it is live."""
    second_opinion: str = ""
    """Why the second opinion on personal data can't be had, so that the rules alone decide; "" if it can."""
    deaf: str = ""
    """Why messages do not arrive though Telegram answers, with the remedy; "" if they do."""
    failing: str = ""
    """The works beside the bot that fail again and again; "" if none does."""
    database: str = ""
    """Why the database can't be written, with the remedy; "" if it works."""
    free: int = 0
    """Bytes free on the disk of the database."""
    total: int = 0
    version: str = ""
    locked: bool = False
    """The process that wrote it holds a lock on the file. False on file systems without locks."""


def is_low(free: int, total: int) -> bool:
    """Whether a disk with these bytes free and in total is nearly full."""
    return free < min(LOW_BYTES, total / 10)


def file_of(database: Path) -> Path:
    """The health file of the bot with this database."""
    return database.with_name(f"{database.name}.health")


class HeldElsewhere(Exception):
    """Another bot that runs holds the file."""


class HealthFile:
    """The file as the running bot holds it. Thread-safe. A file that another process holds is left alone."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._held: TextIO | None = None
        self._writing = Lock()
        self._removed = False

    def write(self, health: Health) -> None:
        """Replaces the file atomically by one that this process holds a lock on.

        Without fsync: after a loss of power the file means nothing, and disks last longer. Once the file is removed,
        nothing happens: a thread may still be about to write when the bot ends.

        Raises:
            HeldElsewhere: another process holds it; once that has ended, it can be written.
            OSError: it can't be written.
        """
        with self._writing:
            if not self._removed:
                self._replace(health)

    def _replace(self, health: Health) -> None:
        if self._held is None:
            self._look_whose()
        part = self.path.with_name(f"{self.path.name}.part")
        # not emptied by opening it: another process may be writing it
        file = os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT, 0o600), "w", encoding="ascii")
        try:
            locked = _lock(file, fcntl.LOCK_EX)
            if locked is None:
                raise HeldElsewhere
            if self._held is None:
                self._look_whose()  # it may have been put in place since
            file.truncate()
            file.write(json.dumps(asdict(replace(health, locked=locked))) + "\n")
            file.flush()
            part.replace(self.path)
        except (OSError, HeldElsewhere):
            file.close()
            raise
        self._let_go()
        self._held = file

    def _look_whose(self) -> None:
        """Raises HeldElsewhere if the file is that of another process that runs."""
        try:
            with self.path.open(encoding="ascii") as file:
                if _lock(file, fcntl.LOCK_SH) is None:
                    raise HeldElsewhere
        except FileNotFoundError:
            return

    def remove(self) -> None:
        """Removes the file, unless it is another process's: the bot has ended. Raises OSError."""
        with self._writing:
            self._removed = True
            if self._held is not None:
                self._let_go()
                self.path.unlink(missing_ok=True)

    def _let_go(self) -> None:
        if self._held is not None:
            self._held.close()


def _lock(file: TextIO, kind: int) -> bool | None:
    """Whether a lock could be had at once: None if another process holds one, False on file systems without locks."""
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return None
    except OSError:
        return False
    return True


def read(path: Path) -> Health | None:
    """The state last written; None if there is none or it can't be read."""
    try:
        return Health(**json.loads(path.read_text(encoding="ascii")))
    except (OSError, ValueError, TypeError):
        return None


def has_died(path: Path, health: Health) -> bool:
    """Whether the process that wrote this state into the file has ended without removing it."""
    if not health.locked:
        return False
    try:
        with path.open(encoding="ascii") as file:
            # the lock is also free if the bot has replaced the file since it was opened
            return bool(_lock(file, fcntl.LOCK_SH)) and os.path.samestat(os.fstat(file.fileno()), path.stat())
    except OSError:
        return False


def problems(health: Health | None, now: float, *, died: bool = False) -> tuple[str, ...]:
    """The problems, the worst first. `died`: the process that wrote the state has ended without a word."""
    if health is None:
        return ("the bot is not running",)
    if died:
        return ("the bot is not running: its process was killed, or crashed",)
    silent = now - health.written
    if abs(silent) > SILENT_SECONDS:
        return (f"the bot hangs or was killed: no sign of life for {_span(silent)}",)
    found = []
    if health.contact is None:
        found.append(f"no contact with Telegram yet, {_span(now - health.started)} after the start")
    elif now - health.contact > CONTACT_SECONDS:
        found.append(f"no contact with Telegram for {_span(now - health.contact)}")
    if health.deaf:
        found.append(health.deaf)
    if health.failing:
        found.append(f"it failed three times in ten minutes: {health.failing}; the log says where")
    if health.database:
        found.append(health.database)
    if not health.entries:
        found.append("no FAQ is loaded")
    if is_low(health.free, health.total):
        found.append(f"the disk is nearly full: {health.free // 1_000_000} MB are free")
    return tuple(found)


def report(health: Health | None, now: float, *, died: bool = False) -> tuple[bool, str]:
    """Whether the bot is healthy, and a line that says why. `died` as for `problems`."""
    if found := problems(health, now, died=died):
        return False, "; ".join(found)
    assert health is not None
    aside = "; an edit of the FAQ was refused, the FAQ from before it is live" if health.refused else ""
    if health.second_opinion:
        aside += f"; the rules alone decide what is personal data: {health.second_opinion}"
    ends = f", {health.expiring} signatures expire within 60 days" if health.expiring else ""
    signed = f"{health.signed} signed by a clinician{ends}"
    return True, f"healthy: {health.entries} entries ({signed}), up {_span(now - health.started)}{aside}"


def main() -> int:
    """The command: prints one line and returns 0 if the bot is healthy, else 1."""
    database = _database()
    if not database.name:  # "." and "/", with which the bot does not start
        sys.stderr.write("the bot is not running: DATABASE_PATH must be the path of a file\n")
        return 1
    path = file_of(database)
    health = read(path)
    died = False
    if health is not None:
        died = has_died(path, health)
        health = _with_disk(health, database)
    healthy, line = report(health, time.time(), died=died)
    (sys.stdout if healthy else sys.stderr).write(f"{line}\n")
    return 0 if healthy else 1


def _database() -> Path:
    """DATABASE_PATH as the settings read it; reading all settings would take ten times as long as the rest."""
    for name, value in os.environ.items():
        if name.upper() == "DATABASE_PATH" and value:
            return Path(value)
    if Path(".env").is_file():
        from dotenv import dotenv_values

        with suppress(OSError, UnicodeDecodeError):  # with such a file the bot does not start, and `run` says so
            for name, found in dotenv_values(".env", encoding="utf-8-sig").items():
                if name.upper() == "DATABASE_PATH" and found:
                    return Path(found)
    return Path(DEFAULT_DATABASE)


def _with_disk(health: Health, database: Path) -> Health:
    """The state with the present free space."""
    try:
        usage = shutil.disk_usage(database.parent)
    except OSError:
        return health
    return replace(health, free=usage.free, total=usage.total)


def _span(seconds: float) -> str:
    seconds = abs(seconds)
    for size, name in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            count = int(seconds // size)
            return f"{count} {name}{'' if count == 1 else 's'}"
    return f"{int(seconds)} seconds"
