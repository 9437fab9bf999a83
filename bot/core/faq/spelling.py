"""The known word that a misspelt one is closest to."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

_MOST_LISTED = 12
_CLOSEST = 3


def closest(word: str, known: Iterable[str]) -> str:
    """A hint that suggests the known word with the closest spelling, or lists the known words; of many the closest."""
    choices = tuple(known)
    if found := alike(word, choices):
        return f"did you mean '{found}'?"
    if len(choices) > _MOST_LISTED:
        scorer = DamerauLevenshtein.normalized_similarity
        few = process.extract(word, choices, scorer=scorer, limit=_CLOSEST)
        return f"the closest are: {', '.join(one for one, *_ in few)}"
    return f"known: {', '.join(choices)}" if choices else "remove it"


def alike(word: str, known: Iterable[str], least: float = 0.5) -> str:
    """The known word with the closest spelling, of a similarity (0 to 1) of at least `least`; "" if there is none."""
    scorer = DamerauLevenshtein.normalized_similarity
    found = process.extractOne(word, tuple(known), scorer=scorer, score_cutoff=least)
    return found[0] if found else ""
