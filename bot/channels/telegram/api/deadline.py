"""The time limit of an update's handler, excluding the time for which Telegram makes it wait."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from contextvars import ContextVar

_current: ContextVar[asyncio.Timeout | None] = ContextVar("deadline", default=None)


class DeadlineExceeded(Exception):
    """The time limit was exceeded and the body cancelled."""


@asynccontextmanager
async def deadline(seconds: float) -> AsyncIterator[None]:
    """Cancels the body after `seconds` and raises DeadlineExceeded."""
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
    """Extends the deadline of the current handler, if any, by `seconds`."""
    allowed = _current.get()
    if allowed is not None and (when := allowed.when()) is not None:
        with suppress(RuntimeError):  # the handler has ended, or its time is already over
            allowed.reschedule(when + seconds)


@contextmanager
def suspended() -> Iterator[None]:
    """Suspends the deadline of the current handler, if any, during the body."""
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
