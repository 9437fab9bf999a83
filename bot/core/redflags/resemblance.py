"""Does a sentence sound like the emergencies in the FAQ's own checks?

A logistic regression on pieces of words, words and pairs of words (TF-IDF; L2-regularised; fitted by accelerated
gradient steps), learnt from the messages of `checks:` when a FAQ is loaded. Deterministic. Owns the features, the fit
and the probability; knows nothing of phrases, negation or what is done with the answer.

Word pieces for noisy short texts: Joulin et al., Bag of Tricks for Efficient Text Classification, EACL 2017.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Stem = Callable[[str], str]
_STEPS = 200
PENALTY = 3e-5
"""Strength of the L2 regularisation, per message."""
_SHORTEST, _LONGEST = 3, 5  # letters of a word piece
_MOST_WORDS = 60  # of a sentence; what follows is not looked at


class Resemblance:
    """`probability(words)` of being an emergency, and the sign it sounds most like."""

    def __init__(self, alarms: Sequence[tuple[str, Sequence[str]]], quiet: Sequence[Sequence[str]], stem: Stem) -> None:
        """`alarms`: sign and words of each message that is one; `quiet`: the words of messages that are none."""
        self._stem = stem
        texts = (*(words for _, words in alarms), *quiet)
        # found twice rather than kept: the pieces of all messages at once would take some 50 MB
        counts = Counter(feature for words in texts for feature in features(words, stem))
        self._places = {feature: place for place, feature in enumerate(f for f, n in counts.items() if n >= 2)}
        total = len(texts)
        self._rarity = np.array([math.log(1 + total / counts[f]) for f in self._places])
        rows = [self._row(features(words, stem)) for words in texts]
        is_alarm = np.arange(total) < len(alarms)
        self._weights, self._offset = _fit(rows, is_alarm, len(self._places))
        self._signs: dict[str, NDArray[np.float64]] = {}
        for (sign, _), (places, values) in zip(alarms, rows, strict=False):
            centre = self._signs.setdefault(sign, np.zeros(len(self._places)))
            np.add.at(centre, places, values)
        for centre in self._signs.values():
            centre /= max(float(np.linalg.norm(centre)), 1e-9)

    def probability(self, words: Sequence[str]) -> float:
        """How likely these words of one sentence tell of an emergency, 0 to 1."""
        places, values = self._row(features(words[:_MOST_WORDS], self._stem))
        return 1 / (1 + math.exp(-min(30.0, max(-30.0, float(values @ self._weights[places]) + self._offset))))

    def sign(self, words: Sequence[str]) -> str:
        """The sign whose messages these words share most with, by what speaks for an emergency."""
        places, values = self._row(features(words[:_MOST_WORDS], self._stem))
        telling = values * np.maximum(self._weights[places], 0)
        return max(self._signs, key=lambda sign: float(telling @ self._signs[sign][places]))

    def _row(self, text: dict[str, float]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        known = [(place, count) for feature, count in text.items() if (place := self._places.get(feature)) is not None]
        if not known:
            return np.zeros(0, np.intp), np.zeros(0)
        places = np.array([place for place, _ in known], np.intp)
        values = np.array([count for _, count in known]) * self._rarity[places]
        return places, values / float(np.linalg.norm(values))


def features(words: Sequence[str], stem: Stem) -> dict[str, float]:
    """Pieces of words, words and pairs of neighbouring words, each with a weight."""
    found: dict[str, float] = {}
    before = "^"
    for word in words:
        short = stem(word)
        found["w:" + short] = 1.5
        found[f"p:{before} {short}"] = 1.0
        before = short
        framed = f" {word[:20]} "
        for size in range(_SHORTEST, _LONGEST + 1):
            for start in range(len(framed) - size + 1):
                found[framed[start : start + size]] = 0.6
    return found


def _fit(
    rows: Sequence[tuple[NDArray[np.intp], NDArray[np.float64]]], is_alarm: NDArray[np.bool_], width: int
) -> tuple[NDArray[np.float64], float]:
    """Weights of the features and the offset. Both classes weigh the same."""
    places = np.concatenate([row[0] for row in rows])
    values = np.concatenate([row[1] for row in rows])
    owner = np.repeat(np.arange(len(rows)), [len(row[0]) for row in rows])
    target = is_alarm.astype(np.float64)
    share = np.where(is_alarm, 0.5 / max(1, is_alarm.sum()), 0.5 / max(1, (~is_alarm).sum()))
    strength, step = PENALTY, 3.5
    weights, ahead, last = np.zeros(width), np.zeros(width), np.zeros(width)
    offset = 0.0
    for turn in range(_STEPS):
        score = np.bincount(owner, values * ahead[places], len(rows)) + offset
        miss = share * (1 / (1 + np.exp(-score)) - target)
        slope = np.bincount(places, values * miss[owner], width) + strength * ahead
        weights = ahead - step * slope
        offset -= step * float(miss.sum())
        ahead = weights + turn / (turn + 3) * (weights - last)
        last = weights
    return weights, offset
