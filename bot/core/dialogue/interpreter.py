"""What a message is taken for: a red flag, small talk, another language, or a question with its ranked entries.

Owns the order of these looks, red flags first. Knows nothing of what is said in reply.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.core.dialogue.language_id import detect
from bot.core.dialogue.small_talk import small_talk, without_manners
from bot.core.faq.model import Entry
from bot.core.languages.language import SmallTalk
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

    def interpret(self, text: str) -> Interpretation:
        """What `text` is taken for, with nothing known but the text. May use the encoder: call it off the event loop
        unless it `is_quick`."""
        alarm = self.detector.detect(text)
        if alarm is not None and alarm.certain and not self.overrules(alarm, text):
            return Interpretation(InterpretationKind.URGENT, (self.matcher.rank(text),), alarm)
        return self.interpret_calm(text, alarm)

    def interpret_calm(self, text: str, alarm: Alarm | None) -> Interpretation:
        """What `text` is taken for when it raises no alarm. `alarm` is a sign that was found all the same: only asked
        about, or giving way to an answer. Call it off the event loop unless it `is_quick`."""
        early = self._without_matching(text) if alarm is None else None
        return early or _of(rank_questions(without_manners(text), self.matcher), alarm)

    def interpret_early(self, text: str, alarm: Alarm | None) -> Interpretation | None:
        """The same where it can be had without the encoder: small talk, exact and clear matches. Else None."""
        early = self._without_matching(text) if alarm is None else None
        ranking = self.matcher.rank_early(without_manners(text)) if early is None else None
        return _of((ranking,), alarm) if ranking is not None else early

    def interpret_after(self, text: str, read: Entry, entries: Iterable[Entry], alarm: Alarm | None) -> Interpretation:
        """The same right after `read`, one of `entries`: a fragment goes on from there, a complete question is taken as
        it stands. Call it off the event loop unless it `is_quick`."""
        alone = self.interpret_calm(text, alarm)
        if not alone.parts or not may_follow(text, self.own_words):
            return alone
        if alone.kind is InterpretationKind.ANSWER and len(normalize(text).split()) > BARE_WORDS:
            return alone
        return _of((rank_after(text, read, entries, self.matcher),), alarm)

    def overrules(self, alarm: Alarm, text: str) -> bool:
        """Whether an alarm that is only guessed gives way to an entry that plainly answers the message.

        The answer then begins with the line for emergencies. May use the encoder.
        """
        return alarm.guessed and self.matcher.rank(without_manners(text)).band is Band.ANSWER

    def _without_matching(self, text: str) -> Interpretation | None:
        if not any(letter.isalpha() for letter in text):
            # digits alone say nothing
            return Interpretation(InterpretationKind.SMALL_TALK, small_talk=SmallTalk.NO_WORDS.value)
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
