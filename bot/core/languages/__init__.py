"""All that depends on a language, one record each. To add a language, add its record here.

A record lives in a module of its own (`english`, `spanish`) once the bot can converse in the language, with its
red-flag cues in another. `others` are languages whose words the bot can tell or stem, and no more.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from bot.core.languages.english import ENGLISH
from bot.core.languages.language import Language
from bot.core.languages.others import OTHERS
from bot.core.languages.spanish import SPANISH

LANGUAGES = (ENGLISH, SPANISH, *OTHERS)
_BY_CODE = MappingProxyType({record.code: record for record in LANGUAGES})


def language(code: str) -> Language:
    """The record of a language; one that knows nothing of the language where there is none."""
    return _BY_CODE.get(code) or Language(code, f"the language '{code}'")


def supported() -> tuple[Language, ...]:
    """The languages in which emergencies are recognised."""
    return tuple(record for record in LANGUAGES if record.cues is not None)


def words(field: Callable[[Language], str]) -> frozenset[str]:
    """The words of that field in all languages."""
    return frozenset(word for record in LANGUAGES for word in field(record).split())
