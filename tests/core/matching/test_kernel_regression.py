"""The fit of the coefficients: fast, and the same as the plain formulas say."""

from __future__ import annotations

import numpy as np
import pytest

from bot.core.matching import kernel_regression
from bot.core.matching.arrays import Floats, Ints
from bot.core.matching.kernel_regression import CURVATURE, PENALTY, BoundedCurvature

ENTRIES = 30
SIZE = 700


@pytest.fixture(scope="module")
def kernel() -> Floats:
    dice = np.random.default_rng(3)
    vectors = dice.normal(size=(SIZE, 40)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    similarity: Floats = np.exp(2 * (vectors @ vectors.T - 1))
    return similarity


@pytest.fixture(scope="module")
def labels() -> Ints:
    return np.sort(np.arange(SIZE, dtype=np.int32) % ENTRIES)


def curved(kernel: Floats) -> Floats:
    return np.asarray(CURVATURE * kernel + PENALTY * np.eye(len(kernel)), dtype=np.float32)


def test_the_inverse_is_that_of_the_bounded_curvature(kernel: Floats) -> None:
    product = BoundedCurvature.of(kernel, ENTRIES).inverse @ curved(kernel)
    assert np.abs(product - np.eye(SIZE)).max() < 1e-3


def test_phrasings_are_left_out_as_if_they_had_never_been_there(kernel: Floats) -> None:
    out = np.arange(0, SIZE, 7, dtype=np.int32)
    kept = np.setdiff1d(np.arange(SIZE, dtype=np.int32), out)
    without = BoundedCurvature.of(kernel, ENTRIES).without(kept, out)
    alone = BoundedCurvature.of(kernel[np.ix_(kept, kept)], ENTRIES)
    assert np.abs(without.inverse - alone.inverse).max() < 1e-2 * np.abs(alone.inverse).max()


def test_scores_are_those_of_the_coefficients(kernel: Floats, labels: Ints) -> None:
    fit = kernel_regression.fit(BoundedCurvature.of(kernel, ENTRIES), labels, ENTRIES)
    assert np.abs(kernel @ fit.coefficients - fit.scores).max() < 0.02
    assert (fit.scores.argmax(axis=1) == labels).mean() > 0.9
