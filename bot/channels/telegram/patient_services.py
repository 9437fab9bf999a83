"""What patients are served with, tied together: the live FAQ, the ledger, the messenger, what is remembered.

Knows nothing of updates.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.channels.telegram.handoff import Handoff
from bot.channels.telegram.sending.sender import Messenger
from bot.core.deidentification.anonymizer import Redacted
from bot.core.dialogue.conversation import Conversation
from bot.core.dialogue.sessions import Recollections
from bot.live_faq.live_faq import Knowledge
from bot.live_faq.snapshot import Edition, Snapshot
from bot.storage.recorder import Ledger


class _Talks:
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
class Office:
    """What patients are served with.

    `redact` follows the live FAQ's words; `today` and `now` are the clinic's; without `handoff` nothing is passed on
    to the clinic.
    """

    knowledge: Knowledge
    ledger: Ledger
    messenger: Messenger
    redact: Callable[[str], Redacted]
    memories: Recollections
    today: Callable[[], date]
    now: Callable[[], datetime]
    keep_days: int
    handoff: Handoff | None = None
    _talks: _Talks = field(init=False, default_factory=_Talks)

    def talk(self, snapshot: Snapshot, edition: Edition, *, private: bool = True) -> Conversation:
        """The conversation in one language. In groups nothing is kept."""
        today = self.today()
        talks = self._talks.of(snapshot, today)
        key = (edition.language, private)
        if key not in talks:
            talks[key] = self._talk(snapshot, edition, today, private)
        return talks[key]

    def _talk(self, snapshot: Snapshot, edition: Edition, today: date, private: bool) -> Conversation:
        names = {code: one.shown.messages.language_name for code, one in snapshot.editions.items()}
        if len(set(names.values())) < len(names):  # a translation that does not say what it is called
            names = {code: code.upper() for code in names}
        return Conversation(
            edition.shown,
            self.redact,
            today=today,
            keep_days=self.keep_days,
            noting=private,
            languages=names,
            writing=self.handoff is not None and private,
        )

    def talk_in(self, language: str) -> Conversation:
        """The same by the code of the language; in the main one where that is gone."""
        snapshot = self.knowledge.live
        return self.talk(snapshot, snapshot.edition(language))
