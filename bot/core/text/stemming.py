"""Word stems from the Snowball stemmers (Porter, An algorithm for suffix stripping, Program 14, 1980)."""

from __future__ import annotations

from threading import Lock

import snowballstemmer

from bot.core import languages


class Stemmer:
    """The stems of one language; whole words in a language without a stemmer. Thread-safe."""

    def __init__(self, language: str) -> None:
        name = languages.language(language).stemmer
        self._stemmer = snowballstemmer.stemmer(name) if name else None
        if self._stemmer is not None and hasattr(self._stemmer, "maxCacheSize"):
            self._stemmer.maxCacheSize = 0  # it would keep patients' words
        self._lock = Lock()  # a stemmer keeps its state in fields

    def __call__(self, word: str) -> str:
        """The stem of a word in normal form."""
        if self._stemmer is None:
            return word
        with self._lock:
            return str(self._stemmer.stemWord(word))
