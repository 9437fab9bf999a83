"""How good a FAQ is at finding its own answers, measured with nothing but the FAQ.

Runs the messages that a FAQ brings along (`checks`, `alarm`, `no_alarm`, `off_topic`) through the very interpreter that
patients meet, and looks at the matcher's held-out predictions. Knows nothing of files and of how results are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum, StrEnum

from bot.core.dialogue.interpreter import Interpretation, InterpretationKind, Interpreter
from bot.core.faq.model import Faq
from bot.core.faq.yaml_reader import Path, Place, Places
from bot.core.matching.calibration import Thresholds
from bot.core.quality.lint import Finding, Level, missing_translations, upkeep
from bot.core.red_flags.section import RedFlagSection

SHOWN = 3
"""Entries offered when unsure."""


class CheckState(IntEnum):
    """How a check went; the higher the better."""

    FAILED = 0
    OFFERED = 1
    """The right entry is only among the choices offered, or another alarm was raised."""
    HESITANT = 2
    """The right entry is the first of the choices offered."""
    PASSED = 3


class CheckKind(StrEnum):
    """What a check is about."""

    ANSWER = "answer"
    ALARM = "alarm"
    NO_ALARM = "no_alarm"
    OFF_TOPIC = "off_topic"


@dataclass(frozen=True, slots=True)
class Check:
    """One message of the FAQ that has to be met in a certain way."""

    sort: CheckKind
    owner: str
    """Id of the entry or urgent sign; empty for lines that belong to none."""
    text: str
    place: Place
    built_in: bool = False
    """The bot brings it along; its place is that of the sign."""

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it the same check in another version of the file."""
        return (self.sort.value, self.owner, self.text)


@dataclass(frozen=True, slots=True)
class CheckResult:
    """How a check went."""

    check: Check
    state: CheckState
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
class Recovered:
    """Of an entry's phrasings: how many would be found had they not been learnt."""

    right: int
    tried: int


@dataclass(frozen=True, slots=True)
class CheckedFaq:
    """One language of a FAQ to be examined."""

    faq: Faq
    places: Places
    interpreter: Interpreter
    red_flags: RedFlagSection
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

    results: tuple[CheckResult, ...]
    """Of the FAQ's own checks."""
    built_in: tuple[CheckResult, ...]
    """Of the red-flag examples that the bot brings along."""
    collisions: tuple[Collision, ...]
    accuracy: Mapping[str, Recovered]
    """By entry."""
    thresholds: Thresholds
    findings: tuple[Finding, ...]
    """Sorted by place; those of results and collisions included."""

    @property
    def passed(self) -> int:
        """Checks that went as they have to: the right entry came first, whether answered or offered."""
        return sum(result.state >= CheckState.HESITANT for result in self.results)

    @property
    def found_again(self) -> float:
        """Share of all phrasings that would be found had they not been learnt."""
        tried = sum(found.tried for found in self.accuracy.values())
        return sum(found.right for found in self.accuracy.values()) / tried if tried else 0.0


def measure(subject: CheckedFaq) -> Iterator[CheckResult]:
    """How the checks go, one by one. Takes some milliseconds a check: go through them off the event loop.

    The built-in examples of a sign that the FAQ lacks fail, so that an edit that takes a sign out, or misspells its id,
    breaks them.
    """
    yield from _answer_results(subject)
    for check in (*_urgent_checks(subject), *_built_in_checks(subject)):
        yield _urgent_result(check, subject)
    for sign in subject.red_flags.lacking:
        for text in sign.alarm:
            check = Check(CheckKind.ALARM, sign.id, text, subject.places.of(("urgent",)), built_in=True)
            yield CheckResult(check, CheckState.FAILED, "no alarm, for there is no such sign")


def examine(subject: CheckedFaq, today: date, results: tuple[CheckResult, ...] | None = None) -> Examination:
    """Everything that can be measured of a FAQ; `results` are those of `measure`, where they are known already."""
    results = tuple(measure(subject)) if results is None else results
    own = tuple(result for result in results if not result.check.built_in)
    built_in = tuple(result for result in results if result.check.built_in)
    collisions = tuple(_collisions(subject))
    findings = [*upkeep(subject.faq, subject.places, today, subject.red_flags, subject.main)]
    if subject.main is not None:
        findings += missing_translations(subject.main, subject.faq, subject.places)
    lacking = {sign.id for sign in subject.red_flags.lacking}  # of these `upkeep` tells
    failing = (*own, *together(result for result in built_in if result.check.owner not in lacking))
    findings += [_of_result(result) for result in failing if result.state < CheckState.HESITANT]
    findings += [_of_collision(collision) for collision in collisions]
    findings.sort(key=lambda finding: (finding.place, finding.level))
    matcher = subject.interpreter.matcher
    return Examination(own, built_in, collisions, _accuracy(subject), matcher.thresholds, tuple(findings))


def met(interpretation: Interpretation, entry_id: str) -> CheckState:
    """How well an interpretation serves a question that belongs to an entry."""
    if interpretation.kind is InterpretationKind.ANSWER:
        own = any(part.best is not None and part.best.entry_id == entry_id for part in interpretation.parts)
        return CheckState.PASSED if own else CheckState.FAILED
    shown = (
        [match.entry_id for match in interpretation.matches[:SHOWN]]
        if interpretation.kind is InterpretationKind.SUGGEST
        else []
    )
    if entry_id not in shown:
        return CheckState.FAILED
    return CheckState.HESITANT if shown[0] == entry_id else CheckState.OFFERED


def _answer_results(subject: CheckedFaq) -> Iterator[CheckResult]:
    places, interpreter = subject.places, subject.interpreter
    for number, entry in enumerate(subject.faq.entries):
        for nth, text in enumerate(entry.checks if entry.status == "published" else ()):
            check = Check(CheckKind.ANSWER, entry.id, text, places.of(("entries", number, "checks", nth)))
            interpretation = interpreter.interpret(text)
            yield CheckResult(check, met(interpretation, entry.id), _described(interpretation))
    for nth, text in enumerate(subject.faq.off_topic):
        interpretation = interpreter.interpret(text)
        check = Check(CheckKind.OFF_TOPIC, "", text, places.of(("off_topic", nth)))
        answered = interpretation.kind is InterpretationKind.ANSWER
        yield CheckResult(check, CheckState.FAILED if answered else CheckState.PASSED, _described(interpretation))


def _urgent_result(check: Check, subject: CheckedFaq) -> CheckResult:
    alarm = subject.interpreter.detector.detect(check.text)
    raised = alarm.sign.id if alarm is not None and alarm.certain else ""
    if raised == (check.owner if check.sort is CheckKind.ALARM else ""):
        state = CheckState.PASSED
    else:
        state = CheckState.OFFERED if raised and check.sort is CheckKind.ALARM else CheckState.FAILED
    return CheckResult(check, state, f"alarm '{raised}'" if raised else "no alarm")


def _urgent_checks(subject: CheckedFaq) -> Iterator[Check]:
    urgent, places = subject.red_flags.urgent, subject.places
    if subject.red_flags.patterns is None:
        return  # where no emergency is recognised, `upkeep` says so once
    for number, sign in enumerate(urgent.signs):
        at: Path = ("urgent", "signs", number)
        for nth, text in enumerate(sign.alarm):
            yield Check(CheckKind.ALARM, sign.id, text, places.of((*at, "alarm", nth)))
        for nth, text in enumerate(sign.no_alarm):
            yield Check(CheckKind.NO_ALARM, sign.id, text, places.of((*at, "no_alarm", nth)))
    for nth, text in enumerate(urgent.no_alarm):
        yield Check(CheckKind.NO_ALARM, "", text, places.of(("urgent", "no_alarm", nth)))


def _built_in_checks(subject: CheckedFaq) -> Iterator[Check]:
    section, places = subject.red_flags, subject.places
    where = {sign.id: places.of(("urgent", "signs", nth, "id")) for nth, sign in enumerate(section.urgent.signs)}
    for one in section.examples:
        if one.built_in:
            kind = CheckKind.ALARM if one.raises else CheckKind.NO_ALARM
            yield Check(kind, one.raises, one.text, where.get(one.raises, places.of(("urgent",))), built_in=True)


def together(results: Iterable[CheckResult]) -> Iterator[CheckResult]:
    """One for each sign that stands for all its built-in examples that fail."""
    groups: dict[str, list[CheckResult]] = {}
    for result in results:
        if result.state < CheckState.HESITANT:
            groups.setdefault(result.check.owner, []).append(result)
    for group in groups.values():
        worst = min(group, key=lambda one: one.state)
        what = f"and {len(group) - 1} more built-in messages" if len(group) > 1 else "a built-in message"
        yield replace(worst, check=replace(worst.check, text=f"{worst.check.text} ({what})"))


def _described(interpretation: Interpretation) -> str:
    best = interpretation.best
    match interpretation.kind:
        case InterpretationKind.URGENT:
            return f"alarm '{interpretation.alarm.sign.id}'" if interpretation.alarm else "an alarm"
        case InterpretationKind.SMALL_TALK:
            return f"small talk ({interpretation.small_talk})"
        case InterpretationKind.ANSWER if best is not None:
            ids = [part.best.entry_id for part in interpretation.parts if part.best is not None]
            return f"the answer of {' and '.join(map(repr, ids))} ({best.confidence:.0%})"
        case InterpretationKind.SUGGEST if best is not None:
            return f"a choice of {', '.join(match.entry_id for match in interpretation.matches[:SHOWN])}"
        case _:
            return f"the language '{interpretation.foreign}'" if interpretation.foreign else "no answer"


def _collisions(subject: CheckedFaq) -> Iterator[Collision]:
    where: dict[tuple[str, str], Place] = {}
    for number, entry in enumerate(subject.faq.entries):
        where[entry.id, entry.question] = subject.places.of(("entries", number, "question"))
        for nth, phrasing in enumerate(entry.phrasings):
            where[entry.id, phrasing] = subject.places.of(("entries", number, "phrasings", nth))
    certain = (
        subject.interpreter.matcher.thresholds.answer
    )  # it would not only be offered, but answered, with another entry
    for one in subject.interpreter.matcher.held_out:
        place, other = where.get((one.entry_id, one.phrasing)), where.get((one.predicted_id, one.closest))
        if not one.right and one.confidence >= certain and place is not None and other is not None:
            yield Collision(one.entry_id, one.phrasing, place, one.predicted_id, one.closest, other, one.confidence)


def _accuracy(subject: CheckedFaq) -> dict[str, Recovered]:
    tried: dict[str, list[bool]] = {entry.id: [] for entry in subject.faq.published}
    for one in subject.interpreter.matcher.held_out:
        tried[one.entry_id].append(one.right)
    return {entry_id: Recovered(sum(right), len(right)) for entry_id, right in tried.items()}


def _of_result(result: CheckResult) -> Finding:
    check = result.check
    level = Level.ERROR if result.state is CheckState.FAILED else Level.WARNING
    match check.sort:
        case CheckKind.ALARM | CheckKind.NO_ALARM if check.built_in:
            expected = f"alarm '{check.owner}'" if check.owner else "no alarm"
            remedy = "an example or a phrasing of this file speaks against it: reword what you changed last"
        case CheckKind.ANSWER:
            expected, remedy = f"the answer of '{check.owner}'", "add a phrasing to it, or move the check"
        case CheckKind.OFF_TOPIC:
            expected, remedy = "no answer", "add more off_topic lines like it, or an entry for it"
        case CheckKind.ALARM:
            expected, remedy = f"alarm '{check.owner}'", "add more messages like it under `alarm`"
        case CheckKind.NO_ALARM:
            expected, remedy = "no alarm", "when in doubt the bot alarms; report it, or delete the line"
    message = f"'{check.text}' must get {expected} and gets {result.got}"
    if check.sort in {CheckKind.ALARM, CheckKind.NO_ALARM}:
        return Finding(level, check.place, "alarm", message, remedy)
    return Finding(level, check.place, "check", message, remedy, check.owner)


def _of_collision(one: Collision) -> Finding:
    message = (
        f"phrasing '{one.phrasing}' of '{one.entry_id}' is closer to '{one.other_id}' "
        f"('{one.other_phrasing}', line {one.other_place.line})"
    )
    remedy = "move it, reword one of them, or add phrasings like it to its own entry"
    return Finding(Level.WARNING, one.place, "collision", message, remedy, one.entry_id)
