"""Names that are told by the words around them: behind a title or a greeting, before "said", in a person's place.

Knows nothing of capitals, and of what stands beside a name that is found.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.deidentification import name_cues as cues
from bot.core.deidentification.names import person_positions as positions
from bot.core.deidentification.names.name_words import NameWords
from bot.core.deidentification.tokens import Token, mark_at, word_at

ADDRESSED, TOLD = "somebody is addressed", "introduced as a name"
"""Reasons by which "may" and "april" are told from the names of months."""


class ToldNames:
    """Decides whether a word is a name."""

    def __init__(self, words: NameWords) -> None:
        self._words = words

    def reason(self, tokens: Sequence[Token], at: int) -> str:
        """Why the word in this place is a name; empty if it is not."""
        token, word = tokens[at], tokens[at].base
        before, after = word_at(tokens, at - 1), word_at(tokens, at + 1)
        title = word_at(tokens, at - 1, ".").text
        given = word in self._words.given or (token.unknown and token.repair not in self._words.careful)
        little = word in self._words.careful
        # A little word is a name only if no clause continues behind it: "will here", not "will it".
        free = not little or not after.word or after.text in cues.FOLLOWS_NAME | cues.SAYS or after.kind is not None
        if self._is_told(tokens, at) and (not little or given):
            return TOLD
        if title in cues.ALWAYS_TITLES and (not little or (given and free)):
            return "follows a title"
        if title in cues.TITLES and after.kind == "name" and not little and word not in cues.NO_SURNAME | cues.SAYS:
            return "follows a title"
        free_here = free or after.base in self._words.either
        if title in cues.TITLES and word not in cues.NO_SURNAME | cues.SAYS:
            if free_here and (given or word in self._words.either):
                return "follows a title"
            if not little and self._is_titled(tokens, at, title):
                return "follows a title"
        if self._ends_a_name(tokens, at) and not little:
            return "ends a name"
        if positions.is_told_apart(tokens, at, after) or (not little and self._is_in_a_place(tokens, at, given)):
            return "in a person's place"
        called = before.text in {"him", "her", "me", "them"} and word_at(tokens, at - 2).text in cues.NAMING
        if called and not little and (given or word in self._words.either):
            return TOLD
        unusual = word not in self._words.usual and not word.endswith("s")
        given = given or (unusual and before.text in {"to", "from"})
        return self._given_here(tokens, at, before, after, free) if given else ""

    def _is_titled(self, tokens: Sequence[Token], at: int, title: str) -> bool:
        """Whether a word that is no name elsewhere is a surname behind a title: "dr foot", "nurse chin said"."""
        word, after = tokens[at].base, word_at(tokens, at + 1)
        ends = not after.word or after.text in cues.FOLLOWS_NAME
        first = at - 2 if tokens[at - 1].word else at - 3
        owned = word_at(tokens, first).text in cues.NO_TITLE
        if owned or word in cues.OF_DOCTORS:
            return False
        if title in cues.SHORT_TITLES:
            return ends or not word.endswith(("ed", "ing"))
        return word in cues.BODY and (ends or after.text in cues.SAYS)

    def _is_in_a_place(self, tokens: Sequence[Token], at: int, given: bool) -> bool:
        token, word = tokens[at], tokens[at].base
        before = word_at(tokens, at - 1).text
        either = given or word in self._words.either
        if not either and not token.text.endswith("s"):
            return False
        if before not in cues.UNASKED and either and positions.is_person(tokens, at):
            return True
        if before in positions.LIKES and given and not token.typo and positions.is_liked(tokens, at):
            return True
        if before in cues.DETERMINER:
            return False
        if before in cues.SPOKEN_TO and either and not token.typo and self._is_spoken_of(tokens, at):
            return True
        if not token.text.endswith("s"):
            return False
        plural = token.text[:-1] if token.text.endswith("s") and token.text != word else token.text.removesuffix("s")
        owner = token.text.endswith("'s") and either
        owner = owner or (token.text.endswith("s") and plural in self._words.given - self._words.careful)
        return owner and positions.is_owner(tokens, at)

    def _is_spoken_of(self, tokens: Sequence[Token], at: int) -> bool:
        after = word_at(tokens, at + 1)
        return not after.word or after.text in cues.AFTER_SPOKEN_TO

    def _given_here(self, tokens: Sequence[Token], at: int, before: Token, after: Token, free: bool) -> str:
        word = tokens[at].base
        little = word in self._words.careful
        earlier = tokens[at - 2].text if at >= 2 else ""
        previous = before.text if before.kind is None else ""
        if previous in {"im", "i'm"} or (previous == "am" and earlier == "i"):
            return "follows an introduction"
        if previous in {"is", "it's"} and (earlier in {"this", "here"} or (previous == "it's" and not little)):
            return "follows an introduction"
        if free and previous in cues.KIN:
            return "follows a relation"
        greeting = word_at(tokens, at - 1, ",").text
        if (free or after.base in self._words.either) and (
            greeting in cues.GREETING or (previous == "you" and earlier == "thank") or _signs(tokens, at)
        ):
            return "follows a greeting"
        # "About synkinsis" is no person, "ask for tosin" is one.
        addressed = cues.SPOKEN_TO if tokens[at].typo and (earlier, previous) != ("ask", "for") else cues.ADDRESSED
        if previous in addressed and (free or (previous in cues.TOLD and after.text in {"that", "to"})):
            return ADDRESSED
        if previous in {"to", "from"} and not little and earlier in cues.MAIL:
            return ADDRESSED
        if previous == "of" and not after.word and not tokens[at].unknown:
            return 'follows "of"'
        if not little and tokens[at].text.endswith("'s") and previous not in cues.DETERMINER:
            return "a possessive"
        if after.text in cues.SAYS and not little and previous not in cues.DETERMINER:
            return "somebody speaks"
        if (
            not little
            and previous not in cues.DETERMINER
            and after.base in self._words.surnames
            and not tokens[at].unknown
        ):
            return "a first name and a surname"
        if not before.word and not little:
            behind = word_at(tokens, at + 2)
            paired = after.base in self._words.either and (
                not behind.word or behind.text in cues.FOLLOWS_NAME | cues.SAYS
            )
            if paired or after.text in cues.OWNS:
                return "opens a sentence"
        if previous == "its" and after.text in {"here", "again"}:
            return "somebody speaks"
        if not before.word and (after.text in {"here", "speaking", "again"} or mark_at(tokens, at + 1) == ":"):
            return "somebody speaks"
        return ""

    def _is_told(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether the word is within three words after "my name is", "name:" and the like."""
        back = at - 1
        while back >= 0 and at - back <= 2 and tokens[back].kind == "name":
            back -= 1
        texts = tuple(token.text for token in tokens[max(0, back - 1) : back + 1])
        return texts in cues.NAME_IS or texts[-1:] in cues.NAME_IS

    def _ends_a_name(self, tokens: Sequence[Token], at: int) -> bool:
        """A plain word behind a first name that was introduced: "dr [name] foot said", "regards, [name] good"."""
        after = word_at(tokens, at + 1)
        if at < 2 or tokens[at - 1].kind != "name" or (after.word and after.text not in cues.FOLLOWS_NAME | cues.SAYS):
            return False
        led = word_at(tokens, at - 2, ".,").text
        if tokens[at].base in cues.NO_SURNAME | cues.SAYS:
            return False
        return led in cues.TITLES | cues.GREETING | {"is", "im", "i'm", "am", "signed"}


def _signs(tokens: Sequence[Token], at: int) -> bool:
    """The last word of the message or the last but one, on its own after a mark or after thanks."""
    if at + 6 < len(tokens):
        return False
    rest = [token for token in tokens[at + 1 :] if token.word and token.text not in {"x", "xx", "xxx"}]
    if len(rest) > 1 or at == 0:
        return False
    if tokens[at - 1].word:
        return at >= 2 and not rest and tokens[at - 1].text in {"much", "advance", "regards"}
    return tokens[at - 1].text in {",", ".", "!", "?", "\n"}
