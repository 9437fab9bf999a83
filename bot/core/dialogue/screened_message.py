"""A patient's message after the first step, the search for a red flag."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bot.core.dialogue.faq_snapshot import FaqSnapshot, ServedFaq
from bot.core.dialogue.interpreter import Interpretation, InterpretationKind
from bot.core.dialogue.language_wish import wish_and_question
from bot.core.dialogue.sessions import Session
from bot.core.matching.similarity import MessageVectors
from bot.core.red_flags.alarm import Alarm


@dataclass(frozen=True, slots=True)
class ScreenedMessage:
    """A patient's message and the red flag found in it, if any."""

    text: str = field(repr=False)  # a patient's words, which belong into no log
    alarm: Alarm | None
    snapshot: FaqSnapshot = field(repr=False)
    failure: Exception | None = None
    """Why it could not be screened: then it gets an apology with the emergency number, never silence."""
    vectors: MessageVectors | None = field(default=None, repr=False, compare=False)
    """Those of the message's texts: what was screened is not encoded again to be answered."""

    @property
    def urgent(self) -> bool:
        """Whether it is an emergency: then its message is the whole reply, and nothing may be sent before it."""
        return self.alarm is not None and self.alarm.present and not self.alarm.same_day

    def with_alarm_of(self, other: ScreenedMessage) -> ScreenedMessage:
        """This message with the red flag of another if that is more urgent."""
        return replace(self, alarm=other.alarm) if other._urgency > self._urgency else self

    @property
    def _urgency(self) -> int:
        return (self.alarm is not None and self.alarm.present) + self.urgent


def interpreted(screened: ScreenedMessage, served: ServedFaq, session: Session) -> tuple[ServedFaq, Interpretation]:
    """The interpretation, and the FAQ to answer from: interpreting may show that it is another language's.

    A follow-up refers to the entry that was shown or, after a choice, to the likeliest one."""
    subject = session.offered[0] if session.offered else session.entry_id
    read = served.shown.entry(subject) if session.private and subject else None
    interpreter = screened.snapshot.interpreter(served.language)
    if screened.vectors is not None:
        interpreter = interpreter.encoding_with(screened.vectors.of)
    if read is None:
        found = interpreter.interpret_non_emergency(screened.text, screened.alarm)
    else:
        found = interpreter.interpret_after(screened.text, read, served.faq.published, screened.alarm)
    if found.foreign in screened.snapshot.by_language and found.foreign != served.language:
        other = screened.snapshot.localized(found.foreign)
        return interpreted(screened, other, replace(session, entry_id="", offered=()))
    return served, found


def in_a_wished_language(
    screened: ScreenedMessage, served: ServedFaq, interpretation: Interpretation
) -> tuple[ServedFaq, Interpretation] | None:
    """The FAQ in the language that a message asks for, and what else it asks, in whatever language; None if it does not
    ask both, or if the whole has another answer."""
    snapshot, answers = screened.snapshot, interpretation.answers
    if screened.alarm is not None or len(answers) > 1:
        return None
    found = wish_and_question(screened.text, snapshot.by_language)
    if found is None:
        return None
    wished, rest = found
    written = snapshot.languages.detect(rest)
    for code in dict.fromkeys((written, served.language, *snapshot.by_language)):
        if code in snapshot.by_language:
            asked = snapshot.interpreter(code).interpret_non_emergency(rest, None)
            if asked.kind in (InterpretationKind.ANSWER, InterpretationKind.SUGGEST):
                same = not answers or interpretation.left or asked.answers == answers
                return (snapshot.localized(wished), asked) if same else None
    return None
