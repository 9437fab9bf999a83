"""Remembers for a while what the latest messages said, so that an edit that changes no word is told from others.

In memory only, as salted hashes of chat, message and words; gone at a restart. Knows nothing of what words mean.
"""

from __future__ import annotations

from collections import OrderedDict
from hashlib import blake2b

HOUR = 3600.0


class MessageTexts:
    """The texts of the messages of the last `window` seconds; of at most `capacity` messages, the latest.

    `salt` is at least 16 random bytes, new for every process.
    """

    def __init__(self, salt: bytes, *, window: float = HOUR, capacity: int = 10_000) -> None:
        if len(salt) < 16:
            raise ValueError("the salt needs at least 16 bytes")
        self._salt = salt[:64]
        self._window = window
        self._capacity = capacity
        self._texts: OrderedDict[bytes, tuple[float, bytes]] = OrderedDict()

    def __len__(self) -> int:
        """The number of messages remembered."""
        return len(self._texts)

    def add(self, chat_id: int, message_id: int, text: str, *, now: float) -> None:
        """Remembers what a message says now."""
        while self._texts and now - next(iter(self._texts.values()))[0] >= self._window:
            self._texts.popitem(last=False)
        message = self._hash(f"{chat_id} {message_id}")
        self._texts[message] = (now, self._hash(f"{chat_id} {message_id} {text}"))
        self._texts.move_to_end(message)
        if len(self._texts) > self._capacity:
            self._texts.popitem(last=False)

    def is_known(self, chat_id: int, message_id: int, text: str, *, now: float) -> bool:
        """Whether a message is known to say just this."""
        since, known = self._texts.get(self._hash(f"{chat_id} {message_id}"), (0.0, b""))
        return known == self._hash(f"{chat_id} {message_id} {text}") and now - since < self._window

    def forget(self, chat_id: int, message_id: int) -> None:
        """Forgets a message, as if it had not been read."""
        self._texts.pop(self._hash(f"{chat_id} {message_id}"), None)

    def _hash(self, text: str) -> bytes:
        return blake2b(text.encode("utf-8", "surrogatepass"), key=self._salt, digest_size=8).digest()
