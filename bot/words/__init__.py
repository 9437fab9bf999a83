"""The generated word lists, and reading them. Which words stand in them is decided in scripts/make_words.py."""

from __future__ import annotations

from importlib.resources import files

from bot.core.deidentification.vocabulary import Vocabulary
from bot.core.deidentification.word_list import WordList


def load() -> Vocabulary:
    """Reads the lists of this package (about 0.6 MB). Raises OSError where a list is missing."""

    def text(name: str) -> str:
        return (files(__name__) / f"{name}.txt").read_text(encoding="ascii")

    def words(name: str) -> frozenset[str]:
        return frozenset(text(name).split())

    return Vocabulary(
        words=WordList(text("vocabulary")),
        common=words("common"),
        health=words("health"),
        given=words("both_given"),
        surnames=words("both_surnames"),
        towns=words("both_places"),
        names=WordList(text("names")),
        places=WordList(text("places")),
    )
