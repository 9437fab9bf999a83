"""A message that asks for another language, alone or before a question: "English please", "¿habla español?", "do you
speak Spanish, how much is it".
"""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.core import languages
from bot.core.dialogue.small_talk import without_greeting
from bot.core.text.normalization import normalize

LONGEST = 300
"""Characters of a message in which a wish beside a question is looked for."""
TELLING = 4
"""Least letters of a word that tells a wish: "speak", "please", "habla"."""
_CLAUSE = re.compile(r"[?!.,;:\n¿¡]+")
_WORD = re.compile(r"\S+")


def wished_language(text: str, spoken: Collection[str]) -> str | None:
    """The language that a message asks for, one of those `spoken`; None for any other message."""
    words = set(normalize(text).split())
    beside = _wishing_words()
    for code in spoken:
        names = words.intersection(languages.language(code).own_names.split())
        if names and words - names <= beside:
            return code
    return None


def wish_and_question(text: str, spoken: Collection[str]) -> tuple[str, str] | None:
    """The language that a part of a message asks for, and the rest, which asks something else; None without both."""
    bare = without_greeting(text)
    if len(bare) > LONGEST:
        return None
    clauses = [clause for clause in _CLAUSE.split(bare) if normalize(clause)]
    for nth, clause in enumerate(clauses):
        wished = wished_language(without_greeting(clause), spoken)
        rest = ", ".join(one.strip() for one in (*clauses[:nth], *clauses[nth + 1 :]))
        if wished is not None and rest:
            return wished, rest
    return _at_the_beginning(bare, spoken)


def _at_the_beginning(text: str, spoken: Collection[str]) -> tuple[str, str] | None:
    """The same where no sign parts the wish from the question. A language's name with short words is no wish: "my
    Spanish doctor"."""
    names = {name: code for code in spoken for name in languages.language(code).own_names.split()}
    beside, wished, longest = _wishing_words(), None, 0
    for word in _WORD.finditer(text):
        plain = normalize(word[0])
        if plain not in names and plain not in beside:
            return (wished, text[word.start() :]) if wished is not None and longest >= TELLING else None
        wished = wished or names.get(plain)
        longest = max(longest, 0 if plain in names else len(plain))
    return None


def _wishing_words() -> frozenset[str]:
    return languages.words(lambda one: one.wishing_words)
