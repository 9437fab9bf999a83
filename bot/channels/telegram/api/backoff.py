"""Pauses after failures, and the pause that a 429 asks for."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from datetime import timedelta

from telegram.error import RetryAfter

Sleep = Callable[[float], Awaitable[None]]


class Backoff:
    """Exponential pauses with jitter: up to `first` seconds, doubling each time, up to `most`."""

    def __init__(self, first: float = 0.5, most: float = 5.0) -> None:
        self._first = first
        self._most = most
        self.failures = 0

    def next(self) -> float:
        pause = min(self._most, self._first * 2.0 ** min(self.failures, 16))
        self.failures += 1
        return pause * (0.5 + random.random() / 2)

    def reset(self) -> None:
        self.failures = 0


def waiting_time(error: BaseException) -> float:
    """The seconds that a 429 asks to wait; 0 for any other error."""
    if not isinstance(error, RetryAfter):
        return 0.0
    asked = error.retry_after
    return asked.total_seconds() if isinstance(asked, timedelta) else float(asked)
