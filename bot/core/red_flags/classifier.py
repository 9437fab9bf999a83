"""Classifies texts as emergencies, and by sign, from their similarity to the examples.

Kernel ridge regression (Saunders, Gammerman & Vovk, Ridge Regression Learning Algorithm in Dual Variables, ICML 1998)
on the similarity with which questions are matched: words and letters and, with an encoder, sentence vectors. Both
classes have the same weight. Knows nothing of phrases and negation.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, Self

import numpy as np

from bot.core.matching.arrays import Floats
from bot.core.matching.similarity import Encode, PhrasingSimilarity

PENALTY = 2e-5
"""Of the ridge; per unit of the weight of an example."""
OWN_PENALTY = 0.1
OWN_WEIGHT = 1.5
"""Score that a FAQ's own examples are corrected to: the wordings that they stand for must be heard too."""


class Classifier(Protocol):
    """Scores texts as emergencies."""

    @property
    def signs(self) -> tuple[str, ...]: ...
    @property
    def encodes(self) -> bool: ...
    def scores(self, texts: Sequence[str]) -> Floats:
        """(texts, 1 + signs): near 1 for an emergency, and for its sign; near -1 otherwise. May use the encoder."""

    def encoding_with(self, encode: Encode) -> Classifier:
        """A copy that encodes texts with `encode`, which returns the same vectors."""


@dataclass(frozen=True, slots=True)
class RedFlagClassifier:
    """n examples, s signs."""

    similarity: PhrasingSimilarity
    slopes: Floats
    """(n, 1 + s): for an emergency of any kind, then for each sign."""
    signs: tuple[str, ...]

    @property
    def encodes(self) -> bool:
        return self.similarity.encodes

    def scores(self, texts: Sequence[str]) -> Floats:
        scores: Floats = self.similarity.similarity([self.similarity.read(text) for text in texts]) @ self.slopes
        return scores

    def encoding_with(self, encode: Encode) -> RedFlagClassifier:
        return replace(self, similarity=self.similarity.encoding_with(encode))


@dataclass(frozen=True, slots=True)
class CorrectedClassifier:
    """A classifier with examples that it has not learnt: what it gets wrong there is corrected for all similar texts
    (stagewise additive fit of the residuals). Fitted in milliseconds for a FAQ's own examples."""

    base: Classifier
    similarity: PhrasingSimilarity
    slopes: Floats
    signs: tuple[str, ...]

    @classmethod
    def fit(cls, base: Classifier, similarity: PhrasingSimilarity, texts: Sequence[str], labels: Sequence[str]) -> Self:
        """`texts` are the phrasings of `similarity`, `labels` their signs, "" for calm."""
        signs = (*base.signs, *sorted(set(labels) - {"", *base.signs}))
        wanted = np.array([[label != "", *(label == sign for sign in signs)] for label in labels]) * 2.0 - 1
        kernel = similarity.matrix()
        kernel[np.diag_indices_from(kernel)] += OWN_PENALTY
        residuals = OWN_WEIGHT * wanted - _padded(base.scores(texts), len(signs))
        return cls(base, similarity, np.linalg.solve(kernel, residuals.astype(np.float32)), signs)

    @property
    def encodes(self) -> bool:
        return self.base.encodes

    def scores(self, texts: Sequence[str]) -> Floats:
        own = self.similarity.similarity([self.similarity.read(text) for text in texts]) @ self.slopes
        scores: Floats = _padded(self.base.scores(texts), len(self.signs)) + own
        return scores

    def encoding_with(self, encode: Encode) -> Self:
        return replace(self, base=self.base.encoding_with(encode))


def _padded(scores: Floats, signs: int) -> Floats:
    """The scores with columns of -1 for signs that are not known."""
    return np.pad(scores, ((0, 0), (0, 1 + signs - scores.shape[1])), constant_values=-1)


def signs_of(labels: Collection[str]) -> tuple[str, ...]:
    """The signs among the labels, in the order of the columns."""
    return tuple(sorted(set(labels) - {""}))


def slopes(kernel: Floats, labels: Sequence[str]) -> Floats:
    """(n, n) similarities of examples with these labels -> (n, 1 + s). Overwrites `kernel`."""
    names = np.array(labels)
    alarming = names != ""
    targets = np.column_stack([alarming, *(names == sign for sign in signs_of(labels))]).astype(np.float32) * 2 - 1
    share = np.where(alarming, 0.5 / max(1, int(alarming.sum())), 0.5 / max(1, int((~alarming).sum())))
    kernel[np.diag_indices_from(kernel)] += (PENALTY / share).astype(np.float32)
    found: Floats = np.linalg.solve(kernel, targets)
    return found
