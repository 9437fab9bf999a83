"""The FAQ in all its languages at one moment, ready to answer. It never changes.

Knows nothing of how it is built (`snapshot_builder`) and of files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.core.dialogue.interpreter import Interpreter
from bot.core.faq.model import Faq
from bot.core.matching.across_languages import AcrossLanguages
from bot.core.matching.matcher import Matcher
from bot.core.positions import Places, Problem
from bot.core.red_flags.detector import RedFlagDetector
from bot.core.red_flags.section import RedFlagSection
from bot.core.strict_yaml import parse
from bot.core.text.language_id import LanguageIdentifier
from bot.core.text.markup import plain
from bot.core.text.normalization import normalize


@dataclass(frozen=True, slots=True)
class LocalizedFaq:
    """One language of the FAQ, ready to answer."""

    language: str
    path: Path
    data: bytes
    """The content of the file."""
    faq: Faq
    """A translation takes what it leaves out (clinic, topics, target of wrong answers) from the main FAQ."""
    shown: Faq
    """What patients see: the FAQ and, in a translation, the entries of the main FAQ that it lacks."""
    matcher: Matcher
    own_words: frozenset[str]
    """The words of its questions and answers in normal form."""
    digest: str

    @property
    def untranslated(self) -> frozenset[str]:
        """The ids of the entries that the main FAQ lends to a translation."""
        return frozenset(entry.id for entry in self.shown.published) - {entry.id for entry in self.faq.published}

    @property
    def places(self) -> Places:
        """The places of its values in the file, read anew each time: they take more memory than the FAQ."""
        return parse(self.data, self.path.name).places


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All languages of the FAQ at one moment, the main one first."""

    by_language: Mapping[str, LocalizedFaq]
    detector: RedFlagDetector
    own_words: frozenset[str]
    """The words of all languages: what the FAQ itself says is no personal detail."""
    languages: LanguageIdentifier
    across: AcrossLanguages
    digest: str
    """Changes with any of the files."""
    problems: tuple[Problem, ...] = ()
    """Those of translations, which are left out or stay as they were."""

    @property
    def main(self) -> LocalizedFaq:
        """The FAQ in its main language."""
        return next(iter(self.by_language.values()))

    @property
    def texts(self) -> Iterator[str]:
        """The questions, answers and synonyms of all languages, without markup."""
        return (text for localized in self.by_language.values() for text in _texts(localized.faq))

    def localized(self, language: str | None) -> LocalizedFaq:
        """The FAQ in this language, else in the main one."""
        return self.by_language.get(language or "", self.main)

    def interpreter(self, language: str | None = None) -> Interpreter:
        """The interpreter of messages in this language, else in the main one."""
        localized = self.localized(language)
        return Interpreter(
            localized.language,
            localized.matcher,
            self.detector.detect,
            localized.own_words,
            self.languages.likely,
            self.across.rank,
            localized.untranslated,
        )

    def red_flag_section(self, language: str) -> RedFlagSection:
        """The red flags of a language, those of the main FAQ if it has none."""
        faq, main = self.by_language[language].faq, self.main.faq
        if faq.urgent is None and main.urgent is not None:
            return RedFlagSection.borrowed(main.urgent, language)
        return RedFlagSection.of(faq)


def own_words(faq: Faq) -> frozenset[str]:
    """The words of the FAQ's questions, answers and synonyms in normal form."""
    return frozenset(word for text in _texts(faq) for word in normalize(text).split())


def _texts(faq: Faq) -> Iterator[str]:
    for group in faq.synonyms:
        yield from group
    for entry in faq.published:
        yield from entry.all_phrasings
        yield plain(entry.answer)
        yield plain(entry.details or "")
