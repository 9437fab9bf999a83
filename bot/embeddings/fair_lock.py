"""A lock for threads that goes to whoever has waited longest.

The standard library's goes to whoever is quickest, which is nearly always the thread that has just given it back: one
with much to do keeps all others out until it is done.
"""

from __future__ import annotations

from collections import deque
from threading import Lock


class FairLock:
    """Use it in a `with` statement. A thread that holds it cannot take it again."""

    def __init__(self) -> None:
        self._changing = Lock()
        self._held = False
        self._waiting: deque[Lock] = deque()

    @property
    def waiting(self) -> int:
        """The number of threads that wait for it."""
        return len(self._waiting)

    def __enter__(self) -> None:
        with self._changing:
            if not self._held:
                self._held = True
                return
            turn = Lock()
            turn.acquire()
            self._waiting.append(turn)
        turn.acquire()  # until `__exit__` hands the lock over

    def __exit__(self, *_: object) -> None:
        with self._changing:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._held = False
