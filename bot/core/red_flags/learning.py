"""Learns from the bot's own examples of a language what an emergency sounds like.

What is learnt depends on nothing that a clinic edits, so it is learnt once. A FAQ's own examples correct it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import cache

import numpy as np

from bot.core.matching.arrays import Floats
from bot.core.matching.similarity import Encoders, PhrasingSimilarity
from bot.core.red_flags.classifier import Classifier, CorrectedClassifier, RedFlagClassifier, signs_of, slopes
from bot.core.red_flags.data import examples, load
from bot.core.text.normalization import Normalizer

ENOUGH = 100
"""Fewest examples of either class."""
SAMPLE = 16
"""Examples whose similarities to all others stand for the way that similarity is computed."""

Keep = Callable[[str, Callable[[], Floats]], Floats]
"""A digest of what an array depends on and how to compute it -> the array, perhaps kept from an earlier start."""


def training_set(language: str) -> dict[str, str]:
    """The bot's examples with their signs, "" for calm."""
    patterns = load(language)
    found = dict(examples(language))
    for sign in patterns.signs if patterns is not None else ():
        found |= dict.fromkeys(sign.no_alarm, "") | dict.fromkeys(sign.alarm, sign.id)
    return found | dict.fromkeys(patterns.no_alarm if patterns is not None else (), "")


@cache
def learn(
    language: str, encoders: Encoders | None, known_words: frozenset[str], keep: Keep | None = None
) -> RedFlagClassifier | None:
    """The classifier of a language, learnt once a process; None with too few examples.

    `known_words` are no typing errors. Takes some ten seconds, or one if `keep` has the array from an earlier start.
    """
    return fitted(training_set(language), language, encoders, known_words, keep)


def fitted(
    learnt: Mapping[str, str],
    language: str,
    encoders: Encoders | None = None,
    known_words: frozenset[str] = frozenset(),
    keep: Keep | None = None,
) -> RedFlagClassifier | None:
    """The classifier learnt from messages with their signs, "" for calm; None with too few."""
    labels = list(learnt.values())
    if min(sum(map(bool, labels)), len(labels) - sum(map(bool, labels))) < ENOUGH:
        return None
    signs = signs_of(labels)
    numbers = [signs.index(label) + 1 if label else 0 for label in labels]
    similarity = PhrasingSimilarity(list(learnt), numbers, Normalizer(language), encoders, known_words)

    def fit() -> Floats:
        return slopes(similarity.matrix(), labels)

    return RedFlagClassifier(similarity, fit() if keep is None else keep(_digest(similarity, learnt), fit), signs)


def corrected(
    classifier: RedFlagClassifier, own: Mapping[str, str], language: str, known_words: frozenset[str]
) -> Classifier:
    """The classifier with a FAQ's own examples and their signs, "" for calm."""
    if not own:
        return classifier
    similarity = PhrasingSimilarity(list(own), [0] * len(own), Normalizer(language), None, known_words)
    return CorrectedClassifier.fit(classifier, similarity, list(own), list(own.values()))


def _digest(similarity: PhrasingSimilarity, learnt: Mapping[str, str]) -> str:
    texts = list(learnt)[:: max(1, len(learnt) // SAMPLE)]
    rows = similarity.similarity([similarity.read(text) for text in texts])
    digest = hashlib.sha256(repr(list(learnt.items())).encode())
    digest.update(np.round(rows, 2).tobytes())
    return digest.hexdigest()
