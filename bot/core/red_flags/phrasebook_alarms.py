"""Clear emergencies in languages without a FAQ, by a short list of phrases each.

    can't breathe          these words in this order, at most two other words between them, none of which denies
    pain/ache              one of these words
    faint*                 a word with any ending
    ago *                  any one word

In a language without blanks, the parts of a phrase have at most six characters between them. A phrase does not count if
it is denied, only asked about, past or meant otherwise in its sentence. That somebody wants to die counts also beside a
question, unless that is denied, a manner of speaking, or quoted. Knows nothing of how a language is recognised.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from re import Pattern

from bot.core.faq.model import Clinic, UrgentSign
from bot.core.languages import language
from bot.core.phrasebook import FixedTexts, load
from bot.core.red_flags.section import UNCLEAR
from bot.core.red_flags.segmentation import fold
from bot.core.text.language_id import LanguageIdentifier
from bot.core.text.normalization import UNMARKED

_SENTENCE = re.compile(r"[.!?;\n。！？؟۔।]+")
_CLAUSE = re.compile(r"[,،、，:()–—]+")
_APOSTROPHE = re.compile(r"['’‘ʼ`´′]")
_VARIANTS = UNMARKED | str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه"})
_TELLING = 12
"""Letters of a phrase's first word by which the words of a message are sifted."""
_QUOTED = re.compile(r"[“„«「『][^“”»」』\n]{2,200}[“”»」』]|(?<!\w)['\"‘”][^'\"’”\n]{3,200}['\"’”](?!\w)")
_NEVER = "(?!)"


@dataclass(frozen=True, slots=True)
class PlainSentence:
    """A sentence and its clauses, as words without case, accents and apostrophes, joined by single blanks."""

    whole: str
    clauses: tuple[str, ...]

    @property
    def unspaced(self) -> PlainSentence:
        """The same without blanks."""
        return PlainSentence(self.whole.replace(" ", ""), tuple(one.replace(" ", "") for one in self.clauses))


@dataclass(frozen=True, slots=True)
class OpeningWords:
    """The words of some sentences, and every letter of them and beginning of up to `_TELLING` letters."""

    words: Set[str]
    beginnings: Set[str]

    @classmethod
    def of(cls, sentences: Sequence[PlainSentence]) -> OpeningWords:
        """Those of these sentences."""
        words = {word for sentence in sentences for word in sentence.whole.split()}
        letters = set[str]().union(*words) | {""}
        longer = {word[:length] for word in words for length in range(2, min(len(word), _TELLING) + 1)}
        return cls(words, letters | longer)


@dataclass(frozen=True, slots=True)
class PhraseOpenings:
    """What some phrases begin with, by which most messages are told to have none of them."""

    words: frozenset[str]
    beginnings: frozenset[str]

    @classmethod
    def of(cls, phrases: Sequence[str], spaced: bool) -> PhraseOpenings:
        """Those of these phrases."""
        first = {item for phrase in phrases for item in phrase.split()[0].split("/")}
        whole = {item for item in first if spaced and not item.endswith("*")}
        cut = {_plain(item.rstrip("*")).split(" ")[0][: _TELLING if spaced else 1] for item in first - whole}
        return cls(frozenset(_plain(item).split(" ")[0] for item in whole), frozenset(cut))

    def may_be_in(self, said: OpeningWords) -> bool:
        """Whether one of the phrases may be among these words."""
        return not (self.words.isdisjoint(said.words) and self.beginnings.isdisjoint(said.beginnings))


@dataclass(frozen=True, slots=True)
class EmergencyPhrases:
    """The phrases of one language."""

    openings: PhraseOpenings
    said: str
    """A regular expression, compiled when a message has the beginning of a phrase: that takes a tenth of a second."""
    openings_wished: PhraseOpenings
    wished: str
    """The same of wishes to die."""
    not_wished: str
    wish_denied_before: Pattern[str]
    """Only directly before: "not recovering, I want to die" denies nothing."""
    denied_before: Pattern[str]
    denied_after: Pattern[str]
    calm: str
    """Likewise, when a message is in the language or has a phrase of it."""
    spaced: bool

    @classmethod
    def of(cls, texts: FixedTexts) -> EmergencyPhrases:
        """Those of the phrasebook."""

        def pattern(phrases: Sequence[str], before: str = "", after: str = "") -> Pattern[str]:
            return re.compile(f"{before}{_choice(phrases, texts.spaced)}{after}" if phrases else _NEVER)

        return cls(
            PhraseOpenings.of(texts.phrases, texts.spaced),
            _choice(texts.phrases, texts.spaced, texts.not_within),
            PhraseOpenings.of(texts.own_wishes, texts.spaced),
            _choice(texts.own_wishes, texts.spaced, texts.not_within) if texts.own_wishes else _NEVER,
            _choice(texts.not_wished, texts.spaced) if texts.not_wished else _NEVER,
            pattern(texts.not_before, after=" ?$"),
            pattern(texts.not_before, after=r"(?: \S+)? ?$" if texts.spaced else r"\S{0,2}$"),
            pattern(texts.not_after, before=r"^ ?(?:\S+ )?" if texts.spaced else r"^\S{0,2}?"),
            _choice(texts.calm, texts.spaced) if texts.calm else _NEVER,
            texts.spaced,
        )

    def said_in(self, sentences: Sequence[PlainSentence], words: OpeningWords) -> tuple[str, ...]:
        """What is said of them, neither denied nor only asked about. `words` are those of the sentences."""
        if not self.openings.may_be_in(words):
            return ()
        read = sentences if self.spaced else [one.unspaced for one in sentences]
        return tuple(
            said
            for sentence in read
            for clause in sentence.clauses
            for said in self._stated(self.said, self.denied_before, clause)
            if not self._calms(sentence)
        )

    def wished_in(self, sentences: Sequence[PlainSentence], words: OpeningWords) -> tuple[str, ...]:
        """The own wishes to die in them, also in a question, neither denied nor meant otherwise."""
        if not self.openings_wished.may_be_in(words):
            return ()
        read = sentences if self.spaced else [one.unspaced for one in sentences]
        return tuple(
            wish
            for sentence in read
            for clause in sentence.clauses
            for wish in self._stated(self.wished, self.wish_denied_before, clause)
            if _compiled(self.not_wished).search(clause) is None
        )

    def is_calm(self, sentence: PlainSentence) -> bool:
        """Whether a sentence only asks about what its phrases say, tells it of the past, or means it otherwise."""
        return self._calms(sentence if self.spaced else sentence.unspaced)

    def _calms(self, read: PlainSentence) -> bool:
        return _compiled(self.calm).search(read.whole) is not None

    def _stated(self, phrases: str, denied_before: Pattern[str], clause: str) -> Iterator[str]:
        for found in _compiled(phrases).finditer(clause):
            before, after = clause[: found.start()], clause[found.end() :]
            if denied_before.search(before) is None and self.denied_after.search(after) is None:
                yield found[0]


@cache
def _compiled(expression: str) -> Pattern[str]:
    return re.compile(expression)


class PhrasebookAlarms:
    """Finds emergencies in all languages but those of the FAQ, told by `languages`. `clinic` has the number to call."""

    def __init__(self, languages: LanguageIdentifier, clinic: Clinic) -> None:
        self._languages = languages
        self._clinic = clinic

    def likely(self, text: str) -> tuple[str, ...]:
        """The language of a message, then others that are as likely."""
        return self._languages.likely(text)

    def find(self, text: str, likely: Sequence[str]) -> tuple[UrgentSign, str] | None:
        """The sign of an emergency of unclear kind with its message in the language of `text`, and that language.
        `likely` are those that the text may be in."""
        known = _known()
        theirs = [known[code] for code in likely if code in known]
        unquoted = _QUOTED.sub(" ", text)
        if likely and likely[0] not in known:  # what somebody quotes in another language is not happening
            text = unquoted
        # "infarto" is also Italian: what is calm in the language of the message is so in all
        sentences = [one for one in _sentences(text) if not any(each.is_calm(one) for each in theirs)]
        wishing = [*sentences, *_sentences(unquoted)]  # a wish to die is not calm, unless it is quoted
        words, wished = OpeningWords.of(sentences), OpeningWords.of(wishing)
        found = {
            code: said
            for code in (*likely, *known)
            if code in known
            and (said := known[code].said_in(sentences, words) + known[code].wished_in(wishing, wished))
        }
        code = next((code for code, said in found.items() if code in likely or self._tells(said, likely)), None)
        return self.alarm(code) if code is not None else None

    def speaks(self, code: str) -> bool:
        """Whether there is a message for emergencies in a language."""
        return code in _known()

    def alarm(self, code: str) -> tuple[UrgentSign, str]:
        """The sign of an emergency of unclear kind with its message in a language, and that language."""
        texts = load().languages[code]
        message = texts.with_number(texts.emergency, self._clinic)
        return UrgentSign(id=UNCLEAR, title="An emergency of unclear kind", message=message), code

    def _tells(self, said: Sequence[str], likely: Sequence[str]) -> bool:
        """Whether phrases tell of an emergency in a message that is likely in another language: "overdose" is also
        English, which has red flags of its own, and what is said in Japanese says nothing in Chinese."""
        if any(code in _known() for code in likely):
            return all(_known()[code].spaced for code in likely if code in _known())
        phrases = (one.split() for one in said)
        return any(not all(map(self._languages.is_own, words)) for words in phrases)


@cache
def _known() -> Mapping[str, EmergencyPhrases]:
    return {code: EmergencyPhrases.of(texts) for code, texts in load().languages.items()}


def is_understood(code: str) -> bool:
    """Whether there are phrases of a language, and the multilingual encoder knows it."""
    return code in _known() and language(code).sentence_model == "multilingual"


def _sentences(text: str) -> Iterator[PlainSentence]:
    for sentence in _SENTENCE.split(unicodedata.normalize("NFKC", text)):
        clauses = tuple(filter(None, map(_plain, _CLAUSE.split(sentence))))
        if clauses:
            yield PlainSentence(" ".join(clauses), clauses)


def _choice(phrases: Sequence[str], spaced: bool, never_within: Sequence[str] = ()) -> str:
    """The regular expression of one of these phrases, with none of some words between their parts."""
    other = rf"(?!(?:{'|'.join(map(_item, never_within))})(?!\S))\S+" if never_within else r"\S+"
    between = rf"(?: {other}){{0,2}} " if spaced else r"\S{0,6}?"
    sources = (
        between.join(f"(?:{'|'.join(map(_item, item.split('/')))})" for item in phrase.split()) for phrase in phrases
    )
    return rf"(?<!\S)(?:{'|'.join(sources)})(?!\S)" if spaced else f"(?:{'|'.join(sources)})"


def _item(word: str) -> str:
    if word == "*":
        return r"\S+"
    return re.escape(_plain(word.removesuffix("*"))) + (r"\S*" if word.endswith("*") else "")


def _plain(text: str) -> str:
    folded = _APOSTROPHE.sub("", fold(text)).translate(_VARIANTS)
    return " ".join("".join(sign if unicodedata.category(sign)[0] in "LMN" else " " for sign in folded).split())
