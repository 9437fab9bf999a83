"""The inverse that a fit steps with, and the fit of phrasings that lie as close together as sentence vectors do."""

from __future__ import annotations

import numpy as np
import pytest

from bot.core.matching import cross_validation, kernel_regression
from bot.core.matching.arrays import Floats, Ints
from bot.core.matching.kernel_regression import CURVATURE, PENALTY, BoundedCurvature, probabilities

ENTRIES = 30
SIZE = 700


@pytest.fixture(scope="module")
def labels() -> Ints:
    return np.sort(np.arange(SIZE, dtype=np.int32) % ENTRIES)


@pytest.fixture(scope="module")
def kernel(labels: Ints) -> Floats:
    """Of vectors with a common direction and one for each entry: all are similar, and many nearly the same."""
    dice = np.random.default_rng(3)
    centres = 1.0 + dice.normal(size=(ENTRIES, 40))
    vectors = (centres[labels] + 0.1 * dice.normal(size=(SIZE, 40))).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    similarity: Floats = np.exp(2 * (vectors @ vectors.T - 1))
    return similarity


@pytest.fixture(scope="module")
def curvature(kernel: Floats) -> BoundedCurvature:
    return BoundedCurvature.of(kernel, ENTRIES)


def by_two_products(
    kernel: Floats, inverse: Floats, labels: Ints, entries: int, start: Floats, steps: int = kernel_regression.STEPS
) -> Floats:
    """The same steps as a fit's, with the scores of each from the kernel itself."""
    coefficients = ahead = start
    for step in range(steps):
        residual = np.eye(entries, dtype=np.float32)[labels] - probabilities(kernel @ ahead) - PENALTY * ahead
        better = ahead + inverse @ residual
        ahead = better + step / (step + 3) * (better - coefficients)
        coefficients = better
    return coefficients


@pytest.mark.parametrize("size", [1, 2, 199, 401, SIZE])
def test_the_inverse_is_that_of_the_bounded_curvature(kernel: Floats, size: int) -> None:
    part = kernel[:size, :size]
    curved = CURVATURE * part + PENALTY * np.eye(size)
    assert np.abs(BoundedCurvature.of(part, ENTRIES).inverse - np.linalg.inv(curved)).max() < 1e-4


def test_phrasings_are_left_out_as_if_they_had_never_been_there(kernel: Floats, curvature: BoundedCurvature) -> None:
    out = np.arange(0, SIZE, 7, dtype=np.int32)
    kept = np.setdiff1d(np.arange(SIZE, dtype=np.int32), out)
    alone = BoundedCurvature.of(kernel[np.ix_(kept, kept)], ENTRIES).inverse
    assert np.abs(curvature.without(kept, out).inverse - alone).max() < 0.01 * np.abs(alone).max()


def test_a_fit_tells_entries_apart_that_are_much_alike(
    kernel: Floats, curvature: BoundedCurvature, labels: Ints
) -> None:
    scores = kernel @ curvature.fit(labels, ENTRIES)
    assert (scores.argmax(axis=1) == labels).mean() > 0.95


def test_a_fit_finds_the_scores_of_each_step_without_the_kernel(
    kernel: Floats, curvature: BoundedCurvature, labels: Ints
) -> None:
    found = curvature.fit(labels, ENTRIES)
    expected = by_two_products(kernel, curvature.inverse, labels, ENTRIES, np.zeros((SIZE, ENTRIES), np.float32))
    assert np.abs(probabilities(kernel @ found) - probabilities(kernel @ expected)).max() < 1e-3


def test_a_refit_without_some_phrasings_starts_from_the_fit_of_all(
    kernel: Floats, curvature: BoundedCurvature, labels: Ints
) -> None:
    coefficients = curvature.fit(labels, ENTRIES)
    left_out = cross_validation.predict(kernel, curvature, labels, ENTRIES, ENTRIES, coefficients)
    out = left_out.phrasings[: int(np.argmax(np.diff(left_out.phrasings) < 0)) + 1]  # the first fold: ascending numbers
    kept = np.setdiff1d(np.arange(SIZE, dtype=np.int32), out)
    inverse = BoundedCurvature.of(kernel[np.ix_(kept, kept)], ENTRIES).inverse
    alone = by_two_products(
        kernel[np.ix_(kept, kept)], inverse, labels[kept], ENTRIES, coefficients[kept], cross_validation.STEPS
    )
    expected = kernel_regression.predict(kernel[np.ix_(out, kept)] @ alone)
    assert np.abs(left_out.probabilities[: len(out)] - expected).max() < 1e-3
