"""Logging, one line per record, as text or JSON, without patients' words, names and ids, and without the token.

An exception is shown by its type and places, never by its text, which may quote a message. Libraries log from WARNING
on: at INFO httpx shows URLs with the token, at DEBUG python-telegram-bot shows whole updates.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

_REPEAT_SECONDS = 60.0
_TOKEN = re.compile(r"\d{3,}:[\w-]{20,}")
_PROJECT = Path(__file__).parents[1]
_Failure = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def set_up(level: str, form: str) -> None:
    """Logs to standard error. `level` is that of the bot's own records, `form` is "text" or "json"."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json() if form == "json" else _Text())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("bot").setLevel(level)
    for noisy in ("httpx", "httpcore", "telegram", "aiosqlite", "asyncio", "aiohttp"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def failure(error: BaseException) -> str:
    """The type of an exception and its innermost line of the bot: `TypeError at bot/storage/store.py:41`."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(_PROJECT / "bot")]
    if not frames:
        return type(error).__name__
    last = (own or frames)[-1]
    path = Path(last.filename)
    return f"{type(error).__name__} at {path.relative_to(_PROJECT) if own else path.name}:{last.lineno}"


class RateLimitedLog:
    """Logs lines at one level, each at most once a minute."""

    def __init__(self, logger: logging.Logger, level: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._logger = logger
        self._level = level
        self._clock = clock
        self._logged: dict[str, float] = {}

    def __call__(self, line: str) -> None:
        now = self._clock()
        if now - self._logged.get(line, -_REPEAT_SECONDS) >= _REPEAT_SECONDS:
            self._logged[line] = now
            self._logger.log(self._level, "%s", line)


class _Formatter(logging.Formatter):
    def formatException(self, ei: _Failure) -> str:  # noqa: N802 (the standard library's name)
        error = ei[1]
        frames = traceback.extract_tb(error.__traceback__)[-6:] if error else []
        places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))
        return f"{type(error).__name__} at {places}"

    def message(self, record: logging.LogRecord) -> str:
        shown = record.getMessage()
        if record.exc_info:
            shown = f"{shown}: {self.formatException(record.exc_info)}"
        return _TOKEN.sub("<token>", shown)


class _Text(_Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%d %H:%M:%S")
        return f"{at} {record.levelname:<7} {record.name}: {self.message(record)}"


class _Json(_Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds")
        line = {"at": at, "level": record.levelname, "logger": record.name, "message": self.message(record)}
        return json.dumps(line, ensure_ascii=False)
