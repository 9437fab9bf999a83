"""Remembers for a while which rows of the log came from which message, so that an edit replaces them.

In memory only, as salted hashes of chat and message; gone at a restart. Knows nothing of who asks and what is stored.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from hashlib import blake2b

HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class LoggedRow:
    """A row of the log: its random key, and the mark under which `RepeatFilter` remembers its words."""

    key: str
    mark: bytes


class LoggedMessages:
    """The rows of the messages of the last `window` seconds; of at most `capacity` messages, the latest.

    `salt` is at least 16 random bytes, new for every process.
    """

    def __init__(self, salt: bytes, *, window: float = HOUR, capacity: int = 5_000) -> None:
        if len(salt) < 16:
            raise ValueError("the salt needs at least 16 bytes")
        self._salt = salt[:64]
        self._window = window
        self._capacity = capacity
        self._rows: OrderedDict[bytes, tuple[float, tuple[LoggedRow, ...]]] = OrderedDict()

    def __len__(self) -> int:
        """The number of messages remembered."""
        return len(self._rows)

    def add(self, chat_id: int, message_id: int, rows: tuple[LoggedRow, ...], *, now: float) -> None:
        """Remembers rows that came from a message, besides those known already."""
        self._forget_old(now)
        if not rows:
            return
        message = self._hash(chat_id, message_id)
        since, known = self._rows.get(message, (now, ()))
        self._rows[message] = (since, (*known, *rows))
        if len(self._rows) > self._capacity:
            self._rows.popitem(last=False)

    def take(self, chat_id: int, message_id: int, *, now: float) -> tuple[LoggedRow, ...]:
        """The rows of a message, which are forgotten."""
        self._forget_old(now)
        return self._rows.pop(self._hash(chat_id, message_id), (now, ()))[1]

    def _forget_old(self, now: float) -> None:
        while self._rows:
            oldest = next(iter(self._rows))
            if now - self._rows[oldest][0] < self._window:
                break
            del self._rows[oldest]

    def _hash(self, chat_id: int, message_id: int) -> bytes:
        return blake2b(f"{chat_id} {message_id}".encode(), key=self._salt, digest_size=8).digest()
