"""Time that passes only when everybody waits, or when a test says: waiting takes no time in a test."""

import asyncio
import heapq
import itertools
from dataclasses import dataclass

_TURNS = 60  # turns of the event loop in which whoever can act has acted


class VirtualTime:
    """`clock` and `sleep` to pass to the code under test; `async with` runs it. `slept` lists the pauses asked for."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.slept: list[float] = []
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = itertools.count()
        self._ticker: asyncio.Task[None] | None = None

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        wake: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.now + seconds, next(self._order), wake))
        await wake

    async def idle(self) -> None:
        """Runs all tasks that are ready; only then time may pass."""
        for _ in range(_TURNS // 2):
            await asyncio.sleep(0)

    async def __aenter__(self) -> "VirtualTime":
        self._ticker = asyncio.create_task(self._tick())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._ticker is not None:
            self._ticker.cancel()

    async def _tick(self) -> None:
        while True:
            for _ in range(_TURNS):
                await asyncio.sleep(0)
            if self._sleepers:
                until, _, wake = heapq.heappop(self._sleepers)
                self.now = max(self.now, until)
                if not wake.done():
                    wake.set_result(None)
            else:
                await asyncio.sleep(0.001)


@dataclass
class Clock:
    """A time that tests set."""

    now: float = 1_000.0

    def __call__(self) -> float:
        return self.now
