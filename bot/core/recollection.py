"""What the bot remembers of a conversation for a few minutes: the last question and the entry that answered it.

Held in memory only, bounded in number and in time, and never written anywhere. Time is passed in.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace

KEEP_SECONDS = 600.0
MAX_CHATS = 10_000


@dataclass(frozen=True, slots=True)
class Memory:
    """One conversation's last moments."""

    question: str = ""
    entry_id: str = ""
    language: str = ""
    at: float = 0.0


class Recollections:
    """The last moments of every recent conversation, by a key the caller chooses.

    `now` gives seconds that only go forward.
    """

    def __init__(self, now: Callable[[], float], *, keep_seconds: float = KEEP_SECONDS, limit: int = MAX_CHATS) -> None:
        self._now = now
        self._keep = keep_seconds
        self._limit = limit
        self._memories: OrderedDict[int, Memory] = OrderedDict()

    def of(self, key: int) -> Memory:
        """What is remembered; an empty memory where nothing is, or it is too long ago."""
        memory = self._memories.get(key)
        if memory is None:
            return Memory()
        if self._now() - memory.at > self._keep:
            # a chosen language outlives the topic of the talk, until the place is needed
            return Memory(language=memory.language)
        return memory

    def remember(
        self, key: int, *, question: str | None = None, entry_id: str | None = None, language: str | None = None
    ) -> None:
        """Replaces what is given; the rest stays if it is still remembered."""
        given = {"question": question, "entry_id": entry_id, "language": language}
        memory = replace(self.of(key), at=self._now(), **{name: v for name, v in given.items() if v is not None})
        self._memories[key] = memory
        self._memories.move_to_end(key)
        while len(self._memories) > self._limit:
            self._memories.popitem(last=False)
