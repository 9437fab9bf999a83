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
_STEM = 4
"""Letters of an ordinal that are the same in all its forms: "primera", "primero", "primer"."""


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


def rejects(text: str, language: str) -> bool:
    """Whether a message only says that none of the offered questions is meant: "none of these", "something else"."""
    record, words = languages.language(language), normalize(text).split()
    rejecting = set(record.rejecting_words.split())
    beside = {*record.pointing_at_all.split(), *record.picking_words.split()}
    return len(words) <= LONGEST and not rejecting.isdisjoint(words) and rejecting.union(beside).issuperset(words)


def _place(word: str, record: Language, offered: int) -> int | None:
    if (number := _NUMBER.fullmatch(word)) is not None:
        return int(number[1]) - 1 if int(number[1]) else None
    if record.last and word[:_STEM] == record.last[:_STEM]:
        return offered - 1
    return next((nth for nth, one in enumerate(record.ordinals.split()) if word[:_STEM] == one[:_STEM]), None)
