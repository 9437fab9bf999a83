"""Classifies sentences as emergencies from the examples of the signs.

A logistic regression on pieces of words, words and pairs of words (TF-IDF; L2-regularised; fitted by accelerated
gradient steps), trained when a FAQ is loaded. Deterministic. Knows nothing of phrases and negation.

Word pieces for noisy short texts: Joulin et al., Bag of Tricks for Efficient Text Classification, EACL 2017.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Stem = Callable[[str], str]
_STEPS = 200
PENALTY = 3e-5
"""Strength of the L2 regularisation, per message."""
_SHORTEST, _LONGEST = 3, 5  # letters of a word piece
_MOST_WORDS = 60  # of a sentence; the rest is ignored


class RedFlagClassifier:
    """The probability of an emergency, and the most similar sign."""

    def __init__(self, alarms: Sequence[tuple[str, Sequence[str]]], quiet: Sequence[Sequence[str]], stem: Stem) -> None:
        """`alarms`: sign and words of each emergency; `quiet`: the words of the other messages."""
        self._stem = stem
        texts = tuple(words for _, words in alarms) + tuple(quiet)
        places, values, owner = self._learn(texts)
        self._weights, self._offset = _fit(places, values, owner, np.arange(len(texts)) < len(alarms))
        self._signs: dict[str, NDArray[np.float64]] = {}
        rows = np.searchsorted(owner, np.arange(len(alarms) + 1))
        for (sign, _), begin, end in zip(alarms, rows, rows[1:], strict=False):
            centre = self._signs.setdefault(sign, np.zeros(len(self._keys)))
            np.add.at(centre, places[begin:end], values[begin:end])
        for centre in self._signs.values():
            centre /= max(float(np.linalg.norm(centre)), 1e-9)

    def _learn(self, texts: Sequence[Sequence[str]]) -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.intp]]:
        """Selects the features and their IDF. Returns column, value and text number of every feature of every text."""
        keys, weights, sizes = array("I"), array("d"), array("q")
        known_pieces: dict[str, array[int]] = {}
        for words in texts:
            found = features(words, self._stem, known_pieces)
            keys.extend(found)
            weights.extend(found.values())
            sizes.append(len(found))
        every, place, counts = np.unique(np.array(keys, np.uint32), return_inverse=True, return_counts=True)
        kept = counts >= 2
        self._keys: NDArray[np.uint32] = every[kept]
        self._rarity = np.log(1 + len(texts) / counts[kept])
        known = kept[place]
        owner = np.repeat(np.arange(len(texts)), sizes)[known]
        places = (np.cumsum(kept) - 1)[place[known]]
        values = np.array(weights)[known] * self._rarity[places]
        values /= np.sqrt(np.bincount(owner, values * values, len(texts)))[owner]
        return places, values, owner

    def probability(self, words: Sequence[str]) -> float:
        """The probability that a sentence is an emergency."""
        places, values = self._row(features(words[:_MOST_WORDS], self._stem))
        return 1 / (1 + math.exp(-min(30.0, max(-30.0, float(values @ self._weights[places]) + self._offset))))

    def sign(self, words: Sequence[str]) -> str:
        """The sign with the most similar messages, by the features that indicate an emergency."""
        places, values = self._row(features(words[:_MOST_WORDS], self._stem))
        telling = values * np.maximum(self._weights[places], 0)
        return max(self._signs, key=lambda sign: float(telling @ self._signs[sign][places]))

    def _row(self, text: dict[int, float]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Columns and values of the known features; the values have length one."""
        keys = np.fromiter(text.keys(), np.uint32, len(text))
        places = np.searchsorted(self._keys, keys)
        known = places < len(self._keys)
        known[known] = self._keys[places[known]] == keys[known]
        places = places[known]
        values = np.fromiter(text.values(), np.float64, len(text))[known] * self._rarity[places]
        return places, values / max(float(np.linalg.norm(values)), 1e-9)


def features(words: Sequence[str], stem: Stem, known: dict[str, array[int]] | None = None) -> dict[int, float]:
    """Weights of word pieces, words and pairs of neighbouring words, by hash. `known` caches the pieces."""
    found: dict[int, float] = {}
    before = "^"
    for word in words:
        short = stem(word)
        found[_hash("w:" + short)] = 1.5
        found[_hash(f"p:{before} {short}")] = 1.0
        before = short
        pieces = known.get(word) if known is not None else None
        if pieces is None:
            pieces = _pieces(word)
            if known is not None:
                known[word] = pieces
        found.update(dict.fromkeys(pieces, 0.6))
    return found


def _pieces(word: str) -> array[int]:
    framed = f" {word[:20]} "
    sizes = range(_SHORTEST, _LONGEST + 1)
    return array(
        "I", [_hash(framed[start : start + size]) for size in sizes for start in range(len(framed) - size + 1)]
    )


def _hash(feature: str) -> int:
    """32 bits in place of text, which would take 50 MB. About one pair of a FAQ's hundred thousand features collides
    (Weinberger et al., Feature Hashing for Large Scale Multitask Learning, ICML 2009)."""
    return crc32(feature.encode())


def _fit(
    places: NDArray[np.intp], values: NDArray[np.float64], owner: NDArray[np.intp], is_alarm: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], float]:
    """Weights of the features, and the offset. Both classes have the same weight.

    Value i is feature `places[i]` of text `owner[i]`; texts are in order.
    """
    filled, rows = np.unique(owner, return_index=True)
    order = np.argsort(places, kind="stable")
    columns = np.unique(places[order], return_index=True)[1]
    turned, turned_owner = values[order], owner[order]
    target = is_alarm.astype(np.float64)
    share = np.where(is_alarm, 0.5 / max(1, is_alarm.sum()), 0.5 / max(1, (~is_alarm).sum()))
    strength, step = PENALTY, 3.5
    weights, ahead, last = np.zeros((3, len(columns)))
    score, each = np.zeros(len(is_alarm)), np.empty(len(values))
    offset = 0.0
    for turn in range(_STEPS):
        np.take(ahead, places, out=each, mode="clip")  # without looking whether a place is out of bounds
        each *= values
        score[filled] = np.add.reduceat(each, rows)
        miss = share * (1 / (1 + np.exp(-(score + offset))) - target)
        np.take(miss, turned_owner, out=each, mode="clip")
        each *= turned
        slope = np.add.reduceat(each, columns) + strength * ahead
        weights = ahead - step * slope
        offset -= step * float(miss.sum())
        ahead = weights + turn / (turn + 3) * (weights - last)
        last = weights
    return weights, offset
