"""Masks the names among the words of a message: the order of the rules, each of which has a module of its own.

The words around a name are in `name_cues`, and the vocabulary is passed in. Knows nothing of shapes such as numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.core.deidentification import name_cues as cues
from bot.core.deidentification.names import capitals, employers, neighbours, organisations, place_names
from bot.core.deidentification.names.eponyms import is_eponym
from bot.core.deidentification.names.name_words import NameWords
from bot.core.deidentification.names.told_names import ADDRESSED, TOLD, ToldNames
from bot.core.deidentification.tokens import Token, word_at
from bot.core.deidentification.vocabulary import Vocabulary


class NameDetector:
    """Masks the names, places and organisations in a tokenised message."""

    def __init__(self, vocabulary: Vocabulary, faq_words: Collection[str]) -> None:
        self._words = NameWords(vocabulary, faq_words)
        self._told = ToldNames(self._words)

    def mark(self, tokens: list[Token]) -> None:
        """Masks the tokens in place."""
        place_names.mark_long_places(tokens, self._words)
        capitals.mark_capitals(tokens, self._words)
        capitals.mark_lines(tokens, self._words)
        self._mark_told(tokens)
        organisations.mark(tokens, self._words)
        employers.mark(tokens)
        neighbours.mark(tokens, self._words)
        _mark_titles(tokens)

    def _mark_told(self, tokens: Sequence[Token]) -> None:
        """Masks persons and places that are told by the words around them."""
        for at, token in enumerate(tokens):
            if (token.kept or (token.unknown and token.kind == "other")) and not is_eponym(tokens, at):
                reason = self._told.reason(tokens, at)
                if reason:
                    called = token.base in cues.NAMED_MONTHS and reason != ADDRESSED
                    a_month = token.base in cues.MONTHS and not called and reason != TOLD
                    token.mask("date" if a_month else "name", reason)
                elif token.base in self._words.towns and place_names.is_place_here(tokens, at):
                    token.mask("place", "follows a preposition of place")


def _mark_titles(tokens: Sequence[Token]) -> None:
    """Masks the titles before a masked name."""
    for at, token in enumerate(tokens):
        if token.kept and token.text in cues.FOLDED_TITLES and word_at(tokens, at + 1, ".", back=False).kind == "name":
            token.mask("name", "a title")
            if tokens[at + 1].text == ".":
                tokens[at + 1].text = ""
