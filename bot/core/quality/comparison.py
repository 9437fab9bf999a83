"""Compares the examinations of two versions of a FAQ. Knows nothing of how they were made."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from bot.core.dialogue.interpreter import Interpreter
from bot.core.quality.check_results import CheckResult, CheckState, answer_state, grouped_by_sign
from bot.core.quality.collisions import Collision
from bot.core.quality.measurement import Measurement
from bot.core.quality.takeovers import Takeover


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed in the checks from one version of a FAQ to the next."""

    broken: tuple[CheckResult, ...]
    """Checks that passed before and now have another result; built-in ones are grouped by sign."""
    collisions: tuple[Collision, ...]
    """The new ones."""
    passed: int
    total: int
    """The number of checks that were tried in the later version."""
    coverage_before: float
    coverage_after: float
    failing: tuple[tuple[CheckResult, tuple[str, ...]], ...] = ()
    """What fails in the later version, each with the ids of the entries that answered it in the earlier one."""


def compare(before: Measurement, after: Measurement) -> Comparison:
    """What an edit changed. A check that is in one of them only breaks nothing.

    A check whose entry still comes first but is now only suggested is not broken, since every edit moves the cut-offs a
    little.
    """
    earlier = {result.check.key: result.state for result in (*before.results, *before.built_in)}

    def breaks(result: CheckResult) -> bool:
        return earlier.get(result.check.key) is CheckState.PASSED and result.state < CheckState.HESITANT

    answered = {result.check.key: result.answers for result in before.results}
    known = {(one.entry_id, one.phrasing, one.other_id) for one in before.collisions}
    return Comparison(
        broken=(*grouped_by_sign(filter(breaks, after.built_in)), *filter(breaks, after.results)),
        collisions=tuple(one for one in after.collisions if (one.entry_id, one.phrasing, one.other_id) not in known),
        passed=after.passed,
        total=len(after.results),
        coverage_before=before.thresholds.coverage,
        coverage_after=after.thresholds.coverage,
        failing=tuple(
            (one, answered.get(one.check.key, ())) for one in after.results if one.state < CheckState.HESITANT
        ),
    )


class KnownAs(Enum):
    """Where a known message stands."""

    QUESTION = auto()
    """In the log: a patient asked it."""
    WORDING = auto()
    CHECK = auto()
    OFF_TOPIC = auto()
    EXAMPLE = auto()
    """Among those of red flags, the FAQ's or the bot's."""


@dataclass(frozen=True, slots=True)
class ChangedOutcome:
    """A message with another outcome than before, as `explanation.outcome` words it."""

    text: str
    before: str
    after: str
    known_as: KnownAs = KnownAs.QUESTION
    owner: str = ""
    """The question of the entry that it is a wording or a check of."""


@dataclass(frozen=True, slots=True)
class EditPreview:
    """The effect of an edit on the questions that led to it, and on all checks."""

    answered: int
    """The number of questions that the entry answers."""
    offered: int
    """The number of questions for which it is suggested."""
    questions: int
    comparison: Comparison
    collides_with: tuple[str, ...]
    """Other entries that the added phrasings match, the closest first."""
    unmet: tuple[str, ...] = ()
    """The questions that the entry neither answers nor is suggested for."""
    suggested: tuple[str, ...] = ()
    """Those for which it is suggested."""
    takeovers: tuple[Takeover, ...] = ()
    """Known messages that would be answered otherwise, the worst first."""

    @property
    def blocking(self) -> tuple[Takeover, ...]:
        """Those that must not be published."""
        return tuple(one for one in self.takeovers if one.blocks)


def preview(
    entry_id: str,
    questions: Sequence[str],
    added: Collection[str],
    before: Interpreter,
    after: Interpreter,
    comparison: Comparison,
) -> EditPreview:
    """The effect on the questions in `after`. `added` are the new phrasings, which `before` has not learnt."""
    states = [answer_state(after.interpret(question), entry_id) for question in questions]
    close: dict[str, float] = {}
    for ranking in before.matcher.rank_all(list(added)) if added else ():
        for match in ranking.matches[:1]:
            if match.entry_id != entry_id and match.confidence >= before.matcher.thresholds.suggest:
                close[match.entry_id] = max(close.get(match.entry_id, 0.0), match.confidence)
    for one in comparison.collisions:
        other = one.other_id if one.entry_id == entry_id else one.entry_id
        if entry_id in (one.entry_id, one.other_id):
            close[other] = max(close.get(other, 0.0), one.confidence)
    offered = (CheckState.OFFERED, CheckState.HESITANT)
    suggested = tuple(one for one, state in zip(questions, states, strict=True) if state in offered)
    return EditPreview(
        answered=states.count(CheckState.PASSED),
        offered=len(suggested),
        questions=len(states),
        comparison=comparison,
        collides_with=tuple(sorted(close, key=lambda other: -close[other])),
        unmet=tuple(one for one, state in zip(questions, states, strict=True) if state is CheckState.FAILED),
        suggested=suggested,
    )
