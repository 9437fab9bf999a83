"""Takes updates in, whichever way they come, and sees each one through: in order within a chat, side by side otherwise.

Owns parsing, the time limit, the counts and what is known to be done. Knows nothing of offsets or HTTP, and nothing of
what handling means. It writes no word, name or id of anybody to the log.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import telegram

from bot.channels.telegram.api.concurrency import UpdateSlot
from bot.channels.telegram.api.deadline import DeadlineExceeded, deadline
from bot.channels.telegram.updates.debounce import Debouncer
from bot.logs import RateLimitedLog, failure

log = logging.getLogger(__name__)

AT_ONCE = 100
Handle = Callable[[telegram.Update], Awaitable[None]]


class ProcessedUpdates(Protocol):
    """Remembers, across restarts, which of the latest updates are done."""

    def seen(self, update_id: int) -> bool:
        """Whether this update is done, and will be known to be after a restart. Quick: it is asked for every update."""

    async def done(self, update_ids: Sequence[int]) -> None:
        """Remembers these. Raises nothing that matters: an update forgotten is at worst answered twice."""


@dataclass(slots=True)
class UpdateCounts:
    """What became of the updates since the start."""

    received: int = 0
    handled: int = 0
    failed: int = 0
    expired: int = 0
    unparseable: int = 0
    repeated: int = 0
    released: int = 0
    conflicts: int = 0
    outages: int = 0


@dataclass(slots=True)
class _Delivery:
    since: float
    task: asyncio.Task[bool]


class UpdateProcessor:
    """Handles updates. `seconds` is the time limit of one; `AT_ONCE` are handled at the same time.

    With `debouncer`, updates of a chat that make one thought are handled as one.
    """

    def __init__(
        self,
        bot: telegram.Bot,
        handle: Handle,
        processed: ProcessedUpdates,
        *,
        seconds: float = 30.0,
        clock: Callable[[], float] = time.monotonic,
        debouncer: Debouncer | None = None,
    ) -> None:
        self.counts = UpdateCounts()
        self.idle = asyncio.Event()
        self.idle.set()
        self._bot = bot
        self._handle = handle
        self._processed = processed
        self._seconds = seconds
        self._handlers = asyncio.Semaphore(AT_ONCE)
        self._clock = clock
        self._debouncer = debouncer
        self._open: dict[int, _Delivery] = {}
        self._released: set[asyncio.Task[bool]] = set()
        self._last_in_chat: dict[int, asyncio.Task[bool]] = {}
        self._unwritten: dict[int, UpdateSlot] = {}
        self._writer: asyncio.Task[None] | None = None
        self._closing = False
        self._log_error = RateLimitedLog(log, logging.ERROR, clock)
        self._last = clock()

    def __len__(self) -> int:
        """How many updates are accepted and not finished, those released not counted."""
        return len(self._open)

    @property
    def quiet(self) -> float:
        """Seconds since there was anything to do."""
        return 0.0 if self._open else self._clock() - self._last

    @property
    def first(self) -> int | None:
        """The lowest id that is not finished."""
        return min(self._open, default=None)

    def accept(self, raw: dict[str, Any]) -> asyncio.Task[bool] | None:
        """Takes an update in. The task ends with True when it is finished (handled, or beyond help).

        None: there is nothing to do, it is done already or cannot be read.
        """
        update_id = raw.get("update_id")
        if not isinstance(update_id, int):
            self.counts.unparseable += 1
            return None
        if update_id in self._open:
            return self._open[update_id].task
        if self._processed.seen(update_id):
            self.counts.repeated += 1
            return None
        self.counts.received += 1
        try:
            update = telegram.Update.de_json(raw, self._bot)
        except Exception as error:  # whatever a newer Bot API may bring
            self.counts.unparseable += 1
            log.warning("skipped an update that cannot be read (%s)", type(error).__name__)
            self._remember(update_id, UpdateSlot())
            return None
        chat = _chat_of(raw)
        if self._debouncer is not None and chat is not None:
            self._debouncer.arrived(chat, update)
        before = self._last_in_chat.get(chat) if chat is not None else None
        slot = UpdateSlot()
        task = asyncio.create_task(self._see_through(update, chat, before, slot))
        self._open[update_id] = _Delivery(self._clock(), task)
        self.idle.clear()
        if chat is not None:
            self._last_in_chat[chat] = task
        task.add_done_callback(lambda ended: self._ended(update, chat, slot, ended))
        return task

    def release(self, update_id: int, after: float) -> bool:
        """Lets go of an update that has taken more than `after` seconds: it runs on, but holds up nobody any more."""
        work = self._open.get(update_id)
        if work is None or self._clock() - work.since < after:
            return False
        del self._open[update_id]
        self._released.add(work.task)
        self.counts.released += 1
        return True

    async def close(self, grace: float) -> None:
        """Finishes what it can within `grace` seconds, cancels the rest, and records which are done.

        In the second half of the time nothing new is begun, so that little has to be cut short.
        """
        tasks = {work.task for work in self._open.values()} | self._released
        if tasks:
            _, tasks = await asyncio.wait(tasks, timeout=grace / 2)
        self._closing = True
        if tasks:
            _, tasks = await asyncio.wait(tasks, timeout=grace / 2)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=1.0)
        if self._writer is not None:
            await asyncio.wait({self._writer}, timeout=1.0)

    async def _see_through(
        self, update: telegram.Update, chat: int | None, before: asyncio.Task[bool] | None, slot: UpdateSlot
    ) -> bool:
        slot.begin()
        if before is not None and not before.done():
            await asyncio.wait({before})
        if self._debouncer is not None and chat is not None:
            if before is not None and self._debouncer.was_taken(update):
                return not before.cancelled() and before.result()  # as the whole went, so went its parts
            update = await self._gathered(self._debouncer, chat, update)
        async with self._handlers:
            if self._closing:
                return False
            try:
                async with deadline(self._seconds):
                    await self._handle(update)
            except DeadlineExceeded:
                self.counts.expired += 1
                log.error("gave up an update after %g seconds", self._seconds)
            except Exception as error:
                self.counts.failed += 1
                self._log_error(f"handling an update failed: {failure(error)}")
            else:
                self.counts.handled += 1
        return True

    async def _gathered(self, debouncer: Debouncer, chat: int, update: telegram.Update) -> telegram.Update:
        """An update with what belongs to it, or alone where that cannot be told: it must not stay open for ever."""
        try:
            return await debouncer.gather(chat, update)
        except Exception as error:
            self._log_error(f"gathering a thought failed: {failure(error)}")
            return update

    def _ended(self, update: telegram.Update, chat: int | None, slot: UpdateSlot, task: asyncio.Task[bool]) -> None:
        update_id = update.update_id
        if self._debouncer is not None and chat is not None:
            self._debouncer.left(chat, update)
        if chat is not None and self._last_in_chat.get(chat) is task:
            del self._last_in_chat[chat]
        self._released.discard(task)
        if task.cancelled() or not task.result():
            slot.end()
            return  # it stays open, so it stays unconfirmed and comes again
        self._open.pop(update_id, None)
        if self._processed.seen(update_id):
            slot.end()  # the handler has written down what it left behind, and with that, that it is done
        else:
            self._remember(update_id, slot)
        self._last = self._clock()
        if not self._open:
            self.idle.set()

    def _remember(self, update_id: int, slot: UpdateSlot) -> None:
        self._unwritten[update_id] = slot
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())

    async def _write(self) -> None:
        while self._unwritten:
            batch, self._unwritten = self._unwritten, {}
            try:
                await self._processed.done(list(batch))
            except Exception as error:
                self._log_error(f"cannot remember which updates are done: {failure(error)}")
            finally:
                for slot in batch.values():
                    slot.end()


def _chat_of(raw: dict[str, Any]) -> int | None:
    """The chat an update belongs to, or its sender where there is no chat; None if it has neither."""
    body = next((value for key, value in raw.items() if key != "update_id" and isinstance(value, dict)), {})
    message = body.get("message")
    for owner in (message.get("chat") if isinstance(message, dict) else None, body.get("chat"), body.get("from")):
        if isinstance(owner, dict) and isinstance(owner.get("id"), int):
            return int(owner["id"])
    return None
