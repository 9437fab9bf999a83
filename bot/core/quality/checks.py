"""Examines a FAQ by its own messages.

Runs its checks, red-flag examples and off-topic lines through the interpreter that patients use, and evaluates the
matcher's held-out predictions. Knows nothing of files and of how results are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum, StrEnum
from math import sqrt

from bot.core.deidentification.vocabulary import Vocabulary
from bot.core.dialogue.conversation import SUGGESTIONS
from bot.core.dialogue.interpreter import Interpretation, InterpretationKind, Interpreter
from bot.core.dialogue.reply_kinds import OVER, reply_kind, says_so
from bot.core.faq.model import Faq
from bot.core.faq.sign_offs import SignOffCount
from bot.core.matching.calibration import Thresholds
from bot.core.positions import Path, Place, Places
from bot.core.quality.evaluation import Share
from bot.core.quality.lint import Finding, Level, missing_translations, placed_phrasings, upkeep
from bot.core.quality.person_names import named_persons
from bot.core.quality.signatures import lapsed_signatures
from bot.core.quality.sinks import sinks
from bot.core.red_flags.assertion import Assertion
from bot.core.red_flags.explanation import outcome, reasons
from bot.core.red_flags.section import RedFlagSection
from bot.core.red_flags.weighing import Evidence
from bot.core.text.normalization import normalize

SHORT = 4
"""Most words of a message that can be nothing but a reply to another one."""


class CheckState(IntEnum):
    """The result of a check, from worst to best."""

    FAILED = 0
    OFFERED = 1
    """The right entry is among the suggestions but not first, or another alarm was raised."""
    HESITANT = 2
    """The right entry is the first of the suggestions."""
    PASSED = 3


class CheckKind(StrEnum):
    """What a check expects."""

    ANSWER = "answer"
    ALARM = "alarm"
    NO_ALARM = "no_alarm"
    OFF_TOPIC = "off_topic"


_ASKED = frozenset({CheckKind.ANSWER, CheckKind.OFF_TOPIC})
"""Checks of what is answered, not of what is an emergency."""


@dataclass(frozen=True, slots=True)
class Check:
    """A message of the FAQ and what it must lead to."""

    sort: CheckKind
    owner: str
    """The id of the entry or urgent sign; "" for a line that belongs to none."""
    text: str
    place: Place
    built_in: bool = False
    """Whether it is part of the bot; its place is that of the sign."""

    @property
    def key(self) -> tuple[str, str, str]:
        """Identifies the check in all versions of the file."""
        return (self.sort.value, self.owner, self.text)


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A check and its result."""

    check: Check
    state: CheckState
    got: str
    """What the message led to, in words for staff."""
    why: str = ""
    """The evidence, where a message that must raise an alarm or none led to something else."""
    wrongly_sure: float = 0.0
    """Confidence of a wrong answer; 0 if none was given."""
    answers: tuple[str, ...] = ()
    """The ids of the entries that answered the message."""


@dataclass(frozen=True, slots=True)
class Collision:
    """A phrasing that, when held out, is matched to another entry."""

    entry_id: str
    phrasing: str
    place: Place
    other_id: str
    other_phrasing: str
    other_place: Place
    confidence: float


@dataclass(frozen=True, slots=True)
class CheckedFaq:
    """One language of a FAQ, with what its examination needs."""

    faq: Faq
    places: Places
    interpreter: Interpreter
    red_flags: RedFlagSection
    evidence: Callable[[str], Sequence[Evidence]]
    """What speaks for and against an emergency in a message."""
    main: Faq | None = None
    """The FAQ in the main language, if this is a translation."""
    vocabulary: Vocabulary | None = None
    """Which words are names; without it, none are looked for."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """The results of checks, all or some, and what else tells how well the messages of a FAQ are matched."""

    results: tuple[CheckResult, ...]
    """Those of the FAQ's own checks."""
    built_in: tuple[CheckResult, ...]
    """Those of the bot's red-flag examples."""
    collisions: tuple[Collision, ...]
    thresholds: Thresholds

    @classmethod
    def of(cls, subject: CheckedFaq, results: Iterable[CheckResult]) -> Measurement:
        """That of a FAQ with these results."""
        own, built_in = list[CheckResult](), list[CheckResult]()
        for result in results:
            (built_in if result.check.built_in else own).append(result)
        collisions = tuple(_collisions(subject))
        return cls(tuple(own), tuple(built_in), collisions, subject.interpreter.matcher.thresholds)

    @property
    def passed(self) -> int:
        """The number of checks whose right entry came first, as an answer or a suggestion."""
        return sum(result.state >= CheckState.HESITANT for result in self.results)


@dataclass(frozen=True, slots=True)
class Examination(Measurement):
    """The result of an examination."""

    accuracy: Mapping[str, Share]
    """By entry, the held-out phrasings that were matched to it."""
    findings: tuple[Finding, ...]
    """Sorted by place, including failed checks, collisions and sinks."""
    sign_off: SignOffCount
    """How much clinicians have signed."""

    @property
    def faulty(self) -> bool:
        """Whether there is anything to put right, and not just to make better."""
        return any(finding.level is not Level.NOTE for finding in self.findings)

    @property
    def built_in_passed(self) -> int:
        """The number of built-in examples that raise the right alarm, or rightly none."""
        return sum(result.state is CheckState.PASSED for result in self.built_in)

    @property
    def tried(self) -> int:
        """The number of held-out phrasings. Without any, nothing is known of messages unlike those of the FAQ."""
        return sum(share.total for share in self.accuracy.values())

    @property
    def found_again(self) -> float:
        """The share of all held-out phrasings that were matched to their own entry."""
        return sum(share.count for share in self.accuracy.values()) / self.tried if self.tried else 0.0


def all_checks(subject: CheckedFaq) -> Iterator[Check]:
    """The checks of a FAQ, its own and the built-in ones; those of signs that the FAQ lacks come last."""
    yield from _answer_checks(subject)
    yield from _urgent_checks(subject)
    yield from _built_in_checks(subject)
    place = subject.places.of(("urgent",))
    for sign in subject.red_flags.lacking:
        yield from (Check(CheckKind.ALARM, sign.id, text, place, built_in=True) for text in sign.alarm)


def result_of(check: Check, subject: CheckedFaq) -> CheckResult:
    """Runs a check, in some milliseconds: call it off the event loop.

    The built-in examples of a sign that the FAQ lacks fail, so that an edit that removes a sign or misspells its id
    breaks them.
    """
    if check.sort in _ASKED:
        return _answer_result(check, subject)
    if check.built_in and check.owner in {sign.id for sign in subject.red_flags.lacking}:
        return CheckResult(check, CheckState.FAILED, "no alarm, for there is no such sign")
    return _urgent_result(check, subject)


def measure(subject: CheckedFaq) -> Iterator[CheckResult]:
    """Runs all checks one by one: call it off the event loop."""
    return (result_of(check, subject) for check in all_checks(subject))


def examine(subject: CheckedFaq, today: date, results: tuple[CheckResult, ...] | None = None) -> Examination:
    """Examines a FAQ; `results` are those of `measure` if they are known already."""
    measured = Measurement.of(subject, measure(subject) if results is None else results)
    own, built_in, collisions = measured.results, measured.built_in, measured.collisions
    findings = [*upkeep(subject.faq, subject.places, subject.red_flags, subject.main)]
    findings += lapsed_signatures(subject.faq, subject.places, today)
    if subject.main is not None:
        findings += missing_translations(subject.main, subject.faq, subject.places)
    lacking = {sign.id for sign in subject.red_flags.lacking}  # `upkeep` reports them
    contradicting = _contradicting(subject)
    said_once = {text for examples in contradicting for text in (one.text for one in examples)}
    failing = [result for result in own if result.check.sort in _ASKED or result.check.text not in said_once]
    failing += together(result for result in built_in if result.check.owner not in lacking)
    expected = _Expected.of(own, subject)
    findings += [_of_result(result, expected) for result in failing if result.state < CheckState.HESITANT]
    findings += [_of_collision(collision) for collision in collisions]
    findings += map(_of_contradiction, contradicting)
    findings += _contrary(subject)
    findings += sinks(subject.faq, subject.places)
    if subject.vocabulary is not None:
        findings += named_persons(subject.faq, subject.places, subject.vocabulary)
    findings.sort(key=lambda finding: (finding.place, finding.level))
    signed = SignOffCount.of(subject.faq, today)
    return Examination(own, built_in, collisions, measured.thresholds, _accuracy(subject), tuple(findings), signed)


def met(interpretation: Interpretation, entry_id: str) -> CheckState:
    """How well an interpretation serves a question that belongs to an entry."""
    if entry_id in interpretation.answers:
        return CheckState.PASSED
    if interpretation.kind is not InterpretationKind.SUGGEST or entry_id not in _suggested(interpretation):
        return CheckState.FAILED
    return CheckState.HESITANT if interpretation.matches[0].entry_id == entry_id else CheckState.OFFERED


def _suggested(interpretation: Interpretation) -> list[str]:
    return [match.entry_id for match in interpretation.matches[:SUGGESTIONS]]


def _answer_checks(subject: CheckedFaq) -> Iterator[Check]:
    places = subject.places
    for number, entry in enumerate(subject.faq.entries):
        for nth, text in enumerate(entry.checks if entry.status == "published" else ()):
            yield Check(CheckKind.ANSWER, entry.id, text, places.of(("entries", number, "checks", nth)))
    for nth, text in enumerate(subject.faq.off_topic):
        yield Check(CheckKind.OFF_TOPIC, "", text, places.of(("off_topic", nth)))


def _answer_result(check: Check, subject: CheckedFaq) -> CheckResult:
    interpretation = subject.interpreter.interpret(check.text)
    if check.sort is CheckKind.ANSWER:
        state = met(interpretation, check.owner)
        sure = _confidence(interpretation) if state is CheckState.FAILED else 0.0
    else:
        state = CheckState.FAILED if interpretation.kind is InterpretationKind.ANSWER else CheckState.PASSED
        sure = _confidence(interpretation)
    answers = interpretation.answers
    return CheckResult(check, state, _described(interpretation), wrongly_sure=sure, answers=answers)


def _urgent_result(check: Check, subject: CheckedFaq) -> CheckResult:
    alarm = subject.interpreter.detect(check.text)
    raised = alarm.sign.id if alarm is not None and alarm.certain else ""
    expected = check.owner if check.sort is CheckKind.ALARM else ""
    other = CheckState.OFFERED if raised and expected else CheckState.FAILED
    if raised == expected:
        return CheckResult(check, CheckState.PASSED, outcome(alarm))
    why = "; ".join(reasons(check.text, subject.evidence(check.text)))
    return CheckResult(check, other, outcome(alarm), why)


def _urgent_checks(subject: CheckedFaq) -> Iterator[Check]:
    urgent, places = subject.red_flags.urgent, subject.places
    if subject.red_flags.patterns is None:
        return  # no emergency is recognised at all: `upkeep` reports it once
    for number, sign in enumerate(urgent.signs):
        at: Path = ("urgent", "signs", number)
        for nth, text in enumerate(sign.alarm):
            yield Check(CheckKind.ALARM, sign.id, text, places.of((*at, "alarm", nth)))
        for nth, text in enumerate(sign.no_alarm):
            yield Check(CheckKind.NO_ALARM, sign.id, text, places.of((*at, "no_alarm", nth)))
    for nth, text in enumerate(urgent.no_alarm):
        yield Check(CheckKind.NO_ALARM, "", text, places.of(("urgent", "no_alarm", nth)))


def _contradicting(subject: CheckedFaq) -> list[tuple[Check, ...]]:
    """The FAQ's own red-flag examples of which the same message is to lead to different things."""
    groups: dict[str, dict[str, Check]] = {}
    for check in _urgent_checks(subject):
        raises = check.owner if check.sort is CheckKind.ALARM else ""
        groups.setdefault(normalize(check.text), {}).setdefault(raises, check)
    return [tuple(group.values()) for group in groups.values() if len(group) > 1]


def _of_contradiction(examples: Sequence[Check]) -> Finding:
    first, *others = sorted(examples, key=lambda one: one.place)
    stands = [
        f"under `alarm` of '{one.owner}' in line {one.place.line}"
        if one.sort is CheckKind.ALARM
        else f"under `no_alarm` in line {one.place.line}"
        for one in (first, *others)
    ]
    message = f"'{first.text}' stands {' and '.join(stands)}"
    return Finding(Level.ERROR, first.place, "alarm", message, "keep it in one of them")


def _contrary(subject: CheckedFaq) -> Iterator[Finding]:
    """The FAQ's own red-flag examples that hold, but should not: an emergency that is silenced, an alarm to thanks."""
    asked = {
        normalize(text): entry.id for entry in subject.faq.entries for text in (*entry.all_phrasings, *entry.checks)
    }
    for check in _urgent_checks(subject):
        if check.sort is CheckKind.NO_ALARM and (sign := _says(subject.evidence(check.text))):
            message = f"'{check.text}' says '{sign}' in plain words, and PATIENTS WHO WRITE IT GET NO EMERGENCY MESSAGE"
            remedy = "delete the line, unless a clinician wants it so"
            yield Finding(Level.WARNING, check.place, "alarm", message, remedy)
        elif check.sort is CheckKind.ALARM:
            calm = subject.interpreter.interpret_calm(check.text, None)
            if calm.kind is InterpretationKind.SMALL_TALK:
                said = _described(calm)
            elif says_so(check.text) or (_is_short(check.text) and reply_kind(check.text) in OVER):
                said = "what patients reply to other messages"
            elif (entry_id := asked.get(normalize(check.text))) is not None:
                said = f"a question of '{entry_id}'"
            else:
                continue
            message = f"'{check.text}' raises the alarm '{check.owner}', but is {said}"
            remedy = "delete the line, or write the whole message that was missed"
            yield Finding(Level.WARNING, check.place, "alarm", message, remedy)


def _is_short(text: str) -> bool:
    return len(text.split()) <= SHORT


def _says(evidence: Sequence[Evidence]) -> str:
    """The sign of which a phrase speaks literally and as present, "" if none does."""
    found = (
        mention.sign.id
        for one in evidence
        for mention in one.mentions
        if mention.assertion is Assertion.PRESENT and not (mention.figurative or mention.guessed)
    )
    return next(found, "")


def _built_in_checks(subject: CheckedFaq) -> Iterator[Check]:
    section, places = subject.red_flags, subject.places
    where = {sign.id: places.of(("urgent", "signs", nth, "id")) for nth, sign in enumerate(section.urgent.signs)}
    for one in section.examples:
        if one.built_in:
            kind = CheckKind.ALARM if one.raises else CheckKind.NO_ALARM
            yield Check(kind, one.raises, one.text, where.get(one.raises, places.of(("urgent",))), built_in=True)


def together(results: Iterable[CheckResult]) -> Iterator[CheckResult]:
    """One result per sign that stands for all its failed built-in examples."""
    groups: dict[str, list[CheckResult]] = {}
    for result in results:
        if result.state < CheckState.HESITANT:
            groups.setdefault(result.check.owner, []).append(result)
    for group in groups.values():
        worst = min(group, key=lambda one: one.state)
        what = f"and {len(group) - 1} more built-in messages" if len(group) > 1 else "a built-in message"
        yield replace(worst, check=replace(worst.check, text=f"{worst.check.text} ({what})"))


def _confidence(interpretation: Interpretation) -> float:
    """That of the answer, 0 without one."""
    answered = interpretation.best if interpretation.kind is InterpretationKind.ANSWER else None
    return answered.confidence if answered is not None else 0.0


def _described(interpretation: Interpretation) -> str:
    best = interpretation.best
    match interpretation.kind:
        case InterpretationKind.URGENT:
            return f"alarm '{interpretation.alarm.sign.id}'" if interpretation.alarm else "an alarm"
        case InterpretationKind.SMALL_TALK:
            return f"small talk ({interpretation.small_talk})"
        case InterpretationKind.ANSWER if best is not None:
            return f"the answer of {' and '.join(map(repr, interpretation.answers))} ({best.confidence:.0%})"
        case InterpretationKind.SUGGEST:
            return f"a choice of {', '.join(_suggested(interpretation))}"
        case _:
            return f"the language '{interpretation.foreign}'" if interpretation.foreign else "no answer"


def _collisions(subject: CheckedFaq) -> Iterator[Collision]:
    where = {(entry_id, text): place for entry_id, text, place in placed_phrasings(subject.faq, subject.places)}
    matcher = subject.interpreter.matcher
    for one in matcher.held_out:
        place, other = where.get((one.entry_id, one.phrasing)), where.get((one.predicted_id, one.closest))
        # only where another entry would be the answer and not just a suggestion
        if not one.right and one.confidence >= matcher.thresholds.answer and place is not None and other is not None:
            yield Collision(one.entry_id, one.phrasing, place, one.predicted_id, one.closest, other, one.confidence)


def _accuracy(subject: CheckedFaq) -> dict[str, Share]:
    tried: dict[str, list[bool]] = {entry.id: [] for entry in subject.faq.published}
    for one in subject.interpreter.matcher.held_out:
        tried[one.entry_id].append(one.right)
    return {entry_id: Share(sum(right), len(right)) for entry_id, right in tried.items()}


@dataclass(frozen=True, slots=True)
class _Expected:
    """Whether as many messages are answered wrongly, or not at all, as is to be expected in a FAQ of some size."""

    wrong: bool
    missed: bool

    @classmethod
    def of(cls, results: Sequence[CheckResult], subject: CheckedFaq) -> _Expected:
        """By the share of answers that may be wrong, and by the predictions for held-out phrasings."""
        asked = [result for result in results if result.check.sort is CheckKind.ANSWER]
        wrong = sum(result.wrongly_sure > 0 for result in results)
        answered = wrong + sum(result.state is CheckState.PASSED for result in asked)
        missed = sum(result.state is CheckState.FAILED and not result.wrongly_sure for result in asked)
        matcher, may_be_wrong = subject.interpreter.matcher, subject.faq.matching.wrong_answers
        helped = matcher.thresholds.coverage + matcher.thresholds.suggested if matcher.held_out else 1.0
        return cls(_within(wrong, answered, may_be_wrong), _within(missed, len(asked), 1 - helped))

    def level(self, result: CheckResult) -> Level:
        """How bad it is that a check has this result."""
        if result.check.sort not in _ASKED:
            return Level.ERROR if result.state is CheckState.FAILED else Level.WARNING
        if result.wrongly_sure:
            return Level.NOTE if self.wrong else Level.ERROR
        return Level.NOTE if self.missed or result.state is CheckState.OFFERED else Level.WARNING


def _within(count: int, total: int, share: float) -> bool:
    """Whether a count is at most one standard deviation above an expected share of a total."""
    return count <= share * total + sqrt(total * share * max(1 - share, 0.0))


def _of_result(result: CheckResult, expected_results: _Expected) -> Finding:
    check = result.check
    level = expected_results.level(result)
    match check.sort:
        case CheckKind.ALARM | CheckKind.NO_ALARM if check.built_in:
            expected = f"alarm '{check.owner}'" if check.owner else "no alarm"
            remedy = "an example or a phrasing of this file contradicts it: reword what you changed last"
        case CheckKind.ANSWER:
            expected, remedy = f"the answer of '{check.owner}'", "add a phrasing to it, or move the check"
        case CheckKind.OFF_TOPIC:
            expected, remedy = "no answer", "add more off_topic lines like it, or an entry for it"
        case CheckKind.ALARM:
            expected, remedy = f"alarm '{check.owner}'", "add more messages like it under `alarm`"
        case CheckKind.NO_ALARM:
            expected, remedy = "no alarm", "when in doubt the bot alarms; report it, or delete the line"
    message = f"'{check.text}' must get {expected} and gets {result.got}" + (f": {result.why}" if result.why else "")
    about_entry = check.sort in {CheckKind.ANSWER, CheckKind.OFF_TOPIC}
    kind, entry_id = ("check", check.owner) if about_entry else ("alarm", "")
    return Finding(level, check.place, kind, message, remedy, entry_id, result.wrongly_sure)


def _of_collision(one: Collision) -> Finding:
    message = (
        f"phrasing '{one.phrasing}' of '{one.entry_id}' is closer to '{one.other_id}' "
        f"('{one.other_phrasing}', line {one.other_place.line})"
    )
    remedy = "move it, reword one of them, or add phrasings like it to its own entry"
    return Finding(Level.NOTE, one.place, "collision", message, remedy, one.entry_id, one.confidence)
