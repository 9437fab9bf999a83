"""Keeps to Telegram's flood limits and gets every message through: paces, waits, sends again.

One call at a time to a chat, in order; a chat that has to wait (429) keeps no other chat waiting. Knows nothing of what
is sent. python-telegram-bot's own limiter stops everybody at a 429, gives up at the second one, and sends nothing
again after a network error.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.channels.telegram.api.backoff import Backoff, Sleep, waiting_time
from bot.channels.telegram.api.concurrency import ConcurrencyLimit
from bot.channels.telegram.api.deadline import excuse, suspended

log = logging.getLogger(__name__)

TRIES = 8
_COUNTED = ("send", "copy", "forward", "edit")
_NEW_MESSAGES = ("send", "copy", "forward")
_OTHER_CALLS = 16  # more at once cost the library more than they gain
_ORNAMENTS = frozenset({"sendChatAction"})
_REPEATED_BY_CALLER = frozenset({"getMe", "setWebhook", "deleteWebhook", "getWebhookInfo"})
_WINDOW = 1.05  # seconds; a little more than Telegram's, for what the network squeezes together
_ENGAGED = 60.0
_SLACK = 0.1  # waiting times are whole seconds, and clocks differ
_EVERYBODY = 3  # so many chats told to wait within two seconds: the limit that was hit is the one for all

Answer = bool | dict[str, Any] | list[dict[str, Any]]
Callback = Callable[..., Coroutine[Any, Any, Answer]]


class _ChatQueue:
    """What is known about one chat while it is being sent to."""

    __slots__ = ("lock", "until", "users")

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.until = 0.0
        self.users = 0


class RateLimiter:
    """`per_second` messages for all chats together: for a minute after a 429, or `always`.

    A call that fails alone is repeated `TRIES` times. While Telegram cannot be reached at all, a call waits
    for it without bound: its update stays unconfirmed, so nothing is lost. At most `many` messages are on their way
    at once, and `few` while others wait: so many are sent twice, at the worst, when the process is killed. Two are
    enough for Telegram's limit at the usual 60 ms a call.
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
        self._per_second = per_second
        self._always = always
        self._messages = ConcurrencyLimit(few, many)
        self._other_calls = ConcurrencyLimit(_OTHER_CALLS, _OTHER_CALLS)
        self._clock = clock
        self._sleep = sleep
        self._lanes: dict[int | str, _ChatQueue] = {}
        self._sent: deque[float] = deque(maxlen=per_second)
        self._engaged_until = 0.0
        self._everybody_until = 0.0
        self._told: deque[tuple[float, int | str]] = deque(maxlen=_EVERYBODY)

    @property
    def chats(self) -> int:
        """How many chats are known at the moment."""
        return len(self._lanes)

    async def call(
        self, callback: Callback, endpoint: str, data: dict[str, Any], kwargs: dict[str, Any], *, urgent: bool = False
    ) -> Answer:
        """Makes the call when it may be made, and again while that helps. Raises what cannot be helped.

        An urgent one goes before all others.
        """
        args = (endpoint, data)
        chat = data.get("chat_id")
        key: int | str = endpoint if chat is None else chat
        lane = self._lanes.setdefault(key, _ChatQueue())
        lane.users += 1
        try:
            if endpoint in _REPEATED_BY_CALLER:
                return await self._call(callback, args, kwargs)
            if endpoint in _ORNAMENTS:
                return await self._once(lane, key, callback, args, kwargs)
            if chat is None:
                return await self._until_done(lane, key, callback, args, kwargs, endpoint, urgent)
            with suspended():
                await lane.lock.acquire()
            try:
                return await self._until_done(lane, key, callback, args, kwargs, endpoint, urgent)
            finally:
                lane.lock.release()
        finally:
            lane.users -= 1
            if not lane.users and lane.until <= self._clock():
                self._lanes.pop(key, None)
            if len(self._lanes) > 1_000:
                self._sweep()

    async def _once(
        self, lane: _ChatQueue, key: int | str, callback: Callback, args: Any, kwargs: dict[str, Any]
    ) -> Answer:
        """An ornament ("typing …"): not worth a wait or a second call."""
        if lane.lock.locked() or self._messages.busy or self._pause(lane) > 0:
            return True
        try:
            return await callback(*args, **kwargs)
        except RetryAfter as error:
            self._close(lane, key, error)
            return True

    async def _until_done(
        self,
        lane: _ChatQueue,
        key: int | str,
        callback: Callback,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        urgent: bool,
    ) -> Answer:
        backoff = Backoff(0.2, 5.0)
        while True:
            if (pause := self._too_early(lane, endpoint, urgent)) > 0:
                await self._wait(pause)
                continue
            try:
                async with self._gate(endpoint).passing(urgent):
                    if self._too_early(lane, endpoint, urgent) > 0:
                        continue  # somebody was told to wait while we stood in the queue
                    return await self._call(callback, args, kwargs)
            except RetryAfter as error:
                self._close(lane, key, error)
                if backoff.failures > TRIES * 4:
                    raise
                backoff.failures += 1
            except ChatMigrated as error:
                if args[1].get("chat_id") == error.new_chat_id:
                    raise
                args[1]["chat_id"] = error.new_chat_id
            except (BadRequest, Forbidden, InvalidToken, Conflict):
                raise
            except TelegramError:
                self.repeats += 1
                pause = backoff.next()
                if backoff.failures >= TRIES and await self._reachable(callback, kwargs):
                    raise
                await self._wait(pause)

    async def _call(self, callback: Callback, args: Any, kwargs: dict[str, Any]) -> Answer:
        began = self._clock()
        if args[0].startswith(_COUNTED):
            self._sent.append(began)
        try:
            return await callback(*args, **kwargs)
        except TelegramError:
            excuse(self._clock() - began)
            raise

    def _gate(self, endpoint: str) -> ConcurrencyLimit:
        return self._messages if endpoint.startswith(_NEW_MESSAGES) else self._other_calls

    def _too_early(self, lane: _ChatQueue, endpoint: str, urgent: bool) -> float:
        """Seconds until this chat, and the bot as a whole, may send."""
        crowded = 0.0 if urgent or not endpoint.startswith(_COUNTED) else self._crowded()
        return max(self._pause(lane), crowded)

    def _pause(self, lane: _ChatQueue) -> float:
        return max(lane.until, self._everybody_until) - self._clock()

    def _crowded(self) -> float:
        """Seconds until one more message fits into the window."""
        now = self._clock()
        if len(self._sent) < self._per_second or not (self._always or now < self._engaged_until):
            return 0.0
        return self._sent[0] + _WINDOW - now

    def _close(self, lane: _ChatQueue, key: int | str, error: RetryAfter) -> None:
        now = self._clock()
        self.waits += 1
        lane.until = max(lane.until, now + waiting_time(error) + _SLACK)
        self._engaged_until = now + _ENGAGED
        self._told.append((now, key))
        if len({told for at, told in self._told if now - at < 2.0}) >= _EVERYBODY:
            self._everybody_until = lane.until

    async def _wait(self, seconds: float) -> None:
        excuse(seconds)
        await self._sleep(seconds)

    async def _reachable(self, callback: Callback, kwargs: dict[str, Any]) -> bool:
        """Whether Telegram answers at all: then it is this call that fails."""
        with suppress(TelegramError):
            await self._call(callback, ("getMe", {}), kwargs)
            return True
        return False

    def _sweep(self) -> None:
        now = self._clock()
        for key in [key for key, lane in self._lanes.items() if not lane.users and lane.until <= now]:
            del self._lanes[key]
