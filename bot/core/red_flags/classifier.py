"""Classifies texts as emergencies, and by sign, from their similarity to examples.

Kernel ridge regression (Saunders, Gammerman & Vovk, Ridge Regression Learning Algorithm in Dual Variables, ICML 1998).
The kernel is the similarity of words and letters and, with an encoder, a Gaussian one of sentence vectors. Both classes
have the same weight. Knows nothing of phrases and negation.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.core.matching.arrays import Floats
from bot.core.matching.similarity import Encode
from bot.core.matching.tfidf import TfidfIndex, TfidfWeights, hashed
from bot.core.text.normalization import Normalizer, Word, split_words

PENALTY = 2e-5
"""Of the ridge; per unit of the weight of an example."""
VECTOR_SHARE = 0.8
"""Share of the sentence vectors in the kernel."""
SHARPNESS = 2.0
"""Kernel of two vectors = exp(sharpness * (cosine - 1))."""
AXES = 128
"""Principal axes of the vectors that are kept: as good as all 1,152, for a ninth of the memory."""
FEWEST = 3
"""Examples that a word or group of letters must occur in to be kept: as good as all, for a third of the memory."""
OWN_PENALTY = 0.1
OWN_WEIGHT = 1.5
"""Score that a FAQ's own examples are corrected to: the wordings that they stand for must be heard too."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """n examples by their sentence vectors: d dimensions, c of them kept, s signs."""

    axes: Floats
    """(d, c)"""
    examples: Floats
    """(n, c)"""
    slopes: Floats
    """(n, 1 + s)"""

    def kernel(self, vectors: Floats) -> Floats:
        """(m, d) -> (m, n)."""
        projected: Floats = vectors @ self.axes
        cosines: Floats = projected @ self.examples.T
        cosines -= 1
        cosines *= SHARPNESS
        np.exp(cosines, out=cosines)
        cosines *= VECTOR_SHARE
        return cosines

    def scores(self, vectors: Floats) -> Floats:
        """(m, d) -> (m, 1 + s), in slices, to bound memory."""
        slices = (vectors[at : at + 64] for at in range(0, len(vectors), 64))
        return np.concatenate([self.kernel(each) @ self.slopes for each in slices])


@dataclass(frozen=True, slots=True)
class RedFlagClassifier:
    """What is learnt in one language. The columns of scores are an emergency of any kind, then each of `signs`."""

    wording: Normalizer
    letters: TfidfWeights
    signs: tuple[str, ...]
    meaning: Meaning | None = None
    encode: Encode | None = None
    own: TfidfWeights | None = None
    """The corrections by a FAQ's own examples."""

    @property
    def encodes(self) -> bool:
        """Whether it needs an encoder."""
        return self.meaning is not None

    def scores(
        self, texts: Sequence[str], worth: Callable[[Sequence[str], Floats], Sequence[int]] | None = None
    ) -> Floats:
        """(texts, 1 + s): near 1 for an emergency, and for its sign; near -1 otherwise. May use the encoder.

        `worth` chooses the texts that are encoded, by what their words say of an emergency: (texts,). Of all others
        the meaning is taken to say what the words do.
        """
        features = hashed([self.wording.words(split_words(text)) for text in texts])
        learnt = self.letters.scores(features)
        if self.meaning is not None and self.encode is not None:
            chosen = list(range(len(texts)) if worth is None else worth(texts, learnt[:, 0]))
            by_words, learnt = learnt, np.clip(learnt / (1 - VECTOR_SHARE), -1, 1)
            if chosen:
                vectors = self.encode([texts[number] for number in chosen])
                learnt[chosen] = by_words[chosen] + self.meaning.scores(vectors)
        scores = np.full((len(texts), 1 + len(self.signs)), -1.0, dtype=np.float32)  # for signs that only a FAQ knows
        scores[:, : learnt.shape[1]] = learnt
        if self.own is not None:
            scores += self.own.scores(features)
        return scores

    def meaning_score(self, text: str) -> float:
        """The score of an emergency by the sentence vector alone, which with a multilingual encoder says something of a
        text in any of its languages. 0 without an encoder."""
        if self.meaning is None or self.encode is None:
            return 0.0
        return float(self.meaning.scores(self.encode([text]))[0, 0])

    def encoding_with(self, exchange: Callable[[Encode], Encode]) -> RedFlagClassifier:
        """A copy with another encoder, which returns the same vectors."""
        return replace(self, encode=exchange(self.encode)) if self.encode is not None else self

    def corrected(self, texts: Sequence[str], labels: Sequence[str], encode: Encode | None = None) -> RedFlagClassifier:
        """A copy that has learnt more examples with their signs, "" for calm: what it gets wrong there is corrected for
        all texts with similar words (a stagewise additive fit of the residuals). Takes milliseconds for a FAQ's own.

        `encode` returns the same vectors as the classifier's own encoder, which is used without it."""
        if not texts:
            return self
        signs = (*self.signs, *sorted(set(labels) - {"", *self.signs}))
        wanted = np.array([[label != "", *(label == sign for sign in signs)] for label in labels]) * 2.0 - 1
        index = TfidfIndex([self.wording.words(split_words(text)) for text in texts], range(len(texts)))
        kernel = index.matrix()
        kernel[np.diag_indices_from(kernel)] += OWN_PENALTY
        known = replace(self, signs=signs)
        found = (known if encode is None else replace(known, encode=encode)).scores(texts)
        residuals = (OWN_WEIGHT * wanted - found).astype(np.float32)
        return replace(known, own=index.weights(np.linalg.solve(kernel, residuals)))


def signs_of(labels: Collection[str]) -> tuple[str, ...]:
    """The signs among the labels, in the order of the columns."""
    return tuple(sorted(set(labels) - {""}))


def solve(kernel: Floats, labels: Sequence[str]) -> Floats:
    """(n, n) kernel of examples with these labels -> their slopes, (n, 1 + s). Overwrites `kernel`."""
    names = np.array(labels)
    alarming = names != ""
    targets = np.column_stack([alarming, *(names == sign for sign in signs_of(labels))]).astype(np.float32) * 2 - 1
    share = np.where(alarming, 0.5 / max(1, int(alarming.sum())), 0.5 / max(1, int((~alarming).sum())))
    kernel[np.diag_indices_from(kernel)] += (PENALTY / share).astype(np.float32)
    return _solved_in_halves(kernel, targets)


def _solved_in_halves(kernel: Floats, targets: Floats) -> Floats:
    """kernel^-1 @ targets by block elimination: LAPACK fails on a matrix of more than 2 GB."""
    half = len(kernel) // 2
    beside, below = kernel[:half, half:], kernel[half:, half:]
    left = np.linalg.solve(kernel[:half, :half], np.hstack([beside, targets[:half]]))
    before, first = left[:, : len(below)], left[:, len(below) :]
    last = np.linalg.solve(below - beside.T @ before, targets[half:] - beside.T @ first)
    return np.vstack([first - before @ last, last])


class TrainingSet:
    """Examples with their kernel, to learn from all or, for predictions that are held out, from some."""

    def __init__(self, examples: Mapping[str, str], language: str, encode: Encode | None = None) -> None:
        """`examples`: texts with their signs, "" for calm."""
        self.labels = tuple(examples.values())
        self._wording = Normalizer(language)
        self._index = TfidfIndex([self.words(text) for text in examples], range(len(examples)))
        self._letters = 1.0 if encode is None else 1.0 - VECTOR_SHARE
        self._encode = encode
        self._meaning: Meaning | None = None
        if encode is not None:
            vectors = encode(list(examples))
            _, axes = np.linalg.eigh(vectors.T @ vectors)
            kept = np.ascontiguousarray(axes[:, ::-1][:, :AXES], dtype=np.float32)
            self._meaning = Meaning(kept, vectors @ kept, np.zeros((len(examples), 0), np.float32))

    @property
    def encodes(self) -> bool:
        """Whether sentence vectors are used."""
        return self._encode is not None

    def words(self, text: str) -> tuple[Word, ...]:
        return self._wording.words(split_words(text))

    def kernel(self, texts: Sequence[str] | None = None) -> Floats:
        """(texts, examples); without texts those of the examples themselves."""
        words = None if texts is None else [self.words(text) for text in texts]
        rows = self._index.matrix() if words is None else np.stack([self._index.similarity(each) for each in words])
        rows *= self._letters
        if self._meaning is None or self._encode is None:
            return rows
        if texts is not None:
            return rows + self._meaning.kernel(self._encode(texts))
        vectors = self._meaning.examples @ self._meaning.axes.T
        for at in range(0, len(rows), 512):  # in slices, to bound memory
            rows[at : at + 512] += self._meaning.kernel(vectors[at : at + 512])
        return rows

    def learn(self, fewest: int = FEWEST) -> RedFlagClassifier:
        """What all examples teach, of words and groups of letters that occur in at least `fewest` of them."""
        slopes = solve(self.kernel(), self.labels)
        meaning = replace(self._meaning, slopes=slopes) if self._meaning is not None else None
        letters = self._index.weights(self._letters * slopes, fewest)
        return RedFlagClassifier(self._wording, letters, signs_of(self.labels), meaning, self._encode)
