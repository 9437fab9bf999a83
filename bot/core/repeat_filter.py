"""Keeps one chat from filling the log of unanswered questions.

Remembers what was logged lately as salted hashes in memory, never on disk. Knows nothing of who asks: chat ids are
hashed at once.
"""

from __future__ import annotations

from collections import OrderedDict
from hashlib import blake2b
from typing import TypeVar

HOUR = 3600.0

V = TypeVar("V")


class RepeatFilter:
    """Admits a question to the log unless the same chat asked it within `window` seconds or has had `per_chat`.

    `salt` is at least 16 random bytes, new for every process. At most `capacity` hashes are held for questions and as
    many for chats; the oldest are forgotten first.
    """

    def __init__(self, salt: bytes, *, window: float = 24 * HOUR, per_chat: int = 30, capacity: int = 10_000) -> None:
        if len(salt) < 16:
            raise ValueError("the salt needs at least 16 bytes")
        if window <= 0 or per_chat < 1 or capacity < 1:
            raise ValueError("window, per_chat and capacity must be positive")
        self._salt = salt[:64]
        self._window = window
        self._per_chat = per_chat
        self._capacity = capacity
        self._asked: OrderedDict[bytes, float] = OrderedDict()
        self._chats: OrderedDict[bytes, tuple[float, int]] = OrderedDict()

    def __len__(self) -> int:
        """The number of hashes held."""
        return len(self._asked) + len(self._chats)

    def mark(self, chat_id: int, text: str | None) -> bytes:
        """The hash under which a question of a chat is remembered.

        `text` is the redacted question, or None if withheld; all withheld questions of a chat count as the same.
        Spacing, case and punctuation make no difference.
        """
        words = None if text is None else " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())
        return self._hash(f"{chat_id}\n{words}" if words is not None else f"{chat_id}")

    def admit(self, chat_id: int, text: str | None, *, now: float) -> bool:
        """Whether this question is to be logged; remembers it if so."""
        chat, question = self._hash(f"{chat_id}"), self.mark(chat_id, text)
        last = self._asked.get(question)
        if last is not None and now - last < self._window:
            return False
        begun, count = self._chats.get(chat, (now, 0))
        if now - begun >= self._window:
            begun, count = now, 0
        if count >= self._per_chat:
            return False
        self._keep(self._chats, chat, (begun, count + 1))
        self._keep(self._asked, question, now)
        return True

    def take_back(self, chat_id: int, mark: bytes) -> None:
        """Forgets a question that was admitted: its chat may have another one logged in its place."""
        chat = self._hash(f"{chat_id}")
        begun, count = self._chats.get(chat, (0.0, 0))
        if self._asked.pop(mark, None) is not None and count:
            self._chats[chat] = (begun, count - 1)

    def _hash(self, text: str) -> bytes:
        return blake2b(text.encode("utf-8", "surrogatepass"), key=self._salt, digest_size=8).digest()

    def _keep(self, memory: OrderedDict[bytes, V], key: bytes, value: V) -> None:
        memory[key] = value
        memory.move_to_end(key)
        if len(memory) > self._capacity:
            memory.popitem(last=False)
