"""What the bot makes of the first message of a private chat, and in which language: for whoever tries it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.dialogue.faq_snapshot import FaqSnapshot
from bot.core.dialogue.interpreter import Interpretation


@dataclass(frozen=True, slots=True)
class FreshChat:
    """A private chat without a past."""

    snapshot: FaqSnapshot
    app_language: str = ""
    """The language of the patient's app, in which a message is answered that does not tell its own."""

    def read(self, text: str) -> tuple[str, Interpretation]:
        """The language of the FAQ that a message is answered from, and its interpretation. May use the encoder."""
        editions = self.snapshot.by_language
        written = self.snapshot.languages.detect(text) if text and len(editions) > 1 else None
        code = self.snapshot.localized(written if written in editions else self.app_language[:2]).language
        found = self.snapshot.interpreter(code).interpret(text)
        if found.foreign is not None and found.foreign in editions and found.foreign != code:
            code = found.foreign
            found = self.snapshot.interpreter(code).interpret(text)
        return code, found

    def interpret(self, text: str) -> Interpretation:
        """The interpretation alone."""
        return self.read(text)[1]
