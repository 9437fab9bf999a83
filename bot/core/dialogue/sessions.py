"""What the bot knows of a chat for ten minutes: the last question, the entry that answered it, the language.

Sessions are in memory only and never written anywhere. Time is passed in.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

KEEP_SECONDS = 600.0
MAX_CHATS = 10_000


@dataclass(frozen=True, slots=True)
class Session:
    """The state of one chat, which one turn leaves to the next."""

    private: bool = True
    """False in a group, where nothing is kept, counted or remembered."""
    app_language: str = ""
    """The language code of the patient's app, "" if unknown."""
    language: str = ""
    """The language last chosen or written in."""
    question: str = ""
    entry_id: str = ""
    """The entry shown last."""
    writing: bool = False
    """Whether the next message is meant for the clinic."""
    tapped: str = ""
    """The last button that counts only once, and its message."""
    album: str = ""
    """The last album of photos that got a reply."""


class Sessions:
    """The sessions of the latest `MAX_CHATS` chats by key. `now` is a monotonic clock in seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._sessions: OrderedDict[int, tuple[float, Session]] = OrderedDict()

    def of(self, key: int) -> Session:
        """The session of a chat; a new one after `KEEP_SECONDS` without a message."""
        at, session = self._sessions.get(key, (0.0, Session()))
        if self._now() - at > KEEP_SECONDS:
            # the language is kept as long as there is space
            return Session(language=session.language)
        return session

    def put(self, key: int, session: Session) -> None:
        """Keeps the session of a chat, unless it is a group."""
        if not session.private:
            return
        self._sessions[key] = (self._now(), session)
        self._sessions.move_to_end(key)
        while len(self._sessions) > MAX_CHATS:
            self._sessions.popitem(last=False)
