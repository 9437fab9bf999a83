"""Kernel softmax regression: similarities to phrasings become probabilities of entries.

Entries compete, so words that many entries share decide little. Penalised multinomial logistic regression in its dual
form (Zhu & Hastie 2005, "Kernel logistic regression and the import vector machine"), solved by Newton steps with one
fixed bound of the curvature (Böhning 1992, "Multinomial logistic regression algorithm"), so that one inverse serves
all steps and entries, with momentum (Nesterov 1983).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from bot.core.matching.arrays import Floats, Ints

PENALTY = 0.02
CURVATURE, FULL_CURVATURE = 0.1, 0.5
"""Bounds of p(1-p): 1/2 is safe for a few entries; with many, probabilities are small and 0.1 is faster."""
STEPS = 20
MUCH = 2e9
"""Size (phrasings^2 x entries) from which a fit takes `FEW_STEPS`."""
FEW_STEPS = 12
SHARPER = 1.7
"""Factor on the scores of messages. It offsets the shrinkage of the penalty: sharper probabilities separate right from
wrong ones better."""


def is_large(phrasings: int, entries: int) -> bool:
    """Whether a fit takes seconds rather than fractions of one."""
    return phrasings * phrasings * entries > MUCH


def predict(scores: Floats) -> Floats:
    """(n, entries) scores of messages -> (n, entries) probabilities, sharpened."""
    return probabilities(SHARPER * scores)


def probabilities(scores: Floats) -> Floats:
    """(n, entries) scores -> (n, entries) probabilities, rows sum to one."""
    shifted: Floats = scores - scores.max(axis=1, keepdims=True)
    np.exp(shifted, out=shifted)
    shifted /= shifted.sum(axis=1, keepdims=True)
    return shifted


def inverse_of(kernel: Floats, entries: int) -> Floats:
    """(n, n) inverse of the bounded curvature, used in every step. The costly part of a fit."""
    curved = np.float32(min(FULL_CURVATURE, max(CURVATURE, 2 / entries))) * kernel
    curved[np.diag_indices_from(curved)] += PENALTY
    inverse: Floats = np.linalg.inv(curved)
    return inverse


def inverse_without(inverse: Floats, kept: Ints, out: Ints) -> Floats:
    """`inverse_of` the kernel of the kept phrasings, by block inversion of that of all phrasings."""
    both = inverse[np.ix_(kept, out)]
    result: Floats = inverse[np.ix_(kept, kept)]
    result -= both @ np.linalg.solve(inverse[np.ix_(out, out)], both.T)
    return result


def fit(
    kernel: Floats,
    inverse: Floats,
    labels: Ints,
    entries: int,
    *,
    start: Floats | None = None,
    steps: int = STEPS,
    go_on: Callable[[], None] = lambda: None,
) -> Floats:
    """(phrasings, entries) coefficients; `kernel @ coefficients` are the scores.

    `kernel` is (phrasings, phrasings) with a diagonal of one, `inverse` its `inverse_of`, `labels` the entry of each
    phrasing, `start` initial coefficients. `go_on` is called before each step.
    """
    size = len(labels)
    coefficients = np.zeros((size, entries), dtype=np.float32) if start is None else start
    ahead = coefficients
    for step in range(steps):
        go_on()
        residual = probabilities(kernel @ ahead)
        np.negative(residual, out=residual)
        residual[np.arange(size), labels] += 1
        residual -= PENALTY * ahead
        better = inverse @ residual
        better += ahead
        ahead = better + step / (step + 3) * (better - coefficients)
        coefficients = better
    return coefficients
