"""What the bot knows of a chat: for ten minutes the last question, the entry that answered it and the language, and for
an hour the red flag that was found.

Sessions are in memory only and never written anywhere. Time is passed in.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.core.dialogue.offers import Offer
from bot.core.red_flags.alarm import Alarm

KEEP_SECONDS = 600.0
KEEP_ALARM_SECONDS = 3600.0
KEEP_PIECES_SECONDS = 120.0
MAX_CHATS = 10_000


@dataclass(frozen=True, slots=True)
class Session:
    """The state of one chat, which one turn leaves to the next."""

    private: bool = True
    """False in a group, where nothing is kept, counted or remembered."""
    trial: bool = False
    """Whether one of staff tries the bot: then nothing is counted, and no question noted."""
    app_language: str = ""
    """The language code of the patient's app, "" if unknown."""
    language: str = ""
    """The language last chosen or written in."""
    question: str = ""
    entry_id: str = ""
    """The entry shown last."""
    again: int = 0
    """How often in a row messages were answered by it once more."""
    offered: tuple[str, ...] = ()
    """The entries that the last reply offered, the likeliest first."""
    offers: tuple[Offer, ...] = ()
    """The latest choices that were offered, and what became of them."""
    pieces: tuple[str, ...] = ()
    """The last messages, if they may be pieces of one sentence."""
    comforted: bool = False
    """Whether a kind line stood above a reply."""
    writing: bool = False
    """Whether the next message is meant for the clinic."""
    tapped: str = ""
    """The last button that counts only once, and its message."""
    album: str = ""
    """The last album of photos that got a reply."""
    noticed: Alarm | None = None
    """The red flag that the last message only asked about."""
    alarm: Alarm | None = None
    """The red flag whose message the patient got, until it is over."""
    closed_alarm: Alarm | None = None
    """A red flag that is over, and can come back within the hour."""
    helped: bool = False
    """Whether it is over because help is called, or so it seems, and not because it was no emergency."""
    grave: str = ""
    """The id of the gravest sign of its alarms: see `grave_signs`."""

    @property
    def last_alarm(self) -> Alarm | None:
        return self.alarm or self.closed_alarm


@dataclass(frozen=True, slots=True)
class _Kept:
    """A session, when it was last used, and when its alarm was raised or closed."""

    at: float
    raised: float
    session: Session


class Sessions:
    """The sessions of the latest `MAX_CHATS` chats by key. `now` is a monotonic clock in seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._sessions: OrderedDict[int, _Kept] = OrderedDict()

    def of(self, key: int) -> Session:
        """The session of a chat; a new one after `KEEP_SECONDS` without a message."""
        now, kept = self._now(), self._sessions.get(key, _Kept(0.0, 0.0, Session()))
        session = kept.session
        if now - kept.raised > KEEP_ALARM_SECONDS:
            session = replace(session, alarm=None, closed_alarm=None, helped=False, grave="")
        if now - kept.at > KEEP_PIECES_SECONDS:
            session = replace(session, pieces=())
        if now - kept.at > KEEP_SECONDS:
            # the language is kept as long as there is space
            return Session(
                language=session.language,
                alarm=session.alarm,
                closed_alarm=session.closed_alarm,
                helped=session.helped,
                grave=session.grave,
            )
        return session

    def put(self, key: int, session: Session) -> None:
        """Keeps the session of a chat, unless it is a group."""
        if not session.private:
            return
        now, before = self._now(), self._sessions.get(key)
        lasting = before is not None and session.last_alarm is before.session.last_alarm
        self._sessions[key] = _Kept(now, before.raised if before is not None and lasting else now, session)
        self._sessions.move_to_end(key)
        while len(self._sessions) > MAX_CHATS:
            self._sessions.popitem(last=False)
