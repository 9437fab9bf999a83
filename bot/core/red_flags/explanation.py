"""Says in plain words what speaks for and against an emergency in a message: for staff, the terminal and `check`.

Owns the wording of evidence. Knows nothing of how it is weighed and of who reads it.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.red_flags.alarm import Alarm
from bot.core.red_flags.assertion import Assertion
from bot.core.red_flags.mentions import SignMention
from bot.core.red_flags.weighing import Evidence

_STATUS = {
    Assertion.PRESENT: "as happening now",
    Assertion.ASKED: "only asked about, or for years",
    Assertion.PAST: "long ago",
    Assertion.DENIED: "denied",
}
_FIGURATIVE = "as a figure of speech"
NO_ALARM = "no alarm"


def outcome(alarm: Alarm | None) -> str:
    """What a message leads to, such as "alarm 'breathing'"."""
    if alarm is None:
        return NO_ALARM
    return f"alarm '{alarm.sign.id}'" if alarm.present else f"{NO_ALARM}, only the line about '{alarm.sign.id}'"


def reasons(text: str, evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """At most five short lines: how sure it is that the message is an emergency, and why. `evidence` is that of its
    parts, the strongest first."""
    if not evidence:
        return ("no word in it can be read",)
    best = evidence[0]
    if best.example is not None and best.text.split() == text.split():
        raises = f"the alarm '{best.example}'" if best.example else "none"
        return (f"this very message is among the examples, and raises {raises}",)
    lines = [f"{percent(best.probability)} sure that it is an emergency; an alarm is raised from 50%"]
    if best.example is not None:
        lines.append(f"says an example of {best.example} word for word")
    if best.text.split() != text.split():
        lines.append(f"decided by “{best.text}”")
    lines.append(f"says {', '.join(map(_mention, best.mentions))}" if best.mentions else "no phrase of a sign is in it")
    if best.signs:
        nearest = max(best.signs, key=lambda sign: best.signs[sign])
        like = f"the examples of {nearest}" if best.score >= 0 else "calm messages"
        lines.append(f"sounds like {like}")
    return tuple(lines)


def percent(probability: float) -> str:
    """A probability in percent; never 0 or 100, as it is never certain."""
    return "under 1%" if probability < 0.01 else "over 99%" if probability > 0.99 else f"{probability:.0%}"


def _mention(mention: SignMention) -> str:
    return f"{mention.sign.id} ({_FIGURATIVE if mention.figurative else _STATUS[mention.assertion]})"
