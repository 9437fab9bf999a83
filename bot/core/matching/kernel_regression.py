"""Kernel softmax regression: similarities to phrasings become probabilities of entries.

Entries compete, so words that many entries share decide little. Penalised multinomial logistic regression in its dual
form (Zhu & Hastie 2005, "Kernel logistic regression and the import vector machine"), solved by Newton steps with one
fixed bound of the curvature (Böhning 1992, "Multinomial logistic regression algorithm"), so that one inverse serves
all steps and entries, with momentum (Nesterov 1983).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bot.core.matching.arrays import Doubles, Floats, Ints

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


@dataclass(frozen=True, slots=True)
class BoundedCurvature:
    """The bound of the curvature, `bound` times the kernel plus the penalty, by its inverse."""

    bound: float
    inverse: Floats
    """(phrasings, phrasings)"""

    @classmethod
    def of(cls, kernel: Floats, entries: int) -> BoundedCurvature:
        """That of a (phrasings, phrasings) kernel with a diagonal of one."""
        bound = min(FULL_CURVATURE, max(CURVATURE, 2 / entries))
        curved = kernel.astype(np.float64)
        curved *= bound
        curved[np.diag_indices_from(curved)] += PENALTY
        _invert(curved)
        return cls(bound, curved.astype(np.float32))

    def without(self, kept: Ints, out: Ints) -> BoundedCurvature:
        """That of the kept phrasings alone, by block inversion. Half of a symmetric product is enough."""
        root = np.linalg.cholesky(np.linalg.inv(self.inverse[np.ix_(out, out)]))
        both = self.inverse[np.ix_(kept, out)] @ root
        inverse: Floats = self.inverse[np.ix_(kept, kept)]
        inverse -= both @ both.T
        return BoundedCurvature(self.bound, inverse)

    def fit(
        self,
        labels: Ints,
        entries: int,
        *,
        start: tuple[Floats, Floats] | None = None,
        steps: int = STEPS,
        go_on: Callable[[], None] = lambda: None,
    ) -> Floats:
        """(phrasings, entries) coefficients; `kernel @ coefficients` are the scores.

        `labels` are the entry of each phrasing, `start` initial coefficients and their scores. `go_on` is called before
        each step. What a step adds to the scores follows from the inverse, without another product with the kernel.
        """
        rows = np.arange(len(labels))
        coefficients, scores = start or (np.zeros((len(labels), entries), dtype=np.float32),) * 2
        ahead, scores_ahead = coefficients, scores
        for step in range(steps):
            go_on()
            residual = probabilities(scores_ahead)
            np.negative(residual, out=residual)
            residual[rows, labels] += 1
            residual -= PENALTY * ahead
            change = self.inverse @ residual
            residual -= PENALTY * change
            residual /= self.bound  # now what the change adds to the scores
            better, better_scores = ahead + change, scores_ahead + residual
            momentum = step / (step + 3)
            ahead = better + momentum * (better - coefficients)
            scores_ahead = better_scores + momentum * (better_scores - scores)
            coefficients, scores = better, better_scores
        return coefficients


def _invert(matrix: Doubles, block: int = 200) -> None:
    """Inverts a symmetric, positive definite matrix in place, by halves (Strassen 1969, "Gaussian elimination is not
    optimal"): nearly all of it are products of matrices, which take half the time of a decomposition."""
    if len(matrix) <= block:
        matrix[:] = np.linalg.inv(matrix)
        return
    half = len(matrix) // 2
    first, below, last = matrix[:half, :half], matrix[half:, :half], matrix[half:, half:]
    _invert(first, block)
    through = below @ first
    last -= through @ below.T
    _invert(last, block)
    below[:] = -(last @ through)
    matrix[:half, half:] = below.T
    first -= through.T @ below
