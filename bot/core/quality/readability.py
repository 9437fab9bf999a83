"""How hard an English text is to read: the Flesch-Kincaid grade (Kincaid et al. 1975, "Derivation of new readability
formulas for Navy enlisted personnel").

Syllables are counted at hyphenation points, or by groups of vowels where that gives more. Knows nothing of entries.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

import pyphen

from bot.core.text.markup import plain
from bot.core.text.normalization import normalize

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?:]+(?=\s|$)|\n+")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^laeiouy]|[aeiouy]l)e$|[^dt]ed$|[^szxcg]es$")
FAMILIAR = 2
"""Syllables that a familiar word counts at most."""


def grade(text: str, familiar: Collection[str] = frozenset()) -> float:
    """School grade (US) at which the text is easy to read; 0 at least.

    `familiar` are words in normal form that readers know although they are long, such as the name of their own
    condition: they count `FAMILIAR` syllables at most.
    """
    shown = plain(text)
    words = _WORD.findall(shown)
    if not words:
        return 0.0
    sentences = sum(bool(_WORD.search(part)) for part in _SENTENCE_END.split(shown))
    total = 0
    for word in words:
        count = syllables(word)
        total += min(count, FAMILIAR) if normalize(word) in familiar else count
    return max(0.0, 0.39 * len(words) / sentences + 11.8 * total / len(words) - 15.59)


def word_count(text: str) -> int:
    """Words of a text as shown."""
    return len(plain(text).split())


def syllables(word: str) -> int:
    """Syllables of an English word."""
    word = word.casefold()
    hyphenated = len(_dictionary().positions(word)) + 1
    spoken = len(_VOWELS.findall(word)) - bool(_SILENT.search(word))
    return max(hyphenated, spoken, 1)


def forget() -> None:
    """Gives the dictionary's 3 MB back, until somebody asks again: for after a piece of work."""
    _dictionary.cache_clear()


@cache
def _dictionary() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_US", cache=False)
