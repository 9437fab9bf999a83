"""What polling and the webhook have in common: calling Telegram until it answers, and the graceful end.

Does not know how updates arrive (`polling`, `webhook`) or how they are handled (`processor`).
"""

from __future__ import annotations

import asyncio
import logging
import time
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, TelegramError

from bot.channels.telegram.api.backoff import Backoff, Sleep, waiting_time
from bot.channels.telegram.api.bot import TelegramBot, TokenRefused
from bot.channels.telegram.updates.debounce import Debouncer
from bot.channels.telegram.updates.processor import ProcessedUpdates, UpdateProcessor
from bot.channels.telegram.updates.screening import Handle, ScreenUpdate
from bot.logs import RateLimitedLog

log = logging.getLogger(__name__)

T = TypeVar("T")

KINDS = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")
HANDLING_SECONDS = 30.0
GRACE_SECONDS = 8.0
"""How long the updates in flight may take to finish at the end; the supervisor must wait longer before it kills."""


class Stopped(Exception):
    """A wait was cancelled because the bot is stopping."""


class PortRefused(Exception):
    """The port on which updates should arrive can't be opened. The text says why."""


class UpdateReceiver(ABC):
    """Receives updates from `run` until `stop`.

    `last_contact` is the `clock`'s reading at the last answer of Telegram, or None. `deaf` says why updates do not
    arrive though Telegram answers, with the remedy; "" if they do.
    """

    def __init__(
        self,
        bot: TelegramBot,
        handle: Handle,
        processed: ProcessedUpdates,
        *,
        screen: ScreenUpdate,
        handling: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Sleep,
        debouncer: Debouncer | None,
    ) -> None:
        self._processor = UpdateProcessor(
            bot, handle, processed, screen=screen, seconds=handling, clock=clock, debouncer=debouncer
        )
        self.counts = self._processor.counts
        self.last_contact: float | None = None
        self.deaf = ""
        self._bot = bot
        self._clock = clock
        self._sleep = sleep
        self._backoff = Backoff()
        self._refusals = 0
        self._lost_since: float | None = None
        self._log_warning = RateLimitedLog(log, logging.WARNING, clock)
        self._grace = 0.0
        self._stopping = asyncio.Event()
        self._stopped = asyncio.Event()

    @property
    def in_flight(self) -> int:
        """The number of updates accepted and not finished."""
        return len(self._processor)

    @abstractmethod
    async def run(self) -> None:
        """Receives and handles updates until `stop`. Raises TokenRefused when Telegram does not accept the token."""

    async def stop(self, grace: float = GRACE_SECONDS) -> None:
        """Stops receiving and lets the updates in flight finish within `grace` seconds; returns when `run` ends."""
        self._grace = grace
        self._stopping.set()
        await self._stopped.wait()

    async def _until_answered(self, call: Callable[[], Awaitable[T]], failing: str = "no answer from Telegram") -> T:
        """Repeats a call until it succeeds. `failing` names the problem in the log.

        Raises:
            TokenRefused: Telegram refuses the token twice in a row; once may be an error of a proxy.
            Stopped: the bot is stopping.
        """
        while True:
            try:
                answer = await self._unless_stopping(call())
            except (InvalidToken, Forbidden):
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
                if isinstance(error, BadRequest):
                    self.last_contact = self._clock()  # it answers, if only to refuse
                if self._lost_since is None:
                    self._lost_since = self._clock()
                    self.counts.outages += 1
                self._log_warning(f"{failing} ({type(error).__name__}); trying again")
            else:
                self.last_contact = self._clock()
                self._refusals = 0
                self._backoff.reset()
                if self._lost_since is not None:
                    log.info("Telegram answers again after %.0f seconds", self.last_contact - self._lost_since)
                    self._lost_since = None
                return answer
            await self._unless_stopping(self._sleep(pause))

    async def _unless_stopping(self, work: Awaitable[T]) -> T:
        """The work's result. Cancels the work and raises Stopped when the bot is stopping before it is done."""
        task = asyncio.ensure_future(work)
        stop = asyncio.ensure_future(self._stopping.wait())
        try:
            await asyncio.wait({task, stop}, return_when=asyncio.FIRST_COMPLETED)
            if self._stopping.is_set() and not task.done():
                raise Stopped
            return task.result()
        finally:
            stop.cancel()
            if not task.done():
                task.cancel()
                with suppress(asyncio.CancelledError, Exception):
                    await task
