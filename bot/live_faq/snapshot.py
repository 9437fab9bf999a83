"""Builds the snapshot of a FAQ in all its languages from its files, or reports every problem.

Owns what a translation takes from the main file. A snapshot never changes. Knows nothing of which files there are and
when they change (`faq_files`, `file_watcher`), and never writes one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from bot.core import phrasebook
from bot.core.deidentification.vocabulary import Vocabulary
from bot.core.dialogue.interpreter import Interpreter
from bot.core.faq.model import Faq
from bot.core.faq.yaml_reader import Loaded, read_faq
from bot.core.languages import language, supported
from bot.core.matching.across_languages import AcrossLanguages
from bot.core.matching.learning_key import learning_key
from bot.core.matching.matcher import LearntMatching, Matcher
from bot.core.matching.similarity import Encoders, EncodersOf, no_encoders
from bot.core.positions import FaqProblems, Places, Problem
from bot.core.red_flags import data as red_flag_data
from bot.core.red_flags.classifier import RedFlagClassifier
from bot.core.red_flags.detector import RedFlagDetector
from bot.core.red_flags.phrasebook_alarms import PhrasebookAlarms
from bot.core.red_flags.section import RedFlagSection
from bot.core.strict_yaml import parse
from bot.core.text.language_id import LanguageIdentifier, LanguageModel
from bot.core.text.markup import plain
from bot.core.text.normalization import normalize
from bot.live_faq.faq_files import Contents, digest_of_all
from bot.live_faq.interruptible import GoOn
from bot.live_faq.publishing import digest_of


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


def load(contents: Contents, before: Snapshot | None = None) -> tuple[dict[Path, Loaded], tuple[Problem, ...]]:
    """The FAQs in these files, the main one first, and the problems of translations, which are left out.

    Raises:
        FaqProblems: the main file has problems, or another language than that of `before`.
    """
    (path, data), *others = _readable(contents).items()
    problems = [content for content in contents.values() if isinstance(content, Problem)]
    main = _answering(read_faq(data, path.name))
    if before is not None and before.main.language != main.faq.language:
        raise FaqProblems((_other_language(main, before.main),))
    loaded = {path: main}
    for sibling, text in others:
        try:
            loaded[sibling] = _translation(sibling, text, main, loaded)
        except FaqProblems as found:
            problems += found.problems
    return loaded, tuple(problems)


def _readable(contents: Contents) -> dict[Path, bytes]:
    return {one: content for one, content in contents.items() if isinstance(content, bytes)}


def build(
    contents: Contents, aids: MatchingResources, before: Snapshot | None = None, go_on: GoOn = lambda: None
) -> Snapshot:
    """Builds the snapshot of these files, in up to some seconds per language that changed: call it off the event loop.
    `go_on` is called between the steps.

    Languages that did not change are taken from `before`. A translation with problems is left out or, if `before` has
    it, stays as it was; its problems are part of the snapshot.

    Raises:
        FaqProblems: the main file has problems, or another language than that of `before`.
    """
    loaded, problems = load(contents, before)
    texts, main = _readable(contents), next(iter(loaded.values()))
    faqs = {what.faq.language: what.faq for what in loaded.values()}
    kept = {  # translations that have problems now
        code: localized
        for code, localized in (before.by_language.items() if before else ())
        if localized.path in contents and localized.path not in loaded and code not in faqs
    }
    with ThreadPoolExecutor(max_workers=1) as beside:  # numpy lets two threads work at the same time
        detector = beside.submit(_detector, faqs | {code: one.faq for code, one in kept.items()}, aids, before)
        by_language: dict[str, LocalizedFaq] = {}
        for one, what in loaded.items():
            go_on()
            by_language[what.faq.language] = _localized(one, texts[one], what, main.faq, aids, before, go_on)
        by_language |= kept
        words = frozenset[str]().union(*(localized.own_words for localized in by_language.values()))
        languages = LanguageIdentifier(
            {code: localized.own_words for code, localized in by_language.items()},
            aids.known_words,
            aids.language_model,
        )
        alarms = detector.result().with_phrasebook(PhrasebookAlarms(languages, main.faq.clinic))
        across = AcrossLanguages(
            (one.faq for one in by_language.values()), lambda: aids.encoders(""), phrasebook.questions
        )
        digest = digest_of_all(contents)
        return Snapshot(MappingProxyType(by_language), alarms, words, languages, across, digest, problems)


def _detector(faqs: Mapping[str, Faq], aids: MatchingResources, before: Snapshot | None) -> RedFlagDetector:
    """The detector of red flags in all languages; that of `before` if its red flags are the same."""
    sections = _red_flags(faqs)
    if before is not None and sections == _red_flags({code: one.faq for code, one in before.by_language.items()}):
        return before.detector
    classifiers = {section.language: learnt for section in sections if (learnt := aids.classifier(section)) is not None}
    labelled = {section.language: red_flag_data.examples(section.language) for section in sections}
    return RedFlagDetector(sections, classifiers, aids.known_words, labelled=labelled)


def _red_flags(faqs: Mapping[str, Faq]) -> list[RedFlagSection]:
    """The sections of the FAQ's languages. A supported language that the FAQ lacks, say because its file is broken,
    borrows the signs of the main FAQ: its emergencies are answered in the main language."""
    sections = [RedFlagSection.of(faq) for faq in faqs.values() if faq.urgent is not None]
    main = next(iter(faqs.values()))
    lacking = {one.code for one in supported()} - {section.language for section in sections}
    return sections + [RedFlagSection.borrowed(main.urgent, code) for code in sorted(lacking) if main.urgent]


def _localized(
    path: Path, data: bytes, loaded: Loaded, main: Faq, aids: MatchingResources, before: Snapshot | None, go_on: GoOn
) -> LocalizedFaq:
    faq, shown = loaded.faq, with_entries_of(main, loaded.faq)
    known = before.by_language.get(loaded.faq.language) if before else None
    if known is not None and known.digest == digest_of(data) and (known.faq, known.shown) == (faq, shown):
        return known
    same = known is not None and _matcher_input(known.faq) == _matcher_input(faq)
    matcher = known.matcher if known is not None and same else _matcher(faq, aids, go_on)
    return LocalizedFaq(faq.language, path, data, faq, shown, matcher, own_words(faq), digest_of(data))


def _matcher(faq: Faq, aids: MatchingResources, go_on: GoOn) -> Matcher:
    words = aids.known_words.get(faq.language, frozenset())

    def fit(encoders: Encoders | None) -> Matcher:
        key = learning_key(faq, encoders.key if encoders is not None else "", words) if aids.kept is not None else ""
        learnt = aids.kept.get(key) if aids.kept is not None else None
        matcher = Matcher.fit(
            faq.published,
            synonyms=faq.synonyms,
            language=faq.language,
            matching=faq.matching,
            off_topic=faq.off_topic,
            encoders=encoders,
            known_words=words,
            learnt=learnt,
            go_on=go_on,
        )
        if aids.kept is not None and learnt is None:
            aids.kept.put(key, matcher.learnt)
        return matcher

    encoders = aids.encoders(faq.language)
    with_vectors = fit(encoders)
    if encoders is None or language(faq.language).sentence_model:
        return with_vectors
    lexical = fit(None)
    return with_vectors if with_vectors.thresholds.coverage > lexical.thresholds.coverage else lexical


def _matcher_input(faq: Faq) -> tuple[object, ...]:
    """What the matcher is built from."""
    entries = [(entry.id, entry.all_phrasings, entry.checks) for entry in faq.published]
    return faq.matching, faq.synonyms, faq.off_topic, entries


def _answering(loaded: Loaded) -> Loaded:
    if not loaded.faq.published:
        message, hint = "every entry is a draft, so there is nothing to answer with", "publish at least one"
        raise FaqProblems((Problem(loaded.places.of(("entries",)), message, hint),))
    return loaded


def _other_language(loaded: Loaded, main: LocalizedFaq) -> Problem:
    """The problem of a main file in another language: all checks and red flags of the old one would be gone."""
    code = loaded.faq.language
    message = f"the FAQ is in {language(main.language).name}, and this file says `language: {code}`"
    translation = f"{main.path.stem}.{code}{main.path.suffix}"
    hint = (
        f"a translation is a file of its own, {translation}; to change the main language, start the bot again with it"
    )
    return Problem(loaded.places.of(("language",)), message, hint)


def _translation(path: Path, data: bytes, main: Loaded, loaded: Mapping[Path, Loaded]) -> Loaded:
    found = _answering(read_faq(data, path.name, main.faq))
    language, named = found.faq.language, path.stem.rpartition(".")[2]
    place = found.places.of(("language",))
    if language != named:
        message = f"the file's name says '{named}' and its `language` says '{language}'"
        raise FaqProblems((Problem(place, message, f"write `language: {named}`"),))
    for other, one in loaded.items():
        if one.faq.language == language:
            message = f"'{language}' is the language of {other.name} already"
            raise FaqProblems((Problem(place, message, "rename or remove one of the files"),))
    return replace(found, faq=_completed(found.faq, main.faq))


def _completed(faq: Faq, main: Faq) -> Faq:
    """A translation completed by values of the main FAQ."""
    clinic = faq.clinic.model_copy(
        update={name: value for name, value in main.clinic if name not in faq.clinic.model_fields_set}
    )
    titled = {topic.id for topic in faq.topics}
    return faq.model_copy(
        update={
            "clinic": clinic,
            "topics": (*faq.topics, *(topic for topic in main.topics if topic.id not in titled)),
            "matching": faq.matching if "matching" in faq.model_fields_set else main.matching,
        }
    )


def with_entries_of(main: Faq, faq: Faq) -> Faq:
    """A translation with the entries of the main FAQ that it lacks."""
    known = {entry.id for entry in faq.published}
    lent = tuple(entry for entry in main.published if entry.id not in known)
    return faq.model_copy(update={"entries": (*faq.published, *lent)}) if lent else faq


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
