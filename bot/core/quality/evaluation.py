"""Evaluates the interpreter with labelled messages: accuracy, wrong answers, coverage, alarms, each by kind of message.

Knows nothing of files and of how figures are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from bot.core.dialogue.interpreter import Interpretation, InterpretationKind, Interpreter

URGENT = "urgent"
UNMATCHED = "unmatched"
AMONG = 3
"""Ranked entries within which recall is measured: as many are suggested."""


class LabelledMessage(BaseModel):
    """A message and its expected result: the id of an entry, `urgent` or `unmatched` (no answer)."""

    model_config = ConfigDict(frozen=True)

    text: str
    expect: str
    also_ok: tuple[str, ...] = ()
    kind: str = ""

    @property
    def accepted(self) -> frozenset[str]:
        """All correct results."""
        return frozenset((self.expect, *self.also_ok))

    @property
    def inside(self) -> bool:
        """Whether the FAQ answers it."""
        return self.expect not in (URGENT, UNMATCHED)


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A labelled message and its result."""

    case: LabelledMessage
    kind: InterpretationKind
    answers: tuple[str, ...]
    """The ids of the entries in the answer."""
    ranked: tuple[str, ...]
    """The ids of entries by falling confidence, for the first question of the message."""
    confidence: float

    @property
    def right(self) -> bool:
        """Whether the result is correct: the right entry first, an alarm, or no answer."""
        accepted = self.case.accepted
        if self.kind is InterpretationKind.URGENT:
            return URGENT in accepted
        if UNMATCHED in accepted and self.kind is not InterpretationKind.ANSWER:
            return True
        return self.case.inside and self.first

    @property
    def first(self) -> bool:
        """Whether a right entry is first, or among the answers to several questions."""
        return bool(self.case.accepted.intersection(self.answers or self.ranked[:1]))

    @property
    def among(self) -> bool:
        """Whether a right entry is among the first three."""
        return self.first or bool(self.case.accepted.intersection(self.ranked[:AMONG]))

    @property
    def answered(self) -> bool:
        """Whether the message got an answer."""
        return self.kind is InterpretationKind.ANSWER


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `total`."""

    count: int
    total: int

    @property
    def value(self) -> float | None:
        """The share from 0 to 1; None if the total is 0."""
        return self.count / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures over all results."""

    met: tuple[CaseResult, ...]

    @property
    def accuracy(self) -> Share:
        """Messages with a correct result."""
        return _share(self.met, lambda one: one.right)

    @property
    def top(self) -> Share:
        """Answerable messages whose right entry is first, whatever the confidence."""
        return _share(self._inside, lambda one: one.first)

    @property
    def recall(self) -> Share:
        """Answerable messages whose right entry is among the first three."""
        return _share(self._inside, lambda one: one.among)

    @property
    def coverage(self) -> Share:
        """Answerable messages that got the right answer."""
        return _share(self._inside, lambda one: one.answered and one.first)

    @property
    def wrong(self) -> Share:
        """Wrong answers among all answers, including those to off-topic messages."""
        return _share((one for one in self.met if one.answered), lambda one: not (one.case.inside and one.first))

    @property
    def false_answers(self) -> Share:
        """Off-topic messages that got an answer."""
        return _share((one for one in self.met if one.case.expect == UNMATCHED), lambda one: one.answered)

    @property
    def urgent_recall(self) -> Share:
        """Urgent messages that raised an alarm."""
        urgent = (one for one in self.met if one.case.expect == URGENT)
        return _share(urgent, lambda one: one.kind is InterpretationKind.URGENT)

    @property
    def false_alarms(self) -> Share:
        """Other messages that raised an alarm."""
        others = (one for one in self.met if URGENT not in one.case.accepted)
        return _share(others, lambda one: one.kind is InterpretationKind.URGENT)

    @property
    def kinds(self) -> dict[str, Evaluation]:
        """The evaluation by kind of message, the most frequent first."""
        found: dict[str, list[CaseResult]] = {}
        for one in self.met:
            found.setdefault(one.case.kind, []).append(one)
        order = sorted(found, key=lambda kind: (-len(found[kind]), kind))
        return {kind: Evaluation(tuple(found[kind])) for kind in order}

    @property
    def misses(self) -> tuple[CaseResult, ...]:
        """The results that are not correct."""
        return tuple(one for one in self.met if not one.right)

    @property
    def _inside(self) -> Iterable[CaseResult]:
        return (one for one in self.met if one.case.inside)


def evaluate(
    cases: Iterable[LabelledMessage], interpreter: Interpreter, progress: Callable[[], None] = lambda: None
) -> Evaluation:
    """Interprets every message; `progress` is called after each."""
    met = []
    for case in cases:
        met.append(_met(case, interpreter.interpret(case.text)))
        progress()
    return Evaluation(tuple(met))


def _met(case: LabelledMessage, interpretation: Interpretation) -> CaseResult:
    best = interpretation.best
    return CaseResult(
        case=case,
        kind=interpretation.kind,
        answers=interpretation.answers,
        ranked=tuple(match.entry_id for match in interpretation.matches),
        confidence=best.confidence if best is not None else 0.0,
    )


def _share(cases: Iterable[CaseResult], holds: Callable[[CaseResult], bool]) -> Share:
    held = [holds(one) for one in cases]
    return Share(sum(held), len(held))
