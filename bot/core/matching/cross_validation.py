"""Cross-validation of the matcher on the FAQ itself, without labelled messages.

Refits without some phrasings (the right entry exists, its words are new) and without some entries (no entry is right),
and predicts the phrasings left out. Owns the folds. Knows nothing of texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from bot.core.matching import kernel_regression
from bot.core.matching.arrays import Flags, Floats, Ints
from bot.core.matching.kernel_regression import BoundedCurvature

FOLDS = 5
STEPS = 10
"""Steps of a refit, which starts from the full fit."""
FEW_STEPS = 8
"""The same for a large FAQ, for which only one fold of phrasings and one of entries is left out."""


@dataclass(frozen=True, slots=True)
class HeldOutPredictions:
    """One row for each left-out phrasing, in the order of prediction."""

    phrasings: Ints
    """(n,) number of the phrasing."""
    inside: Flags
    """(n,) whether the refit included its entry."""
    probabilities: Floats
    """(n, classes)."""
    nearest: Floats
    """(n, classes) similarity to the nearest phrasing of each class that was not left out."""


def predict(
    kernel: Floats,
    curvature: BoundedCurvature,
    labels: Ints,
    classes: int,
    entries: int,
    coefficients: Floats,
    go_on: Callable[[], None] = lambda: None,
) -> HeldOutPredictions:
    """Predictions for left-out phrasings.

    `labels` (phrasings,) are classes, ascending; those from `entries` on are off-topic lines and never count as inside.
    `kernel` is (phrasings, phrasings), `curvature` its own, and `coefficients` (phrasings, classes) those of the full
    fit. `go_on` is called in between.
    """
    phrasings: list[Ints] = []
    inside: list[Flags] = []
    rows: list[Floats] = []
    nearest: list[Floats] = []
    scores: Floats = kernel @ coefficients
    large = kernel_regression.is_large(len(labels), classes)
    for out, found in _folds(labels, entries, thorough=not large):
        stays = np.ones(len(labels), dtype=bool)
        stays[out] = False
        kept = np.flatnonzero(stays).astype(np.int32)
        # entries without phrasings do not compete and cannot be predicted
        there, renumbered = np.unique(labels[kept], return_inverse=True)
        similarity = kernel[np.ix_(out, kept)]
        their_scores = scores[kept] - similarity.T @ coefficients[out]
        refit = curvature.without(kept, out).fit(
            renumbered.astype(np.int32),
            len(there),
            start=(coefficients[np.ix_(kept, there)], their_scores[:, there]),
            steps=FEW_STEPS if large else STEPS,
            go_on=go_on,
        )
        row = np.zeros((len(out), classes), dtype=np.float32)
        row[:, there] = kernel_regression.predict(similarity @ refit)
        near = np.zeros_like(row)
        near[:, there] = np.maximum.reduceat(similarity, np.searchsorted(renumbered, np.arange(len(there))), axis=1)
        phrasings.append(out)
        inside.append(np.full(len(out), found) & (labels[out] < entries))
        rows.append(row)
        nearest.append(near)
    if not phrasings:
        none = np.zeros((0, classes), np.float32)
        return HeldOutPredictions(np.zeros(0, np.int32), np.zeros(0, bool), none, none)
    return HeldOutPredictions(
        np.concatenate(phrasings), np.concatenate(inside), np.concatenate(rows), np.concatenate(nearest)
    )


def _folds(labels: Ints, entries: int, *, thorough: bool) -> Iterator[tuple[Ints, bool]]:
    """The phrasings of each fold, and whether the refit keeps their entries."""
    counts = np.bincount(labels, minlength=1)
    starts = np.concatenate([[0], np.cumsum(counts)])[:-1]
    order = np.argsort(labels, kind="stable")
    position = np.empty(len(labels), dtype=np.int64)
    position[order] = np.arange(len(labels)) - starts[labels[order]]
    # the only phrasing of an entry cannot be left out without leaving out the entry
    several = counts[labels] > 1
    folds = FOLDS if thorough else 1
    for fold in range(folds):
        # counted from the entry's number on, so that small entries spread over all folds
        size = np.minimum(counts[labels], FOLDS)
        out = np.flatnonzero(several & ((position + labels) % size == fold % FOLDS)).astype(np.int32)
        if 0 < len(out) < len(labels):
            yield out, True
    for fold in range(folds):
        out = np.flatnonzero((labels < entries) & (labels % FOLDS == fold)).astype(np.int32)
        if 0 < len(out) < len(labels):
            yield out, False
