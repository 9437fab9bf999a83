"""Red flags: detects the emergency in a message, before anything else is done with it.

Every part of a message is judged by itself, and the strongest one decides. Works by words alone and, with an encoder,
by meaning too. Knows nothing of the reply, which is in the sign.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from copy import copy
from functools import partial

from bot.core.faq.model import UrgentSign
from bot.core.languages import language
from bot.core.matching.arrays import Floats
from bot.core.matching.similarity import Encode
from bot.core.red_flags.alarm import Alarm
from bot.core.red_flags.assertion import Assertion
from bot.core.red_flags.classifier import RedFlagClassifier
from bot.core.red_flags.data import weights as fitted
from bot.core.red_flags.mentions import PhraseFinder, SignMention
from bot.core.red_flags.message_parts import MessagePart, parts
from bot.core.red_flags.phrasebook_alarms import PhrasebookAlarms, is_understood
from bot.core.red_flags.section import UNCLEAR, RedFlagSection
from bot.core.red_flags.segmentation import fold
from bot.core.red_flags.weighing import BRIEF, Evidence, log_odds, status
from bot.core.red_flags.weights import Weights

FEWEST = 3
"""Different words of a part that may raise an alarm without a phrase: one or two odd ones resemble anything."""
FIRST = 3
"""Words by which examples are looked up that a part may say among others; at most `LONG`."""
LONG = 5
"""Words of an example from which on it is also honoured among other words."""
SILENT = -0.9
"""Score of a sign of which neither the classifier nor a phrase speaks: below it, the kind is unclear."""
SAID = 0.075
"""What a phrase adds to the score of its sign, by the rank of its assertion."""
MEANT = 0.25
"""Score, by meaning alone, from which on a message in a language without examples raises an alarm."""
IDIOM = 2.0
"""What an idiom takes from the log-odds of an alarm that no phrase says."""
IDIOM_SAID = 4.0
"""What it takes if it hides every phrase that says one."""
NAMED = 2.0
"""Score of a sign that a specific phrase says and that is the only emergency said: the kind is no guess then."""
CERTAIN = 30.0
"""Log-odds of what is an example to the word."""

MOST_ENCODED = 400
"""Word pieces of a message's parts that an encoder reads, as `_pieces` counts them. Of what is left out, which has no
phrase and the least alarming words, words alone decide. Of 257 labelled messages of 30 to 111 words, one is told as an
emergency of another kind than with 1,000; with 250, eight are decided otherwise and two of them are false alarms."""
LONGEST = 8_192
"""Characters of a message in ordinary letters: twice Telegram's limit, since some signs become several."""

_PIECE = re.compile(r"[^\W_]{1,3}|[^\w\s]|_")
_ENCODED_AT_MOST = 128
_PICTURES = {"🆘": " SOS ", "🚑": " ambulance "}
_PICTURE = re.compile("|".join(_PICTURES))
_RUN = re.compile(r"([^\W\d_])\1{2,}", re.IGNORECASE)
_LETTERS_ONLY = re.compile(r"[^\W\d_]+")
_LETTERS = str.maketrans("@0134$", "aoieas")
_NUMBER = re.compile(r"[+(]?(?:\d[ ().-]{0,2}){9,15}")
"""A telephone number: it says nothing of an emergency, and hides the words beside it from a classifier of letters."""
_IN_WORD = re.compile(r"(?<=[^\W\d_])[@0134$](?=[^\W\d_])")


class RedFlagDetector:
    """Detects the red flags of all languages."""

    def __init__(
        self,
        sections: Sequence[RedFlagSection],
        classifiers: Mapping[str, RedFlagClassifier] | None = None,
        real: Mapping[str, Container[str]] | None = None,
        weights: Mapping[str, Weights] | None = None,
        known: Mapping[str, Sequence[tuple[str, str]]] | None = None,
    ) -> None:
        """`sections`: one per language; the first wins a tie, and those without cues or patterns are ignored. By
        language: `classifiers`, without which phrases alone decide; `real`, words that are rarely misspelt ones;
        `weights`, if not those that are fitted; `known`, messages with their signs, "" for none, of which the short
        ones are honoured to the word."""
        learnt, words, chosen, short = classifiers or {}, real or {}, weights or {}, known or {}
        self._sections = tuple(
            _LanguageDetector(
                one, finder, learnt.get(one.language), chosen.get(one.language), short.get(one.language, ())
            )
            for one in sections
            if (finder := _finder(one, words.get(one.language, frozenset()))) is not None
        )
        self._phrases: PhrasebookAlarms | None = None
        finders = [section.finder for section in self._sections]
        for finder in finders:
            theirs = frozenset[str]().union(*(other.known for other in finders if other is not finder))
            finder.foreign, finder.native = theirs - finder.known, finder.known - theirs

    def detect(self, text: str) -> Alarm | None:
        """The most urgent sign in a message; one that is only asked about if there is none that is present."""
        text = self._plain(text)
        found = [alarm for number, section in enumerate(self._sections) if (alarm := section.detect(text, number > 0))]
        present = next((alarm for alarm in found if alarm.present), None)
        if present is None or present.guessed:
            present = self._elsewhere(text) or present
        return self._in_its_language(text, present) if present is not None else next(iter(found), None)

    def _plain(self, text: str) -> str:
        """A message in ordinary letters: bold, double-struck or full-width ones, an ambulance or "br3ath" mean nothing
        to an encoder. "ahogooo" becomes the word that it stretches, if some language has it."""
        text = _NUMBER.sub(" ", unicodedata.normalize("NFKC", text)[:LONGEST])
        text = _PICTURE.sub(lambda found: _PICTURES[found.group()], text)
        text = _IN_WORD.sub(lambda found: found.group().translate(_LETTERS), text)
        return _LETTERS_ONLY.sub(self._unstretched, text) if _RUN.search(text) else text

    def _unstretched(self, word: re.Match[str]) -> str:
        short = _RUN.sub(r"\1", word.group())
        known = any(fold(short) in section.finder.known for section in self._sections)
        return short if known else word.group()

    def _elsewhere(self, text: str) -> Alarm | None:
        """The alarm in a language without a section: what a phrase says, or what means the same as the examples of one
        whose encoder knows that language too."""
        if self._phrases is None:
            return None
        likely = self._phrases.likely(text)
        if (told := self._phrases.find(text, likely)) is not None:
            return Alarm(*told, present=True)
        if not likely or not is_understood(likely[0]):
            return None
        score = max((section.meaning_score(text) for section in self._sections), default=0.0)
        return Alarm(*self._phrases.alarm(likely[0]), present=True, guessed=True) if score >= MEANT else None

    def _in_its_language(self, text: str, alarm: Alarm) -> Alarm:
        """The alarm; the neutral one if the message is in a language without a section and only resembles one that has:
        "mio figlio respira male"."""
        if self._phrases is None or alarm.same_day or alarm.language not in {one.language for one in self._sections}:
            return alarm
        code = next(iter(self._phrases.likely(text)), "")
        return Alarm(*self._phrases.alarm(code), present=True) if self._phrases.speaks(code) else alarm

    def evidence(self, text: str) -> tuple[Evidence, ...]:
        """The evidence in every part of a message and language, the strongest first, also where no alarm is raised."""
        text = self._plain(text)
        found = [one for number, section in enumerate(self._sections) for one in section.evidence(text, number > 0)]
        return tuple(sorted(found, key=lambda one: (one.example is None, -one.log_odds)))

    def encoding_with(self, exchange: Callable[[Encode], Encode]) -> RedFlagDetector:
        """A copy with other encoders for messages, which return the same vectors."""
        if not self.encodes:
            return self
        other = RedFlagDetector(())
        other._sections = tuple(section.encoding_with(exchange) for section in self._sections)
        other._phrases = self._phrases
        return other

    def finds_like(self, other: RedFlagDetector) -> bool:
        """Whether it finds the same in the languages of the FAQ."""
        return self._sections is other._sections

    def with_phrasebook(self, phrases: PhrasebookAlarms) -> RedFlagDetector:
        """A copy that also finds clear emergencies in languages without a section."""
        other = copy(self)
        other._phrases = phrases
        return other

    @property
    def encodes(self) -> bool:
        """Whether it needs an encoder."""
        return any(section.encodes for section in self._sections)


def _finder(section: RedFlagSection, real: Container[str]) -> PhraseFinder | None:
    cues, patterns = language(section.language).cues, section.patterns
    return None if cues is None or patterns is None else PhraseFinder(section, cues, patterns, real)


class _LanguageDetector:
    def __init__(
        self,
        section: RedFlagSection,
        finder: PhraseFinder,
        classifier: RedFlagClassifier | None,
        weights: Weights | None,
        known: Sequence[tuple[str, str]],
    ) -> None:
        self.language = section.language
        self.finder = finder
        self._section = section
        self._classifier = classifier
        self._weights = weights or (fitted(section.language, vectors=classifier.encodes) if classifier else Weights())
        self._signs = {sign.id: sign for sign, _ in section.signs}
        self._unclear = section.unclear
        self._needed = {sign.id: frozenset(map(fold, known.words)) for sign, known in section.signs if known.words}
        self._short = {finder.words(text): sign for text, sign in known if len(text.split()) <= BRIEF}
        self._alarms: dict[tuple[str, ...], str] = {}
        self._inside: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
        self._calm: set[tuple[str, ...]] = set()
        for example in section.examples:
            words = finder.read(example.text).words
            if example.raises:
                self._alarms[words] = example.raises
                if len(words) >= LONG:
                    self._inside.setdefault(words[:FIRST], []).append(words)
            else:
                self._calm.add(words)

    @property
    def encodes(self) -> bool:
        return self._classifier is not None and self._classifier.encodes

    def meaning_score(self, text: str) -> float:
        """That of a text in another language; 0 if the encoder knows no other."""
        if self._classifier is None or language(self.language).sentence_model != "multilingual":
            return 0.0
        return self._classifier.meaning_score(text)

    def encoding_with(self, exchange: Callable[[Encode], Encode]) -> _LanguageDetector:
        other = copy(self)
        if self._classifier is not None:
            other._classifier = self._classifier.encoding_with(exchange)
        return other

    def detect(self, text: str, own_only: bool) -> Alarm | None:
        """The alarm of a message. With `own_only`, one without any word of this language only has none."""
        finder = self.finder.for_message()
        whole = finder.read(text)
        if own_only and not finder.is_own(whole.words):
            return None
        if (known := self._known(whole.words)) is not None:
            return Alarm(self._signs[known], self.language, present=True) if known else None
        return self._alarm(self._weighed(text, finder, own_only), frozenset(whole.words))

    def evidence(self, text: str, own_only: bool) -> tuple[Evidence, ...]:
        finder = self.finder.for_message()
        whole = finder.read(text)
        if own_only and not finder.is_own(whole.words):
            return ()
        found, known = self._weighed(text, finder, own_only), self._known(whole.words)
        if known is None:
            return found
        signs = {known: 1.0} if known else {}
        honoured = Evidence(text, (), 1.0 if known else -1.0, signs, CERTAIN if known else -CERTAIN, known)
        return (honoured, *found)

    def _known(self, words: tuple[str, ...]) -> str | None:
        """The sign of the example that these words are to the letter, "" for a calm one; None if they are none."""
        if words in self._alarms:
            return self._alarms[words]
        sign = "" if words in self._calm else self._short.get(words)
        return sign if sign is None or sign == "" or sign in self._signs else None

    def _alarm(self, evidence: tuple[Evidence, ...], words: frozenset[str]) -> Alarm | None:
        alarming = [one for one in evidence if one.log_odds >= 0]
        heard = alarming or [one for one in evidence if one.log_odds >= self._weights.line or _asks(one)]
        if not heard:
            return None
        whole = max(evidence, key=lambda one: len(one.text))
        sign, said = self._sign(heard, whole)
        hides = sign.level == "same_day" or _is_denied(heard, sign)
        if hides and (emergency := self._emergency_beside(sign, alarming)) is not None:
            sign, said = emergency, True
        # "It's not working" must never be met with the words for a suicide: that takes words of its own.
        if not said and self._needed.get(sign.id, words).isdisjoint(words):
            far = sign.level == "same_day"  # what says nothing of it is no reason to call for help either
            return Alarm(
                self._signs[UNCLEAR], self.language, bool(alarming) and not far, guessed=True, evidence=evidence
            )
        return Alarm(sign, self.language, bool(alarming), not said, evidence)

    def _sign(self, heard: Sequence[Evidence], whole: Evidence) -> tuple[UrgentSign, bool]:
        """The sign that these parts of a message speak of, and whether a phrase says it: the one for which the
        strongest part and the widest speak together. Of equals the first in the file."""
        said: dict[str, Assertion] = {}
        scores = dict.fromkeys(self._signs, SILENT)
        for one in heard:
            for mention in one.mentions:
                if not mention.figurative:
                    said[mention.sign.id] = max(mention.assertion, said.get(mention.sign.id, mention.assertion))
            for sign, score in one.signs.items():
                if sign in scores:
                    scores[sign] = max(scores[sign], score)
        spoken = {sign for sign, score in scores.items() if score > SILENT or sign in said}
        for sign in spoken:
            scores[sign] += whole.signs.get(sign, SILENT) + (SAID * (1 + said[sign]) if sign in said else 0)
        best = max((sign for sign in scores if sign in spoken), key=lambda sign: scores[sign], default=UNCLEAR)
        # A call for help in plain words is not hidden by what is only guessed.
        if best not in said and said.get(UNCLEAR) is Assertion.PRESENT:
            best = UNCLEAR
        return self._signs[best], best in said

    def _emergency_beside(self, sign: UrgentSign, alarming: Sequence[Evidence]) -> UrgentSign | None:
        """The emergency that a part says which tells nothing of a sign. It is not hidden by one that may wait until
        today, "he hit me and I can't breathe", nor by one that is denied, "I don't want to die, I can't breathe"."""
        others = (self._sign([one], one) for one in alarming if _is_present(one) and not _tells_of(one, sign))
        return next((found for found, said in others if said and found.level == "emergency"), None)

    def _weighed(self, text: str, finder: PhraseFinder, own_only: bool) -> tuple[Evidence, ...]:
        kept = parts(text, finder, own_only=own_only)
        named = _named([mention for part in kept for mention in part.mentions])
        found: list[Evidence] = []
        for part, (score, signs) in zip(kept, self._scores(kept), strict=True):
            if (example := self._example(part)) is not None:
                sign = self._signs[self._alarms[example]]
                found.append(
                    Evidence(part.text, (SignMention(sign, Assertion.PRESENT),), 1.0, {sign.id: 1.0}, CERTAIN, sign.id)
                )
                continue
            odds = log_odds(self._weights, part.mentions, score, plain=part.whole and len(part.words) <= BRIEF)
            if odds >= 0:
                # What the classifier takes for a sign may be the idiom; the line stays in any case.
                odds = max(odds - _idiom(part, finder, signs), self._weights.line)
            signs |= named
            found.append(Evidence(part.text, part.mentions, score, signs, odds))
        return tuple(sorted(found, key=lambda one: -one.log_odds))

    def _example(self, part: MessagePart) -> tuple[str, ...] | None:
        """The example that a part is, or that it says among other words; not if a phrase shows it to be meant
        otherwise."""
        if part.words in self._alarms and part.whole:
            return part.words
        if status(part.mentions) not in ("", "present"):
            return None
        rests = (part.words[at:] for at in range(len(part.words) - FIRST + 1))
        candidates = ((rest, words) for rest in rests for words in self._inside.get(rest[:FIRST], ()))
        return next((words for rest, words in candidates if rest[: len(words)] == words), None)

    def _scores(self, parts: Sequence[MessagePart]) -> Iterator[tuple[float, dict[str, float]]]:
        """The classifier's scores of the parts; those in another language are calm but for their phrases."""
        if self._classifier is None or not parts:
            yield from ((0.0, {}) for _ in parts)
            return
        judged = [part for part in parts if not self.finder.is_foreign(part.words)]
        misspelt = [part for part in judged if part.spelt]
        said = [bool(part.mentions) for part in (*judged, *misspelt)]
        texts = [part.text for part in judged] + [part.spelt for part in misspelt]
        rows = self._classifier.scores(texts, partial(_worth_encoding, said)).tolist() if texts else []
        heard = {part.text: row for part, row in zip(judged, rows[: len(judged)], strict=True)}
        meant = {part.text: row for part, row in zip(misspelt, rows[len(judged) :], strict=True)}
        for part in parts:
            if part.text not in heard:  # "veo doble since the injection": what a phrase says, counts by itself
                yield (0.0 if part.mentions else -1.0), {}
            else:
                row = heard[part.text]
                best = max(row, meant.get(part.text, row))
                score = best[0] if part.mentions or len(set(part.words)) >= FEWEST else min(best[0], 0.0)
                yield score, dict(zip(self._classifier.signs, best[1:], strict=True))


def _idiom(part: MessagePart, finder: PhraseFinder, signs: Mapping[str, float]) -> float:
    """What idioms take from the log-odds of a part: most if they hide the very sign that the classifier hears."""
    if status(part.mentions) == "figurative":
        heard = max(signs, key=lambda sign: signs[sign], default="")
        return IDIOM_SAID if any(one.sign.id == heard for one in part.mentions) else 0.0
    return IDIOM if not part.mentions and finder.has_idiom(part.text) else 0.0


def _named(mentions: Sequence[SignMention]) -> dict[str, float]:
    """The score of the sign that a specific phrase says, unless another emergency is said too."""
    present = [one for one in mentions if one.present]
    specific = {one.sign.id for one in present if one.specific}
    emergencies = {one.sign.id for one in present if one.sign.level != "same_day"}
    return dict.fromkeys(specific, NAMED) if len(emergencies | specific) == 1 else {}


def _worth_encoding(said: Sequence[bool], texts: Sequence[str], scores: Floats) -> list[int]:
    """The numbers of the texts to be encoded, within `MOST_ENCODED`: first those with a phrase, as `said` tells, then
    those whose words have the highest scores."""
    chosen, left = list[int](), MOST_ENCODED
    for number in sorted(range(len(texts)), key=lambda number: (not said[number], -scores[number])):
        left -= _pieces(texts[number])
        if left >= 0:
            chosen.append(number)
    return sorted(chosen)


def _pieces(text: str) -> int:
    """About how many word pieces an encoder makes of a text."""
    return min(len(_PIECE.findall(text)), _ENCODED_AT_MOST)


def _is_present(evidence: Evidence) -> bool:
    return any(mention.present for mention in evidence.mentions)


def _is_denied(evidence: Sequence[Evidence], sign: UrgentSign) -> bool:
    told = [one.assertion for each in evidence for one in each.mentions if one.sign.id == sign.id]
    return bool(told) and max(told) is Assertion.DENIED


def _tells_of(evidence: Evidence, sign: UrgentSign) -> bool:
    told = any(one.sign.id == sign.id for one in evidence.mentions)
    return told or evidence.signs.get(sign.id, SILENT) > SILENT


def _asks(evidence: Evidence) -> bool:
    return any(mention.asked for mention in evidence.mentions)
