"""What the bot remembers of a conversation for a few minutes: the last question, the entry that answered it, and
what the patient is about to do.

Held in memory only, bounded in number and in time, and never written anywhere. Time is passed in.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypedDict, Unpack

KEEP_SECONDS = 600.0
MAX_CHATS = 10_000


@dataclass(frozen=True, slots=True)
class Session:
    """One conversation's last moments."""

    question: str = ""
    entry_id: str = ""
    language: str = ""
    writing: bool = False
    """Whether the next message is meant for the clinic."""
    tapped: tuple[int, str] = (0, "")
    """The last button that may count only once, and the message it was below."""
    album: str = ""
    """The last group of photos that was replied to."""
    at: float = 0.0


class SessionChanges(TypedDict, total=False):
    """What of a memory can be replaced."""

    question: str
    entry_id: str
    language: str
    writing: bool
    tapped: tuple[int, str]
    album: str


class Sessions:
    """The last moments of every recent conversation, by a key the caller chooses.

    `now` gives seconds that only go forward.
    """

    def __init__(self, now: Callable[[], float], *, keep_seconds: float = KEEP_SECONDS, limit: int = MAX_CHATS) -> None:
        self._now = now
        self._keep = keep_seconds
        self._limit = limit
        self._sessions: OrderedDict[int, Session] = OrderedDict()

    def of(self, key: int) -> Session:
        """What is remembered; an empty memory where nothing is, or it is too long ago."""
        memory = self._sessions.get(key)
        if memory is None:
            return Session()
        if self._now() - memory.at > self._keep:
            # a chosen language outlives the topic of the talk, until the place is needed
            return Session(language=memory.language)
        return memory

    def remember(self, key: int, **given: Unpack[SessionChanges]) -> None:
        """Replaces what is given; the rest stays if it is still remembered."""
        self._sessions[key] = replace(self.of(key), at=self._now(), **given)
        self._sessions.move_to_end(key)
        while len(self._sessions) > self._limit:
            self._sessions.popitem(last=False)
