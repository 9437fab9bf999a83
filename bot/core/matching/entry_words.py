"""The words of each entry's texts, phrasings and answer alike: what of a message does nothing in an entry explain?

Knows nothing of similarity and of probabilities.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from bot.core.text.normalization import Word


class EntryWords:
    """The words of a FAQ's entries, by the entries' numbers."""

    def __init__(self, texts: Sequence[Sequence[Sequence[Word]]], weight: Callable[[str], float]) -> None:
        """`texts` are those of each entry; `weight` is that of a stem, larger for rarer ones."""
        self._users = [Counter(stem for text in own for stem in {word.stem for word in text}) for own in texts]
        self._weight = weight

    def unexplained(self, words: Sequence[Word], entry: int, *, own: bool = False) -> float:
        """The share by weight, 0 to 1, of the words that no text of an entry has; no other text if the words are those
        of its `own` text."""
        weights = {word.stem: self._weight(word.stem) for word in words}
        users, least = self._users[entry], 2 if own else 1
        missing = sum(weight for stem, weight in weights.items() if users[stem] < least)
        return missing / total if (total := sum(weights.values())) else 0.0
