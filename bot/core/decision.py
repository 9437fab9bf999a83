"""What a message is taken for: a red flag, small talk, another language, or a question with its ranked entries.

Owns the order of these looks, red flags first. Knows nothing of what is said in reply.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.core.faq import Entry
from bot.core.language import detect
from bot.core.matcher import Band, Match, Matcher, Ranking
from bot.core.questions import understand
from bot.core.smalltalk import Kind, small_talk
from bot.core.urgency import Alarm, Gate

FRAGMENT_WORDS = 4
"""A message of more words is taken to be complete."""


class Verdict(StrEnum):
    """How a message is met."""

    ANSWER = "answer"
    SUGGEST = "suggest"
    NONE = "none"
    URGENT = "urgent"
    SMALL_TALK = "smalltalk"


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict and what led to it.

    `parts` are the rankings of the questions in the message: several only when each is answered. `alarm` is also set
    for a red flag that is only asked about, which does not make the verdict urgent.
    """

    verdict: Verdict
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


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads messages for the FAQ in `language`, whose words are `own_words`."""

    language: str
    matcher: Matcher
    gate: Gate
    own_words: Collection[str]

    def decide(self, text: str, lean: Mapping[str, float] | None = None) -> Decision:
        """What `text` is taken for. `lean` are log-odds that favour entries the patient was just reading.

        With sentence vectors this takes some milliseconds: call it off the event loop, after `decide_early`.
        """
        alarm = self.gate.look(text)
        if alarm is not None and alarm.certain:
            return Decision(Verdict.URGENT, (self.matcher.rank(text, lean),), alarm)
        if (early := self._without_matching(text)) is not None:
            return early
        return _of(understand(text, self.matcher, lean).parts, alarm)

    def decide_early(self, text: str) -> Decision | None:
        """The decision, where it can be had at once: red flags, small talk, exact and clear matches. Else None."""
        alarm = self.gate.look(text)
        if alarm is not None and alarm.certain:
            return Decision(Verdict.URGENT, alarm=alarm)
        if (early := self._without_matching(text)) is not None:
            return early
        ranking = self.matcher.rank_early(text)
        return _of((ranking,), alarm) if ranking is not None else None

    def _without_matching(self, text: str) -> Decision | None:
        if not any(letter.isalpha() for letter in text):
            return Decision(Verdict.SMALL_TALK, small_talk=Kind.NO_WORDS.value)  # digits alone say nothing
        kind = small_talk(text, self.language)
        if kind is not None:
            return Decision(Verdict.SMALL_TALK, small_talk=kind.value)
        foreign = detect(text, self.own_words)
        if foreign is not None and foreign != self.language:
            return Decision(Verdict.NONE, foreign=foreign)
        return None


def leaning(entry: Entry, text: str) -> dict[str, float]:
    """The log-odds by which a fragment ("how long?", "and does it hurt?") leans towards the entry last read and its
    follow-ups. A complete question leans nowhere."""
    if len(text.split()) > FRAGMENT_WORDS:
        return {}
    return {**dict.fromkeys(entry.follow_ups, 0.8), entry.id: 1.2}


def _of(parts: tuple[Ranking, ...], alarm: Alarm | None) -> Decision:
    verdict = {Band.ANSWER: Verdict.ANSWER, Band.SUGGEST: Verdict.SUGGEST, Band.NONE: Verdict.NONE}[parts[0].band]
    return Decision(verdict, parts, alarm)
