"""The Flesch-Kincaid grade of an English text (Kincaid et al. 1975, "Derivation of new readability formulas for Navy
enlisted personnel").

Syllables are counted by hyphenation points or by groups of vowels, whichever are more. Knows nothing of entries.
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
"""Most syllables that a familiar word counts."""


def grade(text: str, familiar: Collection[str] = frozenset()) -> float:
    """The US school grade from which on the text is easy to read, at least 0.

    `familiar` are long words in normal form that readers know, such as the name of their condition: each counts at most
    `FAMILIAR` syllables.
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
    """The number of words in a text as shown."""
    return len(plain(text).split())


def syllables(word: str) -> int:
    """The number of syllables in an English word."""
    word = word.casefold()
    hyphenated = len(_dictionary().positions(word)) + 1
    spoken = len(_VOWELS.findall(word)) - bool(_SILENT.search(word))
    return max(hyphenated, spoken, 1)


def forget() -> None:
    """Frees the 3 MB of the dictionary until it is used again."""
    _dictionary.cache_clear()


@cache
def _dictionary() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_US", cache=False)
