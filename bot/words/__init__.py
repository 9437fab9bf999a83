"""The generated word lists, and reading them. Which words stand in them is decided in scripts/make_words.py."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from bot.core.deidentification.dictionaries import Dictionary
from bot.core.deidentification.vocabulary import Vocabulary
from bot.core.deidentification.word_list import WordList

FOREIGN = ("de", "es", "fr", "pt")
"""Languages other than English that have a list."""


@cache
def load() -> Vocabulary:
    """The lists of this package (about 2 MB), read once a process. Raises OSError where a list is missing."""

    def text(name: str, ending: str = "txt") -> str:
        return (files(__name__) / f"{name}.{ending}").read_text(encoding="utf-8")

    def words(name: str) -> frozenset[str]:
        return frozenset(text(name).split())

    terms = {line.split("\t")[0] for line in text("terms", "tsv").splitlines() if not line.startswith("#")}
    return Vocabulary(
        words=WordList("\n".join(sorted({*text("vocabulary").split(), *terms}))),
        common=words("common"),
        health=words("health") | terms,
        given=words("both_given"),
        surnames=words("both_surnames"),
        towns=words("both_places"),
        names=WordList(text("names")),
        places=WordList(text("places")),
        foreign=tuple(
            Dictionary(code, WordList(text(code)), words(f"both_given.{code}"), words(f"both_surnames.{code}"))
            for code in FOREIGN
        ),
    )
