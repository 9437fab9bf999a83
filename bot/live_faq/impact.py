"""What a change of the FAQ does: entries that come and go, checks that break, coverage before and after.

Joins two snapshots and their examinations. Knows nothing of how a change comes about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from bot.core.dialogue.interpreter import Interpreter
from bot.core.faq.yaml_reader import Problem
from bot.core.quality import readability
from bot.core.quality.checks import CheckedFaq, CheckResult, Examination, examine, measure
from bot.core.quality.comparison import Comparison, compare
from bot.core.red_flags.detector import Alarm, RedFlagDetector
from bot.core.red_flags.section import RedFlagSection
from bot.live_faq.snapshot import LocalizedFaq, MatchingResources, Snapshot


@dataclass(frozen=True, slots=True)
class Impact:
    """One snapshot in place of another."""

    added: tuple[str, ...]
    """Ids of published entries, of the main edition or any other."""
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    comparisons: Mapping[str, Comparison]
    """By language, of the editions in both."""
    problems: tuple[Problem, ...] = ()
    """Of translations; they were left as they were."""

    @property
    def broken(self) -> tuple[CheckResult, ...]:
        """Checks that passed before, and for which something else is taken to be right now."""
        return tuple(result for comparison in self.comparisons.values() for result in comparison.broken)

    @property
    def passed(self) -> int:
        """Checks that pass now."""
        return sum(comparison.passed for comparison in self.comparisons.values())

    @property
    def checks(self) -> int:
        """Checks there are now."""
        return sum(comparison.total for comparison in self.comparisons.values())

    @property
    def main(self) -> Comparison:
        """That of the main edition."""
        return next(iter(self.comparisons.values()))


class CachingDetector:
    """Looks for red flags in the FAQ's own messages, and keeps what it found as long as the red flags stay the same:
    looking for them is most of the work of an examination."""

    def __init__(self, detector: RedFlagDetector) -> None:
        self.detector = detector
        self._known: dict[str, Alarm | None] = {}

    def detect(self, text: str) -> Alarm | None:
        """What the detector finds in a text."""
        if text not in self._known:
            self._known[text] = self.detector.detect(text)
        return self._known[text]


@dataclass(slots=True)
class ImpactExaminer:
    """Examines snapshots, each once."""

    aids: MatchingResources
    _known: dict[tuple[str, date], Mapping[str, Examination]] = field(default_factory=dict)
    _measured: dict[str, tuple[LocalizedFaq, RedFlagDetector, tuple[CheckResult, ...]]] = field(default_factory=dict)
    """By language, those measured last: an edit of one language leaves the others as they were."""
    _detector: CachingDetector | None = None

    def examinations(self, snapshot: Snapshot, today: date) -> Mapping[str, Examination]:
        """By language. Takes up to some seconds: call it off the event loop."""
        key = (snapshot.digest, today)
        if key not in self._known:
            made = {code: self._examine(snapshot, code, today) for code in snapshot.by_language}
            readability.forget()
            while len(self._known) >= 4:
                self._known.pop(next(iter(self._known)))
            self._known[key] = made
        return self._known[key]

    def preparations(self, snapshot: Snapshot) -> Iterator[None]:
        """The greater part of an examination, in short steps: for when there is nothing else to do."""
        for language in snapshot.by_language:
            results: list[CheckResult] = []
            for result in measure(self._subject(snapshot, language)):
                results.append(result)
                yield
            self._measured[language] = (snapshot.by_language[language], snapshot.detector, tuple(results))

    def effect(self, before: Snapshot, after: Snapshot, today: date) -> Impact:
        """What comes of `after` in place of `before`."""
        earlier, later = self.examinations(before, today), self.examinations(after, today)
        old, new = _entries(before), _entries(after)
        return Impact(
            added=tuple(key for key in dict.fromkeys(one for one, _ in new) if key not in {one for one, _ in old}),
            changed=tuple(
                dict.fromkeys(key for key, code in new if (key, code) in old and new[key, code] != old[key, code])
            ),
            removed=tuple(key for key in dict.fromkeys(one for one, _ in old) if key not in {one for one, _ in new}),
            comparisons={code: compare(earlier[code], later[code]) for code in later if code in earlier},
            problems=after.problems,
        )

    def _examine(self, snapshot: Snapshot, language: str, today: date) -> Examination:
        localized, subject = snapshot.by_language[language], self._subject(snapshot, language)
        known = self._measured.get(language)
        if known is None or known[0] is not localized or known[1] is not snapshot.detector:
            results = tuple(measure(subject))
            known = self._measured[language] = (localized, snapshot.detector, results)
        return examine(subject, today, known[2])

    def interpreter(self, snapshot: Snapshot, language: str) -> Interpreter:
        """For the FAQ's own messages: what is found out about them is kept."""
        detector, encoders = self._detector, self.aids.encoders
        if detector is None or detector.detector is not snapshot.detector:
            detector = self._detector = CachingDetector(snapshot.detector)
        interpreter = replace(snapshot.interpreter(language), detector=detector)
        if encoders is None:
            return interpreter
        return replace(interpreter, matcher=interpreter.matcher.encoding_with(encoders.for_faq))

    def _subject(self, snapshot: Snapshot, language: str) -> CheckedFaq:
        localized = snapshot.by_language[language]
        main = None if localized is snapshot.main else snapshot.main.faq
        section = RedFlagSection.of(localized.faq)
        return CheckedFaq(localized.faq, localized.places, self.interpreter(snapshot, language), section, main)


def _entries(snapshot: Snapshot) -> dict[tuple[str, str], object]:
    return {
        (entry.id, code): entry for code, localized in snapshot.by_language.items() for entry in localized.faq.published
    }
