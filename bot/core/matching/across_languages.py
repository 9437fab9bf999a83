"""Ranks the FAQ's entries for a message in any language, by what it means alone.

Kernel ridge regression (Saunders, Gammerman & Vovk, ICML 1998) over the multilingual vectors of the phrasings in all
editions, and of questions in languages without one: what is said of an entry in a language also helps with those close
to it. Solved by conjugate gradients (Hestenes & Stiefel 1952) with the kernel in half precision: a quarter of the
memory of a direct solution. Good for a choice, not for an answer. Knows nothing of the language of a message.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock

import numpy as np

from bot.core.faq.model import Faq
from bot.core.matching.arrays import Floats
from bot.core.matching.ranking import Match
from bot.core.matching.similarity import Encoders

SHARPNESS = 4.0
"""Kernel of two vectors = exp(sharpness * (cosine - 1))."""
PENALTY = 0.5
STEPS = 20
"""Of the conjugate gradients: the residual is down to a thousandth."""
OFF_TOPIC = 0.25
"""By how much more a message may resemble off-topic lines than the nearest entry for that to be shown."""
TINY = np.float32(1e-20)
SHOWN = 3
PHRASINGS = 20
"""Phrasings of an entry that are learnt from in each edition, the first ones: the kernel takes 60 MB for a moment."""
SLICE = 512
"""Rows of the kernel that are worked on at once."""


@dataclass(frozen=True, slots=True)
class _Learnt:
    phrasings: tuple[str, ...]
    vectors: Floats
    coefficients: Floats


class AcrossLanguages:
    """Ranks the entries of several editions. Thread-safe."""

    def __init__(
        self,
        faqs: Iterable[Faq],
        encoders: Callable[[], Encoders | None],
        questions: Callable[[], Iterable[tuple[str, str]]] = tuple,
    ) -> None:
        """`faqs`: the editions, the main one first; `encoders` encode texts of any language alike, if there are any;
        `questions`: more of them with the ids of entries, which a FAQ may lack. Nothing is loaded or learnt before it
        is needed."""
        self._faqs = tuple(faqs)
        self._questions = questions
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
        labelled += [(text, numbers[entry_id]) for entry_id, text in self._questions() if entry_id in numbers]
        labelled += [(line, off_topic) for faq in self._faqs for line in faq.off_topic]
        texts, labels = tuple(text for text, _ in labelled), np.array([label for _, label in labelled], dtype=np.int32)
        vectors = encoders.for_faq([_spoken(text) for text in texts])
        wanted = np.eye(off_topic + 1, dtype=np.float32)[labels] - np.float32(1 / (off_topic + 1))
        return _Learnt(texts, vectors, _solved(vectors, wanted))


def _kernel(cosines: Floats) -> Floats:
    """The kernel, in place of the cosines."""
    cosines -= 1
    cosines *= SHARPNESS
    return np.exp(cosines, out=cosines)


def _solved(vectors: Floats, wanted: Floats) -> Floats:
    """The coefficients that give `wanted` for the vectors themselves, but for the penalty."""
    slices = [slice(at, at + SLICE) for at in range(0, len(vectors), SLICE)]
    kernel = [_kernel(vectors[rows] @ vectors.T).astype(np.float16) for rows in slices]
    result = np.zeros_like(wanted)
    residual = direction = wanted
    size = (residual * residual).sum(axis=0)
    for _ in range(STEPS):
        through = np.concatenate([rows.astype(np.float32) @ direction for rows in kernel]) + PENALTY * direction
        length = size / np.maximum((direction * through).sum(axis=0), TINY)
        result += length * direction
        residual = residual - length * through
        before, size = size, (residual * residual).sum(axis=0)
        direction = residual + size / np.maximum(before, TINY) * direction
    return result


def _spoken(text: str) -> str:
    """The text; in small letters if it is all in capitals, which the encoder would take for something else."""
    return text.lower() if text.isupper() else text
