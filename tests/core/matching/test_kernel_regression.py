"""The inverse that a fit steps with, and the fit of phrasings that lie as close together as sentence vectors do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.matching import cross_validation, kernel_regression
from bot.core.matching.arrays import Doubles, Floats, Ints
from bot.core.matching.kernel_regression import CURVATURE, PENALTY, STEPS, BoundedCurvature

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


def exact(kernel: Floats, labels: Ints, entries: int, start: Doubles, steps: int) -> Doubles:
    """The coefficients after the same steps as a fit's, in double precision, with the scores from the kernel itself."""
    inverse = np.linalg.inv(curvature_bound(entries) * kernel.astype(np.float64) + PENALTY * np.eye(len(labels)))
    coefficients = ahead = start
    for step in range(steps):
        scores = np.exp(kernel @ ahead)
        residual = np.eye(entries)[labels] - scores / scores.sum(axis=1, keepdims=True) - PENALTY * ahead
        better = ahead + inverse @ residual
        ahead = better + step / (step + 3) * (better - coefficients)
        coefficients = better
    return coefficients


def curvature_bound(entries: int) -> float:
    return BoundedCurvature.of(np.eye(1, dtype=np.float32), entries).bound


def chances(kernel: Floats, coefficients: Floats | Doubles) -> Doubles:
    """The probabilities of the phrasings themselves."""
    scores = np.exp(kernel.astype(np.float64) @ coefficients)
    return np.asarray(scores / scores.sum(axis=1, keepdims=True))


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
    expected = exact(kernel, labels, ENTRIES, np.zeros((SIZE, ENTRIES)), STEPS)
    assert np.abs(chances(kernel, curvature.fit(labels, ENTRIES)) - chances(kernel, expected)).max() < 1e-4


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 250), st.integers(2, 4), st.sampled_from((0.0, 0.01, 1.0)))
def test_a_fit_is_exact_however_alike_the_phrasings_are(seed: int, size: int, entries: int, apart: float) -> None:
    """With so few entries the bound of the curvature is safe. With more, steps overshoot where two entries share a
    phrasing, and then the last digits matter."""
    dice = np.random.default_rng(seed)
    labels = np.sort(dice.integers(0, entries, size)).astype(np.int32)
    vectors = 1 + apart * dice.normal(size=(size, 20))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    kernel = np.exp(2 * (vectors @ vectors.T - 1)).astype(np.float32)
    found = BoundedCurvature.of(kernel, entries).fit(labels, entries)
    expected = exact(kernel, labels, entries, np.zeros((size, entries)), STEPS)
    assert np.abs(chances(kernel, found) - chances(kernel, expected)).max() < 5e-3


def test_a_refit_without_some_phrasings_starts_from_the_fit_of_all(
    kernel: Floats, curvature: BoundedCurvature, labels: Ints
) -> None:
    coefficients = curvature.fit(labels, ENTRIES)
    left_out = cross_validation.predict(kernel, curvature, labels, ENTRIES, ENTRIES, coefficients)
    out = left_out.phrasings[: int(np.argmax(np.diff(left_out.phrasings) < 0)) + 1]  # the first fold: ascending numbers
    kept = np.setdiff1d(np.arange(SIZE, dtype=np.int32), out)
    alone = exact(
        kernel[np.ix_(kept, kept)], labels[kept], ENTRIES, coefficients[kept].astype(np.float64), cross_validation.STEPS
    )
    expected = kernel_regression.predict((kernel[np.ix_(out, kept)] @ alone).astype(np.float32))
    assert np.abs(left_out.probabilities[: len(out)] - expected).max() < 1e-3
