"""One message against all phrasings: what its words are, and how like each phrasing it is.

Joins words, spelling, the word index and (where there is an encoder) sentence vectors. Knows nothing of probabilities.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Self

import numpy as np

from bot.core.matching.arrays import Floats
from bot.core.matching.spelling import SpellingCorrector
from bot.core.matching.tfidf import TfidfIndex
from bot.core.text.normalization import Normalizer, Word, split_words

Encode = Callable[[Sequence[str]], Floats]
"""n texts -> (n, d) float32 rows of length one."""


@dataclass(frozen=True, slots=True)
class Encoders:
    """One sentence encoder behind two doors; the same text gets the same vector from both.

    Which of them is called decides what is kept, so nothing else does: no flag and no context.
    """

    for_messages: Encode
    """For whatever people write. Keeps nothing after the call."""
    for_faq: Encode
    """For the FAQ's own texts alone. May keep their vectors, in memory and on disk."""


VECTOR_SHARE = 0.8
"""Share of the sentence vectors in the similarity; words and letters have the rest."""
SHARPNESS = 2.0
"""Likeness of two vectors = exp(sharpness * (cosine - 1)): close ones count, vaguely related ones hardly."""


@dataclass(frozen=True, slots=True)
class PreparedMessage:
    """A message as it is compared."""

    words: tuple[Word, ...]
    text: str
    """For the encoder: as written, but typing mistakes repaired and synonyms replaced."""


class PhrasingSimilarity:
    """All phrasings of a FAQ, ready to be compared with messages."""

    def __init__(
        self,
        phrasings: Sequence[str],
        entries: Sequence[int],
        wording: Normalizer,
        encoders: Encoders | None = None,
        known_words: Collection[str] = frozenset(),
        samples: Sequence[str] = (),
    ) -> None:
        """`entries[i]` is the number of the entry of phrasing `i`; `known_words` are right as they stand.

        `samples` are messages of the FAQ's own, compared with the phrasings at once. Without `encoders` words alone
        count.
        """
        self._wording = wording
        self._encode = encoders.for_messages if encoders is not None else None
        pairs = [split_words(phrasing) for phrasing in phrasings]
        plains = [plain for phrasing in pairs for _, plain in phrasing]
        wording.learn(plains)
        self._spelling = SpellingCorrector([*plains, *wording.synonym_words], known_words)
        groups = [wording.groups(phrasing) for phrasing in pairs]
        self.words = [tuple(word for _, words in one for word in words) for one in groups]
        self._index = TfidfIndex(self.words, entries)
        self._vectors: Floats | None = None
        messages = [self.read(sample) for sample in samples]
        self.samples = self._by_words(messages)
        """(samples, phrasings) similarity."""
        if encoders is not None:
            texts = [_rewritten(*each) for each in zip(phrasings, pairs, groups, strict=True)]
            vectors = encoders.for_faq([*texts, *(message.text for message in messages)])
            self._vectors = vectors[: len(phrasings)]
            self.samples = _mixed(self.samples, vectors[len(phrasings) :] @ self._vectors.T)

    def encoding_with(self, encode: Encode) -> Self:
        """The same phrasings, for messages that are encoded by `encode`, which gives the same vectors."""
        other = copy(self)
        other._encode = encode
        return other

    @property
    def encodes(self) -> bool:
        """Whether messages are compared by sentence vectors too."""
        return self._vectors is not None

    def read(self, text: str) -> PreparedMessage:
        """The words of a message, repaired, with stems and synonyms."""
        pairs = split_words(text)
        # a word with an apostrophe, accent or the like is written with care
        repaired = [
            (surface, plain if len(surface) != len(plain) else self._spelling.repair(plain)) for surface, plain in pairs
        ]
        groups = self._wording.groups(repaired)
        return PreparedMessage(tuple(word for _, words in groups for word in words), _rewritten(text, pairs, groups))

    def similarity(self, messages: Sequence[PreparedMessage]) -> Floats:
        """(messages, phrasings) similarity, 0 to 1. The messages are encoded in one batch."""
        rows = self._by_words(messages)
        if self._vectors is None or self._encode is None:
            return rows
        vectors = self._encode([message.text for message in messages])
        return _mixed(rows, vectors @ self._vectors.T)

    def _by_words(self, messages: Sequence[PreparedMessage]) -> Floats:
        rows = [self._index.similarity(message.words) for message in messages]
        return np.stack(rows) if rows else np.zeros((0, len(self.words)), dtype=np.float32)

    def by_words(self, message: PreparedMessage) -> Floats:
        """(phrasings,) similarity by words and letters alone, without the encoder."""
        return self._index.similarity(message.words)

    def matrix(self) -> Floats:
        """(phrasings, phrasings) similarity of every phrasing to every other."""
        rows = self._index.matrix()
        return rows if self._vectors is None else _mixed(rows, self._vectors @ self._vectors.T)

    def shared_words(self, message: PreparedMessage, phrasing: int) -> tuple[str, ...]:
        """The words of the message, as written, that the phrasing has too; the most telling first."""
        stems = {word.stem for word in self.words[phrasing]}
        shared = {word.surface: self._index.weight(word.stem) for word in message.words if word.stem in stems}
        return tuple(sorted(shared, key=lambda surface: -shared[surface]))


def _rewritten(text: str, pairs: Sequence[tuple[str, str]], groups: Sequence[tuple[int, tuple[Word, ...]]]) -> str:
    """The text with typing mistakes and synonyms replaced, all else as written."""
    pieces: list[str] = []
    number = at = 0
    for length, words in groups:
        here = pairs[number : number + length]
        number += length
        better = " ".join(word.plain for word in words)
        begin = text.find(here[0][0], at)
        end = text.find(here[-1][0], begin) + len(here[-1][0])
        if begin >= 0 and end > begin and better != " ".join(plain for _, plain in here):
            pieces += [text[at:begin], better]
            at = end
    return "".join([*pieces, text[at:]])


def _mixed(rows: Floats, cosines: Floats) -> Floats:
    """Likeness of words and of vectors in one, in place of the cosines."""
    cosines -= 1
    cosines *= SHARPNESS
    np.exp(cosines, out=cosines)
    cosines *= VECTOR_SHARE
    cosines += (1 - VECTOR_SHARE) * rows
    return cosines


def exact_matches(texts: Iterable[tuple[str, int]], key: Callable[[str], str]) -> dict[str, tuple[int, int]]:
    """Normal form -> (phrasing number, entry), for those that only one entry has."""
    found: dict[str, tuple[int, int] | None] = {}
    for number, (text, entry) in enumerate(texts):
        form = key(text)
        if not form:
            continue
        known = found.get(form, (number, entry))
        found[form] = known if known is not None and known[1] == entry else None
    return {form: place for form, place in found.items() if place is not None}
