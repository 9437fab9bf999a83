"""The conversations of a bot, in each language and for private chats and groups.

Owns what is the same in all of them, and makes each once per version of the FAQ and day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.core.deidentification.anonymizer import Redacted
from bot.core.dialogue.conversation import Conversation
from bot.core.dialogue.faq_snapshot import FaqSnapshot, ServedFaq
from bot.core.dialogue.sessions import Session


@dataclass(frozen=True, slots=True)
class _Made:
    """The conversations of one snapshot and day, by language and by whether the chat is private, and of staff."""

    snapshot: FaqSnapshot
    today: date
    conversations: dict[tuple[str, bool, bool], Conversation] = field(default_factory=dict)


class Conversations:
    """Makes the conversations. Safe to use from several threads.

    `redact` de-identifies a question before it is kept, `today` is the date at the clinic, `keep_days` is the promise
    of /privacy. With `writing` on, patients may write to the clinic.
    """

    def __init__(
        self, redact: Callable[[str], Redacted], *, today: Callable[[], date], keep_days: int, writing: bool = False
    ) -> None:
        self._redact = redact
        self._today = today
        self._keep_days = keep_days
        self._writing = writing
        self._latest: _Made | None = None

    def of(self, snapshot: FaqSnapshot, served: ServedFaq, session: Session) -> Conversation:
        """The conversation in the language of `served`."""
        today, known = self._today(), self._latest
        if known is None or known.snapshot is not snapshot or known.today != today:
            known = self._latest = _Made(snapshot, today)
        key = (served.language, session.private, session.trial)
        if key not in known.conversations:
            known.conversations[key] = Conversation(
                served.shown,
                self._redact,
                today=today,
                keep_days=self._keep_days,
                digest=served.digest,
                noting=session.private,
                trial=session.trial,
                languages=_names(snapshot),
                writing=self._writing and session.private,
            )
        return known.conversations[key]


def _names(snapshot: FaqSnapshot) -> Mapping[str, str]:
    """The languages' own names by code; the codes in capitals if the names are not distinct."""
    names = {code: served.shown.messages.language_name for code, served in snapshot.by_language.items()}
    return names if len(set(names.values())) == len(names) else {code: code.upper() for code in names}
