"""Examines snapshots by their own messages, and compares two: which checks a change breaks.

Tries only what a change may concern (`affected_checks`). Knows nothing of how a change comes about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from bot.core.dialogue.interpreter import Interpreter
from bot.core.quality import readability
from bot.core.quality.check_results import CheckResult, CheckState, measure, result_of
from bot.core.quality.checked_faq import CheckedFaq
from bot.core.quality.checks import Check, all_checks
from bot.core.quality.comparison import ChangedOutcome, Comparison, KnownAs, compare
from bot.core.quality.examination import Examination, examine
from bot.core.quality.measurement import Measurement
from bot.core.red_flags.detector import RedFlagDetector
from bot.core.red_flags.explanation import outcome
from bot.live_faq.affected_checks import AffectedChecks
from bot.live_faq.impact import Impact, impact_of
from bot.live_faq.interruptible import GoOn
from bot.live_faq.matching_resources import MatchingResources
from bot.live_faq.message_cache import MessageCache
from bot.live_faq.signing import moved
from bot.live_faq.snapshot import LocalizedFaq, Snapshot

Progress = Callable[[str, int], None]
"""Called after each check with the language and the number of all checks in it. What it raises ends the work."""


class SnapshotExaminer:
    """Examines snapshots, each once."""

    def __init__(self, resources: MatchingResources) -> None:
        self._vocabulary = resources.vocabulary
        self._messages = MessageCache(resources)
        self._known: dict[tuple[str, date], Mapping[str, Examination]] = {}
        self._measured: dict[str, tuple[LocalizedFaq, RedFlagDetector, tuple[CheckResult, ...]]] = {}
        """The latest results by language, valid until that language or the red flags change."""

    def interpreter(self, snapshot: Snapshot, language: str) -> Interpreter:
        """The interpreter for the FAQ's own messages, which remembers what it found in them."""
        return self._messages.interpreter(snapshot, language)

    def examinations(
        self, snapshot: Snapshot, today: date, progress: Progress | None = None
    ) -> Mapping[str, Examination]:
        """The examinations by language. Takes up to some seconds: call it off the event loop. `progress` is called
        after each check."""
        key = (snapshot.digest, today)
        if key not in self._known:
            made = {code: self._examine(snapshot, code, today, progress) for code in snapshot.by_language}
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

    def impact(self, before: Snapshot, after: Snapshot, go_on: GoOn = lambda: None) -> Impact:
        """The impact of `after` in place of `before`. Takes up to some seconds: call it off the event loop. `go_on` is
        called after each check."""
        codes = [code for code in after.by_language if code in before.by_language]
        return impact_of(before, after, {code: self._compared(before, after, code, go_on) for code in codes})

    def changed_outcomes(
        self, before: Snapshot, after: Snapshot, questions: Iterable[str]
    ) -> tuple[ChangedOutcome, ...]:
        """The messages in which another red flag is found than before: questions, then those of entries, then examples.

        Call it after `impact`, which has tried most of them.
        """
        known, earlier = {text: (KnownAs.QUESTION, "") for text in questions}, _examples(before)
        for localized in after.by_language.values():
            for entry in localized.faq.published:
                known |= {text: (KnownAs.CHECK, entry.question) for text in entry.checks}
                known |= {text: (KnownAs.WORDING, entry.question) for text in entry.all_phrasings}
            known |= {text: (KnownAs.OFF_TOPIC, "") for text in localized.faq.off_topic}
        known |= {text: (KnownAs.EXAMPLE, "") for text in _examples(after) if text in earlier}
        old, new = self._messages.detect(before), self._messages.detect(after)
        found = (ChangedOutcome(text, outcome(old(text)), outcome(new(text)), *where) for text, where in known.items())
        return tuple(one for one in found if one.before != one.after)

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

    def _examine(self, snapshot: Snapshot, code: str, today: date, progress: Progress | None) -> Examination:
        localized, subject = snapshot.by_language[code], self._subject(snapshot, code)
        known = self._measured.get(code)
        if known is None or known[0] is not localized or not known[1].finds_like(snapshot.detector):
            results, total = [], sum(1 for _ in all_checks(subject))
            for result in measure(subject):
                results.append(result)
                if progress is not None:
                    progress(code, total)
            known = self._measured[code] = (localized, snapshot.detector, tuple(results))
        return examine(subject, today, known[2])

    def _subject(self, snapshot: Snapshot, language: str) -> CheckedFaq:
        localized = snapshot.by_language[language]
        main = None if localized is snapshot.main else snapshot.main.faq
        section = snapshot.red_flag_section(language)
        interpreter, evidence = self.interpreter(snapshot, language), self._messages.detector(snapshot).evidence
        return CheckedFaq(localized.faq, localized.places, interpreter, section, evidence, main, self._vocabulary)


def _examples(snapshot: Snapshot) -> dict[str, None]:
    """The examples of red flags in all languages, the FAQ's and the bot's."""
    sections = [snapshot.red_flag_section(code) for code in snapshot.by_language]
    return dict.fromkeys(one.text for section in sections for one in section.examples)
