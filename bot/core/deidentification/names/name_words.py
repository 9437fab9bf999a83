"""The words that the rules about names know: names of persons and places, and words that are rarely one."""

from __future__ import annotations

from collections.abc import Collection

from bot.core.deidentification import name_cues as cues
from bot.core.deidentification.shapes.number_words import ONES, TENS
from bot.core.deidentification.vocabulary import Vocabulary

_NUMBERS = frozenset(f"{ONES}|{TENS}".split("|"))


class NameWords:
    """Sets of words in small letters, from the vocabulary and the words of the FAQ."""

    def __init__(self, vocabulary: Vocabulary, faq_words: Collection[str]) -> None:
        self.given = vocabulary.given
        """First names."""
        self.either = vocabulary.given | vocabulary.surnames
        """First names and surnames."""
        self.surnames = vocabulary.surnames - cues.MODAL
        self.towns = vocabulary.towns
        self.places = frozenset(place for place in vocabulary.places if "-" in place)
        """Places of several words, joined by hyphens."""
        self.place_starts = frozenset(place.split("-")[0] for place in self.places)
        self.careful = cues.GRAMMAR - cues.SURNAMES_TOO | cues.MODAL
        """Little words, which are rarely a name: "will", "may"."""
        self.opening = (vocabulary.given | vocabulary.towns) - self.careful - _NUMBERS
        """Names that are told by a capital also where a sentence begins."""
        self.usual = vocabulary.common | cues.GENERIC | frozenset(faq_words)
        """Everyday words, and those of the FAQ."""
        # With a capital, an everyday word is part of a name even if the FAQ uses it: "Walk Score".
        self.trusted = cues.GENERIC | (vocabulary.health - self.either - vocabulary.towns)
        """Words that are no part of a name even with a capital."""
