"""Masks ages, dates and numbers in words of a foreign message: "nieto de doce años", "le trois juillet".

The cues are in `foreign_cues` and `foreign_person_cues`. Knows nothing of names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.core.deidentification.foreign_cues import Cues
from bot.core.deidentification.foreign_person_cues import PersonCues
from bot.core.deidentification.tokens import Token

_COMPOUND = re.compile(r"\w+(?:zig|ssig)|\w+(?:zig|ssig)(?:ste[nrms]?|er)")
"""German numbers from twenty on, as one word."""
_AGED = re.compile(r"(?!lang|mehr|viel|voll|minder|ganz)\w+jahrige?[rnms]?")
"""German: "zwölfjährige"."""
_ROW = 3
"""Small numbers in a row that are one large number."""


def mark(tokens: Sequence[Token], folded: Sequence[str], cues: Cues, persons: PersonCues) -> None:
    """Masks the tokens in place."""
    runs = _runs(tokens, folded, cues)
    for number, (first, last) in enumerate(runs):
        behind = runs[number + 1] if number + 1 < len(runs) else (len(tokens), len(tokens))
        if not (
            _mask_date(tokens, folded, first, last, cues, persons) or _mask_age(tokens, folded, first, last, persons)
        ):
            said = [folded[at] for at in range(first, last + 1) if tokens[at].word]
            counted = [word for word in said if word in cues.digits]
            if behind[0] == last + 2 and folded[last + 1] in persons.of_month | {"du", "del", "do"}:
                _mask(tokens, first, behind[1], "date", "a date in words")
            elif len(counted) >= _ROW or len(counted) < len([word for word in said if word not in cues.joins]):
                _mask(tokens, first, last, "number", "a number in words")
    for at, token in enumerate(tokens):
        if folded[at] in cues.months:
            first = _day_before(tokens, folded, at, persons)
            _mask(tokens, first, at, "date", "a month")
        elif cues.nouns_are_capitals and _AGED.fullmatch(folded[at]):
            token.mask("age", "an age in words")


def _is_number(tokens: Sequence[Token], word: str, at: int, cues: Cues) -> bool:
    if not (tokens[at].kept or tokens[at].unknown):
        return False
    return word in cues.digits | cues.tens or (cues.nouns_are_capitals and _COMPOUND.fullmatch(word) is not None)


def _runs(tokens: Sequence[Token], folded: Sequence[str], cues: Cues) -> list[tuple[int, int]]:
    """The first and last token of each number: number words with joining words and marks between them."""
    runs: list[tuple[int, int]] = []
    open_ = False
    for at, token in enumerate(tokens):
        if _is_number(tokens, folded[at], at, cues):
            if open_:
                runs[-1] = (runs[-1][0], at)
            else:
                runs.append((at, at))
            open_ = True
        elif token.text == "\n" or (token.word and folded[at] not in cues.joins):
            open_ = False
    return runs


def _mask_date(
    tokens: Sequence[Token], folded: Sequence[str], first: int, last: int, cues: Cues, persons: PersonCues
) -> bool:
    """Masks a day with its month, and a year in words behind it."""
    at = last + 1
    if at < len(tokens) and folded[at] in persons.of_month:
        at += 1
    if at >= len(tokens) or folded[at] not in cues.months:
        return False
    _mask(tokens, first, at, "date", "a date in words")
    return True


def _day_before(tokens: Sequence[Token], folded: Sequence[str], at: int, persons: PersonCues) -> int:
    """Where a day before the month begins: "primero de", "[number] de"; the month itself if there is none."""
    day = at - 2 if at > 1 and folded[at - 1] in persons.of_month else at - 1
    if day >= 0 and (folded[day] in persons.ordinals or tokens[day].kind in {"number", "date"}):
        return day
    return at


def _mask_age(tokens: Sequence[Token], folded: Sequence[str], first: int, last: int, persons: PersonCues) -> bool:
    """Masks a number of years that is somebody's age, and its unit."""
    unit = last + 1 if last + 1 < len(tokens) and folded[last + 1] in persons.years else last
    after = folded[unit + 1] if unit + 1 < len(tokens) else ""
    if after in persons.goes_on and not _of_person(tokens, folded, first, persons):
        return False
    if unit == last:
        ends = unit + 1 >= len(tokens) or not tokens[unit + 1].word or after in {"und", "aber", "geworden"}
        if not (ends and first and folded[first - 1] in persons.bare):
            return False
    elif not (_of_person(tokens, folded, first, persons) or _has_age(folded, first, persons)):
        return False
    _mask(tokens, first, unit, "age", "an age in words")
    return True


def _has_age(folded: Sequence[str], first: int, persons: PersonCues) -> bool:
    said = any(tuple(folded[first - size : first]) in persons.has_age for size in (1, 2, 3) if size <= first)
    return said and tuple(folded[max(0, first - 2) : first]) != ("y", "a")


def _of_person(tokens: Sequence[Token], folded: Sequence[str], first: int, persons: PersonCues) -> bool:
    """Whether a person stands right before: "nieto de", "ma fille,"."""
    before = first - 1
    if before > 0 and (folded[before] in persons.of_person or tokens[before].text == ","):
        before -= 1
    if before > 0 and tokens[before].kind == "name" and folded[before] not in persons.persons:
        before -= 1
    return before >= 0 and folded[before] in persons.persons


def _mask(tokens: Sequence[Token], first: int, last: int, kind: str, reason: str) -> None:
    """Masks a range as one, with the marks in it."""
    for token in tokens[first : last + 1]:
        if token.word:
            token.mask(kind, reason)
        else:
            token.text = ""
