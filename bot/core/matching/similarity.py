"""Similarity of a message to all phrasings, from repaired words and, with an encoder, sentence vectors.

Knows nothing of probabilities.
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
    """One sentence encoder as two functions that return the same vectors and differ in what they cache."""

    for_messages: Encode
    """For messages. Caches nothing."""
    for_faq: Encode
    """For the FAQ's texts only. May cache vectors in memory and on disk."""
    key: str = ""
    """Tells their vectors from those of other encoders."""


EncodersOf = Callable[[str], Encoders | None]
"""The encoders for a language, by its code; None where only words count."""


def no_encoders(_language: str) -> None:
    """Words alone in every language."""


class MessageVectors:
    """The vectors of the texts of one message, each encoded once by each encoder. To be dropped with the message: it
    keeps what was written."""

    def __init__(self) -> None:
        self._known: dict[Encode, dict[str, Floats]] = {}

    def of(self, encode: Encode) -> Encode:
        """The encoder, remembering."""
        known = self._known.setdefault(encode, {})

        def remembered(texts: Sequence[str]) -> Floats:
            if missing := [text for text in dict.fromkeys(texts) if text not in known]:
                known.update(zip(missing, encode(missing), strict=True))
            return np.stack([known[text] for text in texts])

        return remembered


VECTOR_SHARE = 0.8
"""Weight of the sentence vectors in the similarity; words and letters have the rest."""
SHARPNESS = 2.0
"""Similarity of two vectors = exp(sharpness * (cosine - 1)), which is small for vaguely related ones."""


@dataclass(frozen=True, slots=True)
class PreparedMessage:
    """A message, ready for comparison."""

    words: tuple[Word, ...]
    text: str
    """For the encoder: as written, with typing mistakes repaired and synonyms replaced."""


class PhrasingSimilarity:
    """All phrasings of a FAQ, ready for comparison with messages."""

    def __init__(
        self,
        phrasings: Sequence[str],
        entries: Sequence[int],
        wording: Normalizer,
        encoders: Encoders | None = None,
        known_words: Collection[str] = frozenset(),
        samples: Sequence[str] = (),
    ) -> None:
        """`entries[i]` is the number of the entry of phrasing `i`; `known_words` are correct words.

        `samples` are messages from the FAQ, whose similarity is computed here. Without `encoders`, only words count.
        """
        self._wording = wording
        self._encode = encoders.for_messages if encoders is not None else None
        pairs = [split_words(phrasing) for phrasing in phrasings]
        plains = [plain for phrasing in pairs for _, plain in phrasing]
        wording.learn(plains)
        self._spelling = SpellingCorrector([*plains, *wording.synonym_words], known_words)
        groups = [wording.groups(phrasing) for phrasing in pairs]
        once: dict[Word, Word] = {}  # the phrasings share their words: a seventh of the memory
        self.words = [tuple(once.setdefault(word, word) for _, words in one for word in words) for one in groups]
        self._index = TfidfIndex(self.words, entries)
        self._vectors: Floats | None = None
        messages = [self.read(sample) for sample in samples]
        self.sample_words = [message.words for message in messages]
        self._sample_at = {message: at for at, message in enumerate(messages)}
        self.samples = self._by_words(messages)
        """(samples, phrasings) similarity."""
        if encoders is not None:
            texts = [_rewritten(*each) for each in zip(phrasings, pairs, groups, strict=True)]
            vectors = encoders.for_faq([*texts, *(message.text for message in messages)])
            self._vectors = vectors[: len(phrasings)]
            self.samples = _mixed(self.samples, vectors[len(phrasings) :] @ self._vectors.T)

    def encoding_with(self, exchange: Callable[[Encode], Encode]) -> Self:
        """A copy with another encoder for messages, which returns the same vectors."""
        other = copy(self)
        other._encode = exchange(self._encode) if self._encode is not None else None
        return other

    @property
    def encodes(self) -> bool:
        """Whether the similarity includes sentence vectors."""
        return self._vectors is not None

    def repair(self, plain: str) -> str:
        """The word of the FAQ that is meant by a misspelt one."""
        return self._spelling.repair(plain)

    def read(self, text: str, repair: Callable[[str], str] | None = None) -> PreparedMessage:
        """The words of a message, repaired, with stems and synonyms. `repair` may remember words for several texts of
        one message."""
        mend = repair or self.repair
        pairs = split_words(text)
        # a word with an apostrophe or accent is rarely a typing mistake
        repaired = [(surface, plain if len(surface) != len(plain) else mend(plain)) for surface, plain in pairs]
        groups = self._wording.groups(repaired)
        return PreparedMessage(tuple(word for _, words in groups for word in words), _rewritten(text, pairs, groups))

    def similarity(self, messages: Sequence[PreparedMessage]) -> Floats:
        """(messages, phrasings) similarity, 0 to 1. Encodes the messages in one batch, unless all are samples."""
        known = [self._sample_at[message] for message in messages if message in self._sample_at]
        if len(known) == len(messages):
            return self.samples[known]
        rows = self._by_words(messages)
        if self._vectors is None or self._encode is None:
            return rows
        vectors = self._encode([message.text for message in messages])
        return _mixed(rows, vectors @ self._vectors.T)

    def _by_words(self, messages: Sequence[PreparedMessage]) -> Floats:
        rows = [self._index.similarity(message.words) for message in messages]
        return np.stack(rows) if rows else np.zeros((0, len(self.words)), dtype=np.float32)

    def by_words(self, message: PreparedMessage) -> Floats:
        """(phrasings,) similarity without sentence vectors."""
        return self._index.similarity(message.words)

    def weight(self, stem: str) -> float:
        """The weight of a word: the rarer among the entries, the larger."""
        return self._index.weight(stem)

    def matrix(self) -> Floats:
        """(phrasings, phrasings) similarity."""
        rows = self._index.matrix()
        return rows if self._vectors is None else _mixed(rows, self._vectors @ self._vectors.T)

    def shared_words(self, message: PreparedMessage, phrasing: int) -> tuple[str, ...]:
        """The words of the message, as written, that the phrasing shares; the rarest first."""
        stems = {word.stem for word in self.words[phrasing]}
        shared = {word.surface: self._index.weight(word.stem) for word in message.words if word.stem in stems}
        return tuple(sorted(shared, key=lambda surface: -shared[surface]))


def _rewritten(text: str, pairs: Sequence[tuple[str, str]], groups: Sequence[tuple[int, tuple[Word, ...]]]) -> str:
    """The text with typing mistakes and synonyms replaced."""
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
    """Weighted mean of both similarities; overwrites `cosines`."""
    cosines -= 1
    cosines *= SHARPNESS
    np.exp(cosines, out=cosines)
    cosines *= VECTOR_SHARE
    cosines += (1 - VECTOR_SHARE) * rows
    return cosines


def exact_matches(forms: Iterable[tuple[str, int]]) -> dict[str, tuple[int, int]]:
    """Normal form -> (phrasing number, entry), for the forms of one entry only. `forms` are those of the phrasings,
    each with its entry."""
    found: dict[str, tuple[int, int] | None] = {}
    for number, (form, entry) in enumerate(forms):
        if not form:
            continue
        known = found.get(form, (number, entry))
        found[form] = known if known is not None and known[1] == entry else None
    return {form: place for form, place in found.items() if place is not None}
