"""Evaluates the interpreter with labelled messages: accuracy, wrong answers, coverage, alarms, each by kind of message.

Knows nothing of files and of how figures are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from bot.core.dialogue.fresh_chat import FreshChat
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
    interpretation: Interpretation

    @property
    def kind(self) -> InterpretationKind:
        """The kind of interpretation."""
        return self.interpretation.kind

    @property
    def ranked(self) -> tuple[str, ...]:
        """The ids of entries by falling confidence, for the first question of the message."""
        return tuple(match.entry_id for match in self.interpretation.matches)

    @property
    def right(self) -> bool:
        """Whether the result is correct: the right entry first, an alarm, or no answer."""
        accepted = self.case.accepted
        if self.kind is InterpretationKind.URGENT:
            return URGENT in accepted
        if UNMATCHED in accepted and self.kind is not InterpretationKind.ANSWER:
            return True
        return self.first and (self.case.inside or self.answered)

    @property
    def first(self) -> bool:
        """Whether a right entry is first, or among the answers to several questions."""
        return bool(self.case.accepted.intersection(self.interpretation.answers or self.ranked[:1]))

    @property
    def among(self) -> bool:
        """Whether a right entry is among the first three."""
        return self.first or bool(self.case.accepted.intersection(self.ranked[:AMONG]))

    @property
    def answered(self) -> bool:
        """Whether the message got an answer."""
        return self.kind is InterpretationKind.ANSWER

    @property
    def helped(self) -> bool:
        """Whether the message was answered rightly or a right entry was offered."""
        return self.first if self.answered else self.kind is InterpretationKind.SUGGEST and self.among


_FIGURES: dict[str, tuple[Callable[[CaseResult], bool], Callable[[CaseResult], bool]]] = {
    "accuracy": (lambda _: True, lambda one: one.right),
    "top": (lambda one: one.case.inside, lambda one: one.first),
    "recall": (lambda one: one.case.inside, lambda one: one.among),
    "coverage": (lambda one: one.case.inside, lambda one: one.answered and one.first),
    "helped": (lambda one: one.case.inside, lambda one: one.helped),
    "wrong": (lambda one: one.answered and one.case.expect != URGENT, lambda one: not one.first),
    "false_answers": (lambda one: one.case.expect == UNMATCHED, lambda one: one.answered and not one.first),
    "urgent_recall": (lambda one: one.case.expect == URGENT, lambda one: one.kind is InterpretationKind.URGENT),
    "false_alarms": (lambda one: URGENT not in one.case.accepted, lambda one: one.kind is InterpretationKind.URGENT),
}
"""Name -> the messages that a figure counts, and those of them that it is the share of."""


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
    def figures(self) -> dict[str, Share]:
        """Name -> share, for every figure."""
        shares = {}
        for name, (counts, holds) in _FIGURES.items():
            held = [holds(one) for one in self.met if counts(one)]
            shares[name] = Share(sum(held), len(held))
        return shares

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


def evaluate(
    cases: Iterable[LabelledMessage], interpreter: Interpreter | FreshChat, progress: Callable[[], None] = lambda: None
) -> Evaluation:
    """Interprets every message; `progress` is called after each."""
    met = []
    for case in cases:
        met.append(CaseResult(case, interpreter.interpret(case.text)))
        progress()
    return Evaluation(tuple(met))
