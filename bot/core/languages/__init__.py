"""Everything that depends on a language, one record each, read from `data/`. To add a language, add its file there."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from bot.core.languages import data
from bot.core.languages.language import Language


@cache
def known() -> tuple[Language, ...]:
    """The records of all languages, read once."""
    return data.load()


def language(code: str) -> Language:
    """The record of a language; an empty one for an unknown code."""
    return next((record for record in known() if record.code == code), Language(code, f"the language '{code}'"))


def supported() -> tuple[Language, ...]:
    """The languages in which emergencies are recognised."""
    return tuple(record for record in known() if record.cues is not None)


def words(field: Callable[[Language], str]) -> frozenset[str]:
    """The words of that field in all languages."""
    return frozenset(word for record in known() for word in field(record).split())
