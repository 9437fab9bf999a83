"""Finds names in texts that are, or are about to be, published: names of the word lists, and full names in prose.

There a name at the wrong place is worse than a word too few, so it does not matter what stands around it. Owns which
words count; what a patient writes is de-identified by the `anonymizer`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise

from bot.core.deidentification.dictionaries import fold
from bot.core.deidentification.foreign_person_cues import PERSON_CUES
from bot.core.deidentification.name_cues import EPONYMS, GRAMMAR, KIN, MODAL, TITLES, words
from bot.core.deidentification.names.eponyms import is_eponym
from bot.core.deidentification.tokens import Token
from bot.core.deidentification.vocabulary import Vocabulary

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_CAPITAL = r"[A-ZÀ-ÖØ-Þ][^\W\d_]"
_CAPITALS = re.compile(
    rf"(?:(?:[A-Z]|Dr|Prof|Mr|Mrs|Ms)\.|\b[A-Z]\b|\b{_CAPITAL}+)"
    rf"(?: (?:(?:van|von|de|der|da|di|du|al|el|bin) )*{_CAPITAL}+)+"
)
"""Words with capitals, one after the other; the first may be an initial or a title."""
_ARTICLES = {
    "de": words("das der die ein eine den dem kein keine mehr viel"),
    "es": words("los las unos unas estos esos mis sus muchos fuertes estas esas sin el la un una muchas los"),
    "fr": words("les des mes ses ces une la le un l d sans beaucoup"),
    "pt": words("as os umas minhas suas essas estas muitas fortes sem a o um uma"),
}
"""Behind one, a word that is a name too is none: "los dolores"."""
_HARDLY_NAMES = words("long young tiny hung bent lean skip chance bear tan")
"""Given names that hardly anybody has, in the place of which everybody uses the word."""


class ListedNames:
    """The names in texts of one language."""

    def __init__(self, vocabulary: Vocabulary, usual: Collection[str], *, language: str = "en") -> None:
        """`usual` are words, in small letters, which are no names in this language although they are in the lists.
        These are made for English: in other languages no word is certainly a name."""
        own = next((one for one in vocabulary.foreign if one.language == language), None)
        cues = PERSON_CUES.get(language)
        self._named_words = own.given if own is not None else frozenset[str]()
        self._told_apart = _ARTICLES.get(language, frozenset())
        self._persons = cues.persons if cues is not None else KIN
        self._surnames = (own.surnames if own is not None else vocabulary.surnames) - GRAMMAR - MODAL
        self._names = vocabulary.names
        self._vocabulary = vocabulary
        self._given = vocabulary.given - GRAMMAR - MODAL - _HARDLY_NAMES
        self._usual = frozenset(usual)
        self._english = language == "en"
        common = self._usual | GRAMMAR | MODAL | _HARDLY_NAMES | vocabulary.health
        self._unusual = (vocabulary.surnames | vocabulary.towns) - common

    def certain(self, text: str) -> tuple[str, ...]:
        """The names that are no everyday words, each once and as written."""
        return _distinct(found for found, word in self._words(text) if self._english and self._is_name(word))

    def possible(self, text: str) -> tuple[str, ...]:
        """The names that are everyday words too ("ivy", "mark"), each once and as written."""
        said = list(self._words(text))
        own = (
            found
            for at, (found, word) in enumerate(said)
            if fold(word) in self._named_words and not (at and fold(said[at - 1][1]) in self._told_apart)
        )
        return _distinct((*(found for found, word in said if self._may_be_name(word)), *own))

    def unlikely(self, text: str) -> tuple[str, ...]:
        """The everyday words that are surnames or towns and that the FAQ doesn't use, and those that stand behind a
        relation: "my sister brown". Each once and as written."""
        said = [(found, word) for found, word in self._words(text)]
        unusual = (found for found, word in said if self._english and word in self._unusual)
        related = (
            found
            for (_, before), (found, word) in pairwise(said)
            if fold(before) in self._persons and (fold(word) in self._surnames or fold(word) in self._named_words)
        )
        return _distinct((*unusual, *related))

    def full_names(self, text: str) -> tuple[str, ...]:
        """What looks like the name of a person in prose, by its capitals: "Jan Bronk", "Dr Price". Illnesses and scales
        named after people, places, organisations and drugs are none."""
        runs = (found[0].split() for found in _CAPITALS.finditer(" ".join(text.split())))
        # what stands before a name may have a capital too: "Ask Dr Price"
        parts = ([run[at:] for at in range(len(run) - 1)] for run in runs)
        found = (next((part for part in of_run if self._is_full_name(part)), None) for of_run in parts)
        return _distinct(" ".join(part) for part in found if part is not None)

    def _is_full_name(self, written: list[str]) -> bool:
        first, last = (word.rstrip(".").lower() for word in (written[0], written[-1]))
        if not written[0][0].isupper() or last in EPONYMS or written[-1].isupper():
            return False
        if first in TITLES:
            return self._may_end_a_name(last) or last in self._vocabulary.surnames
        if not self._english:
            return first in self._names and not self._is_foreign(first) and self._may_end_a_name(last)
        if len(first) == 1:  # an initial, or the end of another sentence
            return first not in GRAMMAR and (last in self._names or last in self._vocabulary.surnames)
        begins = first in self._names or first in self._given or not self._is_known(first)
        return begins and self._may_end_a_name(last)

    def _may_end_a_name(self, word: str) -> bool:
        return word not in self._vocabulary.places and (word in self._names or not self._is_known(word))

    def _is_known(self, word: str) -> bool:
        return any(word in known for known in (self._vocabulary.words, self._vocabulary.places, GRAMMAR, EPONYMS))

    def _is_name(self, word: str) -> bool:
        return word in self._names and word not in self._usual

    def _may_be_name(self, word: str) -> bool:
        if self._english:
            return word in self._given
        if word in self._usual or self._is_foreign(word):
            return False
        return word in self._given or word in self._names

    def _is_foreign(self, word: str) -> bool:
        return any(word in dictionary for dictionary in self._vocabulary.foreign)

    def _words(self, text: str) -> Iterator[tuple[str, str]]:
        """The words without possessive endings, as written and in small letters. Illnesses named after people are left
        out."""
        written = _WORD.findall(text.replace("’", "'"))
        tokens = [Token(word.lower(), word=True) for word in written]
        for at, token in enumerate(tokens):
            if not is_eponym(tokens, at):
                yield written[at][: len(token.base)], token.base


def _distinct(found: Iterable[str]) -> tuple[str, ...]:
    first: dict[str, str] = {}
    for word in found:
        first.setdefault(word.lower(), word)
    return tuple(first.values())
