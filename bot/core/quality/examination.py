"""The examination of a FAQ: whatever there is to put right, found by its own messages and in its texts.

Gathers what the other modules find. Knows nothing of files and of how results are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.core.faq.sign_offs import SignOffCount
from bot.core.quality.check_findings import ExpectedMisses, result_finding
from bot.core.quality.check_results import CheckResult, CheckState, grouped_by_sign, measure
from bot.core.quality.checked_faq import CheckedFaq
from bot.core.quality.checks import ASKED
from bot.core.quality.collisions import collision_finding
from bot.core.quality.contrary_examples import contradicting, contradiction_finding, contrary_findings
from bot.core.quality.evaluation import Share
from bot.core.quality.findings import Finding, Level
from bot.core.quality.lint import lint_faq
from bot.core.quality.measurement import Measurement
from bot.core.quality.person_names import named_persons
from bot.core.quality.signatures import lapsed_signatures
from bot.core.quality.sinks import sinks
from bot.core.quality.translation_lint import missing_translations
from bot.core.quality.typing_slips import typing_slips


@dataclass(frozen=True, slots=True)
class Examination(Measurement):
    """The result of an examination."""

    accuracy: Mapping[str, Share]
    """By entry, the held-out phrasings that were matched to it."""
    findings: tuple[Finding, ...]
    """Sorted by place, including failed checks, collisions and sinks."""
    sign_off: SignOffCount
    """How much clinicians have signed."""

    def with_findings(self, found: Iterable[Finding]) -> Examination:
        """The examination with further findings."""
        return replace(self, findings=_sorted((*self.findings, *found)))

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


def examine(subject: CheckedFaq, today: date, results: tuple[CheckResult, ...] | None = None) -> Examination:
    """Examines a FAQ; `results` are those of `measure` if they are known already."""
    measured = Measurement.of(subject, measure(subject) if results is None else results)
    own, built_in, collisions = measured.results, measured.built_in, measured.collisions
    findings = [*lint_faq(subject.faq, subject.places, subject.red_flags, subject.main)]
    findings += typing_slips(subject.faq, subject.places)
    findings += lapsed_signatures(subject.faq, subject.places, today)
    if subject.main is not None:
        findings += missing_translations(subject.main, subject.faq, subject.places)
    lacking = {sign.id for sign in subject.red_flags.lacking}  # `red_flag_lint` reports them
    contradictions = contradicting(subject)
    said_once = {text for examples in contradictions for text in (one.text for one in examples)}
    failing = [result for result in own if result.check.kind in ASKED or result.check.text not in said_once]
    failing += grouped_by_sign(result for result in built_in if result.check.owner not in lacking)
    expected = ExpectedMisses.of(own, subject)
    findings += [result_finding(result, expected) for result in failing if result.state < CheckState.HESITANT]
    findings += map(collision_finding, collisions)
    findings += map(contradiction_finding, contradictions)
    findings += contrary_findings(subject)
    findings += sinks(subject.faq, subject.places)
    if subject.vocabulary is not None:
        findings += named_persons(subject.faq, subject.places, subject.vocabulary)
    signed = SignOffCount.of(subject.faq, today)
    return Examination(own, built_in, collisions, measured.thresholds, _accuracy(subject), _sorted(findings), signed)


def _sorted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: (finding.place, finding.level)))


def _accuracy(subject: CheckedFaq) -> dict[str, Share]:
    tried: dict[str, list[bool]] = {entry.id: [] for entry in subject.faq.published}
    for one in subject.interpreter.matcher.held_out:
        tried[one.entry_id].append(one.right)
    return {entry_id: Share(sum(right), len(right)) for entry_id, right in tried.items()}
