"""De-identifies a message in a language other than English of which everyday words are known.

Stricter than in English: only words of that language's list and of health are kept, and no name is in these. The cues
are in `foreign_cues`. Knows nothing of shapes such as numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.core.deidentification import foreign_numbers, foreign_persons
from bot.core.deidentification.dictionaries import Dictionary, fold
from bot.core.deidentification.foreign_cues import CUES, Cues
from bot.core.deidentification.foreign_person_cues import PERSON_CUES
from bot.core.deidentification.name_cues import EPONYMS, GRAMMAR
from bot.core.deidentification.tokens import Token
from bot.core.deidentification.vocabulary import Vocabulary
from bot.core.languages import language
from bot.core.text.language_id import LanguageIdentifier

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_MASK = re.compile(r"\[[a-z]+\]")
_CLITICS = re.compile(r"(\w*(?:[aei]r|ndo))(?:me|te|se|nos)?(?:l[aeo]s?)?")
"""Spanish verbs with pronouns behind: "ponerme"."""
_TELLING = 400
"""Characters of a message that its language is told from."""
_LEAST_KNOWN = 3
"""Words of a message that a list must have where nothing else tells the language."""
_LONGEST_NAME = 4
_ELISIONS = frozenset({"l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quelqu"})
_KEPT_LETTERS = frozenset("aeouy")


class ForeignMessages:
    """Masks messages in the languages of the vocabulary's dictionaries."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._terms = vocabulary.health
        self._names = vocabulary.names
        self._dictionaries = {dictionary.language: dictionary for dictionary in vocabulary.foreign}
        self._function_words = {
            code: frozenset(fold(word) for word in language(code).function_words.split()) for code in self._dictionaries
        }
        self._languages = LanguageIdentifier({"en": GRAMMAR}, {"en": vocabulary.words})

    def knows(self, word: str) -> bool:
        """Whether one of the languages has a word."""
        return any(self._is_kept(word, dictionary) for dictionary in self._dictionaries.values())

    def dictionary_of(self, text: str, guess: bool) -> Dictionary | None:
        """That of the language of a message, if it is known. `guess`: it is surely not English."""
        if not self._dictionaries:
            return None
        text = _MASK.sub(" ", text[:_TELLING])
        likely = self._languages.likely(text)
        known = next((self._dictionaries[code] for code in likely if code in self._dictionaries), None)
        if known is not None or not guess:
            return known
        # A short message that no word tells, or one in a sister language: the list that has most of it.
        said = [word.lower() for word in _WORD.findall(text)]
        most = {one: sum(self._is_kept(word, self._dictionaries[one]) for word in said) for one in self._dictionaries}
        best = max(most, key=lambda one: most[one])
        return self._dictionaries[best] if most[best] >= _LEAST_KNOWN else None

    def mask(self, tokens: Sequence[Token], dictionary: Dictionary) -> bool:
        """Masks the tokens in place. Returns whether more than half the words are unknown."""
        cues = CUES[dictionary.language]
        little = self._function_words[dictionary.language] | cues.joins
        for at, token in enumerate(tokens):
            if token.kept and not self._is_kept(token.text, dictionary) and not _is_eponym(tokens, at):
                token.unknown = True
                named = token.text in self._names and not token.opens and fold(token.text) not in cues.months
                token.mask("name" if named else "other", "a name" if named else "not an everyday word")
        self._mask_capitals(tokens, cues)
        folded = [fold(token.text) for token in tokens]
        persons = PERSON_CUES[dictionary.language]
        foreign_numbers.mark(tokens, folded, cues, persons)
        for at, token in enumerate(tokens):
            for phrases, kind in ((cues.told, "name"), (cues.lives, "place"), (cues.works, "other")):
                if any(tuple(folded[at - size : at]) in phrases for size in (1, 2, 3) if size <= at):
                    _mask_run(tokens, folded, at, little, cues.joins, kind)
            alone = token.opens and token.kept and folded[at] not in little and token.text not in self._terms
            if alone and any(tuple(folded[at + 1 : at + 1 + size]) in cues.is_mine for size in (2, 3)):
                token.mask("name", "in a person's place")
            if at and folded[at - 1] in cues.titles:
                _mask_titled(tokens, folded, at, little)
        foreign_persons.mark(tokens, folded, dictionary, persons)
        plain = [token for token in tokens if token.word and (token.kind is None or token.unknown)]
        return sum(token.unknown for token in plain) * 2 > len(plain)

    def _is_kept(self, word: str, dictionary: Dictionary) -> bool:
        before, apostrophe, rest = word.rpartition("'")
        if apostrophe and fold(before) in _ELISIONS:
            word = rest
        if fold(word) in _KEPT_LETTERS | CUES[dictionary.language].digits or word in dictionary or word in self._terms:
            return True
        verb = _CLITICS.fullmatch(fold(word)) if dictionary.language == "es" and word not in self._names else None
        return verb is not None and verb[1] in dictionary

    def _mask_capitals(self, tokens: Sequence[Token], cues: Cues) -> None:
        words = [token for token in tokens if token.word and token.text]
        capitals = sum(token.capital for token in words)
        if cues.nouns_are_capitals or capitals * 2 > len(words):
            return
        for token in words:
            trusted = token.text in self._terms or token.text in EPONYMS
            if token.capital and not token.opens and not token.shouted and not trusted:
                token.mask("name", "written with a capital")


def _is_eponym(tokens: Sequence[Token], at: int) -> bool:
    """Whether a name is part of an illness's: "parálisis de bell"."""
    if tokens[at].text not in {"bell", "ramsay", "hunt"}:
        return False
    before = [fold(token.text) for token in tokens[max(0, at - 3) : at]]
    if tokens[at].text == "ramsay" and at + 1 < len(tokens) and tokens[at + 1].text == "hunt":
        return True
    return any(word.startswith(("paral", "sindrom", "syndrom", "lahmung")) or word == "ramsay" for word in before)


def _mask_run(
    tokens: Sequence[Token], folded: Sequence[str], at: int, little: frozenset[str], joins: frozenset[str], kind: str
) -> None:
    """Masks the words from there on, up to a mark or a function word; one such may come first, or end a name."""
    while at < len(tokens) and tokens[at].text in {":", ".", "-"}:
        at += 1
    for place in range(at, min(len(tokens), at + _LONGEST_NAME)):
        ends = place + 1 == len(tokens) or folded[place + 1] in joins or tokens[place + 1].text in {"-", "."}
        small = folded[place] in little and not (ends and kind == "name" and folded[place] not in joins)
        if not tokens[place].word or (small and place > at):
            break
        if not small:
            tokens[place].mask(kind, "introduced as one")


def _mask_titled(tokens: Sequence[Token], folded: Sequence[str], at: int, little: frozenset[str]) -> None:
    """Masks the word behind a title."""
    if at < len(tokens) and tokens[at].text == ".":
        at += 1
    if at < len(tokens) and tokens[at].word and folded[at] not in little:
        tokens[at].mask("name", "follows a title")
