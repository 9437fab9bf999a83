"""TF-IDF similarity of a message to each phrasing, with an inverted index over the phrasings.

The similarity is a weighted mean of the cosines of three views: stems, pairs of neighbouring stems (with start and
end), and groups of 3 to 5 letters inside words. Of entries it knows only how many use a word.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise
from typing import TypeVar
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.core.matching.arrays import Floats, Ints, Longs
from bot.core.text.normalization import Word

STEMS, PAIRS, LETTERS = range(3)
WEIGHTS = (1.0, 0.5, 1.0)
IDF_POWER = 0.6
GROUPS = (3, 4, 5)
_START, _END = "<", ">"
Item = TypeVar("Item", bound=Hashable)


@dataclass(frozen=True, slots=True)
class FeatureVector:
    """The features of a text that occur in the phrasings, with their weights; unknown ones count in the norm only."""

    numbers: Ints
    values: Floats


def _groups(plain: str) -> list[str]:
    framed = f"{_START}{plain}{_END}"
    return [framed[at : at + size] for size in GROUPS for at in range(len(framed) - size + 1)]


def _counted(
    words: Sequence[Word], groups: Callable[[str], list[str]] = _groups
) -> tuple[Counter[str], Counter[str], Counter[str]]:
    stems = [word.stem for word in words]
    pairs = [f"{before} {after}" for before, after in pairwise([_START, *stems, _END])] if words else []
    return Counter(stems), Counter(pairs), Counter(chain.from_iterable(groups(word.plain) for word in words))


class TfidfIndex:
    """Phrasings by their features. Computes the similarity matrix row by row to bound memory."""

    def __init__(self, phrasings: Sequence[Sequence[Word]], entries: Sequence[int]) -> None:
        """`entries[i]` is the number of the entry of phrasing `i`."""
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
        """Number of features of each phrasing; all feature numbers; their counts; view of each feature.

        Each phrasing becomes numbers at once: the features of all together would take ten times the memory.
        """
        sizes, numbers, counts, views = array("q"), array("q"), array("q"), array("q")
        groups = cache(_groups)  # A FAQ says the same words again and again. Gone at the end of this.
        for words in phrasings:
            before = len(numbers)
            for view, counted in enumerate(_counted(words, groups)):
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
        """TF-IDF values, scaled in each `group` (a view of a phrasing) to the view's share of length one."""
        values = (1 + np.log(counts)) * np.array(self._idf_of)[numbers]
        lengths = np.bincount(group, values * values, minlength=self.size * len(WEIGHTS))
        shares = np.tile(np.array(WEIGHTS) / sum(WEIGHTS), self.size)
        scales = np.sqrt(np.divide(shares, lengths, out=np.zeros_like(shares), where=lengths > 0))
        weighted: Floats = (values * scales[group]).astype(np.float32)
        return weighted

    def _features(self, counted: tuple[Counter[str], ...]) -> FeatureVector:
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

    def matrix(self, often: int = 200) -> Floats:
        """(phrasings, phrasings) similarity. What the features add that more than `often` phrasings have, which is most
        of the work, is one multiplication; the others go row by row."""
        counts = np.diff(self._starts)
        features = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
        frequent = counts[features] > often
        dense = np.zeros((self.size, int((counts > often).sum())), dtype=np.float32)
        columns = np.cumsum(counts > often) - 1
        dense[self._phrasings[frequent], columns[features[frequent]]] = self._values[frequent]
        result: Floats = dense @ dense.T
        phrasings, numbers, values = self._phrasings[~frequent], features[~frequent], self._values[~frequent]
        order = np.argsort(phrasings, kind="stable")
        ends = np.cumsum(np.bincount(phrasings, minlength=self.size))[:-1]
        rows = map(FeatureVector, np.split(numbers[order], ends), np.split(values[order], ends))
        for at, row in enumerate(rows) if self.size else ():
            result[at] += self._row(row)
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

    def weights(self, slopes: Floats, fewest: int = 1) -> TfidfWeights:
        """The sum of the similarities to all phrasings times `slopes`, (phrasings, columns): one weight a feature that
        at least `fewest` phrasings have."""
        products = self._values[:, None] * slopes[self._phrasings]
        used = np.flatnonzero(np.diff(self._starts))
        summed = np.add.reduceat(products, self._starts[used], axis=0)
        named = [
            (_key(view, feature), number)
            for view, known in enumerate(self._numbers)
            for feature, number in known.items()
            if self._starts[number + 1] - self._starts[number] >= fewest
        ]
        keys, numbers = np.array(named, dtype=np.int64).reshape(-1, 2).T
        order = np.argsort(keys)
        place = np.searchsorted(used, numbers[order])
        idf = np.array(self._idf_of, dtype=np.float32)
        return TfidfWeights(
            keys[order].astype(np.uint32), idf[numbers[order]], summed[place].astype(np.float32), self._unknown
        )

    def weight(self, stem: str) -> float:
        """IDF of a stem; the highest for a stem the FAQ does not have."""
        number = self._numbers[STEMS].get(stem)
        return self._unknown if number is None else self._idf_of[number]


@dataclass(frozen=True, slots=True)
class TfidfWeights:
    """What is learnt over similarities to phrasings, without the phrasings: the similarity is linear in the features.

    f features, by hash (Weinberger et al., Feature Hashing for Large Scale Multitask Learning, ICML 2009), c columns.
    """

    keys: NDArray[np.uint32]
    """(f,), ascending."""
    idf: Floats
    """(f,)"""
    weights: Floats
    """(f, c)"""
    unknown: float
    """IDF of a feature that is not known."""

    def scores(self, texts: HashedTexts) -> Floats:
        """(n, c) scores of n texts."""
        result = np.zeros((texts.size, self.weights.shape[1]), dtype=np.float32)
        for view, (hashes, counts) in enumerate(texts.views if len(self.keys) else ()):
            places = np.minimum(np.searchsorted(self.keys, hashes), len(self.keys) - 1)
            known = self.keys[places] == hashes
            values = _dampened(counts) * np.where(known, self.idf[places], np.float32(self.unknown))
            lengths = np.einsum("nf,nf->n", values, values)
            share = WEIGHTS[view] / sum(WEIGHTS)
            scales = np.sqrt(np.divide(share, lengths, out=np.zeros_like(lengths), where=lengths > 0))
            result += scales[:, None] * (values[:, known] @ self.weights[places[known]])
        return result


@dataclass(frozen=True, slots=True)
class HashedTexts:
    """n texts by the hashes of their features."""

    size: int
    views: tuple[tuple[NDArray[np.uint32], Floats], ...]
    """For each view the hashes that occur, (f,), and how often each does in each text, (n, f)."""


def hashed(texts: Sequence[Sequence[Word]]) -> HashedTexts:
    """The features of texts that share words, like the parts of one message: each word is hashed once."""
    stems = [[word.stem for word in words] for words in texts]
    pairs = [list(pairwise([_START, *each, _END])) if each else [] for each in stems]
    plains = [[word.plain for word in words] for words in texts]
    return HashedTexts(
        len(texts),
        (
            _counted_hashes(stems, lambda stem: [_key(STEMS, stem)]),
            _counted_hashes(pairs, lambda pair: [_key(PAIRS, " ".join(pair))]),
            _counted_hashes(plains, lambda plain: [_key(LETTERS, group) for group in _groups(plain)]),
        ),
    )


def _counted_hashes(
    texts: Sequence[Sequence[Item]], hashes: Callable[[Item], list[int]]
) -> tuple[NDArray[np.uint32], Floats]:
    """The hashes of all items of some texts, (f,), and how often each occurs in each text, (n, f)."""
    numbers: dict[int, int] = {}
    of_item = {
        item: np.array([numbers.setdefault(each, len(numbers)) for each in hashes(item)], dtype=np.intp)
        for item in dict.fromkeys(chain.from_iterable(texts))
    }
    counts = np.zeros((len(texts), len(numbers)), dtype=np.float32)
    for row, items in zip(counts, texts, strict=True):
        if items:
            row += np.bincount(np.concatenate([of_item[item] for item in items]), minlength=len(numbers))
    return np.fromiter(numbers, np.uint32, len(numbers)), counts


def _dampened(counts: Floats) -> Floats:
    """1 + log(n) for n occurrences, 0 for none."""
    dampened: Floats = np.log(counts, out=np.full_like(counts, -1), where=counts > 0)
    dampened += 1
    return dampened


def _key(view: int, feature: str) -> int:
    return crc32(f"{view}{feature}".encode())


def _idf(entries: int, users: int) -> float:
    return float(np.log((1 + entries) / (0.5 + users)) ** IDF_POWER) if users <= entries else 0.0
