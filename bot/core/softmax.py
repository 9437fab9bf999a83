"""Kernel softmax regression: likenesses to phrasings become probabilities of entries.

The entries compete: words that many entries share stop deciding. Penalised multinomial logistic regression in its
dual form (Zhu & Hastie 2005, "Kernel logistic regression and the import vector machine"), solved by Newton steps with
one fixed matrix in place of the curvature (after Böhning 1992, "Multinomial logistic regression algorithm"), so that
one factorisation serves all steps and all entries.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

PENALTY = 0.02
CURVATURE = 0.1
"""Stands for p(1-p). The safe bound is 1/2; probabilities of many entries are small, and .1 takes fewer steps."""
STEPS = 30
SHARPER = 1.7
"""Scores of unseen messages are multiplied by this: the penalty that makes the ranking robust makes it timid too, and
sharper probabilities separate right from wrong ones better."""


def predict(scores: Floats) -> Floats:
    """(n, entries) scores of messages -> (n, entries) probabilities, sharpened."""
    return probabilities(SHARPER * scores)


def probabilities(scores: Floats) -> Floats:
    """(n, entries) scores -> (n, entries) probabilities, rows sum to one."""
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True), dtype=np.float32)


def fit(kernel: Floats, labels: Ints, entries: int, *, start: Floats | None = None, steps: int = STEPS) -> Floats:
    """(phrasings, entries) coefficients such that `kernel @ coefficients` are the scores.

    `kernel` is (phrasings, phrasings) with a diagonal of one, `labels` the entry of each phrasing, `start` where to
    begin (a fit to nearly the same phrasings saves steps).
    """
    size = len(labels)
    target = np.zeros((size, entries), dtype=np.float32)
    target[np.arange(size), labels] = 1
    curved = CURVATURE * kernel
    curved[np.arange(size), np.arange(size)] += PENALTY
    inverse = np.linalg.inv(curved)
    del curved
    coefficients = np.zeros((size, entries), dtype=np.float32) if start is None else start.copy()
    for _ in range(steps):
        residual = target - probabilities(kernel @ coefficients)
        residual -= PENALTY * coefficients
        coefficients += inverse @ residual
    return coefficients
