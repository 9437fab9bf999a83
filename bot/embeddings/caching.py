"""Encoders that keep vectors in memory: one for the FAQ's own texts, one for the open questions of the log.

What a patient writes goes to neither: `SentenceEncoder` itself keeps nothing. Knows nothing of models and files.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.core.matching.arrays import Floats
from bot.core.matching.similarity import Encode

MOST = 10_000
"""Texts of the FAQ whose vectors are kept: 46 MB. Beyond, only those of the latest call are."""
MANY = 32
"""Texts from which on it is worth while to read a file of vectors, and to write it anew."""


class CachingEncoder:
    """For the FAQ's own texts: keeps a text with its vector as long as the process lives. Thread-safe."""

    def __init__(self, encode: Encode, most: int = MOST, *, many: Encode | None = None) -> None:
        """`many` encodes `MANY` texts and more, and may keep their vectors on disk. Only the latest so many are kept
        in memory, as the very rows that a matcher has. An examination asks for thousands of texts one by one, among
        them those that the matcher was fitted with; a preview of an edit for all but a few of them again."""
        self._encode = encode
        self._many = many
        self._most = most
        self._known: dict[str, Floats] = {}
        self._latest: dict[str, Floats] = {}

    def __call__(self, texts: Sequence[str]) -> Floats:
        """n texts (at least one) -> (n, d) float32 rows of length one."""
        known, latest = self._known, self._latest
        missing = [text for text in _missing(texts, known) if text not in latest]
        if self._many is not None and len(missing) >= MANY:
            rows = self._many(texts)
        else:
            if missing:
                known = known | dict(zip(missing, self._encode(missing), strict=True))
                self._known = known if len(known) <= self._most else {text: known[text] for text in missing}
            rows = np.stack([known[text] if text in known else latest[text] for text in texts])
        if self._many is not None and len(texts) >= MANY:
            self._latest = dict(zip(texts, rows, strict=True))
        return rows


class WorkingSet:
    """For texts that are worked through again and again, like the open questions of the log: keeps a text with its
    vector until a `forget_unused` before which it was not asked for. For one thread at a time."""

    def __init__(self, encode: Encode) -> None:
        self._encode = encode
        self._known: dict[str, Floats] = {}
        self._used: dict[str, Floats] = {}

    def __call__(self, texts: Sequence[str]) -> Floats:
        """n texts (at least one) -> (n, d) float32 rows of length one."""
        if missing := _missing(texts, self._known):
            # copies: a view would keep the vectors of the whole batch for the sake of one
            self._known |= {text: row.copy() for text, row in zip(missing, self._encode(missing), strict=True)}
        self._used |= {text: self._known[text] for text in texts}
        return np.stack([self._known[text] for text in texts])

    def forget_unused(self) -> None:
        """Keeps only the texts asked for since the last time this was called."""
        self._known, self._used = self._used, {}


def _missing(texts: Sequence[str], known: dict[str, Floats]) -> list[str]:
    """Each text without a vector, once."""
    return list(dict.fromkeys(text for text in texts if text not in known))
