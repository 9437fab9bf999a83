"""Sentence vectors of the FAQ's own texts, remembered in memory; a patient's words are encoded and forgotten.

Owns which texts are remembered: those handed to `phrasings`, and those asked for inside `remembering()`; others only
where somebody lends a place to keep them for as long as he needs. Knows nothing of the encoder and nothing of files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

import numpy as np

from bot.core.matching.similarity import Encode, Floats

MOST = 10_000
"""Texts that are remembered: 46 MB of vectors. Beyond, only the latest ones are."""

_remembering: ContextVar[bool] = ContextVar("remembering", default=False)
_shelf: ContextVar[WorkingSet | None] = ContextVar("shelf", default=None)


class WorkingSet:
    """Vectors of the texts of one piece of work. Those of the work before are taken over when they are asked for
    again, so that whatever is no longer worked on is forgotten."""

    def __init__(self, before: Mapping[str, Floats]) -> None:
        self.rows: dict[str, Floats] = {}
        self._before = before

    def rows_of(self, texts: Sequence[str], known: Mapping[str, Floats], encode: Encode) -> Floats:
        """n texts -> (n, d): from `known`, from this shelf or the one before, and only the others from the encoder."""
        for source in (self._before, known):
            self.rows |= {text: source[text] for text in texts if text in source and text not in self.rows}
        if missing := list(dict.fromkeys(text for text in texts if text not in self.rows)):
            self.rows |= dict(zip(missing, encode(missing), strict=True))
        return np.stack([self.rows[text] for text in texts])


class CachingEncoder:
    """An encoder that need not encode a known text again. Safe to use from several threads."""

    def __init__(self, encode: Encode, encode_phrasings: Encode | None = None) -> None:
        """`encode_phrasings` gives the same vectors and may keep them on disk: it sees nothing but the FAQ's texts."""
        self._encode = encode
        self._encode_phrasings = encode_phrasings or encode
        self._known: dict[str, Floats] = {}

    def phrasings(self, texts: Sequence[str]) -> Floats:
        """The same for the FAQ's own texts, which are remembered, and kept on disk where there is a place for them."""
        if any(text not in self._known for text in texts):
            new = list(dict.fromkeys(texts))
            self._remember(new, self._encode_phrasings(new))
        return np.stack([self._known[text] for text in texts])

    def __call__(self, texts: Sequence[str]) -> Floats:
        """n texts -> (n, d) float32 rows of length one."""
        known, shelf = self._known, _shelf.get()
        if shelf is not None and texts:
            return shelf.rows_of(texts, known, self._encode)
        missing = list(dict.fromkeys(text for text in texts if text not in known))
        if not missing:
            return np.stack([known[text] for text in texts])
        new = self._encode(missing)
        if _remembering.get():
            self._remember(missing, new)
        if len(missing) == len(texts):
            return new
        fresh = dict(zip(missing, new, strict=True))
        return np.stack([fresh[text] if text in fresh else known[text] for text in texts])

    @contextmanager
    def remembering(self) -> Iterator[None]:
        """While this lasts, every text that this thread asks for is the FAQ's own and is remembered."""
        token = _remembering.set(True)
        try:
            yield
        finally:
            _remembering.reset(token)

    def _remember(self, texts: Sequence[str], rows: Floats) -> None:
        before = self._known if len(self._known) + len(texts) <= MOST else {}
        self._known = {**before, **dict(zip(texts, rows, strict=True))}


@contextmanager
def lending(shelf: WorkingSet) -> Iterator[None]:
    """While this lasts, vectors that this thread asks for are taken from the shelf and kept there, in every
    `CachingEncoder` of the same encoder. The shelf is the lender's: when he drops it, they are forgotten."""
    token = _shelf.set(shelf)
    try:
        yield
    finally:
        _shelf.reset(token)
