"""What was found in the FAQ's own messages, for as long as it holds: trying two versions of a FAQ asks for it twice.

Knows nothing of what messages must lead to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from bot.core.dialogue.interpreter import Interpreter
from bot.core.matching.similarity import Encode
from bot.core.red_flags.alarm import Alarm
from bot.core.red_flags.detector import RedFlagDetector
from bot.core.text.language_id import LanguageIdentifier
from bot.live_faq.affected_checks import changed_words, has_one_of, words_by_language
from bot.live_faq.matching_resources import MatchingResources
from bot.live_faq.snapshot import Snapshot


class MessageCache:
    """Remembers what is found in the FAQ's own messages: their red flags, languages and vectors.

    Finding red flags is most of the work of an examination, and telling languages half of the rest.
    """

    def __init__(self, resources: MatchingResources) -> None:
        self._resources = resources
        self._detectors: list[tuple[RedFlagDetector, Callable[[str], Alarm | None]]] = []
        """The latest two: before and after a change."""
        self._languages: list[_KnownLanguages] = []
        """The latest two."""

    def interpreter(self, snapshot: Snapshot, language: str) -> Interpreter:
        """The interpreter of a language that remembers."""
        detect, likely = self.detect(snapshot), self._likely(snapshot)
        interpreter = replace(snapshot.interpreter(language), detect=detect, likely=likely)
        return interpreter.encoding_with(self._caching(snapshot))

    def detect(self, snapshot: Snapshot) -> Callable[[str], Alarm | None]:
        """Detects red flags in the FAQ's own messages, each once."""
        found = next((detect for detector, detect in self._detectors if detector.finds_like(snapshot.detector)), None)
        if found is None:
            found = cache(_without_evidence(self.detector(snapshot)))
            self._detectors = [*self._detectors[-1:], (snapshot.detector, found)]
        return found

    def detector(self, snapshot: Snapshot) -> RedFlagDetector:
        """The detector, with an encoder that remembers the FAQ's own messages."""
        return snapshot.detector.encoding_with(self._caching(snapshot))

    def _likely(self, snapshot: Snapshot) -> Callable[[str], tuple[str, ...]]:
        """Tells the languages of the FAQ's own messages, each once, and again only where a change may concern them."""
        found = next((one for one in self._languages if one.identifier is snapshot.languages), None)
        if found is None:
            found = _KnownLanguages.of(snapshot, self._languages[-1] if self._languages else None)
            self._languages = [*self._languages[-1:], found]
        return found.likely

    def _caching(self, snapshot: Snapshot) -> Callable[[Encode], Encode]:
        """Exchanges an encoder for one that remembers the FAQ's own texts."""
        used = [encoders for code in snapshot.by_language if (encoders := self._resources.encoders(code)) is not None]
        same = {encoders.for_messages: encoders.for_faq for encoders in used}
        return lambda encode: same.get(encode, encode)


@dataclass(frozen=True, slots=True)
class _KnownLanguages:
    """The languages that messages of the FAQ may be in."""

    identifier: LanguageIdentifier
    own_words: Mapping[str, frozenset[str]]
    known: dict[str, tuple[str, ...]]
    """By message."""

    @classmethod
    def of(cls, snapshot: Snapshot, before: _KnownLanguages | None) -> _KnownLanguages:
        """Those of a snapshot, with what is known from the version before and holds still."""
        words, known = words_by_language(snapshot), dict[str, tuple[str, ...]]()
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
