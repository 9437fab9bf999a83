"""A second opinion on an English message: another finder of personal data, which may mask what the rules have kept.

Knows nothing of how the finder works.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.core.deidentification.identifiers import Identifier
from bot.core.deidentification.name_cues import BODY, GRAMMAR
from bot.core.deidentification.names.eponyms import is_eponym
from bot.core.deidentification.tokens import END, Token, word_at
from bot.core.deidentification.vocabulary import Vocabulary

FindIdentifiers = Callable[[str], Sequence[Identifier]]
"""Finds what identifies a person in a text as `unify_characters` leaves it."""


class SecondOpinionMasker:
    """Masks words that were kept and in which the finder sees personal data, if one of those that stand together is a
    name or a town elsewhere, was repaired or stands beside a mask. Other words ("whistle", "chewing") stay."""

    def __init__(self, find: FindIdentifiers, vocabulary: Vocabulary) -> None:
        """`find` must not raise an error."""
        self._find = find
        self._everyday = GRAMMAR | BODY | vocabulary.health
        self._doubtful = (vocabulary.given | vocabulary.surnames | vocabulary.towns) - self._everyday

    def mask(self, text: str, tokens: list[Token]) -> None:
        """Masks the kept words of `text` in which it sees personal data, if one of those that stand together is
        doubtful. `tokens` are those of the text, after the rules."""
        open_ones = [at for at in range(len(tokens)) if self._may_tell(text, tokens, at)]
        doubtful = {at for at in open_ones if self._is_doubtful(text, tokens, at)}
        found = self._find(text) if doubtful else ()
        run: list[int] = []
        kinds: dict[int, str] = {}
        for at in (*open_ones, len(tokens) + 1):
            token = tokens[at] if at < len(tokens) else END
            kind = next((one.kind for one in found if one.start < token.end and token.start < one.end), "")
            if run and (not kind or at != run[-1] + 1):
                if not doubtful.isdisjoint(run):
                    for place in run:
                        tokens[place].mask(kinds[place], "a second opinion")
                run = []
            if kind:
                run.append(at)
                kinds[at] = kind

    def _may_tell(self, text: str, tokens: list[Token], at: int) -> bool:
        """Whether a word is kept and, as it was written, may tell something of a person."""
        written = text[tokens[at].start : tokens[at].end].lower()
        tells = written.removesuffix("'s") not in self._everyday
        return tokens[at].kept and tells and not is_eponym(tokens, at)

    def _is_doubtful(self, text: str, tokens: list[Token], at: int) -> bool:
        """Whether a word is a name or a town elsewhere, was written otherwise, or stands beside what may be a name."""
        token = tokens[at]
        if token.base in self._doubtful or token.text != text[token.start : token.end].lower():
            return True
        return not {word_at(tokens, at - 1).kind, word_at(tokens, at + 1).kind}.isdisjoint(("name", "place", "other"))
