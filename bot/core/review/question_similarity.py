"""How alike two patients' questions are, whatever the rest of the log holds.

Owns the comparison of questions with each other (the matcher compares them with the FAQ). What is common in the FAQ
counts little, as words ("face", "botox") and as a way of asking ("can I ... after ..."): such questions are alike
without being about the same thing. Knows nothing of themes and of where the questions come from.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from bot.core.faq.model import Faq
from bot.core.matching.arrays import Floats
from bot.core.matching.similarity import Encoders
from bot.core.text.normalization import Normalizer, split_words

VECTOR_SHARE = 0.7
"""Share of the sentence vectors in the similarity; words have the rest."""
NEIGHBOURS = 10
"""Questions of the FAQ that say how common a way of asking is."""
HALF = 0.5
"""Of the FAQ's mean vector, and of the mean similarity to the neighbours, this much is taken away."""
ENOUGH = 0.19
ENOUGH_BY_WORDS = 0.10
"""Mean similarity from which on questions belong together, with sentence vectors and without. Both from the
questions in `tests/support/unmatched_tuned.txt`; `tests/core/review/test_themes.py` has what they reach on others."""
IDF_POWER = 1.5
GROUPS = (3, 4, 5)
_MASK = re.compile(r"\[[a-z]+\]")


def unmasked(text: str) -> str:
    """The text without the placeholders that stand for what was masked."""
    return " ".join(_MASK.sub(" ", text).split())


class QuestionSimilarity:
    """Likeness between questions of one language, by the measure of one FAQ."""

    def __init__(self, faq: Faq, encoders: Encoders | None = None) -> None:
        """With `encoders` by meaning too; encodes the FAQ's questions at once."""
        self._wording = Normalizer(faq.language, faq.synonyms)
        self._entries = len(faq.published)
        self._users: dict[str, int] = defaultdict(int)
        for entry in faq.published:
            for feature in {feature for text in entry.all_phrasings for feature in self._features(text)}:
                self._users[feature] += 1
        self._encode = encoders.for_messages if encoders is not None else None
        self.enough = ENOUGH if encoders is not None else ENOUGH_BY_WORDS
        """Mean similarity from which on questions belong together."""
        if encoders is not None:
            vectors = encoders.for_faq([entry.question for entry in faq.published])
            self._mean = HALF * vectors.mean(axis=0)
            self._known = _unit(vectors - self._mean)

    def matrix(self, texts: Sequence[str]) -> Floats:
        """n texts -> (n, n) similarity, at most 1; each value depends on its two texts and the FAQ alone."""
        texts = [unmasked(text) for text in texts]
        words = self._by_words(texts)
        if self._encode is None or not texts:
            return words
        vectors = _unit(self._encode(texts) - self._mean)
        nearest = np.sort(vectors @ self._known.T, axis=1)[:, -NEIGHBOURS:].mean(axis=1)
        # cross-domain similarity local scaling (Conneau et al. 2018, "Word translation without parallel data")
        meaning = vectors @ vectors.T - HALF * (nearest[:, None] + nearest[None, :]) / 2
        return np.asarray(VECTOR_SHARE * meaning + (1 - VECTOR_SHARE) * words, dtype=np.float32)

    def _by_words(self, texts: Sequence[str]) -> Floats:
        """TF-IDF cosines; how telling a word is, the FAQ says."""
        numbers: dict[str, int] = {}
        rows: list[dict[int, float]] = []
        for text in texts:
            row = {numbers.setdefault(one, len(numbers)): self._weight(one) for one in self._features(text)}
            rows.append(row)
        values = np.zeros((len(texts), len(numbers)), dtype=np.float32)
        for at, row in enumerate(rows):
            values[at, list(row)] = list(row.values())
        values = _unit(values)
        return np.asarray(values @ values.T, dtype=np.float32)

    def _features(self, text: str) -> list[str]:
        return list(dict.fromkeys(word.stem for word in self._wording.words(split_words(text))))

    def _weight(self, feature: str) -> float:
        return float(np.log((1 + self._entries) / (0.5 + self._users.get(feature, 0))) ** IDF_POWER)


def _unit(rows: Floats) -> Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 0, lengths, 1), dtype=np.float32)
