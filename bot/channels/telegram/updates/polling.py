"""Takes updates from Telegram by long polling and confirms them only when they are handled.

Telegram keeps what is not confirmed, so it is the durable queue: a killed process loses nothing. Owns the offset, the
pauses after errors and the end. Knows nothing of what handling means.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from telegram.error import Conflict, Forbidden, InvalidToken, TelegramError

from bot.channels.telegram.api.backoff import Backoff, Sleep, waiting_time
from bot.channels.telegram.api.bot import TelegramBot, TokenRefused
from bot.channels.telegram.updates.debounce import Debouncer
from bot.channels.telegram.updates.processor import Handle, ProcessedUpdates, UpdateCounts, UpdateProcessor
from bot.channels.telegram.updates.shutdown import GRACE_SECONDS, Shutdown, Stopped
from bot.logs import RateLimitedLog

log = logging.getLogger(__name__)

T = TypeVar("T")

KINDS = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")
WINDOW = 100  # Telegram hands out no more unconfirmed updates than this
_SETTLE = 0.25  # a full window is asked for again when half of it is free, or after so many seconds
_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class PollingLimits:
    """Times in seconds. `hold`: how long one unfinished update may keep others from being fetched.

    Unfinished updates fill the window only while a hundred newer ones wait behind one that is stuck. Then it is let
    go after `hold`: it runs on, but is lost if the process is killed before it ends. While updates are unfinished,
    Telegram answers at once, so there is a `gap` before asking again: shorter than 20 ms, asking would take the
    processor from those who answer.
    """

    handling: float = 30.0
    hold: float = 20.0
    poll: int = 10
    shortest_gap: float = 0.02
    longest_gap: float = 0.1


class Poller:
    """`run` until `stop`. `last_contact` is the `clock`'s reading at the last answer of Telegram, or None."""

    def __init__(
        self,
        bot: TelegramBot,
        handle: Handle,
        processed: ProcessedUpdates,
        *,
        limits: PollingLimits | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Sleep = asyncio.sleep,
        debouncer: Debouncer | None = None,
    ) -> None:
        self.last_contact: float | None = None
        self._bot = bot
        self._limits = limits or PollingLimits()
        self._processor = UpdateProcessor(
            bot,
            handle,
            processed,
            seconds=self._limits.handling,
            clock=clock,
            debouncer=debouncer,
        )
        self._clock = clock
        self._sleep = sleep
        self._backoff = Backoff()
        self._next: int | None = None  # one above the highest id seen
        self._done_above: set[int] = set()  # seen and perhaps finished, while a lower one is not
        self._gap = self._limits.shortest_gap
        self._last_news = clock()
        self._refusals = 0
        self._lost_since: float | None = None
        self._log_warning = RateLimitedLog(log, logging.WARNING, clock)
        self._shutdown = Shutdown()

    @property
    def counts(self) -> UpdateCounts:
        return self._processor.counts

    @property
    def in_flight(self) -> int:
        """Updates fetched and not finished."""
        return len(self._processor)

    @property
    def quiet(self) -> float:
        """Seconds since there was anything to do."""
        return self._processor.quiet

    async def run(self) -> None:
        """Fetches and handles until `stop`. Raises TokenRefused when Telegram does not accept the token."""
        try:
            with suppress(Stopped):
                await self._insist(self._bot.delete_webhook)
                while True:
                    await self._round()
            await self._finish()
        finally:
            await self._processor.close(0.0)
            self._shutdown.complete()

    async def stop(self, grace: float = GRACE_SECONDS) -> None:
        """Stops fetching, lets what is in flight finish within `grace` seconds, confirms; returns when all is done."""
        await self._shutdown.request(grace)

    # -- one round -------------------------------------------------------------------------------------------------

    async def _round(self) -> None:
        waiting = len(self._processor) > 0
        updates = await self._insist(lambda: self._fetch(0 if waiting else self._limits.poll))
        new = [update for update in updates if update.get("update_id") not in self._done_above]
        for update in new:
            update_id = update.get("update_id")
            if isinstance(update_id, int):
                self._done_above.add(update_id)
                self._next = max(update_id + 1, self._next or 0)
            self._processor.accept(update)
        if new:
            self._last_news = self._clock()
            self._gap = self._limits.shortest_gap
        else:
            self._gap = min(self._limits.longest_gap, self._gap * 2)
        full = len(updates) >= WINDOW
        if full and not new:
            self._make_room()
        if len(self._processor):
            await self._let_work(full)

    async def _fetch(self, seconds: int) -> list[dict[str, Any]]:
        offset = self._offset()
        updates = await self._bot.raw_updates(offset, limit=WINDOW, timeout=seconds, kinds=KINDS)
        if offset is not None:
            self._done_above = {update_id for update_id in self._done_above if update_id >= offset}
        if not updates and self._clock() - self._last_news > _DAY:
            # Everything is confirmed. After a week without updates Telegram starts over with a random id, which
            # may be lower than ours.
            self._next = None
        return updates

    def _offset(self) -> int | None:
        """The lowest id that is not finished, or one above all seen: everything below is confirmed."""
        first = self._processor.first
        return self._next if first is None else first

    def _make_room(self) -> None:
        """Lets go of the first update if it is stuck and most of those behind it are done.

        Telegram has just answered: while it cannot be reached, everything is slow and nobody is held up by anybody.
        """
        first = self._processor.first
        if first is None or len(self._processor) > WINDOW // 2:
            return
        if self._processor.release(first, self._limits.hold):
            log.warning("an update takes longer than %g seconds; others go first", self._limits.hold)

    async def _let_work(self, full: bool) -> None:
        """Waits for room in the window, or a moment, or until all is done: a busy loop would fetch the same again."""
        before = self._offset() or 0
        began = self._clock()
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._gap):
                    await self._processor.idle.wait()
            if self._shutdown.requested:
                raise Stopped
            free = (self._offset() or 0) - before
            if not full or not len(self._processor) or free >= WINDOW // 2:
                return
            if free and self._clock() - began >= _SETTLE:
                return
            if self._clock() - began >= self._limits.hold / 4:
                return
            self._gap = min(self._limits.longest_gap, self._gap * 2)

    # -- errors ----------------------------------------------------------------------------------------------------

    async def _insist(self, call: Callable[[], Awaitable[T]]) -> T:
        """Calls Telegram until it answers. Raises TokenRefused, and Stopped while the bot is being stopped."""
        while True:
            try:
                answer = await self._shutdown.unless_requested(call())
            except (InvalidToken, Forbidden):
                # Once may be a slip of something in between; twice is Telegram's word.
                self._refusals += 1
                if self._refusals > 1:
                    raise TokenRefused from None
                pause = 1.0
            except Conflict:
                self.counts.conflicts += 1
                self._log_warning(
                    "another instance is polling with the same token, or a webhook is set: stop one of the two"
                )
                pause = max(1.0, self._backoff.next())
            except (TelegramError, LookupError, TypeError, ValueError) as error:
                pause = max(self._backoff.next(), waiting_time(error))
                self._lost(error)
            else:
                self._reached()
                return answer
            await self._shutdown.unless_requested(self._sleep(pause))

    def _reached(self) -> None:
        self.last_contact = self._clock()
        self._refusals = 0
        self._backoff.reset()
        if self._lost_since is not None:
            log.info("Telegram answers again after %.0f seconds", self.last_contact - self._lost_since)
            self._lost_since = None

    def _lost(self, error: Exception) -> None:
        if self._lost_since is None:
            self._lost_since = self._clock()
            self.counts.outages += 1
        self._log_warning(f"no answer from Telegram ({type(error).__name__}); trying again")

    # -- the end ---------------------------------------------------------------------------------------------------

    async def _finish(self) -> None:
        await self._processor.close(self._shutdown.grace)
        offset = self._offset()
        if offset is None:
            return
        try:
            async with asyncio.timeout(2.0):
                await self._bot.raw_updates(offset, limit=1, timeout=0, kinds=KINDS)
        except (TelegramError, TimeoutError) as error:
            log.warning("the last updates could not be confirmed (%s); they come again", type(error).__name__)
