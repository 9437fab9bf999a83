"""The impact of a change of the FAQ: entries added and removed, checks broken, coverage before and after.

Compares two snapshots. Knows nothing of how a change comes about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from itertools import chain

from bot.core.dialogue.interpreter import Interpreter
from bot.core.faq.differences import UNSEEN, differences, outside_entries
from bot.core.faq.model import Entry, Faq, Model, Urgent
from bot.core.faq.placeholder_rules import texts_as_written
from bot.core.faq.rules import texts
from bot.core.languages import language
from bot.core.matching.similarity import Encode
from bot.core.positions import Path, Problem
from bot.core.quality import readability
from bot.core.quality.check_results import CheckResult, CheckState, measure, result_of
from bot.core.quality.checked_faq import CheckedFaq
from bot.core.quality.checks import Check, all_checks
from bot.core.quality.comparison import ChangedOutcome, Comparison, KnownAs, compare
from bot.core.quality.examination import Examination, examine
from bot.core.quality.lint import Finding, text_findings
from bot.core.quality.measurement import Measurement
from bot.core.quality.typing_slips import typing_slips
from bot.core.red_flags.alarm import Alarm
from bot.core.red_flags.detector import RedFlagDetector
from bot.core.red_flags.explanation import outcome
from bot.core.red_flags.section import RedFlagSection
from bot.core.text.counts import counted, some_of
from bot.core.text.language_id import LanguageIdentifier
from bot.core.text.markup import literal
from bot.live_faq.affected_checks import AffectedChecks, changed_words, has_one_of, own_words
from bot.live_faq.interruptible import GoOn
from bot.live_faq.signing import moved
from bot.live_faq.snapshot import LocalizedFaq, MatchingResources, Snapshot

SHOWN_IDS = 10
SHOWN_FINDINGS = 3
FINDING = 400
"""Characters of a finding."""
SHOWN_LINES = 6
LINE = 200
"""Characters of a line in a chat."""

Tried = Callable[[str, int], None]
"""Called after each check with the language and the number of all checks in it. What it raises ends the work."""


@dataclass(frozen=True, slots=True)
class Impact:
    """What one snapshot in place of another changes."""

    added: tuple[str, ...]
    """Ids of published entries, in any language."""
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    comparisons: Mapping[str, Comparison]
    """By language, the main one first, of the languages in both snapshots."""
    problems: tuple[Problem, ...] = ()
    """Problems of translations, which stay as they were."""
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What changed in an entry, by its id: "answer", "phrasings" …"""
    sections: tuple[str, ...] = ()
    """What changed outside the entries: in words, see `differences`."""
    languages_added: tuple[str, ...] = ()
    languages_removed: tuple[str, ...] = ()
    checks_gone: int = 0
    """The number of checks of before that are no longer there."""
    unfinished: tuple[Finding, ...] = ()
    """What is new in the texts and patients would read as it is written, though it may be meant otherwise."""
    said: tuple[str, ...] = ()
    """All that changed in words, with the titles of entries, see `differences`."""

    @property
    def is_seen(self) -> bool:
        """Whether anything but drafts and remarks changes."""
        changes = (self.added, self.changed, self.removed, self.sections, self.languages_added, self.languages_removed)
        return any(changes)

    @property
    def broken(self) -> tuple[CheckResult, ...]:
        """Checks that passed before and now have another result."""
        return tuple(result for comparison in self.comparisons.values() for result in comparison.broken)

    @property
    def checks(self) -> int:
        """The number of checks that were tried: those that the change may concern."""
        return sum(comparison.total for comparison in self.comparisons.values())

    @property
    def lines(self) -> list[str]:
        """The impact line by line for the log and the terminal, with the ids of entries."""
        return [*self._warned, *(self._by_id() or ["no entry changes"]), *self._tried]

    @property
    def titled_lines(self) -> list[str]:
        """The same for staff in a chat: with titles, and what was added to and taken out of each entry."""
        said = [literal(line, LINE) for line in self.said]
        more = [f"and {counted(len(said) - SHOWN_LINES, 'more change')}"] if len(said) > SHOWN_LINES else []
        return [*self._warned, *([*said[:SHOWN_LINES], *more, *self._of_languages] or [UNSEEN]), *self._tried]

    @property
    def _warned(self) -> list[str]:
        more = len(self.unfinished) - SHOWN_FINDINGS
        rest = [f"⚠️ {counted(more, 'more such text')}: `check` shows them"] if more > 0 else []
        return [*(f"⚠️ {literal(str(one), FINDING)}" for one in self.unfinished[:SHOWN_FINDINGS]), *rest]

    def _by_id(self) -> list[str]:
        def of(entry_id: str) -> str:
            parts = f" ({', '.join(self.parts[entry_id])})" if entry_id in self.parts else ""
            return f"{entry_id}{parts}"

        kinds = (("added", self.added), ("changed", self.changed), ("removed", self.removed))
        what = [
            f"{counted(len(ids), 'entry', 'entries')} {kind}: {some_of([of(one) for one in ids], SHOWN_IDS)}"
            for kind, ids in kinds
            if ids
        ]
        return [*what, *(f"also changed: {one}" for one in self.sections), *self._of_languages]

    @property
    def _of_languages(self) -> list[str]:
        added = [f"language added: {language(code).name}" for code in self.languages_added]
        return [*added, *(f"language removed: {language(code).name}" for code in self.languages_removed)]

    @property
    def _tried(self) -> list[str]:
        main, broken = next(iter(self.comparisons.values())), len(self.broken)
        are = "is" if self.checks_gone == 1 else "are"
        gone = f"; {counted(self.checks_gone, 'check')} of before {are} gone" if self.checks_gone else ""
        fail = f"{broken} check{' that passed before fails' if broken == 1 else 's that passed before fail'} now"
        tried = (fail if broken else "no check that passed before fails now") if self.checks else "it concerns no check"
        return [
            f"{tried}{gone}",
            f"expected share answered at once: {main.coverage_before:.0%} → {main.coverage_after:.0%}",
        ]


@dataclass(slots=True)
class ImpactExaminer:
    """Examines snapshots, each once."""

    aids: MatchingResources
    _known: dict[tuple[str, date], Mapping[str, Examination]] = field(default_factory=dict)
    _measured: dict[str, tuple[LocalizedFaq, RedFlagDetector, tuple[CheckResult, ...]]] = field(default_factory=dict)
    """The latest results by language, valid until that language or the red flags change."""
    _detectors: list[tuple[RedFlagDetector, Callable[[str], Alarm | None]]] = field(default_factory=list)
    """The latest two: before and after a change."""
    _languages: list[_RememberedLanguages] = field(default_factory=list)
    """The latest two."""

    def examinations(self, snapshot: Snapshot, today: date, tried: Tried | None = None) -> Mapping[str, Examination]:
        """The examinations by language. Takes up to some seconds: call it off the event loop. `tried` is called after
        each check."""
        key = (snapshot.digest, today)
        if key not in self._known:
            made = {code: self._examine(snapshot, code, today, tried) for code in snapshot.by_language}
            readability.forget()
            while len(self._known) >= 4:
                self._known.pop(next(iter(self._known)))
            self._known[key] = made
        return self._known[key]

    def signed(self, before: Snapshot, after: Snapshot) -> None:
        """Takes what is known of `before` for `after`, which differs in a clinician's signature alone."""
        for code, localized in after.by_language.items():
            known = self._measured.get(code)
            if known is not None and known[0] is before.by_language[code]:
                self._measured[code] = (localized, known[1], moved(known[2], known[0], localized))

    def effect(self, before: Snapshot, after: Snapshot, go_on: GoOn = lambda: None) -> Impact:
        """The impact of `after` in place of `before`. Takes up to some seconds: call it off the event loop. `go_on` is
        called after each check."""
        old, new = _entries(before), _entries(after)
        old_ids, new_ids = {entry_id for entry_id, _ in old}, {entry_id for entry_id, _ in new}
        codes = [code for code in after.by_language if code in before.by_language]
        added = _distinct(entry_id for entry_id, _ in new if entry_id not in old_ids)
        changed = _distinct(key[0] for key in new if key in old and new[key] != old[key])
        removed = _distinct(entry_id for entry_id, _ in old if entry_id not in new_ids)
        return Impact(
            added=added,
            changed=changed,
            removed=removed,
            comparisons={code: self._compared(before, after, code, go_on) for code in codes},
            problems=after.problems,
            parts=_parts(old, new),
            sections=_sections(before, after, codes),
            languages_added=tuple(code for code in after.by_language if code not in before.by_language),
            languages_removed=tuple(code for code in before.by_language if code not in after.by_language),
            checks_gone=len(_own_checks(before) - _own_checks(after)),
            unfinished=tuple(one for code in after.by_language for one in _unfinished(before, after, code)),
            said=_said(before, after, codes),
        )

    def _compared(self, before: Snapshot, after: Snapshot, code: str, go_on: GoOn) -> Comparison:
        """What changes in the checks of a language that the change may concern. The others have the same results, and
        what fails after it is tried before it too."""
        affected = AffectedChecks.between(before, after, code)
        if not affected and before.by_language[code] is after.by_language[code]:
            coverage = after.by_language[code].matcher.thresholds.coverage
            return Comparison((), (), 0, 0, coverage, coverage)
        earlier, later = self._subject(before, code), self._subject(after, code)
        known = {check.key: check for check in all_checks(earlier)}
        checks = [check for check in all_checks(later) if check in affected or check.key not in known]

        def results(of: CheckedFaq, which: Sequence[Check]) -> Iterator[CheckResult]:
            for check in which:
                go_on()
                yield result_of(check, of)

        found = tuple(results(later, checks))
        failing = (result.check.key for result in found if result.state < CheckState.HESITANT)
        passed_before = tuple(results(earlier, [known[key] for key in failing if key in known]))
        return compare(Measurement.of(earlier, passed_before), Measurement.of(later, found))

    def _examine(self, snapshot: Snapshot, code: str, today: date, tried: Tried | None) -> Examination:
        localized, subject = snapshot.by_language[code], self._subject(snapshot, code)
        known = self._measured.get(code)
        if known is None or known[0] is not localized or not known[1].finds_like(snapshot.detector):
            results, total = [], sum(1 for _ in all_checks(subject))
            for result in measure(subject):
                results.append(result)
                if tried is not None:
                    tried(code, total)
            known = self._measured[code] = (localized, snapshot.detector, tuple(results))
        return examine(subject, today, known[2])

    def interpreter(self, snapshot: Snapshot, language: str) -> Interpreter:
        """The interpreter for the FAQ's own messages, whose red flags, languages and vectors it remembers.

        Finding red flags is most of the work of an examination, and telling languages half of the rest.
        """
        detect, likely = self._detect(snapshot), self._likely(snapshot)
        interpreter = replace(snapshot.interpreter(language), detect=detect, likely=likely)
        return interpreter.encoding_with(self._remembering(snapshot))

    def changed_outcomes(
        self, before: Snapshot, after: Snapshot, questions: Iterable[str]
    ) -> tuple[ChangedOutcome, ...]:
        """The messages in which another red flag is found than before: questions, then those of entries, then examples.

        Call it after `effect`, which has tried most of them.
        """
        known, earlier = {text: (KnownAs.QUESTION, "") for text in questions}, _examples(before)
        for localized in after.by_language.values():
            for entry in localized.faq.published:
                known |= {text: (KnownAs.CHECK, entry.question) for text in entry.checks}
                known |= {text: (KnownAs.WORDING, entry.question) for text in entry.all_phrasings}
            known |= {text: (KnownAs.OFF_TOPIC, "") for text in localized.faq.off_topic}
        known |= {text: (KnownAs.EXAMPLE, "") for text in _examples(after) if text in earlier}
        old, new = self._detect(before), self._detect(after)
        found = (ChangedOutcome(text, outcome(old(text)), outcome(new(text)), *where) for text, where in known.items())
        return tuple(one for one in found if one.before != one.after)

    def _detect(self, snapshot: Snapshot) -> Callable[[str], Alarm | None]:
        """Detects red flags in the FAQ's own messages, each once."""
        found = next((detect for detector, detect in self._detectors if detector.finds_like(snapshot.detector)), None)
        if found is None:
            found = cache(_without_evidence(self._encoding(snapshot)))
            self._detectors = [*self._detectors[-1:], (snapshot.detector, found)]
        return found

    def _likely(self, snapshot: Snapshot) -> Callable[[str], tuple[str, ...]]:
        """Tells the languages of the FAQ's own messages, each once, and again only where a change may concern them."""
        found = next((one for one in self._languages if one.identifier is snapshot.languages), None)
        if found is None:
            found = _RememberedLanguages.of(snapshot, self._languages[-1] if self._languages else None)
            self._languages = [*self._languages[-1:], found]
        return found.likely

    def _encoding(self, snapshot: Snapshot) -> RedFlagDetector:
        """The detector, with an encoder that remembers the FAQ's own messages."""
        return snapshot.detector.encoding_with(self._remembering(snapshot))

    def _remembering(self, snapshot: Snapshot) -> Callable[[Encode], Encode]:
        """Exchanges an encoder for one that remembers the FAQ's own texts."""
        used = [encoders for code in snapshot.by_language if (encoders := self.aids.encoders(code)) is not None]
        same = {encoders.for_messages: encoders.for_faq for encoders in used}
        return lambda encode: same.get(encode, encode)

    def _subject(self, snapshot: Snapshot, language: str) -> CheckedFaq:
        localized = snapshot.by_language[language]
        main = None if localized is snapshot.main else snapshot.main.faq
        section = _section(snapshot, language)
        interpreter, evidence = self.interpreter(snapshot, language), self._encoding(snapshot).evidence
        return CheckedFaq(localized.faq, localized.places, interpreter, section, evidence, main, self.aids.vocabulary)


@dataclass(frozen=True, slots=True)
class _RememberedLanguages:
    """The languages that messages of the FAQ may be in."""

    identifier: LanguageIdentifier
    own_words: Mapping[str, frozenset[str]]
    known: dict[str, tuple[str, ...]]
    """By message."""

    @classmethod
    def of(cls, snapshot: Snapshot, before: _RememberedLanguages | None) -> _RememberedLanguages:
        """Those of a snapshot, with what is known from the version before and holds still."""
        words, known = own_words(snapshot), dict[str, tuple[str, ...]]()
        if before is not None and before.own_words.keys() == words.keys():
            changed = changed_words(before.own_words, words)
            known = {text: found for text, found in before.known.items() if not has_one_of(changed, text)}
        return cls(snapshot.languages, words, known)

    def likely(self, text: str) -> tuple[str, ...]:
        """The language of a message, then others that are as likely."""
        if text not in self.known:
            self.known[text] = self.identifier.likely(text)
        return self.known[text]


def _without_evidence(detector: RedFlagDetector) -> Callable[[str], Alarm | None]:
    """Detects alarms without their evidence, which takes too much memory to be remembered for thousands of messages."""

    def detect(text: str) -> Alarm | None:
        alarm = detector.detect(text)
        return replace(alarm, evidence=()) if alarm is not None else None

    return detect


def _examples(snapshot: Snapshot) -> dict[str, None]:
    """The examples of red flags in all languages, the FAQ's and the bot's."""
    sections = [_section(snapshot, code) for code in snapshot.by_language]
    return dict.fromkeys(one.text for section in sections for one in section.examples)


def _section(snapshot: Snapshot, language: str) -> RedFlagSection:
    """The red flags of a language, those of the main FAQ if it has none."""
    faq, main = snapshot.by_language[language].faq, snapshot.main.faq
    if faq.urgent is None and main.urgent is not None:
        return RedFlagSection.borrowed(main.urgent, language)
    return RedFlagSection.of(faq)


def _distinct(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


def _differing(before: Model, after: Model) -> list[str]:
    """The names of the fields that differ."""
    fields = type(after).model_fields
    return [name.replace("_", " ") for name in fields if getattr(before, name) != getattr(after, name)]


def _sections(before: Snapshot, after: Snapshot, codes: Sequence[str]) -> tuple[str, ...]:
    """What changed outside the entries, in words; of a translation, what it has not taken over from the main FAQ."""
    found: dict[str, str] = {}
    for code in codes:
        own = code == after.main.language
        for line in outside_entries(before.by_language[code].faq, after.by_language[code].faq):
            found.setdefault(line, line if own else f"{line} ({language(code).name})")
    return tuple(found.values())


def _unfinished(before: Snapshot, after: Snapshot, code: str) -> Iterator[Finding]:
    """What is wrong with the texts of a language that were not there before."""
    old, new = before.by_language.get(code), after.by_language[code]
    known = {text for _, text in _shown(old.faq)} if old is not None else set[str]()
    if any(text not in known for _, text in _shown(new.faq)):
        yield from text_findings(new.faq, new.places, known)
        told = {one.message for one in typing_slips(old.faq, old.places)} if old is not None else set[str]()
        yield from (one for one in typing_slips(new.faq, new.places) if one.message not in told)


def _shown(faq: Faq) -> Iterator[tuple[Path, str]]:
    """The texts that patients read."""
    return chain(texts(faq), texts_as_written(faq))


def _said(before: Snapshot, after: Snapshot, codes: Sequence[str]) -> tuple[str, ...]:
    """What changed in words; of a translation, what it has not taken over from the main FAQ."""
    found: dict[str, str] = {}
    for code in codes:
        own = code == after.main.language
        for line in differences(before.by_language[code].faq, after.by_language[code].faq):
            if line != UNSEEN:
                found.setdefault(line, line if own else f"{line} ({language(code).name})")
    return tuple(found.values())


def _parts(old: Mapping[tuple[str, str], Entry], new: Mapping[tuple[str, str], Entry]) -> dict[str, tuple[str, ...]]:
    """What changed in the entries that were there before, by id, in any language."""
    found: dict[str, dict[str, None]] = {}
    for key, entry in new.items():
        if key in old and (names := _differing(old[key], entry)):
            found.setdefault(key[0], {}).update(dict.fromkeys(names))
    return {entry_id: tuple(names) for entry_id, names in found.items()}


def _own_checks(snapshot: Snapshot) -> set[tuple[str, str, str, str]]:
    """The checks that the FAQ's files hold, by language."""
    found = set[tuple[str, str, str, str]]()
    for code, localized in snapshot.by_language.items():
        found |= {(code, entry.id, "check", text) for entry in localized.faq.published for text in entry.checks}
        found |= {(code, "", "off_topic", text) for text in localized.faq.off_topic}
        urgent = localized.faq.urgent or Urgent()
        for sign in urgent.signs:
            found |= {(code, sign.id, "alarm", text) for text in sign.alarm}
            found |= {(code, sign.id, "no_alarm", text) for text in sign.no_alarm}
        found |= {(code, "", "no_alarm", text) for text in urgent.no_alarm}
    return found


def _entries(snapshot: Snapshot) -> dict[tuple[str, str], Entry]:
    return {
        (entry.id, code): entry for code, localized in snapshot.by_language.items() for entry in localized.faq.published
    }
