"""Runs the checks of a FAQ through the interpreter that patients use: what each message leads to, and how good that is.

Knows nothing of what is reported to staff (see `check_findings`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import IntEnum

from bot.core.dialogue.interpreter import Interpretation, InterpretationKind
from bot.core.dialogue.reply_builder import SUGGESTIONS
from bot.core.quality.checked_faq import CheckedFaq
from bot.core.quality.checks import ASKED, Check, CheckKind, all_checks
from bot.core.red_flags.explanation import outcome, reasons


class CheckState(IntEnum):
    """The result of a check, from worst to best."""

    FAILED = 0
    OFFERED = 1
    """The right entry is among the suggestions but not first, or another alarm was raised."""
    HESITANT = 2
    """The right entry is the first of the suggestions."""
    PASSED = 3


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


def result_of(check: Check, subject: CheckedFaq) -> CheckResult:
    """Runs a check, in some milliseconds: call it off the event loop.

    The built-in examples of a sign that the FAQ lacks fail, so that an edit that removes a sign or misspells its id
    breaks them.
    """
    if check.kind in ASKED:
        return _answer_result(check, subject)
    if check.built_in and check.owner in {sign.id for sign in subject.red_flags.lacking}:
        return CheckResult(check, CheckState.FAILED, "no alarm, for there is no such sign")
    return _urgent_result(check, subject)


def measure(subject: CheckedFaq) -> Iterator[CheckResult]:
    """Runs all checks one by one: call it off the event loop."""
    return (result_of(check, subject) for check in all_checks(subject))


def answer_state(interpretation: Interpretation, entry_id: str) -> CheckState:
    """How well an interpretation serves a question that belongs to an entry."""
    if entry_id in interpretation.answers:
        return CheckState.PASSED
    if interpretation.kind is not InterpretationKind.SUGGEST or entry_id not in _suggested(interpretation):
        return CheckState.FAILED
    return CheckState.HESITANT if interpretation.matches[0].entry_id == entry_id else CheckState.OFFERED


def grouped_by_sign(results: Iterable[CheckResult]) -> Iterator[CheckResult]:
    """One result per sign that stands for all its failed built-in examples."""
    groups: dict[str, list[CheckResult]] = {}
    for result in results:
        if result.state < CheckState.HESITANT:
            groups.setdefault(result.check.owner, []).append(result)
    for group in groups.values():
        worst = min(group, key=lambda one: one.state)
        what = f"and {len(group) - 1} more built-in messages" if len(group) > 1 else "a built-in message"
        yield replace(worst, check=replace(worst.check, text=f"{worst.check.text} ({what})"))


def described(interpretation: Interpretation) -> str:
    """What a message leads to, in words for staff."""
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


def _answer_result(check: Check, subject: CheckedFaq) -> CheckResult:
    interpretation = subject.interpreter.interpret(check.text)
    if check.kind is CheckKind.ANSWER:
        state = answer_state(interpretation, check.owner)
        sure = _confidence(interpretation) if state is CheckState.FAILED else 0.0
    else:
        state = CheckState.FAILED if interpretation.kind is InterpretationKind.ANSWER else CheckState.PASSED
        sure = _confidence(interpretation)
    answers = interpretation.answers
    return CheckResult(check, state, described(interpretation), wrongly_sure=sure, answers=answers)


def _urgent_result(check: Check, subject: CheckedFaq) -> CheckResult:
    alarm = subject.interpreter.detect(check.text)
    raised = alarm.sign.id if alarm is not None and alarm.present else ""
    expected = check.owner if check.kind is CheckKind.ALARM else ""
    other = CheckState.OFFERED if raised and expected else CheckState.FAILED
    if raised == expected:
        return CheckResult(check, CheckState.PASSED, outcome(alarm))
    why = "; ".join(reasons(check.text, subject.evidence(check.text)))
    return CheckResult(check, other, outcome(alarm), why)


def _confidence(interpretation: Interpretation) -> float:
    """That of the answer, 0 without one."""
    answered = interpretation.best if interpretation.kind is InterpretationKind.ANSWER else None
    return answered.confidence if answered is not None else 0.0


def _suggested(interpretation: Interpretation) -> list[str]:
    return [match.entry_id for match in interpretation.matches[:SUGGESTIONS]]
