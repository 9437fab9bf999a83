"""What patients are served with, tied together: the live FAQ, the ledger, the messenger, what is remembered.

Knows nothing of updates.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from bot.core.anonymise import Redacted
from bot.core.conversation import Conversation
from bot.core.recollection import Recollections
from bot.handlers.handoff import Handoff
from bot.handlers.messenger import Messenger
from bot.knowledge import Knowledge
from bot.ledger import Ledger
from bot.live.editions import Edition, Snapshot


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

    def talk(self, snapshot: Snapshot, edition: Edition, *, private: bool = True) -> Conversation:
        """The conversation in one language. In groups nothing is kept."""
        names = {code: one.shown.messages.language_name for code, one in snapshot.editions.items()}
        if len(set(names.values())) < len(names):  # a translation that does not say what it is called
            names = {code: code.upper() for code in names}
        return Conversation(
            edition.shown,
            self.redact,
            today=self.today(),
            keep_days=self.keep_days,
            noting=private,
            languages=names,
            writing=self.handoff is not None and private,
        )

    def talk_in(self, language: str) -> Conversation:
        """The same by the code of the language; in the main one where that is gone."""
        snapshot = self.knowledge.live
        return self.talk(snapshot, snapshot.edition(language))
