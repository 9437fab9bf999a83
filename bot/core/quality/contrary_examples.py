"""The FAQ's own red-flag examples that contradict each other, silence an emergency, or raise an alarm without one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.core.dialogue.interpreter import InterpretationKind
from bot.core.dialogue.reply_kinds import OVER, reply_kind, says_so
from bot.core.quality.check_results import described
from bot.core.quality.checked_faq import CheckedFaq
from bot.core.quality.checks import Check, CheckKind, urgent_checks
from bot.core.quality.findings import Finding, Level
from bot.core.red_flags.weighing import Evidence
from bot.core.text.normalization import normalize

SHORT = 4
"""Most words of a message that can be nothing but a reply to another one."""


def contradicting(subject: CheckedFaq) -> list[tuple[Check, ...]]:
    """The FAQ's own red-flag examples of which the same message is to lead to different things."""
    groups: dict[str, dict[str, Check]] = {}
    for check in urgent_checks(subject):
        raises = check.owner if check.kind is CheckKind.ALARM else ""
        groups.setdefault(normalize(check.text), {}).setdefault(raises, check)
    return [tuple(group.values()) for group in groups.values() if len(group) > 1]


def contradiction_finding(examples: Sequence[Check]) -> Finding:
    """What is reported of a message that is to lead to different things."""
    first, *others = sorted(examples, key=lambda one: one.place)
    stands = [
        f"under `alarm` of '{one.owner}' in line {one.place.line}"
        if one.kind is CheckKind.ALARM
        else f"under `no_alarm` in line {one.place.line}"
        for one in (first, *others)
    ]
    message = f"'{first.text}' stands {' and '.join(stands)}"
    return Finding(Level.ERROR, first.place, "alarm", message, "keep it in one of them")


def contrary_findings(subject: CheckedFaq) -> Iterator[Finding]:
    """The FAQ's own red-flag examples that hold, but should not: an emergency that is silenced, an alarm to thanks."""
    asked = {
        normalize(text): entry.id for entry in subject.faq.entries for text in (*entry.all_phrasings, *entry.checks)
    }
    for check in urgent_checks(subject):
        if check.kind is CheckKind.NO_ALARM and (sign := _says(subject.evidence(check.text))):
            message = f"'{check.text}' says '{sign}' in plain words, and PATIENTS WHO WRITE IT GET NO EMERGENCY MESSAGE"
            remedy = "delete the line, unless a clinician wants it so"
            yield Finding(Level.WARNING, check.place, "alarm", message, remedy)
        elif check.kind is CheckKind.ALARM:
            calm = subject.interpreter.interpret_non_emergency(check.text, None)
            if calm.kind is InterpretationKind.SMALL_TALK:
                said = described(calm)
            elif says_so(check.text) or (_is_short(check.text) and reply_kind(check.text) in OVER):
                said = "what patients reply to other messages"
            elif (entry_id := asked.get(normalize(check.text))) is not None:
                said = f"a question of '{entry_id}'"
            else:
                continue
            message = f"'{check.text}' raises the alarm '{check.owner}', but is {said}"
            remedy = "delete the line, or write the whole message that was missed"
            yield Finding(Level.WARNING, check.place, "alarm", message, remedy)


def _is_short(text: str) -> bool:
    return len(text.split()) <= SHORT


def _says(evidence: Sequence[Evidence]) -> str:
    """The sign of which a phrase speaks literally and as present, "" if none does."""
    mentions = (mention for one in evidence for mention in one.mentions)
    found = (mention.sign.id for mention in mentions if mention.present and not mention.guessed)
    return next(found, "")
