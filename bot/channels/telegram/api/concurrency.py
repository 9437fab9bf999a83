"""Limits how many calls to Telegram are in flight at the same time.

A message that is sent but not recorded as done when the process is killed is sent again by the next process, so the
limit is also the largest number of messages that a crash can duplicate. Knows nothing of the calls.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar

from bot.channels.telegram.api.deadline import suspended

_current: ContextVar[UpdateSlot | None] = ContextVar("update_slot", default=None)


class UpdateSlot:
    """The slots that one update holds: at most one of each limit, from its first call until `end`.

    `end` is called when the update is recorded as done.
    """

    def __init__(self) -> None:
        self._releases: dict[ConcurrencyLimit, Callable[[], None]] = {}
        self._ended = False

    def begin(self) -> None:
        """Assigns all later calls of the current task to this update."""
        _current.set(self)

    def end(self) -> None:
        """Releases the slots."""
        self._ended = True
        for release in self._releases.values():
            release()
        self._releases.clear()

    def holds(self, limit: ConcurrencyLimit) -> bool:
        return limit in self._releases

    def keep(self, limit: ConcurrencyLimit, release: Callable[[], None]) -> bool:
        """Takes over the release of a slot, unless the update has ended."""
        if not self._ended:
            self._releases[limit] = release
        return not self._ended


class ConcurrencyLimit:
    """Grants `many` slots while at most `few` callers wait, and `few` while more do; first come, first served.

    A slot held for more than `patience` seconds no longer counts, so that a hanging connection does not block others.
    """

    def __init__(self, few: int, many: int, patience: float = 0.5) -> None:
        if not 0 < few <= many:
            raise ValueError("0 < few <= many")
        self._few = few
        self._many = many
        self._patience = patience
        self._held = 0
        self._queue: deque[asyncio.Future[None]] = deque()

    @property
    def busy(self) -> bool:
        """Whether a caller waits."""
        return bool(self._queue)

    @asynccontextmanager
    async def slot(self, urgent: bool = False) -> AsyncIterator[None]:
        """Waits for a slot, first in the queue if urgent. The wait does not count towards the handler's deadline."""
        update = _current.get()
        if update is not None and update.holds(self):
            yield
            return
        loop = asyncio.get_running_loop()
        granted: asyncio.Future[None] = loop.create_future()
        if urgent:
            self._queue.appendleft(granted)
        else:
            self._queue.append(granted)
        # Later, so that all callers of this loop iteration are in the queue before the first is served.
        loop.call_soon(self._grant)
        try:
            with suspended():
                await granted
        except asyncio.CancelledError:
            if granted.done() and not granted.cancelled():
                self._release()
            raise
        released = False

        def release() -> None:
            nonlocal released
            timer.cancel()
            if not released:
                released = True
                self._release()

        timer = loop.call_later(self._patience, release)
        try:
            yield
        except BaseException:
            release()
            raise
        if update is None or not update.keep(self, release):
            release()

    def _grant(self) -> None:
        while self._queue and self._held < (self._few if len(self._queue) > self._few else self._many):
            granted = self._queue.popleft()
            if not granted.done():
                granted.set_result(None)
                self._held += 1

    def _release(self) -> None:
        self._held -= 1
        self._grant()
