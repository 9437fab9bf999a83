"""How good a FAQ is at finding its own answers, measured with nothing but the FAQ; and what an edit changes in that.

Runs the messages that a FAQ brings along (`checks`, `alarm`, `no_alarm`, `off_topic`) through the very decisions that
patients meet, and looks at the matcher's held-out predictions. Knows nothing of files and of how results are shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from bot.core.dialogue.interpreter import Decision, Reader, Verdict
from bot.core.faq.model import Faq
from bot.core.faq.yaml_reader import Path, Place, Places
from bot.core.matching.calibration import Bands
from bot.core.quality.lint import Finding, Level, missing_translations, upkeep

SHOWN = 3
"""Entries offered when unsure."""


class State(IntEnum):
    """How a check went; the higher the better."""

    FAILED = 0
    OFFERED = 1
    """The right entry is only among the choices offered, or another alarm was raised."""
    HESITANT = 2
    """The right entry is the first of the choices offered."""
    PASSED = 3


class Sort(StrEnum):
    """What a check is about."""

    ANSWER = "answer"
    ALARM = "alarm"
    NO_ALARM = "no_alarm"
    OFF_TOPIC = "off_topic"


@dataclass(frozen=True, slots=True)
class Check:
    """One message of the FAQ that has to be met in a certain way."""

    sort: Sort
    owner: str
    """Id of the entry or urgent sign; empty for lines that belong to none."""
    text: str
    place: Place

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it the same check in another version of the file."""
        return (self.sort.value, self.owner, self.text)


@dataclass(frozen=True, slots=True)
class Result:
    """How a check went."""

    check: Check
    state: State
    got: str
    """What the message was met with, in words for staff."""


@dataclass(frozen=True, slots=True)
class Collision:
    """A phrasing that, had it not been told whose it is, would count as another entry's."""

    entry_id: str
    phrasing: str
    place: Place
    other_id: str
    other_phrasing: str
    other_place: Place
    confidence: float


@dataclass(frozen=True, slots=True)
class Found:
    """Of an entry's phrasings: how many would be found had they not been learnt."""

    right: int
    tried: int


@dataclass(frozen=True, slots=True)
class Subject:
    """One language of a FAQ to be examined."""

    faq: Faq
    places: Places
    reader: Reader
    main: Faq | None = None
    """The main edition, where this is a translation."""

    @property
    def messages(self) -> tuple[str, ...]:
        """Every text that an examination puts to the matcher, for those who can encode all of them at once."""
        own = (text for entry in self.faq.published for text in entry.checks)
        return (*own, *self.faq.off_topic)


@dataclass(frozen=True, slots=True)
class Examination:
    """What was measured."""

    results: tuple[Result, ...]
    collisions: tuple[Collision, ...]
    accuracy: Mapping[str, Found]
    """By entry."""
    bands: Bands
    findings: tuple[Finding, ...]
    """Sorted by place; those of results and collisions included."""

    @property
    def passed(self) -> int:
        """Checks that went as they have to: the right entry came first, whether answered or offered."""
        return sum(result.state >= State.HESITANT for result in self.results)

    @property
    def found_again(self) -> float:
        """Share of all phrasings that would be found had they not been learnt."""
        tried = sum(found.tried for found in self.accuracy.values())
        return sum(found.right for found in self.accuracy.values()) / tried if tried else 0.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of the checks from one version of a FAQ to the next."""

    broken: tuple[Result, ...]
    """Passed before, and now something else is taken to be right. Checks that are gone don't count."""
    weakened: tuple[Result, ...]
    """Others that went better before: the same entry comes first, but the bot is less sure."""
    mended: tuple[Result, ...]
    """Went worse before."""
    collisions: tuple[Collision, ...]
    """New ones."""
    checks: int
    """Checks that both versions have."""
    passed: int
    total: int
    """Of the later version."""
    coverage_before: float
    coverage_after: float


def measure(subject: Subject) -> Iterator[Result]:
    """How the checks go, one by one. Takes some milliseconds a check: go through them off the event loop."""
    yield from _answer_results(subject)
    yield from _urgent_results(subject)


def examine(subject: Subject, today: date, results: tuple[Result, ...] | None = None) -> Examination:
    """Everything that can be measured of a FAQ; `results` are those of `measure`, where they are known already."""
    results = tuple(measure(subject)) if results is None else results
    collisions = tuple(_collisions(subject))
    findings = [*upkeep(subject.faq, subject.places, today)]
    if subject.main is not None:
        findings += missing_translations(subject.main, subject.faq, subject.places)
    findings += [_of_result(result) for result in results if result.state < State.HESITANT]
    findings += [_of_collision(collision) for collision in collisions]
    findings.sort(key=lambda finding: (finding.place, finding.level))
    matcher = subject.reader.matcher
    return Examination(results, collisions, _accuracy(subject), matcher.bands, tuple(findings))


def compare(before: Examination, after: Examination) -> Comparison:
    """What an edit changed.

    Every edit moves the cut-offs a little, so a check whose entry still comes first, and is only offered now, is
    weakened and not broken.
    """
    earlier = {result.check.key: result.state for result in before.results}
    both = [result for result in after.results if result.check.key in earlier]
    worse = [result for result in both if result.state < earlier[result.check.key]]

    def breaks(result: Result) -> bool:
        return earlier[result.check.key] is State.PASSED and result.state < State.HESITANT

    known = {(one.entry_id, one.phrasing, one.other_id) for one in before.collisions}
    return Comparison(
        broken=tuple(one for one in worse if breaks(one)),
        weakened=tuple(one for one in worse if not breaks(one)),
        mended=tuple(one for one in both if one.state > earlier[one.check.key]),
        collisions=tuple(one for one in after.collisions if (one.entry_id, one.phrasing, one.other_id) not in known),
        checks=len(both),
        passed=after.passed,
        total=len(after.results),
        coverage_before=before.bands.coverage,
        coverage_after=after.bands.coverage,
    )


@dataclass(frozen=True, slots=True)
class Preview:
    """What an edit would do to the questions that led to it, and to everything else."""

    answered: int
    """Questions that the entry would answer at once."""
    offered: int
    """Questions for which it would be among the choices offered."""
    questions: int
    comparison: Comparison
    collides_with: tuple[str, ...]
    """Entries that the added phrasings are close to, the closest first."""


def preview(
    entry_id: str,
    questions: Sequence[str],
    added: Collection[str],
    before: Reader,
    after: Reader,
    comparison: Comparison,
) -> Preview:
    """What `after` makes of the questions. `added` are the new phrasings, which `before` hasn't learnt."""
    states = [_met(after.decide(question), entry_id) for question in questions]
    close: dict[str, float] = {}
    for ranking in before.matcher.rank_all(list(added)) if added else ():
        for match in ranking.matches[:1]:
            if match.entry_id != entry_id and match.confidence >= before.matcher.bands.suggest:
                close[match.entry_id] = max(close.get(match.entry_id, 0.0), match.confidence)
    for one in comparison.collisions:
        other = one.other_id if one.entry_id == entry_id else one.entry_id
        if entry_id in (one.entry_id, one.other_id):
            close[other] = max(close.get(other, 0.0), one.confidence)
    return Preview(
        answered=states.count(State.PASSED),
        offered=states.count(State.OFFERED) + states.count(State.HESITANT),
        questions=len(states),
        comparison=comparison,
        collides_with=tuple(sorted(close, key=lambda other: -close[other])),
    )


def _met(decision: Decision, entry_id: str) -> State:
    """How well a decision serves a question that belongs to an entry."""
    if decision.verdict is Verdict.ANSWER:
        own = any(part.best is not None and part.best.entry_id == entry_id for part in decision.parts)
        return State.PASSED if own else State.FAILED
    shown = [match.entry_id for match in decision.matches[:SHOWN]] if decision.verdict is Verdict.SUGGEST else []
    if entry_id not in shown:
        return State.FAILED
    return State.HESITANT if shown[0] == entry_id else State.OFFERED


def _answer_results(subject: Subject) -> Iterator[Result]:
    places, reader = subject.places, subject.reader
    for number, entry in enumerate(subject.faq.entries):
        for nth, text in enumerate(entry.checks if entry.status == "published" else ()):
            check = Check(Sort.ANSWER, entry.id, text, places.of(("entries", number, "checks", nth)))
            decision = reader.decide(text)
            yield Result(check, _met(decision, entry.id), _described(decision))
    for nth, text in enumerate(subject.faq.off_topic):
        decision = reader.decide(text)
        check = Check(Sort.OFF_TOPIC, "", text, places.of(("off_topic", nth)))
        answered = decision.verdict is Verdict.ANSWER
        yield Result(check, State.FAILED if answered else State.PASSED, _described(decision))


def _urgent_results(subject: Subject) -> Iterator[Result]:
    for check in _urgent_checks(subject):
        alarm = subject.reader.gate.look(check.text)
        raised = alarm.sign.id if alarm is not None and alarm.certain else ""
        good = not raised if check.sort is Sort.NO_ALARM else raised == check.owner
        state = State.PASSED if good else State.OFFERED if raised and check.sort is Sort.ALARM else State.FAILED
        yield Result(check, state, f"alarm '{raised}'" if raised else "no alarm")


def _urgent_checks(subject: Subject) -> Iterator[Check]:
    urgent, places = subject.faq.urgent, subject.places
    if urgent is None:
        return
    for number, sign in enumerate(urgent.signs):
        at: Path = ("urgent", "signs", number, "checks")
        for nth, text in enumerate(sign.checks.alarm):
            yield Check(Sort.ALARM, sign.id, text, places.of((*at, "alarm", nth)))
        for nth, text in enumerate(sign.checks.no_alarm):
            yield Check(Sort.NO_ALARM, sign.id, text, places.of((*at, "no_alarm", nth)))
    for nth, text in enumerate(urgent.no_alarm):
        yield Check(Sort.NO_ALARM, "", text, places.of(("urgent", "no_alarm", nth)))


def _described(decision: Decision) -> str:
    best = decision.best
    match decision.verdict:
        case Verdict.URGENT:
            return f"alarm '{decision.alarm.sign.id}'" if decision.alarm else "an alarm"
        case Verdict.SMALL_TALK:
            return f"small talk ({decision.small_talk})"
        case Verdict.ANSWER if best is not None:
            ids = [part.best.entry_id for part in decision.parts if part.best is not None]
            return f"the answer of {' and '.join(map(repr, ids))} ({best.confidence:.0%})"
        case Verdict.SUGGEST if best is not None:
            return f"a choice of {', '.join(match.entry_id for match in decision.matches[:SHOWN])}"
        case _:
            return f"the language '{decision.foreign}'" if decision.foreign else "no answer"


def _collisions(subject: Subject) -> Iterator[Collision]:
    where: dict[tuple[str, str], Place] = {}
    for number, entry in enumerate(subject.faq.entries):
        where[entry.id, entry.question] = subject.places.of(("entries", number, "question"))
        for nth, phrasing in enumerate(entry.phrasings):
            where[entry.id, phrasing] = subject.places.of(("entries", number, "phrasings", nth))
    certain = subject.reader.matcher.bands.answer  # it would not only be offered, but answered, with another entry
    for one in subject.reader.matcher.held_out:
        place, other = where.get((one.entry_id, one.phrasing)), where.get((one.predicted_id, one.closest))
        if not one.right and one.confidence >= certain and place is not None and other is not None:
            yield Collision(one.entry_id, one.phrasing, place, one.predicted_id, one.closest, other, one.confidence)


def _accuracy(subject: Subject) -> dict[str, Found]:
    tried: dict[str, list[bool]] = {entry.id: [] for entry in subject.faq.published}
    for one in subject.reader.matcher.held_out:
        tried[one.entry_id].append(one.right)
    return {entry_id: Found(sum(right), len(right)) for entry_id, right in tried.items()}


def _of_result(result: Result) -> Finding:
    check = result.check
    level = Level.ERROR if result.state is State.FAILED else Level.WARNING
    match check.sort:
        case Sort.ANSWER:
            expected, remedy = f"the answer of '{check.owner}'", "add a phrasing to it, or move the check"
        case Sort.OFF_TOPIC:
            expected, remedy = "no answer", "add more off_topic lines like it, or an entry for it"
        case Sort.ALARM:
            expected, remedy = f"alarm '{check.owner}'", "add a phrase to the sign"
        case Sort.NO_ALARM:
            expected, remedy = "no alarm", "make the phrase that raises it narrower, or add to not_urgent"
    message = f"'{check.text}' must get {expected} and gets {result.got}"
    return Finding(level, check.place, "check", message, remedy, check.owner if check.sort is Sort.ANSWER else "")


def _of_collision(one: Collision) -> Finding:
    message = (
        f"phrasing '{one.phrasing}' of '{one.entry_id}' is closer to '{one.other_id}' "
        f"('{one.other_phrasing}', line {one.other_place.line})"
    )
    remedy = "move it, reword one of them, or add phrasings like it to its own entry"
    return Finding(Level.WARNING, one.place, "collision", message, remedy, one.entry_id)
