"""What the detector finds in a message: a sign, whether it is present, and the evidence."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.core.faq.model import UrgentSign
from bot.core.red_flags.weighing import Evidence


@dataclass(frozen=True, slots=True)
class Alarm:
    """A sign in a message."""

    sign: UrgentSign
    language: str
    present: bool
    """Whether the evidence is that the sign is present, so that the patient gets its message. Else it is only asked
    about, or unlikely: then the reply gets the line for emergencies."""
    guessed: bool = False
    """Whether no phrase says it, only the likeness to examples."""
    evidence: tuple[Evidence, ...] = field(default=(), compare=False, repr=False)
    """That of the parts of the message, the strongest first."""

    @property
    def same_day(self) -> bool:
        """Whether it is no emergency but must be seen today: then the question is answered below the message."""
        return self.sign.level == "same_day"
