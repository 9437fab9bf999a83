"""What patients are served with, tied together: the live FAQ, the recorder, the sender, what is remembered.

Knows nothing of updates.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.channels.telegram.handoff import Handoff
from bot.channels.telegram.sending.sender import Sender
from bot.core.deidentification.anonymizer import Redacted
from bot.core.dialogue.conversation import Conversation
from bot.core.dialogue.sessions import Sessions
from bot.live_faq.live_faq import LiveFaq
from bot.live_faq.snapshot import LocalizedFaq, Snapshot
from bot.storage.recorder import Recorder


class _Conversations:
    """The conversations, by language and whether in private, that were made for one snapshot and day."""

    def __init__(self) -> None:
        self._for: tuple[Snapshot, date] | None = None
        self._made: dict[tuple[str, bool], Conversation] = {}

    def of(self, snapshot: Snapshot, today: date) -> dict[tuple[str, bool], Conversation]:
        """Those for this snapshot and day."""
        if self._for is None or self._for[0] is not snapshot or self._for[1] != today:
            self._for, self._made = (snapshot, today), {}
        return self._made


@dataclass(frozen=True, slots=True)
class PatientServices:
    """What patients are served with.

    `redact` follows the live FAQ's words; `today` and `now` are the clinic's; without `handoff` nothing is passed on
    to the clinic.
    """

    live_faq: LiveFaq
    recorder: Recorder
    sender: Sender
    redact: Callable[[str], Redacted]
    sessions: Sessions
    today: Callable[[], date]
    now: Callable[[], datetime]
    keep_days: int
    handoff: Handoff | None = None
    _talks: _Conversations = field(init=False, default_factory=_Conversations)

    def talk(self, snapshot: Snapshot, localized: LocalizedFaq, *, private: bool = True) -> Conversation:
        """The conversation in one language. In groups nothing is kept."""
        today = self.today()
        talks = self._talks.of(snapshot, today)
        key = (localized.language, private)
        if key not in talks:
            talks[key] = self._talk(snapshot, localized, today, private)
        return talks[key]

    def _talk(self, snapshot: Snapshot, localized: LocalizedFaq, today: date, private: bool) -> Conversation:
        names = {code: one.shown.messages.language_name for code, one in snapshot.by_language.items()}
        if len(set(names.values())) < len(names):  # a translation that does not say what it is called
            names = {code: code.upper() for code in names}
        return Conversation(
            localized.shown,
            self.redact,
            today=today,
            keep_days=self.keep_days,
            noting=private,
            languages=names,
            writing=self.handoff is not None and private,
        )

    def talk_in(self, language: str) -> Conversation:
        """The same by the code of the language; in the main one where that is gone."""
        snapshot = self.live_faq.live
        return self.talk(snapshot, snapshot.localized(language))
