"""Similarity by words."""

from __future__ import annotations

import numpy as np
import pytest

from bot.core.matching.tfidf import TfidfIndex
from bot.core.text.normalization import Normalizer, split_words

TEXTS = [
    "does botox hurt",
    "does the needle hurt",
    "is the needle long",
    "how long does botox last",
    "when does it wear off",
    "",
]


@pytest.mark.parametrize("often", [0, 1, 2, 200])
def test_the_similarities_of_all_phrasings_are_those_of_each(often: int) -> None:
    normalizer = Normalizer("en")
    phrasings = [normalizer.words(split_words(text)) for text in TEXTS]
    index = TfidfIndex(phrasings, [0, 0, 1, 2, 2, 3])
    expected = np.stack([index.similarity(words) for words in phrasings])
    assert np.allclose(index.matrix(often), expected, atol=1e-6)
    assert np.allclose(np.diag(expected)[:-1], 1, atol=1e-6)
