"""What the bot knows of a chat for a few minutes: the last question, the entry that answered it, and what the patient
is about to do.

Held in memory only, bounded in number and in time, and never written anywhere. Time is passed in.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace

KEEP_SECONDS = 600.0
MAX_CHATS = 10_000


@dataclass(frozen=True, slots=True)
class Session:
    """One chat's last moments: what comes out of a turn goes into the next."""

    private: bool = True
    """Whether nobody but the patient reads along. In groups nothing is kept, counted or remembered."""
    app_language: str = ""
    """Language code of the app the patient writes with; "" where the channel does not know it."""
    language: str = ""
    """The language that was chosen, or written last."""
    question: str = ""
    entry_id: str = ""
    """The entry that was answered with last."""
    writing: bool = False
    """Whether the next message is meant for the clinic."""
    tapped: str = ""
    """The last button that may count only once, with the message it is below."""
    album: str = ""
    """The last group of photos that was replied to."""

    def using(self, app_language: str) -> Session:
        """The same, with an app of that language."""
        return replace(self, app_language=app_language)


class Sessions:
    """The sessions of the latest chats, by a key the caller chooses. `now` gives seconds that only go forward."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._sessions: OrderedDict[int, tuple[float, Session]] = OrderedDict()

    def of(self, key: int) -> Session:
        """The session of a chat; a new one where there is none, or it ended too long ago."""
        at, session = self._sessions.get(key, (0.0, Session()))
        if self._now() - at > KEEP_SECONDS:
            # a chosen language outlives the topic of the talk, until the place is needed
            return Session(language=session.language)
        return session

    def put(self, key: int, session: Session) -> None:
        """Keeps what a turn left; nothing of a group."""
        if not session.private:
            return
        self._sessions[key] = (self._now(), session)
        self._sessions.move_to_end(key)
        while len(self._sessions) > MAX_CHATS:
            self._sessions.popitem(last=False)
