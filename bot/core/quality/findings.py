"""What there is to correct in a FAQ: a finding, and how bad it is. Knows nothing of how it is found and shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.core.positions import Place


class Level(StrEnum):
    """The severity of a finding."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    """What may be made better: no fault, and expected in any FAQ of some size."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to correct in a FAQ."""

    level: Level
    place: Place
    kind: str
    """One word for programs, such as "check", "collision" or "source"."""
    message: str
    remedy: str
    entry_id: str = ""
    weight: float = 0.0
    """Among findings of the same kind and level the largest is the worst."""

    def __str__(self) -> str:
        return f"{self.place}: {self.level.value}: {self.message} ({self.remedy})"


def warning(place: Place, kind: str, message: str, remedy: str, entry_id: str = "") -> Finding:
    """A finding of the level that most have."""
    return Finding(Level.WARNING, place, kind, message, remedy, entry_id)
