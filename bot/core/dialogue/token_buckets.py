"""Limits how fast each chat may write, by token buckets in bounded memory.

Knows nothing of who writes (a chat is a number that is never stored), of what was sent, and of what follows. Time is
passed in.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from enum import Enum


class Admission(Enum):
    """Whether an event is admitted."""

    ADMITTED = "admitted"
    NOTICE = "notice"
    """Refused; the chat is due a notice."""
    REFUSED = "refused"
    """Refused; the chat had a notice lately."""


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float
    told: float | None = None


class TokenBuckets:
    """Admits `burst` events at once and `per_minute` in the long run, per chat.

    `notice_every` is the seconds between two notices to a chat. At most `capacity` chats are held; those silent longest
    are forgotten first.
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
        """Whether the chat may have an event of `cost` (at most `burst`) at `now`, in seconds of a monotonic clock.

        A refused event costs nothing: a chat at twice the limit has half of its events admitted, not none.
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
