"""The threads in which patients' messages are read: short ones never wait for long ones, whoever wrote them.

A message of 4,096 characters takes up to half a second of processor time. All long ones share one thread, in the order
in which they come, so that many of them take half of a processor from the others and no more; so do very long ones,
since patients tell stories of some hundred characters, but hardly ever of a thousand. Knows nothing of what is read.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol, TypeVar

from bot.channels.telegram.api.deadline import suspended

T = TypeVar("T")

LONG = 200
"""Characters of a message from which on it is a long one."""
VERY_LONG = 1_000
SECONDS = 20.0
"""How long reading a message may take, once it has begun: many times what the worst one takes on a slow machine."""

TURN_SECONDS = 120.0
"""How long a message may wait to be read: as long as several hundred long ones take."""


class TooSlow(Exception):
    """Reading a message takes so long that it is given up."""


# Threads begin with the first message. Four for short ones: two are as quick while nothing else runs.
_SHORT = ThreadPoolExecutor(4, thread_name_prefix="short messages")
_LONG = ThreadPoolExecutor(1, thread_name_prefix="long messages")
_VERY_LONG = ThreadPoolExecutor(1, thread_name_prefix="very long messages")


class InThread(Protocol):
    """How work on a text of `size` characters is done off the event loop."""

    def __call__(self, work: Callable[[], T], size: int, /) -> Awaitable[T]: ...


async def in_thread(work: Callable[[], T], size: int, *, seconds: float = SECONDS) -> T:
    """The result of work on a text of `size` characters, done in a thread. Only its own time counts towards the
    deadline of the handler, not the time that it waits for others.

    Raises:
        TooSlow: it took more than `seconds`, or did not begin in time.
    """
    loop, begun = asyncio.get_running_loop(), asyncio.Event()

    def run() -> T:
        loop.call_soon_threadsafe(begun.set)
        return work()

    pool = _SHORT if size <= LONG else _LONG if size <= VERY_LONG else _VERY_LONG
    result = loop.run_in_executor(pool, run)
    try:
        with suspended():
            async with asyncio.timeout(TURN_SECONDS):
                await begun.wait()
        async with asyncio.timeout(seconds):
            return await result
    except TimeoutError:
        raise TooSlow from None
    finally:
        result.cancel()
