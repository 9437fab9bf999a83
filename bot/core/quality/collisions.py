"""Phrasings that are closer to another entry than to their own, by the matcher's held-out predictions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.positions import Place
from bot.core.quality.checked_faq import CheckedFaq
from bot.core.quality.findings import Finding, Level
from bot.core.quality.lint import placed_phrasings


@dataclass(frozen=True, slots=True)
class Collision:
    """A phrasing that, when held out, is matched to another entry."""

    entry_id: str
    phrasing: str
    place: Place
    other_id: str
    other_phrasing: str
    other_place: Place
    confidence: float


def collisions(subject: CheckedFaq) -> Iterator[Collision]:
    """Those of a FAQ."""
    where = {(entry_id, text): place for entry_id, text, place in placed_phrasings(subject.faq, subject.places)}
    matcher = subject.interpreter.matcher
    for one in matcher.held_out:
        place, other = where.get((one.entry_id, one.phrasing)), where.get((one.predicted_id, one.closest))
        # only where another entry would be the answer and not just a suggestion
        if not one.right and one.confidence >= matcher.thresholds.answer and place is not None and other is not None:
            yield Collision(one.entry_id, one.phrasing, place, one.predicted_id, one.closest, other, one.confidence)


def collision_finding(one: Collision) -> Finding:
    """What `check` reports of it."""
    message = (
        f"phrasing '{one.phrasing}' of '{one.entry_id}' is closer to '{one.other_id}' "
        f"('{one.other_phrasing}', line {one.other_place.line})"
    )
    remedy = "move it, reword one of them, or add phrasings like it to its own entry"
    return Finding(Level.NOTE, one.place, "collision", message, remedy, one.entry_id, one.confidence)
