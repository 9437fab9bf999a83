"""Finds the phrases of the signs in a part of a message, each with its assertion.

Owns the reading of words (typing errors, words written as one) and the idioms. Decides nothing: a mention is evidence.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from itertools import chain

from bot.core.faq.model import UrgentSign
from bot.core.languages import language
from bot.core.languages.cues import ContextCues
from bot.core.red_flags.assertion import Assertion, AssertionClassifier, strongest
from bot.core.red_flags.data import RedFlagPatterns
from bot.core.red_flags.lexicon import NOTHING, Meant, lexicon
from bot.core.red_flags.patterns import GAP_GROUP, Groups, Phrase, Search, Term, needs, parse
from bot.core.red_flags.section import RedFlagSection
from bot.core.red_flags.segmentation import SegmentedMessage, fold, segment


@dataclass(frozen=True, slots=True)
class SignMention:
    """A sign whose phrases a text contains."""

    sign: UrgentSign
    assertion: Assertion
    """The strongest of all its phrases there."""
    figurative: bool = False
    """Whether it is found only if idioms are taken literally."""
    guessed: bool = False
    """Whether it is found only if unknown words are taken for misspelt ones."""
    specific: bool = False
    """Whether a phrase says it that hardly anybody means otherwise."""

    @property
    def present(self) -> bool:
        """Whether the sign is said to be present, and not as a figure of speech."""
        return self.assertion is Assertion.PRESENT and not self.figurative

    @property
    def asked(self) -> bool:
        """Whether the sign is only asked about, and not as a figure of speech."""
        return self.assertion is Assertion.ASKED and not self.figurative


@dataclass(frozen=True, slots=True)
class ReadText:
    """A text in one language: its words, and which words of phrases each may be."""

    message: SegmentedMessage
    meanings: list[Meant]
    written: tuple[str, ...]
    """The words without what was made of those written as one."""

    @property
    def words(self) -> tuple[str, ...]:
        """Small letters, no accents, no apostrophes."""
        return self.message.words


class PhraseFinder:
    """Finds the signs of one language."""

    def __init__(
        self, section: RedFlagSection, cues: ContextCues, patterns: RedFlagPatterns, dictionary: Container[str]
    ) -> None:
        self._cues = cues
        self._function_words = frozenset(language(section.language).function_words.split())
        self._groups = Groups(patterns.groups)
        self._idioms = tuple(_with_needs(idiom) for idiom in patterns.idioms)
        self._harmless = tuple(_with_needs(phrase) for phrase in patterns.harmless)
        signs = tuple(section.signs)
        self._signs = tuple(sign for sign, _ in signs)
        self._wishing = tuple(known.wishing for _, known in signs)
        specific = [(number, *_with_needs(text)) for number, (_, known) in enumerate(signs) for text in known.specific]
        phrases = [(number, *_with_needs(text)) for number, (_, known) in enumerate(signs) for text in known.phrases]
        phrases += specific
        self._by_need, self._specific = _by_need(phrases), _by_need(specific)
        vocabulary = self._vocabulary([phrase for _, phrase, _ in phrases])
        self.lexicon = lexicon(section.language, vocabulary, patterns.lookalikes, dictionary)
        self.known = self.lexicon.known | cues.joints.words
        """The words of this language that are known without repair."""
        self._cache: dict[str, ReadText] | None = None
        self.foreign: frozenset[str] = frozenset()
        """Words of the other languages only, never misspelt words of this one ("suicidal" is no Spanish "suicida")."""
        self.native: frozenset[str] = frozenset()
        """Words of this language only. Nothing is guessed in a message with fewer of them than foreign ones."""

    def for_message(self) -> PhraseFinder:
        """A copy for one message, which looks up each of its words and reads each of its parts once. To be dropped with
        the message."""
        other = copy(self)
        other.lexicon = self.lexicon.memoized()
        other._cache = {}
        return other

    def read(self, text: str) -> ReadText:
        """Segments a text and looks up the meanings of its words."""
        if self._cache is None:
            return self._read(text)
        if text not in self._cache:
            self._cache[text] = self._read(text)
        return self._cache[text]

    def _read(self, text: str) -> ReadText:
        letters = fold(text)
        message = segment(letters, self._cues.joints)
        written = message.words
        known = {word: self._meanings(word) for word in set(message.words)}
        joined = {
            word: " ".join(pieces)
            for word, meanings in known.items()
            if not meanings and (pieces := self.lexicon.split_joined(word, self._function_words))
        }
        if joined:
            parted = re.sub(r"[^\W_]+", lambda found: joined.get(found.group(), found.group()), letters)
            message = segment(parted, self._cues.joints)
            known |= {piece: self._meanings(piece) for pieces in joined.values() for piece in pieces.split()}
        return ReadText(message, [known.get(word, NOTHING) for word in message.words], written)

    def respelt(self, text: ReadText) -> str:
        """A text in which unknown words are spelt as those of the phrases that they may be."""
        unknown = self._unknown(text)
        return " ".join(self.lexicon.repaired(word) if word in unknown else word for word in text.words)

    def words(self, text: str) -> tuple[str, ...]:
        """The words of a text as `read` gives them, but for those that are written as one."""
        return segment(fold(text), self._cues.joints).words

    def find(self, text: ReadText) -> tuple[SignMention, ...]:
        """The signs in a text, in the order of the file. Unknown words are guessed if no sign is present otherwise."""
        literal = self._search(text.message, text.meanings, self._by_need)
        written = dict(literal)
        if Assertion.PRESENT not in literal.values() and (guessed := self._guess(text)) is not None:
            literal |= {
                sign: max(status, literal.get(sign, status))
                for sign, status in self._search(text.message, guessed, self._by_need).items()
            }
            text = replace(text, meanings=guessed)
        if not literal:
            return ()
        masked = self._without_idioms(text)
        specific = self._search(text.message, text.meanings, self._specific)
        plain = literal if masked is None else self._search(text.message, masked, self._by_need) | specific
        return tuple(
            SignMention(
                sign,
                plain.get(number, literal[number]),
                figurative=number not in plain,
                guessed=written.get(number) != literal[number],
                specific=specific.get(number) is Assertion.PRESENT,
            )
            for number, sign in enumerate(self._signs)
            if number in literal
        )

    def has_idiom(self, text: str) -> bool:
        """Whether a text has an idiom, also one that hides no sign."""
        return self._without_idioms(self.read(text)) is not None

    def is_harmless(self, text: str) -> bool:
        """Whether a text has a phrase that is ordinary beside no sign."""
        read = self.read(text)
        search = Search(read.message, read.meanings, self._groups)
        fitting = (phrase for phrase, needed in self._harmless if needed <= search.available)
        return any(all(search.part(part) for part in phrase) for phrase in fitting)

    def is_own(self, words: Sequence[str]) -> bool:
        """Whether a word belongs to this language only."""
        return not self.native.isdisjoint(words)

    def is_foreign(self, words: Sequence[str]) -> bool:
        """Whether more words belong to another language only than to this one only."""
        return len(self.native.intersection(words)) < len(self.foreign.intersection(words))

    def _vocabulary(self, phrases: Sequence[Phrase]) -> frozenset[str]:
        every = (*phrases, *(phrase for phrase, _ in (*self._idioms, *self._harmless)))
        runs = [run for phrase in every for part in phrase for run in (*part.runs, *part.unless)]
        return frozenset(item.text for run in runs for item in run if isinstance(item, Term)) | self._groups.words

    def _meanings(self, word: str) -> Meant:
        return NOTHING if word in self.foreign else self.lexicon.meanings(word)

    def _guess(self, text: ReadText) -> list[Meant] | None:
        """The meanings with those of unknown words guessed; None if nothing can be guessed."""
        if self.is_foreign(text.words):
            return None
        guesses = {word: found for word in self._unknown(text) if (found := self.lexicon.guesses(word))}
        if not guesses:
            return None
        return [known | guesses.get(word, NOTHING) for word, known in zip(text.words, text.meanings, strict=True)]

    def _unknown(self, text: ReadText) -> set[str]:
        return set(text.words) - self._cues.joints.words - self.foreign

    def _without_idioms(self, text: ReadText) -> list[Meant] | None:
        """The meanings without those of the words of idioms, of each of which all parts are said; None if there is no
        idiom."""
        idioms, masked = Search(text.message, text.meanings, self._groups, gap=GAP_GROUP), list(text.meanings)
        found = [
            [idioms.part(part) for part in phrase] for phrase, needed in self._idioms if needed <= idioms.available
        ]
        places = {place for parts in found if all(parts) for part in parts for places in part for place in places}
        for place in places:
            masked[place] = NOTHING
        return masked if places else None

    def _search(
        self, message: SegmentedMessage, meanings: Sequence[Meant], phrases: Mapping[str, list[IndexedPhrase]]
    ) -> dict[int, Assertion]:
        """The signs that these phrases say, by number, each with the strongest assertion of its phrases."""
        found: dict[int, Assertion] = {}
        if not phrases or not any(meanings):
            return found
        search, assertions = Search(message, meanings, self._groups), AssertionClassifier(message, self._cues)
        fitting: dict[int, list[Phrase]] = {}
        for need in search.available & phrases.keys():
            for number, phrase, needed in phrases[need]:
                if needed <= search.available:
                    fitting.setdefault(number, []).append(phrase)
        for number, those in fitting.items():
            wishing = self._wishing[number]
            statuses = (status for phrase in those for status in _statuses(phrase, wishing, search, assertions))
            if (first := next(statuses, None)) is not None:
                found[number] = strongest(chain((first,), statuses))
        return found


IndexedPhrase = tuple[int, Phrase, frozenset[str]]
"""A phrase with the number of its sign before it, and what it needs behind it."""


def _by_need(phrases: Iterable[IndexedPhrase]) -> dict[str, list[IndexedPhrase]]:
    """Phrases by one word or group that each needs, so that most are skipped."""
    found: dict[str, list[IndexedPhrase]] = {}
    for phrase in phrases:
        if needed := phrase[2]:
            found.setdefault(max(needed, key=lambda item: (len(item), item)), []).append(phrase)
    return found


def _with_needs(text: str) -> tuple[Phrase, frozenset[str]]:
    phrase = parse(text)
    return phrase, needs(run for part in phrase for run in part.runs)


def _statuses(phrase: Phrase, wishing: bool, search: Search, classifier: AssertionClassifier) -> Iterator[Assertion]:
    """The weakest of its parts, each of which has the strongest of its matches; nothing unless every part is found."""
    parts: list[Assertion] = []
    for part in phrase:
        places = search.part(part)
        if not places:
            return
        parts.append(strongest(classifier.classify(each, wishing) for each in places))
    yield min(parts)
