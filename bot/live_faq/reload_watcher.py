"""Watches the FAQ files: has them reloaded after every change and announces what came of it.

Knows nothing of how files are read (`live_faq`) and changes noticed (`file_watcher`), and of who is told.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import aclosing
from pathlib import Path
from typing import Any, Protocol

from bot.live_faq.file_watcher import changes, stamp
from bot.live_faq.reload_events import RefusalOver, Reloaded, ReloadEvent, ReloadRefused, ReloadSlow

Announce = Callable[[ReloadEvent], Awaitable[None]]

SLOW_SECONDS = 20.0
"""How long a change may be read before that is announced."""


class Reload(Protocol):
    """Makes changed files live, see `LiveFaq.reload`."""

    def __call__(self, *, reading: Callable[[], None]) -> Coroutine[Any, Any, Reloaded | ReloadRefused | None]: ...


class ReloadWatcher:
    """Watches the FAQ file at `path` and its translations, and calls `reload` after every change."""

    def __init__(self, path: Path, reload: Reload) -> None:
        self._path = path
        self._reload = reload
        self._refused: ReloadRefused | None = None
        """The latest result, if it is a refusal."""
        self._unannounced: list[ReloadEvent] = []

    async def watch(
        self, announce: Announce, *, every: float = 2.0, settle: float = 0.2, slow: float = SLOW_SECONDS
    ) -> None:
        """Reloads after every change of a file until cancelled, and passes each result to `announce`, also that reading
        what somebody else wrote takes longer than `slow` seconds.

        Polls every `every` seconds, since not all mounts notify, and waits until the files have not changed for
        `settle` seconds. Raises what `announce` raises; the next `watch` begins with what was not announced.
        """
        async with aclosing(changes(self._path, every=every, settle=settle)) as changed:
            async for seen in changed:
                event: ReloadEvent | None = await self._watched_reload(announce, slow)
                if isinstance(event, ReloadRefused) and await asyncio.to_thread(stamp, self._path) != seen:
                    continue  # a write was in progress; its end is noticed too
                if event is None and self._refused is not None:
                    event = RefusalOver()
                if event is not None and event != self._refused:
                    self._unannounced.append(event)
                self._refused = event if isinstance(event, ReloadRefused) else None
                while self._unannounced:
                    await announce(self._unannounced[0])
                    self._unannounced.pop(0)

    async def _watched_reload(self, announce: Announce, slow: float) -> Reloaded | ReloadRefused | None:
        """The result of a reload; before it, once the files have been read for `slow` seconds, that is announced."""
        loop, begun = asyncio.get_running_loop(), asyncio.Event()

        def reads() -> None:
            loop.call_soon_threadsafe(begun.set)

        reload = asyncio.create_task(self._reload(reading=reads))
        reading = asyncio.create_task(begun.wait())
        try:
            await asyncio.wait({reload, reading}, return_when=asyncio.FIRST_COMPLETED)
            done, _ = await asyncio.wait({reload}, timeout=slow)
            if not done:
                await announce(ReloadSlow())
            return await reload
        finally:
            reading.cancel()
            reload.cancel()  # for the case that this was cancelled, or announcing failed
