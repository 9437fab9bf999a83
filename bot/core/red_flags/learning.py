"""What the bot's own examples of a language teach about emergencies: learnt once, kept as arrays.

It depends on nothing that a clinic edits; a FAQ's own examples correct it (`RedFlagClassifier.corrected`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.core.matching.similarity import Encode
from bot.core.matching.tfidf import TfidfWeights
from bot.core.red_flags import classifier
from bot.core.red_flags.classifier import Meaning, RedFlagClassifier, TrainingSet, signs_of
from bot.core.red_flags.data import examples, load
from bot.core.text.normalization import Normalizer

VERSION = 1
"""To be raised when the code learns something else from the same examples."""

Arrays = Mapping[str, NDArray[Any]]


def training_set(language: str) -> dict[str, str]:
    """The bot's examples with their signs, "" for calm."""
    patterns = load(language)
    found = dict(examples(language))
    for sign in patterns.signs if patterns is not None else ():
        found |= dict.fromkeys(sign.no_alarm, "") | dict.fromkeys(sign.alarm, sign.id)
    return found | dict.fromkeys(patterns.no_alarm if patterns is not None else (), "")


def digest(language: str, encoder: str) -> str:
    """Of everything that is learnt from; `encoder` identifies the encoder, "" for words alone."""
    settings = [VERSION, *(value for name, value in vars(classifier).items() if name.isupper())]
    return hashlib.sha256(repr((settings, encoder, list(training_set(language).items()))).encode()).hexdigest()


def learn(language: str, encode: Encode | None) -> RedFlagClassifier:
    """What the examples of a language teach; takes seconds by words alone, some twenty with an encoder."""
    return TrainingSet(training_set(language), language, encode).learn()


def to_arrays(learnt: RedFlagClassifier) -> Arrays:
    """What is learnt, by name."""
    letters, meaning = learnt.letters, learnt.meaning
    arrays: Arrays = {
        "keys": letters.keys,
        "idf": letters.idf,
        "weights": letters.weights,
        "unknown": np.array(letters.unknown),
    }
    if meaning is None:
        return arrays
    return {**arrays, "axes": meaning.axes, "examples": meaning.examples, "slopes": meaning.slopes}


def from_arrays(language: str, arrays: Arrays, encode: Encode | None) -> RedFlagClassifier:
    """What was learnt, from `to_arrays`."""
    letters = TfidfWeights(arrays["keys"], arrays["idf"], arrays["weights"], float(arrays["unknown"]))
    meaning = Meaning(arrays["axes"], arrays["examples"], arrays["slopes"]) if encode is not None else None
    signs = signs_of(training_set(language).values())
    return RedFlagClassifier(Normalizer(language), letters, signs, meaning, encode)
