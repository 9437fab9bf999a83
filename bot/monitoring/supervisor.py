"""Supervises the works beside the bot: none of them ever ends unnoticed.

A work that fails is logged with the place, told to admins once, and begun again, later each time. Knows nothing of what
the works do.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field

from bot.logs import failure

log = logging.getLogger(__name__)

FAILING = 3
"""A work that failed so often within `WINDOW_SECONDS` makes the bot unhealthy."""
WINDOW_SECONDS = 600.0
_LONGEST_PAUSE = 60.0
_TELL_AGAIN = 60.0

Work = Callable[[], Coroutine[None, None, None]]


@dataclass(slots=True)
class Failures:
    """The times of a work's latest failures, and whether admins know of them."""

    times: deque[float] = field(default_factory=deque)
    told: bool = False


class Supervisor:
    """Runs works from `start` until `close`. `tell` sends a text to the admins and returns whether that is done with.

    `running` is the present run of each work, by the work's name.
    """

    def __init__(
        self,
        tell: Callable[[str], Awaitable[bool]],
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.running: dict[str, asyncio.Task[None]] = {}
        self._tell = tell
        self._clock = clock
        self._sleep = sleep
        self._failures: dict[str, Failures] = {}
        self._supervising: set[asyncio.Task[None]] = set()

    @property
    def failing(self) -> tuple[str, ...]:
        """The works that failed three times in the last ten minutes."""
        return tuple(name for name in self._failures if len(self._recent(name).times) >= FAILING)

    def start(self, name: str, work: Work, *, ends: bool = False) -> None:
        """Runs a work until `close`, or until it returns if it is one that `ends`."""
        self._keep(asyncio.create_task(self._supervise(name, work, ends)))

    async def close(self) -> None:
        """Cancels all works and waits for their ends."""
        tasks = list(self._supervising)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    def failed(self, name: str, why: str) -> None:
        """Notes a failure of a work, or of a part of it, that goes on by itself."""
        log.error("%s failed: %s", name, why)
        failures = self._recent(name)
        failures.times.append(self._clock())
        if not failures.told:
            failures.told = True
            self._keep(asyncio.create_task(self._tell_of(name, why), name="alert"))

    async def guard(self, name: str, part: Callable[[], Awaitable[None]]) -> None:
        """Runs a part of a work; its failure is noted, and goes no further."""
        try:
            await part()
        except Exception as error:
            self.failed(name, failure(error))

    async def _supervise(self, name: str, work: Work, ends: bool) -> None:
        while True:
            run = self.running[name] = asyncio.create_task(work())
            try:
                await asyncio.wait({run})
            finally:
                run.cancel()
                await asyncio.wait({run})
            error = None if run.cancelled() else run.exception()
            if error is None and ends and not run.cancelled():
                return
            self.failed(name, failure(error) if error else "it was cancelled" if run.cancelled() else "it ended")
            await self._sleep(min(2.0 ** (len(self._recent(name).times) - 1), _LONGEST_PAUSE))

    def _recent(self, name: str) -> Failures:
        """The failures of the last ten minutes; after so long without one, admins are told of the next."""
        failures = self._failures.setdefault(name, Failures())
        while failures.times and self._clock() - failures.times[0] > WINDOW_SECONDS:
            failures.times.popleft()
        if not failures.times:
            failures.told = False
        return failures

    async def _tell_of(self, name: str, why: str) -> None:
        text = (
            f"A part of the bot failed and is started again: {name} ({why}). Patients are answered. If it fails three "
            "times in ten minutes, `python -m bot health` says so; please report it then, with the log."
        )
        while not await self._told(text):
            await self._sleep(_TELL_AGAIN)

    async def _told(self, text: str) -> bool:
        try:
            return await self._tell(text)
        except Exception as error:
            log.warning("admins could not be told: %s", failure(error))
            return False

    def _keep(self, task: asyncio.Task[None]) -> None:
        self._supervising.add(task)
        task.add_done_callback(self._supervising.discard)
