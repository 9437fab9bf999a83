"""The bot with an event loop that times its callbacks: `python -m benchmarks.timed_bot FILE`.

At the end it writes those that took `LEAST` or more into the file, one JSON object a line, and the count of all in the
last. Time is that of the processor in the loop's own thread: waiting for other threads, which share the interpreter,
does not count.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import time
from asyncio import events
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import get_ident
from types import CoroutineType, FrameType

LEAST = 0.001


@dataclass(frozen=True, slots=True)
class Hold:
    """A callback that kept the event loop. Times in seconds, `at` of the system's monotonic clock."""

    at: float
    processor: float
    elapsed: float
    collecting: float
    """Of the processor's time, that of the garbage collector."""
    name: str
    resumed: str
    """Where the coroutine went on."""
    paused: str
    """Where it waited next."""


class Times:
    """The callbacks of the loop so far."""

    def __init__(self) -> None:
        self.count = 0
        self.holds: list[Hold] = []
        self.collecting = 0.0
        self._collects = 0.0
        self._thread = get_ident()
        gc.callbacks.append(self._collected)

    def _collected(self, phase: str, _: Mapping[str, int]) -> None:
        if get_ident() == self._thread:
            now = time.thread_time()
            self.collecting += now - self._collects if phase == "stop" else 0.0
            self._collects = now

    def add(self, began: float, processor: float, collecting: float, name: str, resumed: str, paused: str) -> None:
        self.count += 1
        if processor >= LEAST:
            now = time.monotonic()
            self.holds.append(Hold(now, processor, now - began, collecting, name, resumed, paused))

    def write(self, path: Path) -> None:
        lines = [json.dumps(asdict(hold)) for hold in self.holds]
        path.write_text("\n".join([*lines, json.dumps({"count": self.count})]) + "\n", encoding="ascii")


TIMES = Times()


class _TimedHandle(asyncio.Handle):
    def _run(self) -> None:
        _timed(self, super()._run)


class _TimedTimerHandle(asyncio.TimerHandle):
    def _run(self) -> None:
        _timed(self, super()._run)


def _timed(handle: asyncio.Handle, run: Callable[[], None]) -> None:
    callback = getattr(handle, "_callback", None)
    task = getattr(callback, "__self__", None)
    coroutine = task.get_coro() if isinstance(task, asyncio.Task) else None
    name = getattr(coroutine or callback, "__qualname__", None) or repr(type(callback))
    resumed = _place(coroutine)
    began, processor, collecting = time.monotonic(), time.thread_time(), TIMES.collecting
    run()
    processor = time.thread_time() - processor
    TIMES.add(began, processor, TIMES.collecting - collecting, name, resumed, _place(coroutine))


def _place(coroutine: object) -> str:
    """The innermost function and line of a coroutine that waits."""
    place = ""
    while isinstance(coroutine, CoroutineType):
        frame: FrameType | None = coroutine.cr_frame
        if frame is not None:
            place = f"{frame.f_code.co_qualname}:{frame.f_lineno}"
        coroutine = coroutine.cr_await
    return place


def main() -> None:
    vars(events).update(Handle=_TimedHandle, TimerHandle=_TimedTimerHandle)
    path = Path(sys.argv.pop(1))
    sys.argv.append("run")
    from bot.__main__ import start

    try:
        start()
    finally:
        TIMES.write(path)


if __name__ == "__main__":
    main()
