"""Finds names of the word lists in a text, without regard to what stands around them.

For texts that are about to be published: there a name at the wrong place is worse than a word too few. Owns which words
count; what a patient writes is de-identified by the `anonymizer`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from bot.core.deidentification.name_cues import GRAMMAR, MODAL, words
from bot.core.deidentification.names import NameDetector
from bot.core.deidentification.tokens import Token
from bot.core.deidentification.vocabulary import Vocabulary

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_HARDLY_NAMES = words("long young tiny hung bent lean skip chance bear tan")
"""Given names that hardly anybody has, in the place of which everybody uses the word."""


class ListedNames:
    """The names in texts of one language."""

    def __init__(self, vocabulary: Vocabulary, usual: Collection[str], *, english: bool = True) -> None:
        """`usual` are words, in small letters, which are no names in this language although they are in the lists.
        These are made for English: in other languages no word is certainly a name."""
        self._names = vocabulary.names
        self._given = vocabulary.given - GRAMMAR - MODAL - _HARDLY_NAMES
        self._usual = frozenset(usual)
        self._english = english
        self._rules = NameDetector(vocabulary, ())

    def certain(self, text: str) -> tuple[str, ...]:
        """The names that are no everyday words, each once and as written."""
        return _distinct(found for found, word in self._words(text) if self._english and self._is_name(word))

    def possible(self, text: str) -> tuple[str, ...]:
        """The names that are everyday words too ("ivy", "mark"), each once and as written."""
        return _distinct(found for found, word in self._words(text) if self._may_be_name(word))

    def _is_name(self, word: str) -> bool:
        return word in self._names and word not in self._usual

    def _may_be_name(self, word: str) -> bool:
        if self._english:
            return word in self._given
        return word not in self._usual and (word in self._given or word in self._names)

    def _words(self, text: str) -> Iterator[tuple[str, str]]:
        """The words as written, and in small letters without a possessive ending. Illnesses named after people are
        left out."""
        written = _WORD.findall(text)
        tokens = [Token(word.lower().replace("’", "'"), word=True) for word in written]
        for at, token in enumerate(tokens):
            if not self._rules.is_eponym(tokens, at):
                yield written[at], token.base


def _distinct(found: Iterable[str]) -> tuple[str, ...]:
    return tuple({word.lower(): word for word in found}.values())
