"""Gathers what belongs together: updates of one chat that come in quick succession and make one thought.

Owns the waiting and its limits. What belongs together, and how it is put into one, is asked of whoever knows; every
update stays open until the whole is handled.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from telegram import Update

from bot.channels.telegram.api.backoff import Sleep

MOST = 5
LONGEST_SECONDS = 4.0


class Joiner(Protocol):
    """Knows which updates make one thought."""

    def patience(self, updates: Sequence[Update]) -> float:
        """Seconds worth waiting for more of the thought that these make; 0 when it is complete."""

    def continues(self, before: Update, after: Update) -> bool:
        """Whether one update goes on with the thought of another."""

    def joined(self, updates: Sequence[Update]) -> Update:
        """All of them as one update."""


@dataclass(slots=True)
class _Burst:
    waiting: deque[Update] = field(default_factory=deque)
    news: asyncio.Event = field(default_factory=asyncio.Event)


class Debouncer:
    """The updates of each chat that wait for their turn. `clock` and `sleep` are in seconds."""

    def __init__(
        self, joiner: Joiner, *, clock: Callable[[], float] = time.monotonic, sleep: Sleep = asyncio.sleep
    ) -> None:
        self._joiner = joiner
        self._clock = clock
        self._sleep = sleep
        self._bursts: dict[int, _Burst] = {}
        self._taken: set[int] = set()

    def arrived(self, chat: int, update: Update) -> None:
        """An update came in; `left` must follow for each."""
        burst = self._bursts.setdefault(chat, _Burst())
        burst.waiting.append(update)
        burst.news.set()

    def left(self, chat: int, update: Update) -> None:
        """An update is done with, whatever became of it."""
        self._taken.discard(update.update_id)
        burst = self._bursts.get(chat)
        if burst is not None:
            if update in burst.waiting:
                burst.waiting.remove(update)
            if not burst.waiting:
                del self._bursts[chat]

    def was_taken(self, update: Update) -> bool:
        """Whether an earlier update took this one along."""
        return update.update_id in self._taken

    async def gather(self, chat: int, update: Update) -> Update:
        """The update whose turn has come, with what follows at once and belongs to it."""
        burst = self._bursts[chat]
        burst.waiting.remove(update)
        together, until = [update], self._clock() + LONGEST_SECONDS
        try:
            while len(together) < MOST and (patience := self._joiner.patience(together)) > 0:
                if not burst.waiting:
                    await self._news(burst, min(patience, until - self._clock()))
                if not burst.waiting or not self._joiner.continues(together[-1], burst.waiting[0]):
                    break
                together.append(burst.waiting.popleft())
                self._taken.add(together[-1].update_id)
            return self._joiner.joined(together) if len(together) > 1 else update
        except Exception:
            # Each of them is answered on its own then.
            self._taken.difference_update(one.update_id for one in together)
            burst.waiting.extendleft(reversed(together[1:]))
            raise

    async def _news(self, burst: _Burst, seconds: float) -> None:
        """Waits until something arrives or the time is over."""
        if seconds <= 0:
            return
        burst.news.clear()
        pauses = {asyncio.ensure_future(self._sleep(seconds)), asyncio.ensure_future(burst.news.wait())}
        try:
            await asyncio.wait(pauses, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for pause in pauses:
                pause.cancel()
