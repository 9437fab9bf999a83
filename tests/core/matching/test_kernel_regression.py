"""The inverse that a fit steps with, and the fit of phrasings that lie as close together as sentence vectors do."""

from __future__ import annotations

import numpy as np
import pytest

from bot.core.matching import kernel_regression
from bot.core.matching.arrays import Floats, Ints
from bot.core.matching.kernel_regression import CURVATURE, PENALTY

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


def test_the_inverse_is_that_of_the_bounded_curvature(kernel: Floats) -> None:
    curved = CURVATURE * kernel + PENALTY * np.eye(SIZE)
    assert np.abs(kernel_regression.inverse_of(kernel, ENTRIES) @ curved - np.eye(SIZE)).max() < 0.02


def test_phrasings_are_left_out_as_if_they_had_never_been_there(kernel: Floats) -> None:
    out = np.arange(0, SIZE, 7, dtype=np.int32)
    kept = np.setdiff1d(np.arange(SIZE, dtype=np.int32), out)
    without = kernel_regression.inverse_without(kernel_regression.inverse_of(kernel, ENTRIES), kept, out)
    alone = kernel_regression.inverse_of(kernel[np.ix_(kept, kept)], ENTRIES)
    assert np.abs(without - alone).max() < 0.01 * np.abs(alone).max()


def test_a_fit_tells_entries_apart_that_are_much_alike(kernel: Floats, labels: Ints) -> None:
    inverse = kernel_regression.inverse_of(kernel, ENTRIES)
    scores = kernel @ kernel_regression.fit(kernel, inverse, labels, ENTRIES)
    assert (scores.argmax(axis=1) == labels).mean() > 0.95
