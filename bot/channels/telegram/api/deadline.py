"""The time limit of one update's handler, not counting the time for which Telegram makes it wait.

Knows nothing of what is handled or why it waits.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from contextvars import ContextVar

_current: ContextVar[asyncio.Timeout | None] = ContextVar("deadline", default=None)


class DeadlineExceeded(Exception):
    """The time limit is over; what ran inside was cancelled."""


@asynccontextmanager
async def deadline(seconds: float) -> AsyncIterator[None]:
    """Cancels what runs inside after `seconds`. Raises DeadlineExceeded."""
    allowed = asyncio.timeout(seconds)
    try:
        async with allowed:
            token = _current.set(allowed)
            try:
                yield
            finally:
                _current.reset(token)
    except TimeoutError:
        if allowed.expired():
            raise DeadlineExceeded from None
        raise


def extend(seconds: float) -> None:
    """Moves the deadline of the running handler, if it has one, by `seconds`."""
    allowed = _current.get()
    if allowed is not None and (when := allowed.when()) is not None:
        with suppress(RuntimeError):  # the handler has ended, or its time is over already
            allowed.reschedule(when + seconds)


@contextmanager
def suspended() -> Iterator[None]:
    """Stops the clock of the running handler's deadline, if it has one, while it waits inside."""
    allowed = _current.get()
    when = None if allowed is None else allowed.when()
    if allowed is None or when is None:
        yield
        return
    now = asyncio.get_running_loop().time
    left = when - now()
    with suppress(RuntimeError):
        allowed.reschedule(None)
    try:
        yield
    finally:
        with suppress(RuntimeError):
            allowed.reschedule(now() + left)
