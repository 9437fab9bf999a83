"""Normal form, words, stems and synonyms of one language.

Knows nothing of entries, of the weights of words or of typing mistakes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.core.text.stemming import Stemmer

LONGEST = 8_192
"""Characters of a text in compatible letters that are read: twice Telegram's limit, since some signs become several."""
UNMARKED = str.maketrans({"ı": "i", "ł": "l", "đ": "d", "ø": "o"})
"""Letters with a mark that Unicode does not take apart."""
_APOSTROPHES = re.compile(r"['’ʼ`´‘]")
_NO_SPACES = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
# Scripts written without spaces: every character counts as a word.
_WORD = re.compile(rf"[{_NO_SPACES}]|[^\W_{_NO_SPACES}]+(?:['’ʼ`´‘][^\W_{_NO_SPACES}]+)*")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text, or the words that a synonym replaces."""

    surface: str
    """As written."""
    plain: str
    """In normal form, typing mistakes repaired and synonyms replaced."""
    stem: str


def normalize(text: str) -> str:
    """The words of a text without case, accents, apostrophes and punctuation, joined by single spaces."""
    return " ".join(plain for _, plain in split_words(text))


def split_words(text: str) -> list[tuple[str, str]]:
    """The words of a text, each as written and in normal form."""
    found = _WORD.findall(unicodedata.normalize("NFKC", text)[:LONGEST])
    return [(surface, plain) for surface in found if (plain := _plain(surface))]


def _plain(word: str) -> str:
    word = _APOSTROPHES.sub("", word.casefold())
    if word.isascii():
        return word
    letters = unicodedata.normalize("NFKD", word)
    return "".join(sign for sign in letters if not unicodedata.combining(sign)).translate(UNMARKED)


class Normalizer:
    """The words of one language, with the FAQ's synonyms.

    `synonyms` are groups of words or phrases with the same meaning; the first of a group replaces the others. A phrase
    in two groups belongs to the first. Longer phrases win over shorter ones.
    """

    def __init__(self, language: str, synonyms: Iterable[Sequence[str]] = ()) -> None:
        self._stemmer = Stemmer(language)
        self._stems: dict[str, str] = {}
        self._replacements: dict[tuple[str, ...], tuple[tuple[str, str], ...]] = {}
        synonym_words: set[str] = set()
        for group in synonyms:
            phrases = [[plain for _, plain in split_words(phrase)] for phrase in group]
            head = next((phrase for phrase in phrases if phrase), [])
            replacement = tuple((plain, self.stem(plain)) for plain in head)
            for phrase in phrases:
                stems = tuple(self.stem(plain) for plain in phrase)
                synonym_words.update(phrase)
                if stems:
                    self._replacements.setdefault(stems, replacement)
        self.synonym_words = frozenset(synonym_words)
        # By first stem, the number of words of the longest synonym. Most words begin none.
        self._longest: dict[str, int] = {}
        for stems in self._replacements:
            self._longest[stems[0]] = max(len(stems), self._longest.get(stems[0], 0))

    def stem(self, plain: str) -> str:
        """The stem of a word in normal form."""
        return self._stems.get(plain) or self._stemmer(plain)

    def learn(self, plains: Iterable[str]) -> None:
        """Caches the stems of the FAQ's words. A patient's words are never cached."""
        self._stems.update((plain, self.stem(plain)) for plain in plains)

    def words(self, pairs: Sequence[tuple[str, str]]) -> tuple[Word, ...]:
        """Words from `split_words` (repaired or not) with stems, synonyms replaced by the first word of their group."""
        return tuple(word for _, words in self.groups(pairs) for word in words)

    def groups(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[int, tuple[Word, ...]]]:
        """The same in groups, each with the number of words of the text that it replaces."""
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
        """Number of words of the longest synonym at the beginning, and its replacement; (1, ()) without one."""
        for length in range(len(words), 0, -1):
            found = self._replacements.get(tuple(word.stem for word in words[:length]))
            if found is not None:
                return length, found
        return 1, ()
