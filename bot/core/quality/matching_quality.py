"""How well a FAQ can be matched, from the matcher's own held-out predictions: no labelled message is needed.

Owns the figures staff read. Knows nothing of what patients asked, and nothing of how the figures are shown.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from bot.core.faq.model import Faq
from bot.core.matching.matcher import HeldOutPhrasing, Matcher


@dataclass(frozen=True, slots=True)
class EntryQuality:
    """One entry: of its phrasings that were held out, how many found it without being told."""

    entry_id: str
    question: str
    phrasings: int
    tried: int
    right: int
    mistaken_for: str | None
    """The entry that most of the others were taken for."""

    @property
    def share(self) -> float | None:
        """Right ones among those tried, 0 to 1; None where none could be tried."""
        return self.right / self.tried if self.tried else None


@dataclass(frozen=True, slots=True)
class Quality:
    """Cut-offs and what they are expected to bring, 0 to 1; and every published entry, the weakest first."""

    answer_from: float
    suggest_from: float
    answered: float
    """Expected share of answerable messages that get the right answer at once."""
    offered: float
    """Expected share of answerable messages that get a choice which holds the right entry."""
    wrong: float
    """Expected share of wrong ones among the answers given."""
    first: float
    """Share of held-out phrasings whose own entry came first."""
    predictions: int
    """0: too few phrasings to measure anything, so the figures are guesses."""
    entries: tuple[EntryQuality, ...]


def quality(faq: Faq, matcher: Matcher) -> Quality:
    """The figures of a FAQ and its matcher."""
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
    thresholds = matcher.thresholds
    return Quality(
        thresholds.answer,
        thresholds.suggest,
        thresholds.coverage,
        thresholds.suggested,
        thresholds.wrong_share,
        thresholds.first,
        thresholds.predictions,
        tuple(entries),
    )
