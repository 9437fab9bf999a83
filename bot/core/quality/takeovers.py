"""Known messages that an edit of one entry would have answered otherwise, each with the entry it is taken from.

Looks at the checks of all entries, at off-topic lines, at phrasings of other entries and at the log, open and settled
questions; says which of the added wordings does it, and whether that must not be published. Decides nothing, and knows
nothing of what staff read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from bot.core.dialogue.interpreter import InterpretationKind, Interpreter
from bot.core.faq.model import Faq
from bot.core.faq.rules import phrasing_key
from bot.core.matching.follow_ups import told
from bot.core.matching.matcher import HeldOutPhrasing, Matcher
from bot.core.matching.ranking import Band
from bot.core.quality.check_results import CheckResult
from bot.core.quality.checks import CheckKind
from bot.core.quality.known_questions import NO_QUESTIONS, KnownQuestions, SettledQuestion, WaitingQuestion
from bot.core.text.normalization import Normalizer, normalize, split_words

SHORT = 4
"""Most words of a wording that is asked about many things, like "does it hurt"."""
SHOWN_OWNERS = 3
LIKELY = 0.1
"""Least confidence of an entry, where there is a choice, with which a short wording may be meant for it."""


class TakeoverKind(StrEnum):
    """How a message comes to be answered otherwise, the worst first."""

    OFF_TOPIC = "off_topic"
    """An off-topic line would be answered."""
    LIKE_OFF_TOPIC = "like_off_topic"
    """Messages like an off-topic line would be answered."""
    CHECK = "check"
    """A check of another entry would be answered by this one."""
    SAME = "same"
    """A wording is one of another entry already."""
    SETTLED = "settled"
    """A question that staff added to another entry would be answered by this one."""
    PUT_ASIDE = "put_aside"
    """An open question that staff put aside would be answered."""
    OFFERED_OFF_TOPIC = "offered_off_topic"
    """Messages like an off-topic line would be offered the entry as a choice."""
    ANSWERED = "answered"
    """A wording has the answer of another entry today."""
    BARE_TOPIC = "bare_topic"
    """A wording is a single word that several other entries are asked about: it says nothing of what is asked."""
    GENERAL = "general"
    """A short wording is asked about other entries too."""
    ANOTHER_CARD = "another_card"
    """An open question that staff have still to look at, on another card, would be answered."""
    LIKE_PHRASING = "like_phrasing"
    """Messages like a phrasing of another entry would go to this one."""
    UNTOLD = "untold"
    """The entry says nothing of what a wording asks. In `benchmarks.afternoon` 9 of 55 questions are told so of their
    own entry, 64 of 117 of the entries that are nearest besides."""
    DISMISSED = "dismissed"
    """A question that staff dismissed would be answered."""
    NEARER = "nearer"
    """A question is nearer to another entry."""


BLOCKING = frozenset(
    {
        TakeoverKind.OFF_TOPIC,
        TakeoverKind.LIKE_OFF_TOPIC,
        TakeoverKind.CHECK,
        TakeoverKind.SAME,
        TakeoverKind.SETTLED,
        TakeoverKind.BARE_TOPIC,
    }
)
"""What takes another entry's question, or answers what must not be answered."""
_ORDER = list(TakeoverKind)


@dataclass(frozen=True, slots=True)
class Takeover:
    """A known message that the edit takes over."""

    kind: TakeoverKind
    text: str
    owners: tuple[str, ...]
    """The ids of the entries that it belongs to; none for one that must not be answered."""
    wording: str
    """The added wording that does it; "" if that is none in particular."""

    @property
    def blocks(self) -> bool:
        """Whether it must not be published."""
        return self.kind in BLOCKING


Logged = TypeVar("Logged", SettledQuestion, WaitingQuestion)


@dataclass(frozen=True, slots=True)
class EditedEntry:
    """An entry, the phrasings it is to have besides, and the questions that led to that."""

    entry_id: str
    added: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FaqVersion:
    """A FAQ before or after an edit."""

    faq: Faq
    interpreter: Interpreter


def clashing(faq: Faq, entry_id: str, added: Sequence[str]) -> tuple[Takeover, ...]:
    """The wordings that are a phrasing of another entry already, letter for letter: no FAQ may have them twice."""
    known = {phrasing_key(text): one for one in faq.entries if one.id != entry_id for text in one.all_phrasings}
    return tuple(
        Takeover(TakeoverKind.SAME, wording, (other.id,), wording)
        for wording in added
        if (other := known.get(phrasing_key(wording))) is not None
    )


def takeovers(
    edit: EditedEntry,
    before: FaqVersion,
    after: FaqVersion,
    failing: Sequence[tuple[CheckResult, tuple[str, ...]]],
    known: KnownQuestions = NO_QUESTIONS,
) -> tuple[Takeover, ...]:
    """What the edit takes over, the worst first. `failing` are the checks that fail after it, each with the ids of the
    entries that answered it before. Takes some milliseconds a question: call it off the event loop."""
    found = [
        *_of_checks(edit, failing, after.interpreter.matcher),
        *_of_wordings(edit, before),
        *_of_held_out(edit, before.interpreter.matcher, after.interpreter.matcher),
        *_of_settled(edit, before, after, known.settled),
        *_of_waiting(edit, before, after, known.waiting),
        *_of_questions(edit, before),
    ]
    distinct: dict[tuple[str, str], Takeover] = {}
    texts: set[str] = set()
    for one in sorted(found, key=lambda one: _ORDER.index(one.kind)):
        text = normalize(one.text)
        if one.kind is not TakeoverKind.NEARER or text not in texts:  # the others say more
            distinct.setdefault((text, normalize(one.wording)), one)
        texts.add(text)
    return tuple(distinct.values())


def _of_checks(
    edit: EditedEntry, failing: Sequence[tuple[CheckResult, tuple[str, ...]]], after: Matcher
) -> Iterator[Takeover]:
    for result, answered in failing:
        check = result.check
        mine = edit.entry_id in result.answers and edit.entry_id not in answered
        if not mine or check.owner in (edit.entry_id, *result.answers):
            continue
        kind = TakeoverKind.OFF_TOPIC if check.kind is CheckKind.OFF_TOPIC else TakeoverKind.CHECK
        owners = (check.owner,) if check.owner else ()
        yield Takeover(kind, check.text, owners, _responsible_wording(edit, after, check.text))


def _of_wordings(edit: EditedEntry, before: FaqVersion) -> Iterator[Takeover]:
    """What the wordings themselves get today."""
    lines = {normalize(line): line for line in before.faq.off_topic}
    short = any(len(wording.split()) <= SHORT for wording in edit.added)
    stems = _stems_by_entry(before.faq, edit.entry_id) if short else {}
    entry = before.faq.entry(edit.entry_id)
    for wording in edit.added:
        if line := lines.get(normalize(wording)):
            yield Takeover(TakeoverKind.OFF_TOPIC, line, (), wording)
        same = before.interpreter.matcher.rank_early(wording)
        if same is not None and same.best is not None and same.best.entry_id != edit.entry_id:
            yield Takeover(TakeoverKind.SAME, wording, (same.best.entry_id,), wording)
            continue
        today = before.interpreter.interpret(wording)
        others = tuple(one for one in today.answers if one != edit.entry_id)
        if others and edit.entry_id not in today.answers:
            yield Takeover(TakeoverKind.ANSWERED, wording, others[:SHOWN_OWNERS], wording)
        if entry is not None and not told(wording, entry, before.interpreter.matcher):
            yield Takeover(TakeoverKind.UNTOLD, wording, (), wording)
        own = _stems(before.faq, wording)
        if len(wording.split()) <= SHORT and own:
            ranked = before.interpreter.matcher.rank(wording).matches
            asked = {entry_id for entry_id, texts in stems.items() if any(own <= text for text in texts)}
            if today.kind is InterpretationKind.SUGGEST:
                asked |= {one.entry_id for one in today.matches if one.confidence >= LIKELY}
            likeliest = [one.entry_id for one in ranked if one.entry_id in asked]
            owners = dict.fromkeys((*likeliest, *(one for one in stems if one in asked), *sorted(asked)))
            owners.pop(edit.entry_id, None)
            if owners:
                bare = len(wording.split()) == 1 and len(owners) >= SHOWN_OWNERS
                kind = TakeoverKind.BARE_TOPIC if bare else TakeoverKind.GENERAL
                yield Takeover(kind, wording, tuple(owners)[:SHOWN_OWNERS], wording)


def _of_held_out(edit: EditedEntry, before: Matcher, after: Matcher) -> Iterator[Takeover]:
    """Phrasings of other entries, and off-topic lines, that would go to the entry if they were not known verbatim."""
    added = {normalize(one): one for one in edit.added}
    least = after.thresholds.suggest

    def taken(one: HeldOutPhrasing) -> str:
        """The wording that takes it, "" if none does."""
        likely = one.predicted_id == edit.entry_id and one.confidence >= least
        return added.get(normalize(one.closest), "") if likely else ""

    right = {(one.entry_id, one.phrasing) for one in before.held_out if one.right}
    for one in after.held_out:
        if one.entry_id != edit.entry_id and (one.entry_id, one.phrasing) in right and (wording := taken(one)):
            yield Takeover(TakeoverKind.LIKE_PHRASING, one.phrasing, (one.entry_id,), wording)
    for one in after.held_out_lines or ():
        if wording := taken(one):
            answered = after.band(one.confidence) is Band.ANSWER
            kind = TakeoverKind.LIKE_OFF_TOPIC if answered else TakeoverKind.OFFERED_OFF_TOPIC
            yield Takeover(kind, one.phrasing, (), wording)


def _of_settled(
    edit: EditedEntry, before: FaqVersion, after: FaqVersion, settled: Sequence[SettledQuestion]
) -> Iterator[Takeover]:
    for one in _answered(edit, after, [one for one in settled if one.entry_id != edit.entry_id]):
        earlier = before.interpreter.interpret(one.text).answers
        wording = _responsible_wording(edit, after.interpreter.matcher, one.text)
        if one.entry_id is None and not earlier:
            yield Takeover(TakeoverKind.DISMISSED, one.text, (), wording)
        elif one.entry_id is not None and one.entry_id in earlier:
            yield Takeover(TakeoverKind.SETTLED, one.text, (one.entry_id,), wording)


def _of_waiting(
    edit: EditedEntry, before: FaqVersion, after: FaqVersion, waiting: Sequence[WaitingQuestion]
) -> Iterator[Takeover]:
    for one in _answered(edit, after, waiting):
        if edit.entry_id not in before.interpreter.interpret(one.text).answers:
            kind = TakeoverKind.PUT_ASIDE if one.put_aside else TakeoverKind.ANOTHER_CARD
            yield Takeover(kind, one.text, (), _responsible_wording(edit, after.interpreter.matcher, one.text))


def _answered(edit: EditedEntry, after: FaqVersion, questions: Sequence[Logged]) -> Iterator[Logged]:
    """The questions that the entry answers after the edit, without those that led to it."""
    led = {normalize(one) for one in edit.questions}
    others = [one for one in questions if normalize(one.text) not in led]
    rankings = after.interpreter.matcher.rank_all([one.text for one in others])
    for one, ranking in zip(others, rankings, strict=True):
        if ranking.best is None or ranking.best.entry_id != edit.entry_id:
            continue
        if edit.entry_id in after.interpreter.interpret(one.text).answers:
            yield one


def _of_questions(edit: EditedEntry, before: FaqVersion) -> Iterator[Takeover]:
    """Questions that led to the edit and are offered another entry today."""
    matcher = before.interpreter.matcher
    for text, ranking in zip(edit.questions, matcher.rank_all(edit.questions), strict=True):
        best = ranking.best
        if best is not None and best.entry_id != edit.entry_id and best.confidence >= matcher.thresholds.suggest:
            yield Takeover(TakeoverKind.NEARER, text, (best.entry_id,), "")


def _responsible_wording(edit: EditedEntry, after: Matcher, text: str) -> str:
    """The added wording by which the entry matches a text."""
    added = {normalize(one): one for one in edit.added}
    matches = after.rank(text).matches
    closest = next((one.phrasing for one in matches if one.entry_id == edit.entry_id), "")
    return added.get(normalize(closest), "")


def _stems(faq: Faq, text: str) -> frozenset[str]:
    return frozenset(word.stem for word in Normalizer(faq.language, faq.synonyms).words(split_words(text)))


def _stems_by_entry(faq: Faq, but: str) -> Mapping[str, list[frozenset[str]]]:
    """The stems of each short phrasing, by entry."""
    normalizer = Normalizer(faq.language, faq.synonyms)
    found: defaultdict[str, list[frozenset[str]]] = defaultdict(list)
    for entry in faq.published:
        for text in entry.all_phrasings if entry.id != but else ():
            found[entry.id].append(frozenset(word.stem for word in normalizer.words(split_words(text))))
    return found
