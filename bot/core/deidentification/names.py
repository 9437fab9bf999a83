"""Detects names among the words of a message by capitals, by cues around them and by neighbours.

Owns the rules; `name_cues` has the words, and the vocabulary is passed in. Knows nothing of shapes such as numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.core.deidentification import employers
from bot.core.deidentification import name_cues as cues
from bot.core.deidentification import sentence_places as places
from bot.core.deidentification.number_words import ONES, TENS
from bot.core.deidentification.tokens import Token, lines_of, mark_at, word_at
from bot.core.deidentification.vocabulary import Vocabulary

_NUMBERS = frozenset(f"{ONES}|{TENS}".split("|"))
_ADDRESSED, _TOLD = "somebody is addressed", "introduced as a name"


class NameDetector:
    """Masks the names, places and organisations in a tokenised message."""

    def __init__(self, vocabulary: Vocabulary, faq_words: Collection[str]) -> None:
        self._given = vocabulary.given
        self._either = vocabulary.given | vocabulary.surnames
        self._surnames = vocabulary.surnames - cues.MODAL
        self._towns = vocabulary.towns
        self._places = frozenset(place for place in vocabulary.places if "-" in place)
        self._place_starts = frozenset(place.split("-")[0] for place in self._places)
        self._careful = cues.GRAMMAR - cues.SURNAMES_TOO | cues.MODAL
        self._opening = (vocabulary.given | vocabulary.towns) - self._careful - _NUMBERS
        self._usual = vocabulary.common | cues.GENERIC | frozenset(faq_words)
        # With a capital, an everyday word is part of a name even if the FAQ uses it: "Walk Score".
        self._trusted = cues.GENERIC | (vocabulary.health - self._either - vocabulary.towns)

    def is_eponym(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether a name is part of the name of an illness: "bell's palsy", "ramsay hunt", "parkinson's"."""
        token = tokens[at]
        if token.base not in cues.EPONYMS or word_at(tokens, at - 1).text in cues.ALWAYS_TITLES:
            return False
        if token.text.replace("'", "") in cues.BARE_EPONYMS:
            return True
        before, after = word_at(tokens, at - 1, "-"), word_at(tokens, at + 1, "-", back=False)
        return after.base in cues.EPONYM_OF or before.base in cues.EPONYM_FIRST

    def mark(self, tokens: list[Token]) -> None:
        """Masks the tokens in place."""
        self._mark_long_places(tokens)
        self._mark_capitals(tokens)
        self._mark_lines(tokens)
        for at, token in enumerate(tokens):
            if (token.kept or (token.unknown and token.kind == "other")) and not self.is_eponym(tokens, at):
                reason = self._name_here(tokens, at)
                if reason:
                    called = token.base in cues.NAMED_MONTHS and reason != _ADDRESSED
                    a_month = token.base in cues.MONTHS and not called and reason != _TOLD
                    token.mask("date" if a_month else "name", reason)
                elif token.base in self._towns and self._is_place_here(tokens, at):
                    token.mask("place", "follows a preposition of place")
        self._mark_organisations(tokens)
        self._mark_neighbours(tokens)
        for at, token in enumerate(tokens):
            if (
                token.kept
                and token.text in cues.FOLDED_TITLES
                and word_at(tokens, at + 1, ".", back=False).kind == "name"
            ):
                token.mask("name", "a title")
                if tokens[at + 1].text == ".":
                    tokens[at + 1].text = ""

    def _mark_capitals(self, tokens: list[Token]) -> None:
        for at, token in enumerate(tokens):
            if not token.kept or not token.capital or not token.telling or token.base in self._trusted:
                continue
            if self.is_eponym(tokens, at):
                continue
            if token.shouted and token.base in self._usual and word_at(tokens, at - 1).text not in cues.SHOUTED_AFTER:
                continue  # stressed, or an abbreviation
            after = word_at(tokens, at + 1)
            if not token.opens:
                token.mask("name", "written with a capital")
            elif after.capital and not after.shouted and after.base not in self._trusted:
                token.mask("name", "opens a run of capitals")
            elif token.base in self._opening and after.text not in cues.OBJECTS:
                token.mask("name", "written with a capital")
        for at, token in enumerate(tokens):
            if token.kept and token.capital and token.base not in cues.GENERIC and not self.is_eponym(tokens, at):
                around = (word_at(tokens, at - 1).kind, word_at(tokens, at + 1).kind)
                if around == ("name", "name"):
                    token.mask("name", "between capitals")

    def _mark_lines(self, tokens: list[Token]) -> None:
        """Masks lines of a form or signature that consist of a name."""
        lines = lines_of(tokens)
        for line in lines if len(lines) > 1 else ():
            inside = [token for token in line if token.word]
            open_ones = [token for token in inside if token.kind is None]
            names = self._either | self._towns
            capitals = all(token.capital and token.base not in self._trusted for token in open_ones)
            if len(inside) <= 4 and (capitals or all(token.base in names - self._careful for token in open_ones)):
                for token in open_ones:
                    token.mask("name", "a line of its own")

    def _mark_long_places(self, tokens: list[Token]) -> None:
        for at in range(len(tokens) - 1):
            for size in (3, 2):
                part = tokens[at : at + size]
                if tokens[at].text not in self._place_starts:
                    break
                kept = len(part) == size and all(token.kept for token in part)
                if kept and "-".join(token.text for token in part) in self._places:
                    for token in part:
                        token.mask("place", "a place of several words")

    def _name_here(self, tokens: Sequence[Token], at: int) -> str:
        """Why the word in this place is a name; empty if it is not."""
        token, word = tokens[at], tokens[at].base
        before, after = word_at(tokens, at - 1), word_at(tokens, at + 1)
        title = word_at(tokens, at - 1, ".").text
        given = word in self._given or (token.unknown and token.repair not in self._careful)
        little = word in self._careful
        # A little word is a name only if no clause continues behind it: "will here", not "will it".
        free = not little or not after.word or after.text in cues.FOLLOWS_NAME | cues.SAYS or after.kind is not None
        if self._is_told(tokens, at) and (not little or given):
            return _TOLD
        if title in cues.ALWAYS_TITLES and (not little or (given and free)):
            return "follows a title"
        if title in cues.TITLES and after.kind == "name" and not little and word not in cues.NO_SURNAME | cues.SAYS:
            return "follows a title"
        free_here = free or after.base in self._either
        if title in cues.TITLES and word not in cues.NO_SURNAME | cues.SAYS:
            if free_here and (given or word in self._either):
                return "follows a title"
            if not little and self._is_titled(tokens, at, title):
                return "follows a title"
        if self._ends_a_name(tokens, at) and not little:
            return "ends a name"
        if places.is_told_apart(tokens, at, after) or (not little and self._is_in_a_place(tokens, at, given)):
            return "in a person's place"
        called = before.text in {"him", "her", "me", "them"} and word_at(tokens, at - 2).text in cues.NAMING
        if called and not little and (given or word in self._either):
            return _TOLD
        unusual = word not in self._usual and not word.endswith("s")
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
        either = given or word in self._either
        if not either and not token.text.endswith("s"):
            return False
        if before not in cues.UNASKED and either and places.is_person(tokens, at):
            return True
        if before in places.LIKES and given and not token.typo and places.is_liked(tokens, at):
            return True
        if before in cues.DETERMINER:
            return False
        if before in cues.SPOKEN_TO and either and not token.typo and self._is_spoken_of(tokens, at):
            return True
        if not token.text.endswith("s"):
            return False
        plural = token.text[:-1] if token.text.endswith("s") and token.text != word else token.text.removesuffix("s")
        owner = token.text.endswith("'s") and either
        owner = owner or (token.text.endswith("s") and plural in self._given - self._careful)
        return owner and places.is_owner(tokens, at)

    def _is_spoken_of(self, tokens: Sequence[Token], at: int) -> bool:
        after = word_at(tokens, at + 1)
        return not after.word or after.text in cues.AFTER_SPOKEN_TO

    def _given_here(self, tokens: Sequence[Token], at: int, before: Token, after: Token, free: bool) -> str:
        word = tokens[at].base
        little = word in self._careful
        earlier = tokens[at - 2].text if at >= 2 else ""
        previous = before.text if before.kind is None else ""
        if previous in {"im", "i'm"} or (previous == "am" and earlier == "i"):
            return "follows an introduction"
        if previous in {"is", "it's"} and (earlier in {"this", "here"} or (previous == "it's" and not little)):
            return "follows an introduction"
        if free and previous in cues.KIN:
            return "follows a relation"
        greeting = word_at(tokens, at - 1, ",").text
        if (free or after.base in self._either) and (
            greeting in cues.GREETING or (previous == "you" and earlier == "thank") or _signs(tokens, at)
        ):
            return "follows a greeting"
        # "About synkinsis" is no person, "ask for tosin" is one.
        addressed = cues.SPOKEN_TO if tokens[at].typo and (earlier, previous) != ("ask", "for") else cues.ADDRESSED
        if previous in addressed and (free or (previous in cues.TOLD and after.text in {"that", "to"})):
            return _ADDRESSED
        if previous in {"to", "from"} and not little and earlier in cues.MAIL:
            return _ADDRESSED
        if previous == "of" and not after.word and not tokens[at].unknown:
            return 'follows "of"'
        if not little and tokens[at].text.endswith("'s") and previous not in cues.DETERMINER:
            return "a possessive"
        if after.text in cues.SAYS and not little and previous not in cues.DETERMINER:
            return "somebody speaks"
        if not little and previous not in cues.DETERMINER and after.base in self._surnames and not tokens[at].unknown:
            return "a first name and a surname"
        if not before.word and not little:
            behind = word_at(tokens, at + 2)
            paired = after.base in self._either and (not behind.word or behind.text in cues.FOLLOWS_NAME | cues.SAYS)
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

    def _is_place_here(self, tokens: Sequence[Token], at: int) -> bool:
        before, after = word_at(tokens, at - 1), word_at(tokens, at + 1)
        near = {token.text for token in tokens[max(0, at - 3) : at]}
        if before.text == "to":
            return (
                bool(near & {"moved", "move", "moving", "travel", "from", "drive"})
                or word_at(tokens, at - 2).kind == "place"
            )
        if before.text in cues.SETTLEMENTS and not after.word:
            return True
        if after.text == "is" and word_at(tokens, at + 2).text in {"too", "so", "very", "quite"}:
            return word_at(tokens, at + 3).text in {"far", "near", "close"} and before.text not in cues.UNASKED
        if before.text not in cues.PLACE_CUES:
            return False
        return bool(near & cues.MUST_LIVE) or not after.word or after.text in cues.AFTER_PLACE

    def _mark_organisations(self, tokens: list[Token]) -> None:
        for at, token in enumerate(tokens):
            if token.text in cues.COMPANY or (token.kept and token.text in cues.BUILDINGS):
                self._mark_before_building(tokens, at)
        employers.mark(tokens)

    def _mark_before_building(self, tokens: Sequence[Token], at: int) -> None:
        legal = tokens[at].text in cues.LEGAL_FORMS
        start = at
        while start > max(0, at - 4):
            other = tokens[start - 1]
            if not other.word or (other.text in cues.ORDINARY and not (legal and other.text in {"and", "of"})):
                break
            start -= 1
        named = legal or (0 < at - start < 4 and word_at(tokens, start - 1).text in cues.AT_BUILDING)
        for other in tokens[start:at]:
            if named or other.base in self._either | self._towns:
                other.mask("other", "names an organisation")

    def _mark_neighbours(self, tokens: list[Token]) -> None:
        """Masks words beside a mask that can be part of the same name."""
        for step in (-1, 1):
            for at in range(len(tokens)) if step < 0 else reversed(range(len(tokens))):
                token, other = tokens[at], word_at(tokens, at + step, "-", back=step < 0)
                if token.kept and other.kind and not other.typo and not self.is_eponym(tokens, at):
                    reason = self._joins(tokens, at, other, step)
                    if reason:
                        token.mask("address" if other.kind in {"number", "address"} else other.kind, reason)

    def _joins(self, tokens: Sequence[Token], at: int, other: Token, step: int) -> str:
        word, after = tokens[at].base, word_at(tokens, at + 1)
        if other.kind == "name" and word not in cues.PREFIXES and _is_hyphened(tokens, at, step):
            return "joined to a name"
        named = other.kind in {"name", "handle"} or (
            other.kind in {"other", "place"} and (other.unknown or not other.reason)
        )
        if named and word in (cues.LAST_OF_PLACE if step < 0 else cues.FIRST_OF_PLACE):
            return "part of a place"
        if named and word in cues.WITHIN_NAME and after.kind == "name" and word_at(tokens, at - 1).kind:
            return "within a name"
        free = word not in self._careful or not after.word or after.text in cues.FOLLOWS_NAME or after.kind == "name"
        if step < 0 and named and free and word in self._either:
            return "beside a name"
        if step < 0 and other.kind == "name" and word in cues.LITTLE_SURNAMES and (not after.word or after.kind):
            return "ends a name"
        if step > 0 and word in self._given - self._careful and other.unknown:
            return "beside a name"
        if step > 0 and other.kind == "name" and free and word in self._given:
            return "beside a name"
        if step < 0 and other.unknown and word not in self._usual:
            return "" if word.endswith(("s", "ing", "ed", "ly")) else "beside a name"
        around = (word_at(tokens, at - 1).kind, after.kind)
        if step < 0 and around[0] in {"number", "address", "id"} and around[1] not in {None, "date", "phone", "email"}:
            return "" if word in cues.GRAMMAR else "within an address"
        return ""


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


def _is_hyphened(tokens: Sequence[Token], at: int, step: int) -> bool:
    """Whether a hyphen without spaces joins a word to the next, or (`step` -1) the one before: "so-yeon"."""
    if not 0 <= at + 2 * step < len(tokens):
        return False
    first, hyphen, last = tokens[at : at + 3] if step > 0 else tokens[at - 2 : at + 1]
    return hyphen.text == "-" and first.end == hyphen.start and hyphen.end == last.start
