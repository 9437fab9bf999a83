"""Classifies texts as emergencies, and by sign, from their similarity to the examples.

Kernel ridge regression (Saunders, Gammerman & Vovk, Ridge Regression Learning Algorithm in Dual Variables, ICML 1998)
on the similarity with which questions are matched: words and letters and, with an encoder, sentence vectors. Both
classes have the same weight. Knows nothing of phrases and negation.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.core.matching.arrays import Floats
from bot.core.matching.similarity import Encode, PhrasingSimilarity

PENALTY = 2e-5
"""Of the ridge; per unit of the weight of an example."""


@dataclass(frozen=True, slots=True)
class RedFlagClassifier:
    """n examples, s signs."""

    similarity: PhrasingSimilarity
    slopes: Floats
    """(n, 1 + s): for an emergency of any kind, then for each sign."""
    signs: tuple[str, ...]

    def scores(self, texts: Sequence[str]) -> Floats:
        """(texts, 1 + s): near 1 for an emergency, and for its sign; near -1 otherwise. May use the encoder."""
        scores: Floats = self.similarity.similarity([self.similarity.read(text) for text in texts]) @ self.slopes
        return scores

    def encoding_with(self, encode: Encode) -> RedFlagClassifier:
        """A copy that encodes texts with `encode`, which returns the same vectors."""
        return replace(self, similarity=self.similarity.encoding_with(encode))


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
