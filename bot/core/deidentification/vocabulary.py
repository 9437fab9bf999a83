"""The words that may be kept, and those that are names. Knows nothing of sentences and files."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.core.deidentification.dictionaries import Dictionary


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Lower-case words. All but `names`, `places` and `foreign` are part of `words`."""

    words: Collection[str]
    """Every everyday word that may be kept."""
    common: frozenset[str]
    """The most common of them."""
    health: frozenset[str]
    """Words of health and of chat, and reviewed terms of medicine, among the kept ones."""
    given: frozenset[str]
    """Kept words that are given names too ("mark", "hope")."""
    surnames: frozenset[str]
    """Kept words that are surnames too ("price", "young")."""
    towns: frozenset[str]
    """Kept words that are towns too ("reading", "bath")."""
    names: Collection[str]
    """Names that are never kept."""
    places: Collection[str]
    """Places that are never kept."""
    foreign: Collection[Dictionary] = ()
    """Everyday words of other languages."""

    @property
    def by_language(self) -> dict[str, Collection[str]]:
        """The everyday words of each language, by code, without accents."""
        return {"en": self.words, **{one.language: one.words for one in self.foreign}}
