"""What a patient replies to an emergency message: that it gets worse, that it can wait, that it is over.

Owns the kinds of reply and their order. The cues are data of each language. Knows nothing of what is said to them.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from bot.core import languages
from bot.core.languages import known
from bot.core.languages.cues import AfterAlarmCues
from bot.core.text.normalization import normalize

LONGEST_ANSWER = 10
LONGEST_CLOSING = 20
LONGEST_CRISIS_CLOSING = 12
LONGEST_COMPANY = 6
"""A message of more words says more than an answer, that it is over, or that somebody is there ("my kids are here")."""


class ReplyKind(StrEnum):
    """The kinds of reply, those that need the strongest words first. All but those in `OVER` keep the call to act."""

    WORSE = "worse"
    """It gets worse, nobody helps, or the patient is alone or not safe."""
    THIRD = "third"
    """It is somebody else, who perhaps refuses."""
    INTAKE = "intake"
    """Whether to eat or drink."""
    HOW = "how"
    """What to say, where to go, what happens then."""
    DELAY = "delay"
    """Whether it can wait, or is serious at all."""
    BETTER = "better"
    DENIAL = "denial"
    """A harmless explanation."""
    SAFE = "safe"
    ANSWER = "answer"
    """An answer to the message: no, I don't know, since noon."""
    CLOSED = "closed"
    """Help is called or there, or the patient says no more than "ok"."""
    MISTAKEN = "mistaken"
    """It was no emergency: a mistake, a test, a joke, a palsy of years ago."""
    OTHER = "other"


OVER = frozenset({ReplyKind.CLOSED, ReplyKind.MISTAKEN})
"""Kinds that end an alarm."""
_OPENING = languages.words(lambda one: one.question_words) - {"were"}
"""Words that begin a question; "were" is "we're" as well: "we're at the hospital"."""
_ASKING = (
    ReplyKind.WORSE,
    ReplyKind.INTAKE,
    ReplyKind.THIRD,
    ReplyKind.HOW,
    ReplyKind.DELAY,
    ReplyKind.BETTER,
    ReplyKind.DENIAL,
)


def reply_kind(
    text: str,
    *,
    same_day: bool = False,
    deed: bool = False,
    droop: bool = False,
    overdose: bool = False,
    crisis: bool = False,
) -> ReplyKind:
    """The kind of a reply to an emergency message, by the cues of all languages.

    In doubt nothing is closed: a call that was made does not count beside "but" or in a long message, and an
    appointment only for a sign that is `same_day`. A mistake counts only if it was in the message or the alarm: "it was
    a mistake" must be all that is said, and says nothing after a `deed`, which may be what it means. After an
    `overdose` only a mistake in the writing counts ("typo", "wrong chat"), and in a `crisis` none does. In both neither
    "ok" nor a joke closes, and a farewell is a warning, as is what the patient has done or has at hand.
    """
    words, asking, cues, grave = normalize(text), "?" in text, _cues(), overdose or crisis
    number = len(words.split())
    dismissed = number <= LONGEST_CLOSING and any(one.dismissed.fullmatch(words) for one in cues)
    if deed and any(one.blunder.search(words) for one in cues):
        dismissed = False
    if droop and number <= LONGEST_CLOSING:
        dismissed = dismissed or any(one.lasting.fullmatch(words) for one in cues)
    if not asking and not grave:
        if dismissed:
            return ReplyKind.MISTAKEN
        if acknowledges(text):
            return ReplyKind.CLOSED
    written = words
    for one in cues:
        written = one.slip.sub(" ", written)
    rest = written
    for one in cues:
        rest = one.retracted.sub(" ", rest)
    kinds = {kind for one in cues for kind in _kinds(rest, one)}
    if not crisis and any(one.examined.search(rest) for one in cues):
        kinds = kinds - {ReplyKind.BETTER, ReplyKind.DENIAL} | {ReplyKind.CLOSED}
    if ReplyKind.SAFE in kinds and number <= LONGEST_COMPANY:
        kinds.discard(ReplyKind.THIRD)
    if rest != written:
        kinds.add(ReplyKind.DENIAL if grave else ReplyKind.DELAY)
    if any(one.joke.search(words) for one in cues):
        kinds = kinds | {ReplyKind.DENIAL} if grave else kinds - {ReplyKind.DENIAL} | {ReplyKind.MISTAKEN}
    if grave and any(one.farewell.search(words) or one.harmed.search(rest) for one in cues):
        kinds.add(ReplyKind.WORSE)
    if grave and (ReplyKind.MISTAKEN in kinds or dismissed):
        kinds = kinds - {ReplyKind.MISTAKEN} | {ReplyKind.DENIAL}
    if written != words:
        kinds.add(ReplyKind.DENIAL if crisis else ReplyKind.MISTAKEN)
    if any(one.arranged.search(words) for one in cues):
        kinds = kinds - {ReplyKind.DELAY} | {ReplyKind.CLOSED} if same_day else kinds | {ReplyKind.DELAY}
    first = next((kind for kind in _ASKING if kind in kinds), None)
    if first is not None:
        return first
    if over := kinds & OVER:
        long = number > (LONGEST_CRISIS_CLOSING if grave else LONGEST_CLOSING)
        if asking or long or _opens_a_question(words) or any(one.doubt.search(written) for one in cues):
            return ReplyKind.OTHER
        return ReplyKind.MISTAKEN if ReplyKind.MISTAKEN in over else ReplyKind.CLOSED
    if asking or number > LONGEST_ANSWER:
        return ReplyKind.OTHER
    return next((kind for kind in (ReplyKind.SAFE, ReplyKind.ANSWER) if kind in kinds), ReplyKind.OTHER)


def acknowledges(text: str) -> bool:
    """Whether a message only says "ok" or "thanks"."""
    words = normalize(text)
    return len(words.split()) <= LONGEST_CLOSING and any(one.acknowledged.fullmatch(words) for one in _cues())


def fears_death(text: str) -> bool:
    """Whether a message only says that the patient is afraid to die, which is no thought of suicide."""
    return any(one.fear.fullmatch(normalize(text)) for one in _cues())


def says_so(text: str) -> bool:
    """Whether a message says of what was just spoken of that it is happening: "yes", "I have that"."""
    return any(one.happening.fullmatch(normalize(text)) for one in _cues())


def _opens_a_question(words: str) -> bool:
    """Whether a message begins like a question, which many write without its mark."""
    return words.partition(" ")[0] in _OPENING


def _cues() -> tuple[AfterAlarmCues, ...]:
    return tuple(record.after_alarm for record in known() if record.after_alarm is not None)


def _kinds(words: str, cues: AfterAlarmCues) -> Iterator[ReplyKind]:
    for kind, pattern in (
        (ReplyKind.WORSE, cues.worse),
        (ReplyKind.THIRD, cues.third),
        (ReplyKind.INTAKE, cues.intake),
        (ReplyKind.HOW, cues.how),
        (ReplyKind.DELAY, cues.delay),
        (ReplyKind.BETTER, cues.better),
        (ReplyKind.DENIAL, cues.denial),
        (ReplyKind.CLOSED, cues.closed),
        (ReplyKind.MISTAKEN, cues.mistaken),
        (ReplyKind.SAFE, cues.safe),
        (ReplyKind.ANSWER, cues.answer),
    ):
        if pattern.search(words):
            yield kind
