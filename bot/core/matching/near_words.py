"""Words that may be a few edits away from another one, found without comparing letter by letter.

An edit takes one letter away, adds one, swaps two or replaces one, so words that are near differ in few of the letters
that they have and little in length. Knows nothing of which words are meant.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from bot.core.matching.arrays import Floats


class NearWords:
    """Words to look among, in an order that is kept."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(words)
        self._lengths = np.array([len(word) for word in self._words], dtype=np.float32)
        self._letters = np.array([_letters(word) for word in self._words], dtype=np.uint64)

    def within(self, word: str, edits: int) -> list[str]:
        """All words at most so many edits away, and some others."""
        return self._near(word, edits)

    def similar(self, word: str, least: float) -> list[str]:
        """All words with 1 - edits / length of the longer word >= `least`, and some others."""
        return self._near(word, np.float32(1.001 - least) * np.maximum(self._lengths, len(word)))

    def _near(self, word: str, edits: int | Floats) -> list[str]:
        apart = np.bitwise_count(self._letters ^ _letters(word))
        near = (apart <= 2 * edits) & (np.abs(self._lengths - len(word)) <= edits)
        return [self._words[at] for at in np.flatnonzero(near).tolist()]


def _letters(word: str) -> np.uint64:
    """Which letters a word has, as bits. Some share a bit; then an edit changes as many bits or fewer."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return np.uint64(bits)
