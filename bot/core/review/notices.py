"""What staff are told about the FAQ as a whole: problems with their lines, what a change does, why a message is met so.

Facts in, replies and lines out. Knows nothing of files being read or written, and nothing of who is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.dialogue.interpreter import Interpretation, InterpretationKind
from bot.core.dialogue.replies import Attachment, Reply
from bot.core.faq.yaml_reader import Problem
from bot.core.matching.calibration import Thresholds
from bot.core.quality.checks import CheckResult
from bot.core.review import staff_messages as words
from bot.core.text.markup import bullets, literal

SHOWN_PROBLEMS = 10
SHOWN_IDS = 10
_VERDICTS = {
    InterpretationKind.ANSWER: "answered at once",
    InterpretationKind.SUGGEST: "a choice is offered",
    InterpretationKind.NONE: "no answer",
    InterpretationKind.URGENT: "a red flag",
    InterpretationKind.SMALL_TALK: "small talk",
}


@dataclass(frozen=True, slots=True)
class FaqChange:
    """What one version of the FAQ in place of another means."""

    added: Sequence[str]
    changed: Sequence[str]
    removed: Sequence[str]
    passed: int
    checks: int
    coverage_before: float
    coverage_after: float


def change_lines(change: FaqChange) -> list[str]:
    """Entries that come and go, checks that pass, the expected coverage."""
    kinds = (("added", change.added), ("changed", change.changed), ("removed", change.removed))
    lines = [f"{kind} ({len(ids)}): {_some(ids)}" for kind, ids in kinds if ids] or ["no entry is another"]
    lines.append(f"{change.passed} of {change.checks} checks pass")
    lines.append(f"expected share answered at once: {change.coverage_before:.0%} → {change.coverage_after:.0%}")
    return lines


def problems(head: str, found: Sequence[Problem]) -> tuple[Reply, ...]:
    """The first problems with their lines; the whole list as a file where there are more."""
    lines = [literal(str(problem), 250) for problem in found[:SHOWN_PROBLEMS]]
    more = len(found) - len(lines)
    text = f"{head}\n\n{bullets(lines)}"
    if more <= 0:
        return (Reply(text),)
    everything = "".join(f"{problem}\n" for problem in found).encode()
    listed = Reply(f"All {len(found)} problems", attachment=Attachment("faq.yaml.problems.txt", everything))
    return Reply(f"{text}\n\nThe other {more} are in the file below."), listed


def broken_file(broken: Sequence[CheckResult]) -> Attachment:
    """All checks that break, as a file."""
    lines = (f"{one.check.place}: '{one.check.text}' now gets {one.got}\n" for one in broken)
    return Attachment("broken-checks.txt", "".join(lines).encode())


def count_of(problems: int) -> str:
    """`1 problem`, `3 problems`."""
    return f"{problems} problem" if problems == 1 else f"{problems} problems"


def why(interpretation: Interpretation, thresholds: Thresholds) -> Reply:
    """What a message is taken for, how sure the bot is, and what else it could have been."""
    parts = [f"**{_VERDICTS[interpretation.kind].capitalize()}**{_aside(interpretation)}"]
    for nth, ranking in enumerate(interpretation.parts, 1):
        if len(interpretation.parts) > 1:
            parts.append(f"**Question {nth}**")
        lines = []
        for place, match in enumerate(ranking.matches[:3]):
            shared = f"; words in common: {literal(', '.join(match.words), 100)}" if match.words else ""
            named = ("", "runner-up: ", "third: ")[place]
            lines.append(
                f"{named}**{match.entry_id}** {match.confidence:.0%}, by “{literal(match.phrasing, 120)}”{shared}"
            )
        parts.append(bullets(lines) if lines else "No word of it is known.")
    parts.append(f"Cut-offs: answered from {thresholds.answer:.0%}, offered as a choice from {thresholds.suggest:.0%}.")
    return Reply("\n\n".join(parts))


def usage_of_why() -> Reply:
    """How to ask for it."""
    return Reply(words.WHY_USAGE)


def _aside(interpretation: Interpretation) -> str:
    if interpretation.alarm is not None:
        certain = "" if interpretation.alarm.certain else ", only asked about"
        return f" (red flag: {interpretation.alarm.sign.id}{certain})"
    if interpretation.foreign:
        return f" (written in another language: {interpretation.foreign})"
    return f" ({interpretation.small_talk})" if interpretation.small_talk else ""


def _some(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - SHOWN_IDS} more" if len(ids) > SHOWN_IDS else ""
    return ", ".join(ids[:SHOWN_IDS]) + more
