"""The questions that are kept for staff: which, with what, and what the patient is told of it.

A question leaves de-identified, and is made only when it is stored. Knows nothing of where that is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.core.deidentification.anonymizer import Redacted
from bot.core.records import Question, QuestionKind, Week

NOT_OF_A_PATIENT = "*Not noted or counted: you are staff.*"
"""Told to staff where a patient's question would have been noted; in English, as all texts for staff."""
HOW_TO_GO_ON = "*Were you writing a new entry? Reply to my last question: swipe it.*"
"""Told to staff below it where they wrote a text: after a restart, only a reply says which question it answers."""


class QuestionNotes:
    """Notes questions in one language.

    `redact` de-identifies a question, `digest` is the version of the FAQ. With `noting` off (groups) nothing is kept;
    in a `trial` by staff neither, which they are told.
    """

    def __init__(
        self, language: str, redact: Callable[[str], Redacted], today: date, digest: str, *, noting: bool, trial: bool
    ) -> None:
        self._language = language
        self._redact = redact
        self._today = today
        self._digest = digest
        self._noting = noting
        self._trial = trial

    def note(
        self, kind: QuestionKind, text: str | None, nearest: str = "", confidence: float = 0.0, spoken: str = ""
    ) -> Callable[[], Question] | None:
        """What makes the question to keep; None if it is not kept. `nearest` is the entry that comes closest, `spoken`
        the language of the text if it is another."""
        if not self._noting or self._trial or not text:
            return None
        return lambda: Question(
            week=Week.of(self._today),
            language=spoken or self._language,
            redacted=self._redact(text),
            kind=kind,
            nearest=nearest or None,
            confidence=min(max(confidence, 0.0), 1.0) if nearest else None,
            faq_digest=self._digest,
        )

    def wording(
        self, note: Callable[[], Question] | None, text: str | None, noted: str, unnoted: str, *, typed: bool = False
    ) -> str:
        """What is said of a question: that it is `noted`, or not. Staff are told if a patient's would have been, and
        where they `typed` it just now, how to go on if it was meant for something else."""
        if note is not None:
            return noted
        if not (self._trial and self._noting and text):
            return unnoted
        return "\n\n".join((unnoted, NOT_OF_A_PATIENT, *((HOW_TO_GO_ON,) if typed else ())))
