"""The words of other languages that may be kept. Knows nothing of sentences and files."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

_LETTERS = str.maketrans({"ß": "ss", "œ": "oe", "æ": "ae"})


@dataclass(frozen=True, slots=True)
class Dictionary:
    """A language other than English and its everyday words, folded."""

    language: str
    words: Collection[str]
    given: frozenset[str] = frozenset()
    """Those that are given names too ("dolores")."""
    surnames: frozenset[str] = frozenset()
    """Those that are surnames too ("petit")."""

    def __contains__(self, word: str) -> bool:
        """Whether it has a word in small letters, written with accents or without."""
        return fold(word) in self.words


def fold(word: str) -> str:
    """A word in small letters without its accents: people leave them out."""
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFKD", word.translate(_LETTERS)) if not unicodedata.combining(c))
