"""How alike a message and each phrasing of the FAQ are, by words and letters.

Owns the weights of words and an inverted index over the phrasings. The similarity is a weighted mean of the cosines of
three TF-IDF views: stems, pairs of neighbouring stems (with start and end), and groups of 3 to 5 letters inside
words. Knows nothing of entries beyond how many of them use a word, and nothing of sentence vectors.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.core.matching.arrays import Floats, Ints, Longs
from bot.core.text.normalization import Word

STEMS, PAIRS, LETTERS = range(3)
WEIGHTS = (1.0, 0.5, 1.0)
IDF_POWER = 0.6
GROUPS = (3, 4, 5)
_START, _END = "<", ">"


@dataclass(frozen=True, slots=True)
class FeatureVector:
    """What of a text the phrasings know: feature numbers, their weights, and the rest as part of the lengths."""

    numbers: Ints
    values: Floats


def _groups(plain: str) -> list[str]:
    framed = f"{_START}{plain}{_END}"
    return [framed[at : at + size] for size in GROUPS for at in range(len(framed) - size + 1)]


def _counted(words: Sequence[Word]) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    stems: dict[str, int] = {}
    pairs: dict[str, int] = {}
    letters: dict[str, int] = {}
    before = _START
    for word in words:
        stems[word.stem] = stems.get(word.stem, 0) + 1
        pair = f"{before} {word.stem}"
        pairs[pair] = pairs.get(pair, 0) + 1
        before = word.stem
        for group in _groups(word.plain):
            letters[group] = letters.get(group, 0) + 1
    if words:
        pairs[f"{before} {_END}"] = 1
    return stems, pairs, letters


class TfidfIndex:
    """Phrasings by their features. Rows of the similarity matrix come out one by one, so memory stays bounded."""

    def __init__(self, phrasings: Sequence[Sequence[Word]], entries: Sequence[int]) -> None:
        """`phrasings` as words; `entries[i]` is the number of the entry to which phrasing `i` belongs."""
        self.size = len(phrasings)
        self._numbers: tuple[dict[str, int], ...] = ({}, {}, {})
        sizes, numbers, counts, views = self._numbered(phrasings)
        total = len(set(entries))
        of_entry = np.repeat(np.asarray(entries, dtype=np.int64), sizes)
        used = np.unique(numbers + len(views) * of_entry)  # each feature once for each entry
        used_by = np.bincount(used % max(len(views), 1), minlength=len(views))
        self._idf_of: list[float] = [_idf(total, used) for used in used_by.tolist()]
        self._unknown = _idf(total, 0)
        rows = np.repeat(np.arange(self.size), sizes)
        values = self._weighted(numbers, counts, rows * len(WEIGHTS) + views[numbers])
        order = np.argsort(numbers, kind="stable")
        self._phrasings = rows[order].astype(np.int32)
        self._values = values[order]
        self._starts = np.concatenate([[0], np.cumsum(np.bincount(numbers, minlength=len(views)))])

    def _numbered(self, phrasings: Sequence[Sequence[Word]]) -> tuple[Longs, Longs, Longs, Longs]:
        """(phrasings,) how many features each has; all their numbers; how often each stands there; views by number.

        Every phrasing is turned into numbers at once: the features of all together would take ten times the room.
        """
        sizes, numbers, counts, views = array("q"), array("q"), array("q"), array("q")
        for words in phrasings:
            before = len(numbers)
            for view, counted in enumerate(_counted(words)):
                known = self._numbers[view]
                for feature, count in counted.items():
                    number = known.get(feature)
                    if number is None:
                        number = known[feature] = len(views)
                        views.append(view)
                    numbers.append(number)
                    counts.append(count)
            sizes.append(len(numbers) - before)
        return np.array(sizes), np.array(numbers), np.array(counts), np.array(views)

    def _weighted(self, numbers: Longs, counts: Longs, group: Longs) -> Floats:
        """TF-IDF values; those of one `group`, a view of a phrasing, have the view's share of length one."""
        values = (1 + np.log(counts)) * np.array(self._idf_of)[numbers]
        lengths = np.bincount(group, values * values, minlength=self.size * len(WEIGHTS))
        shares = np.tile(np.array(WEIGHTS) / sum(WEIGHTS), self.size)
        scales = np.sqrt(np.divide(shares, lengths, out=np.zeros_like(shares), where=lengths > 0))
        weighted: Floats = (values * scales[group]).astype(np.float32)
        return weighted

    def _features(self, counted: tuple[dict[str, int], ...]) -> FeatureVector:
        numbers: list[int] = []
        values: list[float] = []
        for view in (STEMS, PAIRS, LETTERS):
            known = self._numbers[view]
            length = 0.0
            begin = len(values)
            for feature, count in counted[view].items():
                number = known.get(feature)
                value = (1.0 if count == 1 else 1.0 + math.log(count)) * (
                    self._unknown if number is None else self._idf_of[number]
                )
                length += value * value
                if number is not None:
                    numbers.append(number)
                    values.append(value)
            scale = (WEIGHTS[view] / sum(WEIGHTS) / length) ** 0.5 if length else 0.0
            values[begin:] = [value * scale for value in values[begin:]]
        return FeatureVector(np.array(numbers, dtype=np.int32), np.array(values, dtype=np.float32))

    def similarity(self, words: Sequence[Word]) -> Floats:
        """(phrasings,) similarity of a text to each phrasing, 0 to 1."""
        return self._row(self._features(_counted(words)))

    def matrix(self) -> Floats:
        """(phrasings, phrasings) similarity of every phrasing to every other."""
        order = np.argsort(self._phrasings, kind="stable")
        numbers = np.repeat(np.arange(len(self._idf_of), dtype=np.int32), np.diff(self._starts))[order]
        ends = np.cumsum(np.bincount(self._phrasings, minlength=self.size))[:-1]
        rows = map(FeatureVector, np.split(numbers, ends), np.split(self._values[order], ends))
        result = np.empty((self.size, self.size), dtype=np.float32)
        for at, row in enumerate(rows) if self.size else ():
            result[at] = self._row(row)
        return result

    def _row(self, features: FeatureVector) -> Floats:
        begins = self._starts[features.numbers]
        counts = self._starts[features.numbers + 1] - begins
        ends = np.cumsum(counts)
        total = int(ends[-1]) if len(ends) else 0
        # positions of all postings of all features, without a loop
        at = np.arange(total) + np.repeat(begins - ends + counts, counts)
        products = self._values[at] * np.repeat(features.values, counts)
        return np.bincount(self._phrasings[at], weights=products, minlength=self.size).astype(np.float32)

    def weight(self, stem: str) -> float:
        """How telling a stem is; stems that the FAQ doesn't have weigh most."""
        number = self._numbers[STEMS].get(stem)
        return self._unknown if number is None else self._idf_of[number]


def _idf(entries: int, users: int) -> float:
    return float(np.log((1 + entries) / (0.5 + users)) ** IDF_POWER) if users <= entries else 0.0
