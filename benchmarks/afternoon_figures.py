"""The results of a scripted afternoon, as figures and as a table."""

from __future__ import annotations

import json
import statistics
from collections import Counter
from dataclasses import dataclass, field

MOST_MISSED = 0.1
"""Of what is asked again in other words."""


@dataclass
class Figures:
    """The results."""

    asked: int = 0
    unanswered: int = 0
    """Messages that got no reply at all."""
    open: int = 0
    """Questions in the log before the review."""
    cards: int = 0
    taps: Counter[str] = field(default_factory=Counter)
    """Most taps that adding a card of each theme to an entry took."""
    taps_of_drafts: Counter[str] = field(default_factory=Counter)
    """The taps that a new entry of each theme took."""
    previews: list[float] = field(default_factory=list)
    publishes: list[float] = field(default_factory=list)
    changed: list[float] = field(default_factory=list)
    """Seconds from the tap on Publish to the first patient who is answered."""
    broken: int = 0
    """Known messages that a published preview said would be met wrongly."""
    split: int = 0
    """Cards that were split, as they said that they may be two questions."""
    mixed: int = 0
    """Previews of questions of several themes that could be published."""
    unwarned: int = 0
    """Those of them without a warning."""
    refused: int = 0
    """Previews and drafts that staff could not publish as they were."""
    kept: list[str] = field(default_factory=list)
    """Names that were found in the log or the FAQ."""
    before: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    """What was not answered when it was asked in other words."""
    kills: int = 0
    served_through: bool = False
    """Whether the old FAQ stayed live while the file was broken."""
    told: bool = False
    """Whether the admin was told of the broken file."""
    added: int = 0
    removed: list[str] = field(default_factory=list)
    left: int = 0
    """Questions open at the end."""

    @property
    def good(self) -> bool:
        whole = not (self.unanswered or self.broken or self.kept or self.removed or self.left or self.unwarned)
        quick = max(self.taps.values(), default=0) <= 3
        enough = self.after["missed"] <= MOST_MISSED * self.after.total()
        return whole and quick and enough and self.served_through and self.told


def table(figures: Figures) -> str:
    def seconds(times: list[float]) -> str:
        return f"median {statistics.median(times):.1f}, longest {max(times):.1f} s of {len(times)}" if times else "none"

    def shares(counts: Counter[str]) -> str:
        total = counts.total()
        return ", ".join(f"{name} {counts[name]}/{total}" for name in ("answered", "offered first", "missed"))

    lines = {
        "messages that got no reply": f"{figures.unanswered} of {figures.asked}",
        "asked first": shares(figures.before),
        "noted for review": str(figures.open),
        "cards": str(figures.cards),
        "most taps a card, and a new entry": f"{max(figures.taps.values(), default=0)}, "
        f"{max(figures.taps_of_drafts.values(), default=0)}",
        "from tap to preview": seconds(figures.previews),
        "from Publish to the first changed answer": seconds(figures.changed),
        "from Publish to the next card": seconds(figures.publishes),
        "known messages met wrongly": str(figures.broken),
        "cards split; previews refused": f"{figures.split}; {figures.refused}",
        "mixed previews; without a warning": f"{figures.mixed}; {figures.unwarned}",
        "asked again in other words": shares(figures.after),
        "lines added to faq.yaml": str(figures.added),
        "lines changed or removed": str(len(figures.removed)),
        "names kept": json.dumps(figures.kept),
        "kills": str(figures.kills),
        "broken file: old FAQ served, admin told": f"{figures.served_through}, {figures.told}",
        "questions left open": str(figures.left),
    }
    return "\n".join([*(f"{name:42s} {value}" for name, value in lines.items()), *figures.missed])
