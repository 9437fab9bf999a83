"""The graceful end of polling or the webhook: it is asked for, breaks off waits, and becomes complete."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")

GRACE_SECONDS = 8.0
"""How long the updates in flight get to finish; those who start the process wait longer before they kill it."""


class Stopped(Exception):
    """A wait was broken off because the bot is being stopped."""


class Shutdown:
    """One end, asked for at most once. `grace` is how many seconds the updates in flight get to finish."""

    def __init__(self) -> None:
        self.grace = 0.0
        self._requested = asyncio.Event()
        self._complete = asyncio.Event()

    @property
    def requested(self) -> bool:
        return self._requested.is_set()

    async def request(self, grace: float) -> None:
        """Asks for the end and returns when it is complete."""
        self.grace = grace
        self._requested.set()
        await self._complete.wait()

    def complete(self) -> None:
        """Lets those who asked for the end go on."""
        self._complete.set()

    async def unless_requested(self, work: Awaitable[T]) -> T:
        """The work's result. Raises Stopped, and cancels the work, when the end is asked for before it is done."""
        task = asyncio.ensure_future(work)
        stop = asyncio.ensure_future(self._requested.wait())
        try:
            await asyncio.wait({task, stop}, return_when=asyncio.FIRST_COMPLETED)
            if self.requested and not task.done():
                raise Stopped
            return task.result()
        finally:
            stop.cancel()
            if not task.done():
                task.cancel()
                with suppress(asyncio.CancelledError, Exception):
                    await task
