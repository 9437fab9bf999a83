"""What `check` reports of a check that fails, and how bad that is.

Some messages are answered wrongly, or not at all, in every FAQ of some size: as many as is to be expected are notes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from bot.core.quality.check_results import CheckResult, CheckState
from bot.core.quality.checked_faq import CheckedFaq
from bot.core.quality.checks import ASKED, CheckKind
from bot.core.quality.findings import Finding, Level


@dataclass(frozen=True, slots=True)
class ExpectedMisses:
    """Whether as many messages are answered wrongly, or not at all, as is to be expected in a FAQ of some size."""

    wrong: bool
    missed: bool

    @classmethod
    def of(cls, results: Sequence[CheckResult], subject: CheckedFaq) -> ExpectedMisses:
        """By the share of answers that may be wrong, and by the predictions for held-out phrasings."""
        asked = [result for result in results if result.check.kind is CheckKind.ANSWER]
        wrong = sum(result.wrongly_sure > 0 for result in results)
        answered = wrong + sum(result.state is CheckState.PASSED for result in asked)
        missed = sum(result.state is CheckState.FAILED and not result.wrongly_sure for result in asked)
        matcher, may_be_wrong = subject.interpreter.matcher, subject.faq.matching.wrong_answers
        helped = matcher.thresholds.coverage + matcher.thresholds.suggested if matcher.held_out else 1.0
        return cls(_within(wrong, answered, may_be_wrong), _within(missed, len(asked), 1 - helped))

    def level(self, result: CheckResult) -> Level:
        """How bad it is that a check has this result."""
        if result.check.kind not in ASKED:
            return Level.ERROR if result.state is CheckState.FAILED else Level.WARNING
        if result.wrongly_sure:
            return Level.NOTE if self.wrong else Level.ERROR
        return Level.NOTE if self.missed or result.state is CheckState.OFFERED else Level.WARNING


def result_finding(result: CheckResult, expected_misses: ExpectedMisses) -> Finding:
    """What is reported of a failed check."""
    check = result.check
    level = expected_misses.level(result)
    match check.kind:
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
    about_entry = check.kind in {CheckKind.ANSWER, CheckKind.OFF_TOPIC}
    kind, entry_id = ("check", check.owner) if about_entry else ("alarm", "")
    return Finding(level, check.place, kind, message, remedy, entry_id, result.wrongly_sure)


def _within(count: int, total: int, share: float) -> bool:
    """Whether a count is at most one standard deviation above an expected share of a total."""
    return count <= share * total + sqrt(total * share * max(1 - share, 0.0))
