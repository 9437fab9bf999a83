"""Long polling that confirms updates only when they are handled.

Telegram keeps unconfirmed updates, so it is the durable queue: a killed process loses nothing. Owns the offset; knows
nothing of how updates are handled.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from telegram.error import TelegramError

from bot.channels.telegram.api.backoff import Sleep
from bot.channels.telegram.api.bot import TelegramBot
from bot.channels.telegram.updates.debounce import Debouncer
from bot.channels.telegram.updates.processor import ProcessedUpdates
from bot.channels.telegram.updates.receiver import HANDLING_SECONDS, KINDS, Stopped, UpdateReceiver
from bot.channels.telegram.updates.screening import Handle, ScreenUpdate

log = logging.getLogger(__name__)

WINDOW = 100  # Telegram returns at most this many unconfirmed updates
_SETTLE = 0.25  # seconds after which a full window is asked for again, unless half of it is free before
_AT_A_TIME = 5  # updates accepted between two turns of others: a hundred would hold the event loop for 12 ms
_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class PollingLimits:
    """Times in seconds. `hold`: how long one unfinished update may block the fetching of others.

    An update that is stuck while the window behind it is full is released after `hold`: it continues, but is lost if
    the process is killed before it ends. While updates are unfinished, Telegram answers at once, so there is a `gap`
    before the next request; below 20 ms, polling would take CPU time from the handlers.
    """

    handling: float = HANDLING_SECONDS
    hold: float = 20.0
    poll: int = 10
    shortest_gap: float = 0.02
    longest_gap: float = 0.1


class Poller(UpdateReceiver):
    """Fetches updates."""

    def __init__(
        self,
        bot: TelegramBot,
        handle: Handle,
        processed: ProcessedUpdates,
        *,
        screen: ScreenUpdate,
        limits: PollingLimits | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Sleep = asyncio.sleep,
        debouncer: Debouncer | None = None,
    ) -> None:
        self._limits = limits or PollingLimits()
        super().__init__(
            bot,
            handle,
            processed,
            screen=screen,
            handling=self._limits.handling,
            clock=clock,
            sleep=sleep,
            debouncer=debouncer,
        )
        self._next: int | None = None  # one above the highest id seen
        self._seen: set[int] = set()  # ids from the offset on, finished or not
        self._gap = self._limits.shortest_gap
        self._last_news = clock()

    async def run(self) -> None:
        try:
            with suppress(Stopped):
                await self._until_answered(self._bot.delete_webhook)
                while True:
                    await self._round()
            await self._finish()
        finally:
            await self._processor.close(0.0)
            self._stopped.set()

    async def _round(self) -> None:
        waiting = len(self._processor) > 0
        updates = await self._until_answered(lambda: self._fetch(0 if waiting else self._limits.poll))
        new = [update for update in updates if update.get("update_id") not in self._seen]
        for number, update in enumerate(new, 1):
            update_id = update.get("update_id")
            if isinstance(update_id, int):
                self._seen.add(update_id)
                self._next = max(update_id + 1, self._next or 0)
            self._processor.accept(update)
            if number % _AT_A_TIME == 0:
                await asyncio.sleep(0)
        if new:
            self._last_news = self._clock()
            self._gap = self._limits.shortest_gap
        else:
            self._gap = min(self._limits.longest_gap, self._gap * 2)
        full = len(updates) >= WINDOW
        if full and not new:
            self._release_stuck()
        if len(self._processor):
            await self._wait_for_handlers(full)

    async def _fetch(self, seconds: int) -> list[dict[str, Any]]:
        offset = self._offset()
        updates = await self._bot.raw_updates(offset, limit=WINDOW, timeout=seconds, kinds=KINDS)
        if offset is not None:
            self._seen = {update_id for update_id in self._seen if update_id >= offset}
        if not updates and self._clock() - self._last_news > _DAY:
            # Everything is confirmed. After a week without updates Telegram continues with a random id, which may be
            # lower than `_next`.
            self._next = None
        return updates

    def _offset(self) -> int | None:
        """The id below which everything is confirmed: the lowest unfinished one, or one above all seen."""
        first = self._processor.first
        return self._next if first is None else first

    def _release_stuck(self) -> None:
        """Releases the first update if it is stuck and most of those behind it are done.

        Called only after an answer of Telegram: during an outage every update is slow.
        """
        first = self._processor.first
        if first is None or len(self._processor) > WINDOW // 2:
            return
        if self._processor.release(first, self._limits.hold):
            log.warning(
                "an update takes longer than %g seconds; later updates no longer wait for it", self._limits.hold
            )

    async def _wait_for_handlers(self, full: bool) -> None:
        """Waits before the next request, which would return the same updates: for the gap, until all updates are done,
        or, with a full window, until part of it is free."""
        before = self._offset() or 0
        began = self._clock()
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._gap):
                    await self._processor.idle.wait()
            if self._stopping.is_set():
                raise Stopped
            free, waited = (self._offset() or 0) - before, self._clock() - began
            if not full or not len(self._processor) or free >= WINDOW // 2:
                return
            if waited >= (_SETTLE if free else self._limits.hold / 4):
                return
            self._gap = min(self._limits.longest_gap, self._gap * 2)

    async def _finish(self) -> None:
        await self._processor.close(self._grace)
        offset = self._offset()
        if offset is None:
            return
        try:
            async with asyncio.timeout(2.0):
                await self._bot.raw_updates(offset, limit=1, timeout=0, kinds=KINDS)
        except (TelegramError, TimeoutError) as error:
            log.warning("the last updates could not be confirmed (%s); they come again", type(error).__name__)
