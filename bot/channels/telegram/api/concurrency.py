"""Bounds how many calls are on their way to Telegram at the same time.

A message whose answer has not come back when the process is killed may have been delivered, and is sent again by the
next process: as many patients read something twice as there are calls on the way, or come back but not yet noted as
done. Knows nothing of what is called.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar

from bot.channels.telegram.api.deadline import suspended

_current: ContextVar[UpdateSlot | None] = ContextVar("visit", default=None)


class UpdateSlot:
    """What is done for one update: through a gate once, and inside until `end`, when the update is noted as done."""

    def __init__(self) -> None:
        self._places: dict[ConcurrencyLimit, Callable[[], None]] = {}
        self._ended = False

    def begin(self) -> None:
        """From here on, whatever the running task calls belongs to this visit."""
        _current.set(self)

    def end(self) -> None:
        """Gives the places free."""
        self._ended = True
        for leave in self._places.values():
            leave()
        self._places.clear()

    def inside(self, gate: ConcurrencyLimit) -> bool:
        return gate in self._places

    def keep(self, gate: ConcurrencyLimit, leave: Callable[[], None]) -> bool:
        """Takes over the duty to leave, unless the visit is over."""
        if not self._ended:
            self._places[gate] = leave
        return not self._ended


class ConcurrencyLimit:
    """Lets `many` through at once while hardly anybody waits, and `few` while there is a queue.

    First come, first served. Whoever is inside for more than `patience` seconds is not counted any longer: a
    connection that hangs must not keep everybody waiting.
    """

    def __init__(self, few: int, many: int, patience: float = 0.5) -> None:
        if not 0 < few <= many:
            raise ValueError("0 < few <= many")
        self._few = few
        self._many = many
        self._patience = patience
        self._inside = 0
        self._queue: deque[asyncio.Future[None]] = deque()

    @property
    def busy(self) -> bool:
        """Whether somebody waits."""
        return bool(self._queue)

    @asynccontextmanager
    async def passing(self, urgent: bool = False) -> AsyncIterator[None]:
        """Waits for its turn, or goes to the head of the queue; the time is not held against the handler."""
        visit = _current.get()
        if visit is not None and visit.inside(self):
            yield
            return
        loop = asyncio.get_running_loop()
        turn: asyncio.Future[None] = loop.create_future()
        if urgent:
            self._queue.appendleft(turn)
        else:
            self._queue.append(turn)
        # Not at once: of all who come in the same moment the queue should know before it lets anybody in.
        loop.call_soon(self._admit)
        try:
            with suspended():
                await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._leave()
            raise
        left = False

        def leave() -> None:
            nonlocal left
            timer.cancel()
            if not left:
                left = True
                self._leave()

        timer = loop.call_later(self._patience, leave)
        try:
            yield
        except BaseException:
            leave()
            raise
        if visit is None or not visit.keep(self, leave):
            leave()

    def _admit(self) -> None:
        while self._queue and self._inside < (self._few if len(self._queue) > self._few else self._many):
            turn = self._queue.popleft()
            if not turn.done():
                turn.set_result(None)
                self._inside += 1

    def _leave(self) -> None:
        self._inside -= 1
        self._admit()
