"""Work of many steps in a thread, which ends at the next step once nobody waits for it any more.

A thread cannot be stopped from outside, and the process does not end before its threads do.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from threading import Event
from typing import TypeVar

T = TypeVar("T")

GoOn = Callable[[], None]
"""Called between steps. What it raises ends the work."""


class Interrupted(Exception):
    """Nobody waits for the result any more."""


async def interruptible(work: Callable[[GoOn], T]) -> T:
    """The result of work in a thread. When this is cancelled, the work's next call of its argument raises
    `Interrupted`."""
    cancelled = Event()

    def go_on() -> None:
        if cancelled.is_set():
            raise Interrupted

    try:
        return await asyncio.to_thread(work, go_on)
    except asyncio.CancelledError:
        cancelled.set()
        raise
