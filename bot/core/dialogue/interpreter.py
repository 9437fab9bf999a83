"""What a message is taken for: a red flag, small talk, another language, or a question with its ranked entries.

Owns the order of these looks, red flags first. Knows nothing of what is said in reply.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.core.dialogue.language_id import detect
from bot.core.dialogue.small_talk import SmallTalk, small_talk, without_manners
from bot.core.faq.model import Entry
from bot.core.matching.follow_ups import may_follow, rank_after
from bot.core.matching.matcher import Band, Match, Matcher, Ranking
from bot.core.matching.segmentation import rank_questions
from bot.core.red_flags.detector import Alarm
from bot.core.text.normalization import normalize

BARE_WORDS = 3
"""A message of more words that is answered as it stands is complete: it needs nothing that went before."""

QUICK = 200
"""Characters that are read by words alone within some four milliseconds."""


class InterpretationKind(StrEnum):
    """How a message is met."""

    ANSWER = "answer"
    SUGGEST = "suggest"
    NONE = "none"
    URGENT = "urgent"
    SMALL_TALK = "smalltalk"


@dataclass(frozen=True, slots=True)
class Interpretation:
    """What a message is taken for, and what led to it.

    `parts` are the rankings of the questions in the message: several only when each is answered. `alarm` is also set
    for a red flag that is only asked about, which does not make the kind urgent.
    """

    kind: InterpretationKind
    parts: tuple[Ranking, ...] = ()
    alarm: Alarm | None = None
    small_talk: str | None = None
    """Name of the reply in `messages`."""
    foreign: str | None = None
    """The language of the message where the FAQ is in another."""

    @property
    def matches(self) -> tuple[Match, ...]:
        """The ranked entries of the first question."""
        return self.parts[0].matches if self.parts else ()

    @property
    def best(self) -> Match | None:
        """The nearest entry."""
        return self.matches[0] if self.matches else None


class DetectsRedFlags(Protocol):
    """Finds the red flag in a message."""

    def detect(self, text: str) -> Alarm | None:
        """The most urgent sign, or None."""


@dataclass(frozen=True, slots=True)
class Interpreter:
    """Reads messages for the FAQ in `language`, whose words are `own_words`."""

    language: str
    matcher: Matcher
    detector: DetectsRedFlags
    own_words: frozenset[str]

    def is_quick(self, text: str) -> bool:
        """Whether the text is read in so short a time that this may be done on the event loop."""
        return not self.matcher.encodes and len(text) <= QUICK

    def interpret(self, text: str, lean: Mapping[str, float] | None = None) -> Interpretation:
        """What `text` is taken for. `lean` are log-odds that favour entries the patient was just reading.

        Call it off the event loop, after `interpret_early`, unless it `is_quick`.
        """
        alarm = self.detector.detect(text)
        if alarm is not None and alarm.certain and not self.overrules(alarm, text):
            return Interpretation(InterpretationKind.URGENT, (self.matcher.rank(text, lean),), alarm)
        if alarm is None and (early := self._without_matching(text)) is not None:
            return early
        return _of(rank_questions(without_manners(text), self.matcher, lean).parts, alarm)

    def interpret_early(self, text: str) -> Interpretation | None:
        """What can be had at once: red flags, small talk, exact and clear matches. Else None."""
        alarm = self.detector.detect(text)
        if alarm is not None and alarm.certain and not alarm.guessed:
            return Interpretation(InterpretationKind.URGENT, alarm=alarm)
        if alarm is None and (early := self._without_matching(text)) is not None:
            return early
        ranking = self.matcher.rank_early(without_manners(text))
        return _of((ranking,), alarm) if ranking is not None else None

    def overrules(self, alarm: Alarm, text: str) -> bool:
        """Whether an alarm that is only guessed gives way to an entry that plainly answers the message.

        The answer then begins with the line for emergencies. May use the encoder.
        """
        return alarm.guessed and self.matcher.rank(without_manners(text)).band is Band.ANSWER

    def interpret_after(self, text: str, read: Entry, entries: Iterable[Entry]) -> Interpretation:
        """What `text` is taken for right after `read`, one of `entries`: a fragment goes on from there, a new complete
        question is not bent. Call it off the event loop, unless it `is_quick`."""
        if not may_follow(text, self.own_words):
            return self.interpret(text)
        alone = self.interpret(text)
        if alone.kind is InterpretationKind.URGENT or not alone.parts:
            return alone
        if alone.kind is InterpretationKind.ANSWER and len(normalize(text).split()) > BARE_WORDS:
            return alone
        return _of((rank_after(text, read, entries, self.matcher),), self.detector.detect(text))

    def _without_matching(self, text: str) -> Interpretation | None:
        if not any(letter.isalpha() for letter in text):
            return Interpretation(
                InterpretationKind.SMALL_TALK, small_talk=SmallTalk.NO_WORDS.value
            )  # digits alone say nothing
        kind = small_talk(text, self.language)
        if kind is not None:
            return Interpretation(InterpretationKind.SMALL_TALK, small_talk=kind.value)
        foreign = detect(text, self.own_words)
        if foreign is not None and foreign != self.language:
            return Interpretation(InterpretationKind.NONE, foreign=foreign)
        return None


def _of(parts: tuple[Ranking, ...], alarm: Alarm | None) -> Interpretation:
    kind = {
        Band.ANSWER: InterpretationKind.ANSWER,
        Band.SUGGEST: InterpretationKind.SUGGEST,
        Band.NONE: InterpretationKind.NONE,
    }[parts[0].band]
    return Interpretation(kind, parts, alarm)
