"""The services for patients, bundled for the handlers. Knows nothing of updates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.channels.telegram.handoff import Handoff
from bot.channels.telegram.sending.sender import Sender
from bot.core.dialogue.dialogue import Dialogue
from bot.core.dialogue.sessions import Session, Sessions
from bot.live_faq.live_faq import LiveFaq
from bot.storage.recorder import Recorder


@dataclass(frozen=True, slots=True)
class PatientServices:
    """The services for patients. `today` returns the day in the clinic's time zone; `now` is an aware time."""

    live_faq: LiveFaq
    dialogue: Dialogue
    recorder: Recorder
    sender: Sender
    sessions: Sessions
    today: Callable[[], date]
    now: Callable[[], datetime]
    handoff: Handoff | None = None

    def session(self, chat_id: int, *, private: bool, app_language: str | None) -> Session:
        """The session of a chat; a new one for a group, where nothing is remembered."""
        kept = self.sessions.of(chat_id) if private else Session(private=False)
        return replace(kept, app_language=app_language or "")
