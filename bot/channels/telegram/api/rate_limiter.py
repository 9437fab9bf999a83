"""Keeps to Telegram's flood limits: paces calls, waits after a 429, and repeats calls after errors.

Calls to one chat are made one at a time and in order, urgent ones at once; a 429 for one chat delays no other.
python-telegram-bot's AIORateLimiter delays all chats, gives up at the first 429 by default, and does not repeat calls
after network errors.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

from bot.channels.telegram.api.backoff import Backoff, Sleep, waiting_time
from bot.channels.telegram.api.concurrency import ConcurrencyLimit
from bot.channels.telegram.api.deadline import extend, suspended

TRIES = 8
_COUNTED = ("send", "copy", "forward", "edit")
_NEW_MESSAGES = ("send", "copy", "forward")
_OTHER_CALLS = 16  # more at once are slower
_SENT_AT_MOST_ONCE = frozenset({"sendChatAction"})
_REPEATED_BY_CALLER = frozenset({"getMe", "setWebhook", "deleteWebhook", "getWebhookInfo"})
_WINDOW = 1.05  # seconds; slightly more than Telegram's, as the network changes intervals
_ENGAGED = 60.0  # seconds
_SLACK = 0.1  # waiting times are whole seconds, and clocks differ
_EVERYBODY = 3  # this many chats with a 429 within two seconds: the limit of the whole bot was exceeded

Answer = bool | dict[str, Any] | list[dict[str, Any]]
Callback = Callable[..., Coroutine[Any, Any, Answer]]


@dataclass(slots=True, eq=False)
class _ChatQueue:
    """The calls to one chat, or of one method that has no chat. No call is made before `until`."""

    key: int | str
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    until: float = 0.0
    users: int = 0


@dataclass(frozen=True, slots=True)
class _Call:
    """One call of the library; `args` are the endpoint and `data`."""

    callback: Callback
    args: Any
    kwargs: dict[str, Any]
    endpoint: str
    data: dict[str, Any]
    urgent: bool


class RateLimiter(BaseRateLimiter[bool]):
    """Allows `per_second` messages to all chats together, for a minute after a 429 or `always`.

    A call that fails while others succeed is repeated `TRIES` times. While Telegram cannot be reached at all, calls
    wait without limit: their updates stay unconfirmed, so nothing is lost. At most `many` messages are in flight, and
    `few` while others wait: a killed process duplicates no more. Two suffice for Telegram's limit at 60 ms a call.

    `on_migrated` is told when a group turns out to be a supergroup by now, with both numbers.

    The library's `rate_limit_args` says whether a call is urgent and goes before all others.
    """

    def __init__(
        self,
        per_second: int = 28,
        *,
        always: bool = False,
        few: int = 2,
        many: int = 4,
        clock: Callable[[], float] = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.waits = 0  # answers 429 so far
        self.repeats = 0  # calls sent again after another error
        self.on_migrated: Callable[[int, int], None] = lambda _before, _after: None
        self._per_second = per_second
        self._always = always
        self._messages = ConcurrencyLimit(few, many)
        self._other_calls = ConcurrencyLimit(_OTHER_CALLS, _OTHER_CALLS)
        self._clock = clock
        self._sleep = sleep
        self._queues: dict[int | str, _ChatQueue] = {}
        self._sent: deque[float] = deque(maxlen=per_second)
        self._engaged_until = 0.0
        self._everybody_until = 0.0
        self._told: deque[tuple[float, int | str]] = deque(maxlen=_EVERYBODY)

    @property
    def chats(self) -> int:
        """The number of chats whose state is held."""
        return len(self._queues)

    async def initialize(self) -> None:
        """Does nothing."""

    async def shutdown(self) -> None:
        """Does nothing: waiting calls belong to the tasks that make them."""

    async def process_request(
        self,
        callback: Callback,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: bool | None,
    ) -> Answer:
        """Makes the call when the limits allow it and repeats it after errors. Raises TelegramError."""
        call = _Call(callback, args, kwargs, endpoint, data, urgent=bool(rate_limit_args))
        if endpoint in _REPEATED_BY_CALLER:
            return await self._make(call)
        chat = data.get("chat_id")
        key: int | str = endpoint if chat is None else chat
        queue = self._queues.setdefault(key, _ChatQueue(key))
        queue.users += 1
        try:
            if endpoint in _SENT_AT_MOST_ONCE:
                return await self._once(queue, call)
            if chat is None or call.urgent:
                return await self._until_done(queue, call)
            with suspended():
                await queue.lock.acquire()
            try:
                return await self._until_done(queue, call)
            finally:
                queue.lock.release()
        finally:
            queue.users -= 1
            if not queue.users and queue.until <= self._clock():
                self._queues.pop(key, None)
            if len(self._queues) > 1_000:
                now = self._clock()
                self._queues = {key: one for key, one in self._queues.items() if one.users or one.until > now}

    async def _once(self, queue: _ChatQueue, call: _Call) -> Answer:
        """Makes a call that is not worth waiting or repeating, like "typing …"."""
        if queue.lock.locked() or self._messages.busy or self._pause(queue) > 0:
            return True
        try:
            return await call.callback(*call.args, **call.kwargs)
        except RetryAfter as error:
            self._close(queue, error)
            return True

    async def _until_done(self, queue: _ChatQueue, call: _Call) -> Answer:
        backoff = Backoff(0.2, 5.0)
        limit = self._messages if call.endpoint.startswith(_NEW_MESSAGES) else self._other_calls
        while True:
            if (pause := self._too_early(queue, call)) > 0:
                await self._wait(pause)
                continue
            try:
                async with limit.slot(call.urgent):
                    if self._too_early(queue, call) > 0:
                        continue  # a 429 came while this call waited for its slot
                    return await self._make(call)
            except RetryAfter as error:
                self._close(queue, error)
                if backoff.failures > TRIES * 4:
                    raise
                backoff.failures += 1
            except ChatMigrated as error:
                if call.data.get("chat_id") == error.new_chat_id:
                    raise
                self.on_migrated(call.data["chat_id"], error.new_chat_id)
                call.data["chat_id"] = error.new_chat_id
            except (BadRequest, Forbidden, Conflict):
                raise
            except TelegramError:  # a single 401 or 404 as well: a revoked token ends the process elsewhere
                self.repeats += 1
                pause = backoff.next()
                if backoff.failures >= TRIES and await self._reachable(call):
                    raise
                await self._wait(pause)

    async def _make(self, call: _Call) -> Answer:
        began = self._clock()
        if call.endpoint.startswith(_COUNTED):
            self._sent.append(began)
        try:
            return await call.callback(*call.args, **call.kwargs)
        except TelegramError:
            extend(self._clock() - began)
            raise

    def _too_early(self, queue: _ChatQueue, call: _Call) -> float:
        """Seconds until the limits of the chat and of the whole bot allow the call."""
        crowded = 0.0 if call.urgent or not call.endpoint.startswith(_COUNTED) else self._crowded()
        return max(self._pause(queue), crowded)

    def _pause(self, queue: _ChatQueue) -> float:
        return max(queue.until, self._everybody_until) - self._clock()

    def _crowded(self) -> float:
        """Seconds until the limit of the whole bot allows one more message."""
        now = self._clock()
        if len(self._sent) < self._per_second or not (self._always or now < self._engaged_until):
            return 0.0
        return self._sent[0] + _WINDOW - now

    def _close(self, queue: _ChatQueue, error: RetryAfter) -> None:
        """Blocks a chat for as long as a 429 asks; all chats if several got one at the same time."""
        now = self._clock()
        self.waits += 1
        queue.until = max(queue.until, now + waiting_time(error) + _SLACK)
        self._engaged_until = now + _ENGAGED
        self._told.append((now, queue.key))
        if len({told for at, told in self._told if now - at < 2.0}) >= _EVERYBODY:
            self._everybody_until = queue.until

    async def _wait(self, seconds: float) -> None:
        extend(seconds)
        await self._sleep(seconds)

    async def _reachable(self, failed: _Call) -> bool:
        """Whether Telegram answers another call, so that only this one fails."""
        with suppress(TelegramError):
            await self._make(_Call(failed.callback, ("getMe", {}), failed.kwargs, "getMe", {}, urgent=False))
            return True
        return False
