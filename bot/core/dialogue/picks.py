"""Which of the offered questions a message picks: "the second one", "2", "yes"; or that it is none of them. Knows
nothing of the questions."""

from __future__ import annotations

import re

from bot.core import languages
from bot.core.languages.language import Language
from bot.core.text.normalization import normalize

LONGEST = 6
"""A message of more words says something else."""
_NUMBER = re.compile(r"(\d)(?:st|nd|rd|th|o|a)?")
_ENDINGS = frozenset({"", "o", "os", "as"})
"""What may stand in place of the last letter of an ordinal: "primera", "primero", "primer"."""


def picked(text: str, language: str, offered: int) -> int | None:
    """The place, from 0 on, of the question that a message picks from so many; None if it picks none. A mere yes picks
    the first, which is the likeliest."""
    record, words = languages.language(language), normalize(text).split()
    if not words or len(words) > LONGEST:
        return None
    yes = set(record.affirming_words.split())
    telling = [word for word in words if word not in yes and word not in record.picking_words.split()]
    if not telling:
        return 0 if yes.intersection(words) else None
    place = _place(telling[0], record, offered) if len(telling) == 1 else None
    return place if place is not None and place < offered else None


def points_at_a_choice(text: str, language: str) -> bool:
    """Whether a message only speaks of a choice, which may not be there: "the second one", "the other one"."""
    record, words = languages.language(language), normalize(text).split()
    if not 0 < len(words) <= LONGEST:
        return False
    if rejects(text, language):
        return True
    telling = [word for word in words if word not in record.picking_words.split()]
    return len(telling) == 1 and _place(telling[0], record, 1) is not None


def rejects(text: str, language: str) -> bool:
    """Whether a message only says that none of the offered questions is meant: "none of these", "something else"."""
    record, words = languages.language(language), normalize(text).split()
    rejecting = set(record.rejecting_words.split())
    beside = {*record.pointing_at_all.split(), *record.picking_words.split()}
    return len(words) <= LONGEST and not rejecting.isdisjoint(words) and rejecting.union(beside).issuperset(words)


def _place(word: str, record: Language, offered: int) -> int | None:
    if (number := _NUMBER.fullmatch(word)) is not None:
        return int(number[1]) - 1 if int(number[1]) else None
    if record.last and _is_form(word, record.last):
        return offered - 1
    return next((nth for nth, one in enumerate(record.ordinals.split()) if _is_form(word, one)), None)


def _is_form(word: str, ordinal: str) -> bool:
    """Whether a word is an ordinal but for its ending; "seguro" is no "segunda"."""
    return word == ordinal or (word[: len(ordinal) - 1] == ordinal[:-1] and word[len(ordinal) - 1 :] in _ENDINGS)
