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


@dataclass(frozen=True, slots=True)
class BoundedCurvature:
    """The inverse of the bounded curvature of some phrasings, which all steps and entries share."""

    inverse: Floats
    """(n, n)"""
    bound: np.float32
    """Of p(1-p)."""

    @classmethod
    def of(cls, kernel: Floats, entries: int) -> BoundedCurvature:
        """That of all phrasings of a FAQ. The costly part of a fit."""
        bound = np.float32(min(FULL_CURVATURE, max(CURVATURE, 2 / entries)))
        curved: Floats = bound * kernel
        curved[np.diag_indices_from(curved)] += PENALTY
        return cls(_inverse(curved), bound)

    def without(self, kept: Ints, out: Ints) -> BoundedCurvature:
        """That of the kept phrasings, by block inversion."""
        root = self.inverse[np.ix_(kept, out)] @ np.linalg.cholesky(_inverse(self.inverse[np.ix_(out, out)]))
        rest: Floats = self.inverse[np.ix_(kept, kept)]
        rest -= root @ root.T  # numpy multiplies a matrix by its own transpose in half the time
        return BoundedCurvature(rest, self.bound)


def _inverse(matrix: Floats, small: int = 256) -> Floats:
    """The inverse of a symmetric, positive definite matrix: by halves, with the Schur complement of the first. In large
    matrices that is several times as fast as a general inverse, for nearly all of it is multiplication."""
    if len(matrix) <= small:
        return np.asarray(np.linalg.inv(matrix))
    half = len(matrix) // 2
    first = _inverse(matrix[:half, :half])
    across: Floats = matrix[half:, :half] @ first
    complement: Floats = matrix[half:, half:] - across @ matrix[:half, half:]
    second = _inverse(complement)
    corner = second @ across
    result = np.empty_like(matrix)
    result[:half, :half] = across.T @ corner
    result[:half, :half] += first
    result[half:, :half] = -corner
    result[:half, half:] = -corner.T
    result[half:, half:] = second
    return result


@dataclass(frozen=True, slots=True)
class Fit:
    """Coefficients, and the scores of the phrasings with them."""

    coefficients: Floats
    """(phrasings, entries); `kernel @ coefficients` are the scores."""
    scores: Floats


def fit(
    curvature: BoundedCurvature,
    labels: Ints,
    entries: int,
    *,
    start: Fit | None = None,
    steps: int = STEPS,
    go_on: Callable[[], None] = lambda: None,
) -> Fit:
    """Fits the phrasings of `curvature`, whose kernel has a diagonal of one.

    `labels` are the entry of each phrasing; `start` is where to start from. `go_on` is called before each step. The
    kernel itself is not needed: how the scores change follows from its curvature, at half the cost.
    """
    size = len(labels)
    nothing = np.zeros((size, entries), dtype=np.float32)
    coefficients, scores = (start.coefficients, start.scores) if start is not None else (nothing, nothing)
    ahead, ahead_scores = coefficients, scores
    for step in range(steps):
        go_on()
        residual = probabilities(ahead_scores)
        np.negative(residual, out=residual)
        residual[np.arange(size), labels] += 1
        residual -= PENALTY * ahead
        move = curvature.inverse @ residual
        residual -= PENALTY * move
        residual /= curvature.bound  # (bound * kernel + penalty) @ move is the residual, so this is kernel @ move
        better, better_scores = ahead + move, ahead_scores + residual
        momentum = step / (step + 3)
        ahead = better + momentum * (better - coefficients)
        ahead_scores = better_scores + momentum * (better_scores - scores)
        coefficients, scores = better, better_scores
    return Fit(coefficients, scores)
