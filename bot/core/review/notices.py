"""Replies to staff about the FAQ as a whole: its problems, its broken checks, and why a message gets its answer.

Knows nothing of how files are read or written, and of who is told.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.dialogue.interpreter import Interpretation, InterpretationKind
from bot.core.dialogue.replies import Attachment, Reply
from bot.core.languages import language
from bot.core.matching.calibration import Thresholds
from bot.core.positions import Problem
from bot.core.quality.check_results import CheckResult
from bot.core.red_flags.alarm import Alarm
from bot.core.red_flags.explanation import reasons
from bot.core.red_flags.weighing import Evidence
from bot.core.text.markup import bullets, literal

SHOWN_PROBLEMS = 10
_VERDICTS = {
    InterpretationKind.ANSWER: "answered at once",
    InterpretationKind.SUGGEST: "a choice is offered",
    InterpretationKind.NONE: "no answer",
    InterpretationKind.URGENT: "a red flag",
    InterpretationKind.SMALL_TALK: "small talk",
}


def problems(head: str, found: Sequence[Problem]) -> tuple[Reply, ...]:
    """The first problems; all of them as a file if there are more."""
    lines = [literal(str(problem), 250) for problem in found[:SHOWN_PROBLEMS]]
    more = len(found) - len(lines)
    text = f"{head}\n\n{bullets(lines)}"
    if more <= 0:
        return (Reply(text),)
    everything = "".join(f"{problem}\n" for problem in found).encode()
    listed = Reply(f"All {len(found)} problems", attachment=Attachment("faq.yaml.problems.txt", everything))
    return Reply(f"{text}\n\nThe other {more} are in the file below."), listed


def broken_file(broken: Sequence[CheckResult]) -> Attachment:
    """A file that lists all broken checks."""
    lines = (f"{one.check.place}: '{one.check.text}' now gets {one.got}\n" for one in broken)
    return Attachment("broken-checks.txt", "".join(lines).encode())


def count_of(problems: int) -> str:
    """`1 problem`, `3 problems`."""
    return f"{problems} problem{'' if problems == 1 else 's'}"


def why(text: str, interpretation: Interpretation, evidence: Sequence[Evidence], thresholds: Thresholds) -> Reply:
    """How a message is interpreted: what speaks for and against an emergency in it, and then the nearest entries with
    their confidence."""
    parts = [f"**{_VERDICTS[interpretation.kind].capitalize()}**{aside(interpretation)}"]
    parts.append(bullets([literal(line, 250) for line in red_flag_lines(text, interpretation.alarm, evidence)]))
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


def red_flag_lines(text: str, alarm: Alarm | None, evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """At most six short lines: which red flag a message raises, how sure that is, and why."""
    if alarm is None:
        head = "No alarm"
    elif not alarm.present:
        head = f"No alarm, only the line for emergencies: {alarm.sign.title} ({alarm.sign.id})"
    else:
        level = "Alarm, to be seen today" if alarm.same_day else "Alarm"
        head = f"{level}: {alarm.sign.title} ({alarm.sign.id})"
    return (head, *(line[:1].upper() + line[1:] for line in reasons(text, evidence)))


def aside(interpretation: Interpretation) -> str:
    """Details of an interpretation in brackets: its red flag, language or kind of small talk."""
    if interpretation.alarm is not None:
        asked = "" if interpretation.alarm.present else ", only asked about"
        return f" (red flag: {interpretation.alarm.sign.id}{asked})"
    if interpretation.foreign:
        return f" (written in another language: {language(interpretation.foreign).name})"
    return f" ({interpretation.small_talk})" if interpretation.small_talk else ""
