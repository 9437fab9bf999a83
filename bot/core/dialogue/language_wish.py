"""A message that only asks for another language: "English please", "¿habla español?"."""

from __future__ import annotations

from collections.abc import Collection

from bot.core import languages
from bot.core.text.normalization import normalize


def wished_language(text: str, spoken: Collection[str]) -> str | None:
    """The language that a message asks for, one of those `spoken`; None for any other message."""
    words = set(normalize(text).split())
    beside = languages.words(lambda one: one.wishing_words)
    for code in spoken:
        names = words.intersection(languages.language(code).own_names.split())
        if names and words - names <= beside:
            return code
    return None
