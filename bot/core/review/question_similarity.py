"""The similarity of patients' questions to each other (the matcher compares them with the FAQ).

What is common in the FAQ counts little, as words ("face", "botox") and as ways of asking ("can I ... after ..."):
questions share these without having the same subject. Knows nothing of themes and of where questions come from.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from bot.core.faq.model import Faq
from bot.core.matching.arrays import Floats
from bot.core.matching.similarity import Encoders
from bot.core.text.normalization import Normalizer, split_words

VECTOR_SHARE = 0.7
"""Weight of the sentence vectors in the similarity; words have the rest."""
NEIGHBOURS = 10
"""Nearest questions of the FAQ that measure how common a way of asking is."""
HALF = 0.5
"""Share of the FAQ's mean vector, and of the mean similarity to the neighbours, that is subtracted."""
ENOUGH = 0.16
ENOUGH_BY_WORDS = 0.10
"""Mean similarity of questions in one group, with sentence vectors and without. Tuned on
`tests/support/unmatched_tuned.txt`; `tests/core/review/test_themes.py` measures them on other questions."""
IDF_POWER = 1.5
GROUPS = (3, 4, 5)
_MASK = re.compile(r"\[[a-z]+\]")


def unmasked(text: str) -> str:
    """The text without the placeholders of masked parts."""
    return " ".join(_MASK.sub(" ", text).split())


class QuestionSimilarity:
    """The similarity of questions in one language, measured with one FAQ."""

    def __init__(self, faq: Faq, encoders: Encoders | None = None) -> None:
        """Without `encoders` questions are compared by words alone; with them, the FAQ's questions are encoded here."""
        self._wording = Normalizer(faq.language, faq.synonyms)
        self._entries = len(faq.published)
        self._users = Counter[str]()
        for entry in faq.published:
            self._users.update({feature for text in entry.all_phrasings for feature in self._features(text)})
        self._encode = encoders.for_messages if encoders is not None else None
        self.enough = ENOUGH if encoders is not None else ENOUGH_BY_WORDS
        """Mean similarity of questions in one group."""
        if encoders is not None:
            vectors = encoders.for_faq([entry.question for entry in faq.published])
            self._mean = HALF * vectors.mean(axis=0)
            self._known = _unit(vectors - self._mean)

    def matrix(self, texts: Sequence[str]) -> Floats:
        """n texts -> (n, n) similarity, at most 1; each value depends only on its two texts and the FAQ."""
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
        """n texts -> (n, n) TF-IDF cosines; the document frequencies are those of the FAQ's entries."""
        numbers: dict[str, int] = {}
        rows = [
            {numbers.setdefault(one, len(numbers)): self._weight(one) for one in self._features(text)} for text in texts
        ]
        values = np.zeros((len(texts), len(numbers)), dtype=np.float32)
        for at, row in enumerate(rows):
            values[at, list(row)] = list(row.values())
        values = _unit(values)
        return np.asarray(values @ values.T, dtype=np.float32)

    def _features(self, text: str) -> list[str]:
        return list(dict.fromkeys(word.stem for word in self._wording.words(split_words(text))))

    def _weight(self, feature: str) -> float:
        return float(np.log((1 + self._entries) / (0.5 + self._users[feature])) ** IDF_POWER)


def _unit(rows: Floats) -> Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 0, lengths, 1), dtype=np.float32)
