"""Repairs typos to the words that a FAQ uses often. Knows nothing of what is masked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne


class TypoRepair:
    """Repairs typos to these words, whose `counts` say how often they are used. Thread-safe: it never changes."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        self._by_letters: dict[str, str] = {}
        """The most frequent word with this first letter and these letters in all."""
        self._by_length: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        """The words by first letter and length, the most frequent first."""
        for word in sorted(counts, key=lambda word: (-counts[word], word)):
            if len(word) >= 4 and word.isascii():
                self._by_length[word[0], len(word)].append(word)
                self._by_letters.setdefault(word[0] + "".join(sorted(word)), word)

    def repair(self, word: str) -> str | None:
        """The frequent word of the FAQ of which this is a typo. The first letter is seldom mistyped."""
        size = len(word)
        if size < 4 or not word.isascii() or not word.isalpha():
            return None
        shuffled = self._by_letters.get(word[0] + "".join(sorted(word)))
        if shuffled is not None:
            return shuffled
        allowed = 1 if size < 8 else 2
        best: tuple[int, int, str] | None = None
        # In words of four letters one changed letter turns a name into a word ("nige", "nice"): only add a missing one.
        for length in range(size + 1 if size == 4 else size - allowed, size + allowed + 1):
            pool = self._by_length.get((word[0], length))
            found = extractOne(word, pool, scorer=OSA.distance, score_cutoff=allowed) if pool else None
            if found is not None:
                rank = (int(found[1]), -self._counts[found[0]], found[0])
                best = rank if best is None else min(best, rank)
        return best[2] if best is not None else None
