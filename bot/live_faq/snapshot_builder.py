"""Builds the snapshot of a FAQ from the contents of its files; what has not changed is taken from the one before.

Knows nothing of which files there are and when they change (`faq_files`, `file_watcher`), and never writes one.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType

from bot.core import phrasebook
from bot.core.faq.model import Faq
from bot.core.faq.yaml_reader import Loaded
from bot.core.languages import language, supported
from bot.core.matching.across_languages import AcrossLanguages
from bot.core.matching.learning_key import learning_key
from bot.core.matching.matcher import Matcher
from bot.core.matching.similarity import Encoders
from bot.core.red_flags import data as red_flag_data
from bot.core.red_flags.detector import RedFlagDetector
from bot.core.red_flags.phrasebook_alarms import PhrasebookAlarms
from bot.core.red_flags.section import RedFlagSection
from bot.core.text.language_id import LanguageIdentifier
from bot.live_faq.faq_files import Contents, digest_of_all
from bot.live_faq.faq_loader import load_faqs, readable, with_entries_of
from bot.live_faq.interruptible import GoOn
from bot.live_faq.matching_resources import MatchingResources
from bot.live_faq.publishing import digest_of
from bot.live_faq.snapshot import LocalizedFaq, Snapshot, own_words


def build_snapshot(
    contents: Contents, resources: MatchingResources, before: Snapshot | None = None, go_on: GoOn = lambda: None
) -> Snapshot:
    """Builds the snapshot of these files, in up to some seconds per language that changed: call it off the event loop.
    `go_on` is called between the steps.

    Languages that did not change are taken from `before`. A translation with problems is left out or, if `before` has
    it, stays as it was; its problems are part of the snapshot.

    Raises:
        FaqProblems: the main file has problems, or another language than that of `before`.
    """
    loaded, problems = load_faqs(contents, before)
    texts, main = readable(contents), next(iter(loaded.values()))
    faqs = {what.faq.language: what.faq for what in loaded.values()}
    kept = {  # translations that have problems now
        code: localized
        for code, localized in (before.by_language.items() if before else ())
        if localized.path in contents and localized.path not in loaded and code not in faqs
    }
    with ThreadPoolExecutor(max_workers=1) as beside:  # numpy lets two threads work at the same time
        detector = beside.submit(
            _red_flag_detector, faqs | {code: one.faq for code, one in kept.items()}, resources, before
        )
        by_language: dict[str, LocalizedFaq] = {}
        for one, what in loaded.items():
            go_on()
            by_language[what.faq.language] = _localized_faq(one, texts[one], what, main.faq, resources, before, go_on)
        by_language |= kept
        words = frozenset[str]().union(*(localized.own_words for localized in by_language.values()))
        languages = LanguageIdentifier(
            {code: localized.own_words for code, localized in by_language.items()},
            resources.known_words,
            resources.language_model,
        )
        alarms = detector.result().with_phrasebook(PhrasebookAlarms(languages, main.faq.clinic))
        across = AcrossLanguages(
            (one.faq for one in by_language.values()), lambda: resources.encoders(""), phrasebook.questions
        )
        digest = digest_of_all(contents)
        return Snapshot(MappingProxyType(by_language), alarms, words, languages, across, digest, problems)


def _red_flag_detector(
    faqs: Mapping[str, Faq], resources: MatchingResources, before: Snapshot | None
) -> RedFlagDetector:
    """The detector of red flags in all languages; that of `before` if its red flags are the same."""
    sections = _red_flag_sections(faqs)
    if before is not None and sections == _red_flag_sections(
        {code: one.faq for code, one in before.by_language.items()}
    ):
        return before.detector
    classifiers = {
        section.language: learnt for section in sections if (learnt := resources.classifier(section)) is not None
    }
    labelled = {section.language: red_flag_data.examples(section.language) for section in sections}
    return RedFlagDetector(sections, classifiers, resources.known_words, labelled=labelled)


def _red_flag_sections(faqs: Mapping[str, Faq]) -> list[RedFlagSection]:
    """The sections of the FAQ's languages. A supported language that the FAQ lacks, say because its file is broken,
    borrows the signs of the main FAQ: its emergencies are answered in the main language."""
    sections = [RedFlagSection.of(faq) for faq in faqs.values() if faq.urgent is not None]
    main = next(iter(faqs.values()))
    lacking = {one.code for one in supported()} - {section.language for section in sections}
    return sections + [RedFlagSection.borrowed(main.urgent, code) for code in sorted(lacking) if main.urgent]


def _localized_faq(
    path: Path,
    data: bytes,
    loaded: Loaded,
    main: Faq,
    resources: MatchingResources,
    before: Snapshot | None,
    go_on: GoOn,
) -> LocalizedFaq:
    """One language; that of `before`, or at least its matcher, if nothing changed that they are built from."""
    faq, shown = loaded.faq, with_entries_of(main, loaded.faq)
    known = before.by_language.get(loaded.faq.language) if before else None
    if known is not None and known.digest == digest_of(data) and (known.faq, known.shown) == (faq, shown):
        return known
    same = known is not None and _matcher_input(known.faq) == _matcher_input(faq)
    matcher = known.matcher if known is not None and same else _fitted_matcher(faq, resources, go_on)
    return LocalizedFaq(faq.language, path, data, faq, shown, matcher, own_words(faq), digest_of(data))


def _fitted_matcher(faq: Faq, resources: MatchingResources, go_on: GoOn) -> Matcher:
    """The matcher of one language; what it learnt before is not learnt again."""
    words, store = resources.known_words.get(faq.language, frozenset()), resources.kept

    def fit(encoders: Encoders | None) -> Matcher:
        key = learning_key(faq, encoders.key if encoders is not None else "", words) if store is not None else ""
        learnt = store.get(key) if store is not None else None
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
        if store is not None and learnt is None:
            store.put(key, matcher.learnt)
        return matcher

    encoders = resources.encoders(faq.language)
    with_vectors = fit(encoders)
    if encoders is None or language(faq.language).sentence_model:
        return with_vectors
    lexical = fit(None)
    return with_vectors if with_vectors.thresholds.coverage > lexical.thresholds.coverage else lexical


def _matcher_input(faq: Faq) -> tuple[object, ...]:
    """What the matcher is built from."""
    entries = [(entry.id, entry.all_phrasings, entry.checks) for entry in faq.published]
    return faq.matching, faq.synonyms, faq.off_topic, entries
