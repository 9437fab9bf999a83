"""How words are compared: normal form, words, stems and synonyms of one language.

Owns the way from a text to its words. Knows nothing of entries, of how much a word matters or of typing mistakes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.core.text.stemming import Stemmer

_APOSTROPHES = re.compile(r"['’ʼ`´‘]")
_NO_SPACES = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
# Scripts written without spaces: every sign counts as a word.
_WORD = re.compile(rf"[{_NO_SPACES}]|[^\W_{_NO_SPACES}]+(?:['’ʼ`´‘][^\W_{_NO_SPACES}]+)*")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text, or several that a synonym made one."""

    surface: str
    """As it stands in the text."""
    plain: str
    """In normal form, typing mistakes repaired and synonyms replaced."""
    stem: str


def normalize(text: str) -> str:
    """The text as words in normal form with single spaces: case, accents, apostrophes and punctuation are gone."""
    return " ".join(plain for _, plain in split_words(text))


def split_words(text: str) -> list[tuple[str, str]]:
    """The words of a text, each as it stands and in normal form."""
    found = _WORD.findall(unicodedata.normalize("NFKC", text))
    return [(surface, plain) for surface in found if (plain := _plain(surface))]


def _plain(word: str) -> str:
    word = _APOSTROPHES.sub("", word.casefold())
    if word.isascii():
        return word
    return "".join(sign for sign in unicodedata.normalize("NFKD", word) if not unicodedata.combining(sign))


class Normalizer:
    """The words of one language, with the FAQ's own synonyms.

    `synonyms` are groups of words or phrases that mean the same; the first of each group stands for all of them. A
    phrase that is in two groups belongs to the first. Longer phrases win over shorter ones.
    """

    def __init__(self, language: str, synonyms: Iterable[Sequence[str]] = ()) -> None:
        """A language without a stemmer is compared by whole words."""
        self._stemmer = Stemmer(language)
        self._stems: dict[str, str] = {}
        self._replacements: dict[tuple[str, ...], tuple[tuple[str, str], ...]] = {}
        self.synonym_words: frozenset[str] = frozenset()
        seen: set[str] = set()
        for group in synonyms:
            phrases = [[plain for _, plain in split_words(phrase)] for phrase in group]
            head = next((phrase for phrase in phrases if phrase), [])
            replacement = tuple((plain, self.stem(plain)) for plain in head)
            for phrase in phrases:
                stems = tuple(self.stem(plain) for plain in phrase)
                seen.update(phrase)
                if stems:
                    self._replacements.setdefault(stems, replacement)
        self.synonym_words = frozenset(seen)
        # How many words the longest synonym has that begins with a stem: most words begin none.
        self._longest: dict[str, int] = {}
        for stems in self._replacements:
            self._longest[stems[0]] = max(len(stems), self._longest.get(stems[0], 0))

    def stem(self, plain: str) -> str:
        """The stem of a word in normal form."""
        known = self._stems.get(plain)
        return self._stemmer(plain) if known is None else known

    def learn(self, plains: Iterable[str]) -> None:
        """Keep the stems of the FAQ's own words ready. A patient's words are never kept."""
        for plain in plains:
            self._stems[plain] = self.stem(plain)

    def words(self, pairs: Sequence[tuple[str, str]]) -> tuple[Word, ...]:
        """Words from `split_words` (repaired or not) with stems, synonyms replaced by the first word of their group."""
        return tuple(word for _, words in self.groups(pairs) for word in words)

    def groups(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[int, tuple[Word, ...]]]:
        """The same, with the number of words of the text that each group of words stands for."""
        words = [Word(surface, plain, self.stem(plain)) for surface, plain in pairs]
        groups: list[tuple[int, tuple[Word, ...]]] = []
        at = 0
        while at < len(words):
            longest = self._longest.get(words[at].stem, 0)
            length, replacement = self._replacement(words[at : at + longest]) if longest else (1, ())
            surface = " ".join(word.surface for word in words[at : at + length])
            replaced = tuple(Word(surface, plain, stem) for plain, stem in replacement)
            groups.append((length, replaced or (words[at],)))
            at += length
        return groups

    def _replacement(self, words: Sequence[Word]) -> tuple[int, tuple[tuple[str, str], ...]]:
        """How many of the words are the longest synonym, and what stands for it; one word and nothing if none is."""
        for length in range(len(words), 0, -1):
            found = self._replacements.get(tuple(word.stem for word in words[:length]))
            if found is not None:
                return length, found
        return 1, ()
