"""How well the bot meets labelled messages: accuracy, wrong answers, coverage, alarms, each by kind of message.

Uses the very interpretations that patients meet. Knows nothing of files and of how figures are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from bot.core.dialogue.interpreter import Interpretation, InterpretationKind, Interpreter

URGENT = "urgent"
UNMATCHED = "unmatched"
AMONG = 3
"""Entries shown when unsure: recall is measured in so many."""


class LabelledMessage(BaseModel):
    """A message and how it has to be met: by an entry (its id), as `urgent`, or by no answer (`unmatched`)."""

    model_config = ConfigDict(frozen=True)

    text: str
    expect: str
    also_ok: tuple[str, ...] = ()
    kind: str = ""

    @property
    def accepted(self) -> frozenset[str]:
        """Everything that is right."""
        return frozenset((self.expect, *self.also_ok))

    @property
    def inside(self) -> bool:
        """Whether the FAQ has an answer to it."""
        return self.expect not in (URGENT, UNMATCHED)


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case and how it was met."""

    case: LabelledMessage
    kind: InterpretationKind
    answers: tuple[str, ...]
    """The entries answered with."""
    ranked: tuple[str, ...]
    """The entries by confidence, those of the first question where there are several."""
    confidence: float

    @property
    def right(self) -> bool:
        """Whether it was met rightly: the right entry first, an alarm, or no answer."""
        accepted = self.case.accepted
        if self.kind is InterpretationKind.URGENT:
            return URGENT in accepted
        if UNMATCHED in accepted and self.kind is not InterpretationKind.ANSWER:
            return True
        return self.case.inside and self.first

    @property
    def first(self) -> bool:
        """Whether a right entry came first, or was among the answers to several questions."""
        return bool(self.case.accepted.intersection(self.answers or self.ranked[:1]))

    @property
    def among(self) -> bool:
        """Whether a right entry was among the first three."""
        return self.first or bool(self.case.accepted.intersection(self.ranked[:AMONG]))

    @property
    def answered(self) -> bool:
        """Whether an answer was given."""
        return self.kind is InterpretationKind.ANSWER


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    count: int
    total: int

    @property
    def value(self) -> float | None:
        """0 to 1; None of nothing."""
        return self.count / self.total if self.total else None

    def __str__(self) -> str:
        return f"{self.count}/{self.total}" + (f" ({self.count / self.total:.1%})" if self.total else "")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was measured over all cases."""

    met: tuple[CaseResult, ...]

    @property
    def accuracy(self) -> Share:
        """Messages met rightly."""
        return _share(self.met, lambda one: one.right)

    @property
    def top(self) -> Share:
        """Messages with an answer whose right entry came first, whatever the confidence."""
        return _share(self._inside, lambda one: one.first)

    @property
    def recall(self) -> Share:
        """Messages with an answer whose right entry was among the first three."""
        return _share(self._inside, lambda one: one.among)

    @property
    def coverage(self) -> Share:
        """Messages with an answer that got it at once."""
        return _share(self._inside, lambda one: one.answered and one.first)

    @property
    def wrong(self) -> Share:
        """Wrong answers among all answers given, those to off-topic messages included."""
        return _share((one for one in self.met if one.answered), lambda one: not (one.case.inside and one.first))

    @property
    def false_answers(self) -> Share:
        """Messages without an answer that got one."""
        return _share((one for one in self.met if one.case.expect == UNMATCHED), lambda one: one.answered)

    @property
    def urgent_recall(self) -> Share:
        """Urgent messages that raised the alarm."""
        urgent = (one for one in self.met if one.case.expect == URGENT)
        return _share(urgent, lambda one: one.kind is InterpretationKind.URGENT)

    @property
    def false_alarms(self) -> Share:
        """Other messages that raised it."""
        others = (one for one in self.met if URGENT not in one.case.accepted)
        return _share(others, lambda one: one.kind is InterpretationKind.URGENT)

    @property
    def kinds(self) -> dict[str, Evaluation]:
        """The same by kind of message, the most frequent kind first."""
        found: dict[str, list[CaseResult]] = {}
        for one in self.met:
            found.setdefault(one.case.kind, []).append(one)
        order = sorted(found, key=lambda kind: (-len(found[kind]), kind))
        return {kind: Evaluation(tuple(found[kind])) for kind in order}

    @property
    def misses(self) -> tuple[CaseResult, ...]:
        """The cases that were not met rightly."""
        return tuple(one for one in self.met if not one.right)

    @property
    def _inside(self) -> Iterable[CaseResult]:
        return (one for one in self.met if one.case.inside)


def evaluate(
    cases: Iterable[LabelledMessage], interpreter: Interpreter, progress: Callable[[], None] = lambda: None
) -> Evaluation:
    """Meet every case as the bot would; `progress` is called after each."""
    met = []
    for case in cases:
        met.append(_met(case, interpreter.interpret(case.text)))
        progress()
    return Evaluation(tuple(met))


def _met(case: LabelledMessage, interpretation: Interpretation) -> CaseResult:
    best = interpretation.best
    given = interpretation.parts if interpretation.kind is InterpretationKind.ANSWER else ()
    return CaseResult(
        case=case,
        kind=interpretation.kind,
        answers=tuple(part.best.entry_id for part in given if part.best is not None),
        ranked=tuple(match.entry_id for match in interpretation.matches),
        confidence=best.confidence if best is not None else 0.0,
    )


def _share(cases: Iterable[CaseResult], holds: Callable[[CaseResult], bool]) -> Share:
    held = [holds(one) for one in cases]
    return Share(sum(held), len(held))
