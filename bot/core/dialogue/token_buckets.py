"""How fast one chat may write: a token bucket for each, in bounded memory.

Owns the arithmetic alone. Refuses to know who anybody is (a chat is a number that is never written anywhere), what was
sent, and what is done about it; time is passed in.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from enum import Enum


class Admission(Enum):
    """What becomes of an event."""

    ADMITTED = "admitted"
    NOTICE = "notice"
    """Too fast, and the chat has not been told lately."""
    REFUSED = "refused"
    """Too fast, and the chat knows."""


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float
    told: float | None = None


class TokenBuckets:
    """Admits `burst` events at once and `per_minute` in the long run, for each chat on its own.

    `notice_every` is how many seconds pass before a chat that goes on is told again. At most `capacity` chats are held;
    the longest silent are forgotten first, whose buckets are the first to be full again, so nearly nothing is lost.
    """

    def __init__(
        self, *, per_minute: float = 20.0, burst: float = 20.0, notice_every: float = 60.0, capacity: int = 10_000
    ) -> None:
        if per_minute <= 0 or burst < 1 or notice_every < 0 or capacity < 1:
            raise ValueError("per_minute and capacity must be positive, burst at least 1")
        self._per_second = per_minute / 60.0
        self._burst = burst
        self._notice_every = notice_every
        self._capacity = capacity
        self._buckets: OrderedDict[int, _Bucket] = OrderedDict()

    def __len__(self) -> int:
        """How many chats are held now."""
        return len(self._buckets)

    def admit(self, chat: int, *, now: float, cost: float = 1.0) -> Admission:
        """Whether this chat may have one more event of `cost` (at most `burst`) at `now`, in seconds of a steady clock.

        A refused event costs nothing: who goes on at twice the pace is served half of the time, not never.
        """
        bucket = self._buckets.get(chat)
        if bucket is None:
            bucket = self._buckets[chat] = _Bucket(self._burst, now)
            if len(self._buckets) > self._capacity:
                self._buckets.popitem(last=False)
        else:
            self._buckets.move_to_end(chat)
            passed = max(now - bucket.at, 0.0)
            bucket.tokens = min(self._burst, bucket.tokens + passed * self._per_second)
            bucket.at = max(now, bucket.at)
        if bucket.tokens >= cost:
            bucket.tokens -= cost
            return Admission.ADMITTED
        if bucket.told is None or now - bucket.told >= self._notice_every:
            bucket.told = now
            return Admission.NOTICE
        return Admission.REFUSED
