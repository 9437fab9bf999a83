"""Kernel softmax regression: likenesses to phrasings become probabilities of entries.

The entries compete: words that many entries share stop deciding. Penalised multinomial logistic regression in its
dual form (Zhu & Hastie 2005, Kernel logistic regression), solved by Newton steps with a fixed bound of the curvature
(Böhning 1992), so that one factorisation serves all steps and all entries.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


def probabilities(scores: Floats) -> Floats:
    """(n, entries) scores -> (n, entries) probabilities, rows sum to one."""
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True), dtype=np.float32)


def fit(kernel: Floats, labels: Ints, entries: int, penalty: float, curvature: float, steps: int) -> Floats:
    """(phrasings, entries) coefficients such that `kernel @ coefficients` are the scores."""
    size = len(labels)
    target = np.zeros((size, entries), dtype=np.float32)
    target[np.arange(size), labels] = 1
    inverse = np.linalg.inv(curvature * kernel + penalty * np.eye(size, dtype=np.float32)).astype(np.float32)
    coefficients = np.zeros((size, entries), dtype=np.float32)
    scores = np.zeros((size, entries), dtype=np.float32)
    for _ in range(steps):
        residual = target - probabilities(scores) - penalty * coefficients
        coefficients += inverse @ residual
        scores = kernel @ coefficients
    return coefficients
