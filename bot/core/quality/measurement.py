"""How well the messages of a FAQ are matched: the results of its checks, its collisions and the matcher's cut-offs.

What two versions of a FAQ are compared by.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.matching.calibration import Thresholds
from bot.core.quality.check_results import CheckResult, CheckState
from bot.core.quality.checked_faq import CheckedFaq
from bot.core.quality.collisions import Collision, collisions


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
        thresholds = subject.interpreter.matcher.thresholds
        return cls(tuple(own), tuple(built_in), tuple(collisions(subject)), thresholds)

    @property
    def passed(self) -> int:
        """The number of checks whose right entry came first, as an answer or a suggestion."""
        return sum(result.state >= CheckState.HESITANT for result in self.results)
