"""How well the entries of a FAQ are matched, by the matcher's held-out predictions.

Knows nothing of what patients asked, and of how the figures are shown.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from bot.core.faq.model import Faq
from bot.core.matching.calibration import Thresholds
from bot.core.matching.matcher import HeldOutPhrasing, Matcher


@dataclass(frozen=True, slots=True)
class EntryQuality:
    """One entry: how many of its `tried` held-out phrasings were matched to it."""

    entry_id: str
    question: str
    phrasings: int
    tried: int
    right: int
    mistaken_for: str | None
    """The entry that most of the others were matched to."""

    @property
    def share(self) -> float | None:
        """The share from 0 to 1; None if no phrasing was held out."""
        return self.right / self.tried if self.tried else None


@dataclass(frozen=True, slots=True)
class Quality:
    """The matcher's cut-offs with their expected effect, and every published entry, the weakest first."""

    thresholds: Thresholds
    entries: tuple[EntryQuality, ...]


def quality(faq: Faq, matcher: Matcher) -> Quality:
    """The figures of a FAQ with its matcher."""
    tried: defaultdict[str, list[HeldOutPhrasing]] = defaultdict(list)
    for held_out in matcher.held_out:
        tried[held_out.entry_id].append(held_out)
    entries = []
    for entry in faq.published:
        own = tried[entry.id]
        wrong = Counter(one.predicted_id for one in own if not one.right)
        mistaken_for = min(wrong, key=lambda one: (-wrong[one], one), default=None)
        right = len(own) - wrong.total()
        entries.append(EntryQuality(entry.id, entry.question, len(entry.all_phrasings), len(own), right, mistaken_for))
    entries.sort(key=lambda one: (1.0 if one.share is None else one.share, -one.tried, one.entry_id))
    return Quality(matcher.thresholds, tuple(entries))
