"""Counts what happens too often if it happens more than once in a while."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

LATELY = 3_600.0
"""Seconds."""
_REMEMBERED = 1_000


class LatelyCount:
    """How often something happened. `clock` is a monotonic clock in seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.count = 0
        """Since the start."""
        self._clock = clock
        self._times: deque[float] = deque(maxlen=_REMEMBERED)

    def add(self) -> None:
        """Counts one more."""
        self.count += 1
        self._times.append(self._clock())

    @property
    def lately(self) -> int:
        """How often it happened within the last `LATELY` seconds."""
        since = self._clock() - LATELY
        return sum(at >= since for at in self._times)
