"""Handles updates in order within a chat and concurrently across chats; an emergency overtakes its chat's others.

Owns parsing, the order, the time limit, the counts and which updates are done. Knows nothing of offsets, of HTTP or of
what the handler does. Logs no word, name or id of anybody.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

import telegram

from bot.channels.telegram.api.concurrency import UpdateSlot
from bot.channels.telegram.api.deadline import DeadlineExceeded, deadline
from bot.channels.telegram.updates.debounce import Arrival, Debouncer
from bot.channels.telegram.updates.screening import Handle, ScreenedUpdate, ScreenUpdate
from bot.core.dialogue.screened_message import ScreenedMessage
from bot.logs import RateLimitedLog, failure

log = logging.getLogger(__name__)

AT_ONCE = 100
LARGE = 700
"""Characters of an update from which on looking at it may take long. One with a short message has about 500."""


class ProcessedUpdates(Protocol):
    """Remembers, across restarts, which of the latest updates are done."""

    def seen(self, update_id: int) -> bool:
        """Whether this update is done. Called for every update."""

    async def done(self, update_id: int) -> None:
        """Remembers an update; one that is forgotten may be answered twice."""


@dataclass(slots=True)
class UpdateCounts:
    """Counts of updates and of failed contacts since the start."""

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
    """Handles at most `AT_ONCE` updates at a time, each within `seconds`.

    Each update is screened when it arrives. With `debouncer`, consecutive messages of a chat that belong together are
    handled as one.
    """

    def __init__(
        self,
        bot: telegram.Bot,
        handle: Handle,
        processed: ProcessedUpdates,
        *,
        screen: ScreenUpdate,
        seconds: float = 30.0,
        clock: Callable[[], float] = time.monotonic,
        debouncer: Debouncer | None = None,
    ) -> None:
        self.counts = UpdateCounts()
        self.idle = asyncio.Event()
        self.idle.set()
        self._bot = bot
        self._screen = screen
        self._handle = handle
        self._processed = processed
        self._seconds = seconds
        self._handlers = asyncio.Semaphore(AT_ONCE)
        self._clock = clock
        self._debouncer = debouncer
        self._open: dict[int, _Delivery] = {}
        self._released: set[asyncio.Task[bool]] = set()
        self._by_chat: dict[int, dict[int, asyncio.Task[bool]]] = {}
        self._screenings: dict[int | None, asyncio.Future[ScreenedMessage]] = {}
        """The last one of a large update of each chat."""
        self._writing: set[asyncio.Task[None]] = set()
        self._closing = False
        self._log_error = RateLimitedLog(log, logging.ERROR, clock)

    def __len__(self) -> int:
        """The number of updates accepted, not finished and not released."""
        return len(self._open)

    @property
    def first(self) -> int | None:
        """The lowest id that is not finished."""
        return min(self._open, default=None)

    def accept(self, raw: dict[str, Any]) -> asyncio.Task[bool] | None:
        """Starts the handling of an update.

        Returns the task, whose result is True when the update is finished: handled, failed or timed out. Returns None
        if the update is done already or cannot be parsed.
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
        except Exception as error:  # a newer Bot API may send anything
            self.counts.unparseable += 1
            log.warning("skipped an update that cannot be parsed (%s)", type(error).__name__)
            self._remember(update_id, UpdateSlot())
            return None
        chat = _chat_of(raw)
        large = _is_large(raw)
        screening = asyncio.ensure_future(self._screened(update, self._screenings.get(chat) if large else None))
        arrival = Arrival(update, screening)
        before: dict[int, asyncio.Task[bool]] = {}
        if chat is not None:
            if large:
                self._screenings[chat] = screening
            before = dict(self._by_chat.get(chat, {}))
            if self._debouncer is not None:
                self._debouncer.arrived(chat, arrival)
        slot = UpdateSlot()
        task = asyncio.create_task(self._process(arrival, chat, before, slot))
        self._open[update_id] = _Delivery(self._clock(), task)
        self.idle.clear()
        if chat is not None:
            self._by_chat.setdefault(chat, {})[update_id] = task
        task.add_done_callback(lambda ended: self._ended(arrival, chat, slot, ended))
        return task

    async def _screened(
        self, update: telegram.Update, before: asyncio.Future[ScreenedMessage] | None
    ) -> ScreenedMessage:
        """Screens an update, a large one after the one `before` it in its chat: whoever sends many at once takes one
        thread from the others, not all."""
        if before is not None:
            await asyncio.wait({before})
        return await self._screen(update)

    def release(self, update_id: int, after: float) -> bool:
        """Stops counting an update as open if it has taken more than `after` seconds; its handling continues."""
        work = self._open.get(update_id)
        if work is None or self._clock() - work.since < after:
            return False
        del self._open[update_id]
        self._released.add(work.task)
        self.counts.released += 1
        return True

    async def close(self, grace: float) -> None:
        """Waits up to `grace` seconds for open updates, cancels the rest, and records which are done.

        In the second half of the time no handler starts, so that few have to be cancelled.
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
        if self._writing:
            await asyncio.wait(self._writing, timeout=1.0)

    async def _process(
        self, arrival: Arrival, chat: int | None, before: Mapping[int, asyncio.Task[bool]], slot: UpdateSlot
    ) -> bool:
        slot.begin()
        overtakes = bool(before) and await self._overtakes(arrival, chat)
        if before and not overtakes:
            await asyncio.wait(before.values())
        whole: ScreenedUpdate | None = None
        if self._debouncer is not None and chat is not None and not overtakes:
            taker = self._debouncer.taker(arrival.update)
            if taker is not None:
                return not before[taker].cancelled() and before[taker].result()
            try:
                whole = await self._debouncer.gather(chat, arrival)
            except Exception as error:  # it is handled alone then
                self._log_error(f"joining messages failed: {failure(error)}")
        async with self._handlers:
            if self._closing:
                return False
            try:
                async with deadline(self._seconds):
                    if whole is None:
                        whole = ScreenedUpdate(arrival.update, await arrival.screening)
                    await self._handle(whole.update, whole.screened)
            except DeadlineExceeded:
                self.counts.expired += 1
                log.error("gave up an update after %g seconds", self._seconds)
            except Exception as error:
                self.counts.failed += 1
                self._log_error(f"handling an update failed: {failure(error)}")
            else:
                self.counts.handled += 1
        return True

    async def _overtakes(self, arrival: Arrival, chat: int | None) -> bool:
        """Whether an update is an emergency that goes before the earlier ones of its chat, and is joined to none."""
        with suppress(Exception):  # what the screening raises is reported when the update is handled
            if (await arrival.screening).urgent:
                return self._debouncer is None or chat is None or await self._debouncer.withdrawn(chat, arrival)
        return False

    def _ended(self, arrival: Arrival, chat: int | None, slot: UpdateSlot, task: asyncio.Task[bool]) -> None:
        update_id = arrival.update.update_id
        if chat is not None:
            if self._debouncer is not None:
                self._debouncer.left(chat, arrival)
            self._by_chat[chat].pop(update_id)
            if not self._by_chat[chat]:
                del self._by_chat[chat]
                self._screenings.pop(chat, None)
        self._released.discard(task)
        if task.cancelled() or not task.result():
            slot.end()
            return  # it stays open and unconfirmed, so Telegram sends it again
        self._open.pop(update_id, None)
        if self._processed.seen(update_id):
            slot.end()  # the handler has recorded it
        else:
            self._remember(update_id, slot)
        if not self._open:
            self.idle.set()

    def _remember(self, update_id: int, slot: UpdateSlot) -> None:
        task = asyncio.create_task(self._write(update_id, slot))
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    async def _write(self, update_id: int, slot: UpdateSlot) -> None:
        try:
            await self._processed.done(update_id)
        except Exception as error:
            self._log_error(f"cannot remember which updates are done: {failure(error)}")
        finally:
            slot.end()


def _is_large(raw: dict[str, Any]) -> bool:
    """Whether looking at an update may take long. The message that one replies to was looked at when it came."""
    body = next((value for key, value in raw.items() if key != "update_id" and isinstance(value, dict)), {})
    return len(str({key: value for key, value in body.items() if key != "reply_to_message"})) > LARGE


def _chat_of(raw: dict[str, Any]) -> int | None:
    """The id of an update's chat, or of its sender if there is no chat; None if it has neither."""
    body = next((value for key, value in raw.items() if key != "update_id" and isinstance(value, dict)), {})
    message = body.get("message")
    for owner in (message.get("chat") if isinstance(message, dict) else None, body.get("chat"), body.get("from")):
        if isinstance(owner, dict) and isinstance(owner.get("id"), int):
            return int(owner["id"])
    return None
