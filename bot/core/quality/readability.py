"""How easy a text is to read.

English: the grade of Flesch and Kincaid (Kincaid et al. 1975, "Derivation of new readability formulas for Navy enlisted
personnel"). Spanish: the ease of Fernández Huerta (1959, "Medidas sencillas de lecturabilidad"). Syllables are counted
by hyphenation points or by groups of vowels, whichever are more. Knows nothing of entries.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

import pyphen

from bot.core import languages
from bot.core.text.markup import plain
from bot.core.text.normalization import normalize

GRADE = 8.0
"""Highest school grade of a text that is easy to read in English."""
EASE = 70.0
"""Least ease of one in Spanish, where 100 is the easiest."""
FAMILIAR = 2
"""Most syllables that a familiar word counts."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?:]+(?=\s|$)|\n+")
_VOWELS = {
    "en": re.compile(r"[aeiouy]+"),
    # two strong vowels never share a syllable, and an accent parts a weak one
    "es": re.compile(r"[aeoáéó]|[íú]|(?<![aeoáéóíúiuü])[iuü]+(?![aeoáéóíú])|(?<![aeiouáéíóúü])y(?![aeiouáéíóúü])"),
}
_SILENT = re.compile(r"(?:[^laeiouy]|[aeiouy]l)e$|[^dt]ed$|[^szxcg]es$")
_HYPHENATION = {"en": "en_US", "es": "es"}


@dataclass(frozen=True, slots=True)
class _Counts:
    sentences: int
    words: int
    syllables: int


def hard(text: str, language: str, familiar: Collection[str] = frozenset()) -> tuple[str, str] | None:
    """How hard a text is to read, and what to aim at; None if it is easy, or if no formula holds for the language.

    `familiar` are long words in normal form that readers know, such as the name of their condition: each counts at most
    `FAMILIAR` syllables.
    """
    advice = "shorter sentences and words"
    match languages.language(language).reading_measure:
        case "Flesch-Kincaid" if (found := grade(text, familiar)) > GRADE:
            return f"for readers of school grade {found:.1f}", f"aim at grade {GRADE:.0f}: {advice}"
        case "Fernández-Huerta" if (found := ease(text, familiar)) < EASE:
            return f"of reading ease {found:.0f} (Fernández-Huerta)", f"aim at {EASE:.0f}: {advice}"
        case _:
            return None


def grade(text: str, familiar: Collection[str] = frozenset()) -> float:
    """The US school grade from which on an English text is easy to read, at least 0."""
    counts = _counts(text, "en", familiar)
    if not counts.words:
        return 0.0
    return max(0.0, 0.39 * counts.words / counts.sentences + 11.8 * counts.syllables / counts.words - 15.59)


def ease(text: str, familiar: Collection[str] = frozenset()) -> float:
    """How easy a Spanish text is to read, at most 100."""
    counts = _counts(text, "es", familiar)
    if not counts.words:
        return 100.0
    return min(100.0, 206.84 - 60 * counts.syllables / counts.words - 1.02 * counts.words / counts.sentences)


def word_count(text: str) -> int:
    """The number of words in a text as shown."""
    return len(plain(text).split())


def syllables(word: str, language: str = "en") -> int:
    """The number of syllables in an English or Spanish word."""
    word = word.casefold()
    hyphenated = len(_dictionary(language).positions(word)) + 1
    spoken = len(_VOWELS[language].findall(word)) - (language == "en" and bool(_SILENT.search(word)))
    return max(hyphenated, spoken, 1)


def forget() -> None:
    """Frees the 3 MB of the dictionaries until they are used again."""
    _dictionary.cache_clear()


def _counts(text: str, language: str, familiar: Collection[str]) -> _Counts:
    shown = plain(text)
    words = _WORD.findall(shown)
    sentences = sum(bool(_WORD.search(part)) for part in _SENTENCE_END.split(shown))
    total = 0
    for word in words:
        count = syllables(word, language)
        total += min(count, FAMILIAR) if normalize(word) in familiar else count
    return _Counts(sentences, len(words), total)


@cache
def _dictionary(language: str) -> pyphen.Pyphen:
    return pyphen.Pyphen(lang=_HYPHENATION[language], cache=False)
