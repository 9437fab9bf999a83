"""The entries that may answer a message, best first, and what to do with them. Knows nothing of how they are ranked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Band(StrEnum):
    """What to do with a ranking."""

    ANSWER = "answer"
    SUGGEST = "suggest"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Match:
    """One entry as the answer to a message."""

    entry_id: str
    confidence: float
    """Probability that this entry is the right one."""
    phrasing: str
    """The entry's phrasing closest to the message."""
    words: tuple[str, ...]
    """The message's words that this phrasing shares, the rarest first."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Matches, best first, and their band. No matches for a message without words."""

    matches: tuple[Match, ...]
    band: Band

    @property
    def best(self) -> Match | None:
        """The first match."""
        return self.matches[0] if self.matches else None

    @property
    def confidence(self) -> float:
        """The first match's confidence; 0 without matches."""
        return self.matches[0].confidence if self.matches else 0.0
