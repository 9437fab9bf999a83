"""Word stems: what is left of a word without its endings. Owns the stemmers (Snowball: Porter, An algorithm for suffix
stripping, Program 14, 1980, and its successors)."""

from __future__ import annotations

from threading import Lock

import snowballstemmer

from bot.core import languages


class Stemmer:
    """The stems of one language; in a language without a stemmer, words as they are. For several threads."""

    def __init__(self, language: str) -> None:
        name = languages.language(language).stemmer
        self._stemmer = snowballstemmer.stemmer(name) if name else None
        if self._stemmer is not None and hasattr(self._stemmer, "maxCacheSize"):
            self._stemmer.maxCacheSize = 0  # it would keep patients' words
        self._one_at_a_time = Lock()  # a stemmer works on fields of its own

    def __call__(self, word: str) -> str:
        """The stem of a word in normal form."""
        if self._stemmer is None:
            return word
        with self._one_at_a_time:
            return str(self._stemmer.stemWord(word))
