"""Red flags: detects the emergency in a message, before anything else is done with it.

Needs no sentence model and works for every text. Knows nothing of the reply, which is in the sign.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.core.faq.model import UrgentSign
from bot.core.languages import language
from bot.core.languages.cues import ContextCues
from bot.core.red_flags.assertion import Assertion, AssertionClassifier, strongest
from bot.core.red_flags.classifier import RedFlagClassifier
from bot.core.red_flags.data import RedFlagPatterns
from bot.core.red_flags.lexicon import NOTHING, Lexicon, Meant
from bot.core.red_flags.patterns import GAP_GROUP, Groups, Phrase, Search, Term, needs, parse
from bot.core.red_flags.section import RedFlagSection
from bot.core.red_flags.segmentation import SegmentedMessage, fold, segment

ENOUGH_EXAMPLES = 100
"""Fewest messages of either class that train the classifier."""
SURE = 0.8
SURE_OF_PART = 0.88
"""Least probability at which the classifier alone raises an alarm for a message, or a sentence of a longer one."""
SHORT = 30
"""A message with at most this number of words is also classified as a whole, ..."""
LIKELY = 0.65
"""... and needs this probability, in addition to that of one of its sentences."""

FEWEST = 3
"""Fewest words of a sentence that the classifier decides."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """A sign in a message. It is `certain` if it is or may be present, not if it is only asked about in general."""

    sign: UrgentSign
    language: str
    certain: bool
    guessed: bool = False
    """Whether it comes from the classifier and not from a phrase."""

    @property
    def same_day(self) -> bool:
        """Whether it is no emergency but must be seen today: then the question is answered below the message."""
        return self.sign.level == "same_day"


class RedFlagDetector:
    """Detects the red flags of all languages."""

    def __init__(
        self,
        sections: Sequence[RedFlagSection],
        quiet: Mapping[str, Sequence[str]] | None = None,
        real: Mapping[str, Container[str]] | None = None,
    ) -> None:
        """`sections`: one per language; the first wins a tie, and those without cues or patterns are ignored. `quiet`:
        by language, messages that are no emergency (the FAQ's phrasings), to train the classifier. `real`: by
        language, words that are rarely misspelt ones."""
        more, words = quiet or {}, real or {}
        self._sections = tuple(
            _LanguageDetector(one, cues, one.patterns, more.get(code, ()), words.get(code, frozenset()))
            for one in sections
            if (cues := language(code := one.language).cues) is not None and one.patterns is not None
        )
        for place, section in enumerate(self._sections):
            theirs = frozenset[str]().union(*(o.known for o in self._sections if o.language != section.language))
            section.foreign, section.native = theirs - section.known, section.known - theirs
            section.own = section.native if place else None

    def detect(self, text: str) -> Alarm | None:
        """The most urgent sign in a message: present before asked about, then in the order of the file. If no phrase
        matches, the classifier decides."""
        asked: Alarm | None = None
        letters = fold(text)
        readings = [section.read(letters) for section in self._sections]
        for section, reading in zip(self._sections, readings, strict=True):
            alarm = section.detect(reading)
            if alarm is not None and alarm.certain:
                return alarm
            asked = asked or alarm
        if asked is not None:
            return asked
        pairs = zip(self._sections, readings, strict=True)
        return next((alarm for section, reading in pairs if (alarm := section.classify(reading))), None)


@dataclass(slots=True)
class _Reading:
    """A message in one language: its words, their meanings, and the sentences with a classified match."""

    message: SegmentedMessage
    meanings: list[Meant]
    judged: set[int]


class _LanguageDetector:
    def __init__(
        self,
        section: RedFlagSection,
        cues: ContextCues,
        patterns: RedFlagPatterns,
        quiet: Sequence[str],
        real: Container[str],
    ) -> None:
        self.language = section.language
        self._cues = cues
        self._groups = Groups(patterns.groups)
        self._harmless = tuple(_with_needs(idiom) for idiom in patterns.idioms)
        self._signs = {sign.id: sign for sign in section.urgent.signs}
        by_need, phrases = [], list[Phrase]()
        for sign, known in section.signs:
            with_needs = [_with_needs(text) for text in known.phrases]
            phrases += [phrase for phrase, _ in with_needs]
            by_need.append((sign, known.wishing, _by_need(with_needs)))
        self._by_need = tuple(by_need)
        self._lexicon = Lexicon(section.language, self._vocabulary(phrases), patterns.lookalikes, real)
        self.known = self._lexicon.known | cues.joints.words
        """The words of this language that are known without repair."""
        self.foreign: frozenset[str] = frozenset()
        """Words of the other languages only, never misspelt words of this one ("suicidal" is no Spanish "suicida")."""
        self.native: frozenset[str] = frozenset()
        """Words of this language only. Nothing is guessed in a message with fewer of them than foreign ones."""
        self.own: frozenset[str] | None = None
        """Words of this language only: a message without them is in another language. None for the first language."""
        self._calm: frozenset[tuple[str, ...]] = frozenset()
        self._classifier = self._learn(section, quiet)

    def _learn(self, section: RedFlagSection, quiet: Sequence[str]) -> RedFlagClassifier | None:
        """A classifier trained on the examples; None if there are too few."""
        examples = section.examples
        urgent_texts = [(one.raises, self._words(one.text)) for one in examples if one.raises]
        if min(len(urgent_texts), len(quiet)) < ENOUGH_EXAMPLES:
            return None
        calm_texts = [self._words(text) for text in (*(one.text for one in examples if not one.raises), *quiet)]
        self._lexicon.learn({word for words in (*calm_texts, *(words for _, words in urgent_texts)) for word in words})
        calm = [self._repaired(words) for words in calm_texts]
        self._calm = frozenset(calm)
        return RedFlagClassifier(
            [(sign, self._repaired(words)) for sign, words in urgent_texts], calm, self._lexicon.stem
        )

    def _words(self, text: str) -> tuple[str, ...]:
        return segment(fold(text), self._cues.joints).words

    def _repaired(self, words: Sequence[str]) -> tuple[str, ...]:
        return tuple(self._lexicon.repaired(word) for word in words)

    def _vocabulary(self, phrases: Sequence[Phrase]) -> set[str]:
        every = (*phrases, *(phrase for phrase, _ in self._harmless))
        runs = [run for phrase in every for part in phrase for run in (*part.runs, *part.unless)]
        return {item.text for run in runs for item in run if isinstance(item, Term)} | self._groups.words

    def detect(self, reading: _Reading) -> Alarm | None:
        """The alarm of the words as written; without a certain one, that with guessed unknown words."""
        alarm = self._search(reading, list(reading.meanings))
        if alarm is not None and alarm.certain:
            return alarm
        guessed = self._guess(reading)
        return (self._search(reading, guessed) or alarm) if guessed is not None else alarm

    def classify(self, reading: _Reading) -> Alarm | None:
        """The classifier's alarm for a sentence without a match, or for a short message."""
        if self._classifier is None or self._is_foreign(reading.message.words):
            return None
        message = reading.message
        words = self._repaired(message.words)
        if words in self._calm:
            return None
        pieces = [words for number, words in _sentences(message, words) if number not in reading.judged]
        if len(pieces) > 1 and not reading.judged and len(words) <= SHORT:
            if self._classifier.probability(words) < LIKELY:
                return None
            pieces.append(words)
        sure = SURE if len(pieces) == 1 else SURE_OF_PART  # every sentence is a chance to err
        for words in pieces:
            if len(words) >= FEWEST and self._classifier.probability(words) >= sure:
                sign = self._signs[self._classifier.sign(words)]
                return Alarm(sign, self.language, certain=True, guessed=True)
        return None

    def _search(self, reading: _Reading, meanings: list[Meant]) -> Alarm | None:
        message = reading.message
        if not any(meanings):
            return None
        idioms = Search(message, meanings, self._groups, gap=GAP_GROUP)
        for phrase, needed in self._harmless:
            for part in phrase if needed <= idioms.available else ():
                for places in idioms.part(part):
                    for place in places:
                        meanings[place] = NOTHING
        search, assertions = Search(message, meanings, self._groups), AssertionClassifier(message, self._cues)
        assertions.judged = reading.judged
        asked: UrgentSign | None = None
        for sign, wishing, phrases in self._by_need:
            said = search.available & phrases.keys()
            fitting = (phrase for need in said for phrase, needed in phrases[need] if needed <= search.available)
            best = strongest(_assertion(phrase, wishing, search, assertions) for phrase in fitting)
            if best is Assertion.PRESENT:
                return Alarm(sign, self.language, certain=True)
            if best is Assertion.ASKED and asked is None:
                asked = sign
        return Alarm(asked, self.language, certain=False) if asked else None

    def _is_foreign(self, words: Sequence[str]) -> bool:
        return len(self.native.intersection(words)) < len(self.foreign.intersection(words))

    def _guess(self, reading: _Reading) -> list[Meant] | None:
        """The meanings with those of unknown words guessed; None if nothing can be guessed."""
        if self._is_foreign(reading.message.words):
            return None
        unknown = set(reading.message.words) - self._cues.joints.words - self.foreign
        guesses = {word: found for word in unknown if (found := self._lexicon.guesses(word))}
        if not guesses:
            return None
        return [
            known | guesses.get(w, NOTHING) for w, known in zip(reading.message.words, reading.meanings, strict=True)
        ]

    def read(self, letters: str) -> _Reading:
        """Segments `letters`, a message after `fold`, and looks up the meanings of its words."""
        message = segment(letters, self._cues.joints)
        if self.own is not None and self.own.isdisjoint(message.words):
            return _Reading(SegmentedMessage((), (), (), (), frozenset()), [], set())
        known = {word: self._meanings(word) for word in set(message.words)}
        joined = {
            word: f"{pair[0]} {pair[1]}"
            for word, meanings in known.items()
            if not meanings and (pair := self._lexicon.halves(word))
        }
        if joined:
            parted = re.sub(r"[^\W_]+", lambda found: joined.get(found.group(), found.group()), letters)
            message = segment(parted, self._cues.joints)
            known |= {half: self._meanings(half) for pair in joined.values() for half in pair.split()}
        return _Reading(message, [known.get(word, NOTHING) for word in message.words], set())

    def _meanings(self, word: str) -> Meant:
        return NOTHING if word in self.foreign else self._lexicon.meanings(word)


def _sentences(message: SegmentedMessage, words: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    for number, pairs in groupby(zip(message.sentences, words, strict=True), key=lambda pair: pair[0]):
        yield number, tuple(word for _, word in pairs)


def _by_need(phrases: Sequence[tuple[Phrase, frozenset[str]]]) -> dict[str, list[tuple[Phrase, frozenset[str]]]]:
    """Phrases by one word or group that each needs, so that most are skipped."""
    found: dict[str, list[tuple[Phrase, frozenset[str]]]] = {}
    for phrase, needed in phrases:
        if needed:
            found.setdefault(max(needed, key=lambda item: (len(item), item)), []).append((phrase, needed))
    return found


def _with_needs(text: str) -> tuple[Phrase, frozenset[str]]:
    phrase = parse(text)
    return phrase, needs(run for part in phrase for run in part.runs)


def _assertion(phrase: Phrase, wishing: bool, search: Search, classifier: AssertionClassifier) -> Assertion:
    """The weakest of its parts, each of which has the strongest of its matches."""
    weakest = Assertion.PRESENT if phrase else Assertion.ABSENT
    for part in phrase:
        found = search.part(part)
        weakest = min(weakest, strongest(classifier.classify(places, wishing) for places in found))
        if weakest is Assertion.ABSENT:
            break
    return weakest
