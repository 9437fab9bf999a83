"""Typing mistakes: an unknown word is replaced by the closest word of the FAQ.

Owns the FAQ's vocabulary and the limits of closeness. Knows nothing of sentences.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.core.matching.near_words import NearWords

SHORTEST = 4
"""Shorter words are not repaired: too many words are one letter away."""
CLOSE = 0.70
CLOSE_SHORT = 0.75
"""Least similarity (1 - edits / length of the longer word), and the same for words of `SHORTEST` letters."""
SAME_START = 0.05
"""Bonus for the same first letter, which people rarely get wrong."""
LONGEST = 40


class SpellingCorrector:
    """Repairs words with the FAQ's words. `known` are other correct words."""

    def __init__(self, faq_words: Iterable[str], known: Collection[str] = frozenset()) -> None:
        self._counts = Counter(faq_words)
        self._known = known
        candidates = sorted(word for word in self._counts if len(word) >= SHORTEST - 1 and word.isalpha())
        self._candidates = NearWords(candidates)

    def knows(self, plain: str) -> bool:
        """Whether the word is in the FAQ or is a known word of the language."""
        return plain in self._counts or plain in self._known

    def repair(self, plain: str) -> str:
        """The FAQ word meant by a word in normal form; the word itself if known, short or close to no other."""
        if not SHORTEST <= len(plain) <= LONGEST or not plain.isalpha() or self.knows(plain):
            return plain
        cutoff = CLOSE_SHORT if len(plain) == SHORTEST else CLOSE
        near = self._candidates.similar(plain, cutoff)
        found = process.extract(plain, near, scorer=OSA.normalized_similarity, score_cutoff=cutoff, limit=5)
        if not found:
            return plain
        return max(found, key=lambda hit: (hit[1] + SAME_START * (hit[0][0] == plain[0]), self._counts[hit[0]]))[0]
