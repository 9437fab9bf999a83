"""Ranks the FAQ's entries for a message in any language, by what it means alone.

Kernel ridge regression (Saunders, Gammerman & Vovk, ICML 1998) over the multilingual vectors of the phrasings in all
editions: what a translation says of an entry also helps with languages close to it. Good for a choice, not for an
answer. Knows nothing of the language of a message.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock

import numpy as np

from bot.core.faq.model import Faq
from bot.core.matching.arrays import Floats
from bot.core.matching.matcher import Match
from bot.core.matching.similarity import Encoders

SHARPNESS = 4.0
"""Kernel of two vectors = exp(sharpness * (cosine - 1))."""
PENALTY = 0.5
OFF_TOPIC = 0.15
"""By how much more a message may resemble off-topic lines than the nearest entry for that to be shown."""
SHOWN = 3
PHRASINGS = 20
"""Phrasings of an entry that are learnt from in each edition, the first ones. With all of them, some 6,000, the first
message takes eleven seconds of a processor instead of six, and 240 MB more for a moment; of 400 simple questions in ten
languages, 88 % instead of 87 are offered the right entry."""


@dataclass(frozen=True, slots=True)
class _Learnt:
    phrasings: tuple[str, ...]
    vectors: Floats
    coefficients: Floats


class AcrossLanguages:
    """Ranks the entries of several editions. Thread-safe."""

    def __init__(self, faqs: Iterable[Faq], encoders: Callable[[], Encoders | None]) -> None:
        """`faqs`: the editions, the main one first; `encoders` encode texts of any language alike, if there are any.
        Nothing is loaded or learnt before it is needed."""
        self._faqs = tuple(faqs)
        self._encoders = encoders
        self._ids = tuple(entry.id for entry in self._faqs[0].published)
        self._learnt: _Learnt | None = None
        self._learning = Lock()

    def rank(self, text: str) -> tuple[Match, ...]:
        """At most `SHOWN` matches, the best first; none without encoders, or if it is rather off-topic. Takes some
        seconds the first time, and uses the encoder: call it off the event loop."""
        encoders = self._encoders()
        if encoders is None:
            return ()
        with self._learning:
            learnt = self._learnt = self._learnt or self._learn(encoders)
        cosines = encoders.for_messages([_spoken(text)]) @ learnt.vectors.T
        closest = int(cosines.argmax())
        *entries, off_topic = (_kernel(cosines) @ learnt.coefficients)[0].tolist()
        best = sorted(range(len(entries)), key=lambda number: -entries[number])[:SHOWN]
        if off_topic - entries[best[0]] > OFF_TOPIC:
            return ()
        nearest = learnt.phrasings[closest]
        return tuple(Match(self._ids[at], min(max(entries[at], 0.0), 1.0), nearest, ()) for at in best)

    def _learn(self, encoders: Encoders) -> _Learnt:
        numbers = {entry_id: number for number, entry_id in enumerate(self._ids)}
        off_topic = len(numbers)
        labelled = [
            (phrasing, numbers[entry.id])
            for faq in self._faqs
            for entry in faq.published
            if entry.id in numbers
            for phrasing in entry.all_phrasings[:PHRASINGS]
        ]
        labelled += [(line, off_topic) for faq in self._faqs for line in faq.off_topic]
        texts, labels = tuple(text for text, _ in labelled), np.array([label for _, label in labelled], dtype=np.int32)
        vectors = encoders.for_faq([_spoken(text) for text in texts])
        kernel = _kernel(vectors @ vectors.T)
        kernel[np.diag_indices_from(kernel)] += PENALTY
        wanted = np.eye(off_topic + 1, dtype=np.float32)[labels] - np.float32(1 / (off_topic + 1))
        return _Learnt(texts, vectors, np.linalg.solve(kernel, wanted))


def _kernel(cosines: Floats) -> Floats:
    """The kernel, in place of the cosines."""
    cosines -= 1
    cosines *= SHARPNESS
    return np.exp(cosines, out=cosines)


def _spoken(text: str) -> str:
    """The text; in small letters if it is all in capitals, which the encoder would take for something else."""
    return text.lower() if text.isupper() else text
