"""What matching and its examination need besides the FAQ: encoders, known words, and what was learnt before."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bot.core.deidentification.vocabulary import Vocabulary
from bot.core.matching.matcher import LearntMatching
from bot.core.matching.similarity import EncodersOf, no_encoders
from bot.core.red_flags.classifier import RedFlagClassifier
from bot.core.red_flags.section import RedFlagSection
from bot.core.text.language_id import LanguageModel


class LearntMatchings(Protocol):
    """Keeps what matching learnt, by a key for what it learnt from."""

    def get(self, key: str) -> LearntMatching | None: ...
    def put(self, key: str, learnt: LearntMatching) -> None: ...
    def clear(self) -> None: ...


@dataclass(frozen=True, slots=True)
class MatchingResources:
    """What matching and its examination need besides the FAQ."""

    encoders: EncodersOf = no_encoders
    known_words: Mapping[str, Collection[str]] = field(default_factory=dict)
    """By language, words in normal form that are no typing errors."""
    learnt: Callable[[str], RedFlagClassifier] | None = None
    """What is learnt of red flags in a language; without it, phrases alone raise alarms."""
    kept: LearntMatchings | None = None
    """What matching learnt before; without it, everything is learnt anew."""
    language_model: LanguageModel | None = None
    """Recognises languages; without it, they are told by their words alone."""
    vocabulary: Vocabulary | None = None
    """Which words are names; without it, the examination looks for none."""

    def classifier(self, section: RedFlagSection) -> RedFlagClassifier | None:
        """What is learnt of red flags, corrected by the examples of a FAQ."""
        if self.learnt is None:
            return None
        own = {one.text: one.raises for one in section.examples if not one.built_in}
        encoders = self.encoders(section.language)
        kept = encoders.for_faq if encoders is not None else None
        return self.learnt(section.language).corrected(list(own), list(own.values()), kept)
