"""What the bot's own examples of a language teach about emergencies: learnt once, kept as arrays.

It depends on nothing that a clinic edits; a FAQ's own examples correct it (`RedFlagClassifier.corrected`).
"""

from __future__ import annotations

import hashlib
import itertools
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.core.matching.similarity import Encode
from bot.core.matching.tfidf import TfidfWeights
from bot.core.red_flags import classifier, data
from bot.core.red_flags.classifier import Meaning, RedFlagClassifier, TrainingSet, signs_of
from bot.core.red_flags.sentence_windows import sentences
from bot.core.text.normalization import Normalizer

VERSION = 3
"""To be raised when the code learns something else from the same examples."""

SHORT = 12
"""Words of an example up to which it is framed."""
EACH = 9
"""Examples of each class in a framing."""
FEWEST_WORDS = 4
"""Words of a sentence from which on it is learnt by itself."""

Arrays = Mapping[str, NDArray[Any]]


def training_set(language: str) -> dict[str, str]:
    """The bot's examples with their signs, "" for calm."""
    patterns = data.load(language)
    found = dict(data.examples(language))
    for sign in patterns.signs if patterns is not None else ():
        found |= dict.fromkeys(sign.no_alarm, "") | dict.fromkeys(sign.alarm, sign.id)
    return found | dict.fromkeys(patterns.no_alarm if patterns is not None else (), "")


def framed(language: str) -> dict[str, str]:
    """Examples in everyday framings ("since my appointment …"), by the framed text: calm and alarming ones in the same
    framings, so that no framing says anything. Every other framing is left to weigh the evidence with."""
    by_class = {True: list[str](), False: list[str]()}
    for text, sign in training_set(language).items():
        if len(text.split()) <= SHORT:
            by_class[bool(sign)].append(text)
    pairs = itertools.product(data.framings(language)[::2], by_class.values())
    return {framing.replace("{}", text): text for framing, texts in pairs for text in _drawn(texts, framing)}


def sentences_of_calm(language: str) -> dict[str, str]:
    """The sentences of calm examples, each with its example: a message is judged by its parts too, and every sentence
    of a calm one is calm."""
    known = training_set(language)
    pairs = ((sentence, text) for text, sign in known.items() if not sign for sentence in sentences(text))
    return {one: text for one, text in pairs if one not in known and len(one.split()) >= FEWEST_WORDS}


def derived(language: str) -> dict[str, str]:
    """What is learnt besides the examples themselves, each with its example."""
    return sentences_of_calm(language) | framed(language)


def _drawn(texts: Sequence[str], lot: str) -> list[str]:
    """`EACH` of the texts, always the same for a lot, and hardly others when some are added."""
    return sorted(texts, key=lambda text: zlib.crc32(f"{lot} {text}".encode()))[:EACH]


def examples(language: str) -> dict[str, str]:
    """All that is learnt, with its signs: the bot's examples, then what is derived from them."""
    known = training_set(language)
    return known | {text: known[example] for text, example in derived(language).items()}


def digest(language: str, encoder: str) -> str:
    """Of everything that is learnt from; `encoder` identifies the encoder, "" for words alone."""
    settings = [
        VERSION,
        SHORT,
        EACH,
        FEWEST_WORDS,
        *(value for name, value in vars(classifier).items() if name.isupper()),
    ]
    learnt_from = (settings, encoder, list(training_set(language).items()), data.framings(language))
    return hashlib.sha256(repr(learnt_from).encode()).hexdigest()


def learn(language: str, encode: Encode | None) -> RedFlagClassifier:
    """What the examples of a language teach; takes seconds by words alone, a minute with an encoder."""
    return TrainingSet(examples(language), language, encode).learn()


def to_arrays(learnt: RedFlagClassifier) -> Arrays:
    """What is learnt, by name; in half precision, which changes no score by more than a hundredth."""
    letters, meaning = learnt.letters, learnt.meaning
    arrays: Arrays = {"idf": letters.idf, "weights": letters.weights, "unknown": np.array(letters.unknown)}
    if meaning is not None:
        arrays = {**arrays, "axes": meaning.axes, "examples": meaning.examples, "slopes": meaning.slopes}
    return {"keys": letters.keys} | {name: array.astype(np.float16) for name, array in arrays.items()}


def from_arrays(language: str, arrays: Arrays) -> RedFlagClassifier:
    """What was learnt, from `to_arrays`, without the encoder."""
    read = {name: array.astype(np.float32) for name, array in arrays.items() if array.dtype == np.float16}
    letters = TfidfWeights(arrays["keys"], read["idf"], read["weights"], float(read["unknown"]))
    meaning = Meaning(read["axes"], read["examples"], read["slopes"]) if "axes" in read else None
    signs = signs_of(training_set(language).values())
    return RedFlagClassifier(Normalizer(language), letters, signs, meaning)
