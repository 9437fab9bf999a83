"""Detects the red flags of one language in a message.

A message that is an example to the letter is told as it is labelled. Of any other one, every part is judged by itself:
its phrases and the classifier's score are evidence, which is weighed, and the strongest part decides. If it decides for
an alarm, its sign is selected.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy

from bot.core.languages import language
from bot.core.matching.similarity import Encode
from bot.core.red_flags.alarm import Alarm
from bot.core.red_flags.assertion import Assertion
from bot.core.red_flags.classifier import RedFlagClassifier
from bot.core.red_flags.data import weights as fitted
from bot.core.red_flags.example_index import ExampleIndex
from bot.core.red_flags.mentions import PhraseFinder, SignMention
from bot.core.red_flags.message_parts import MessagePart, parts
from bot.core.red_flags.part_scores import part_scores
from bot.core.red_flags.section import UNCLEAR, RedFlagSection
from bot.core.red_flags.sign_selection import SignSelector, is_denied
from bot.core.red_flags.weighing import Evidence, idiom_penalty, log_odds
from bot.core.red_flags.weights import BRIEF, EXAMPLE_LOG_ODDS, LINE_MARGIN, SHORT, Weights


class SectionDetector:
    """Detects the red flags of one section."""

    def __init__(
        self,
        section: RedFlagSection,
        finder: PhraseFinder,
        classifier: RedFlagClassifier | None,
        weights: Weights | None,
        labelled: Sequence[tuple[str, str]],
    ) -> None:
        """`classifier`: without it, phrases alone decide; `weights`: None for those that are fitted; `labelled`:
        messages with their signs, "" for none, of which the short ones are honoured to the letter."""
        self.language = section.language
        self.finder = finder
        self._classifier = classifier
        self._weights = weights or (fitted(section.language, vectors=classifier.encodes) if classifier else Weights())
        self._signs = {sign.id: sign for sign, _ in section.signs}
        self._examples = ExampleIndex(section, finder, labelled)
        self._selector = SignSelector(section)

    def detect(self, text: str, own_only: bool) -> Alarm | None:
        """The alarm of a message. With `own_only`, one without any word of this language only has none."""
        finder = self.finder.for_message()
        whole = finder.read(text)
        if own_only and not finder.is_own(whole.words):
            return None
        if (labelled := self._examples.sign_of_message(whole.words)) is not None:
            return Alarm(self._signs[labelled], self.language, present=True) if labelled else None
        return self._alarm(self._weighed(text, finder, own_only), frozenset(whole.words))

    def evidence(self, text: str, own_only: bool) -> tuple[Evidence, ...]:
        """The evidence in every part of a message, the strongest first; none with `own_only` if `detect` has none."""
        finder = self.finder.for_message()
        whole = finder.read(text)
        if own_only and not finder.is_own(whole.words):
            return ()
        found, labelled = self._weighed(text, finder, own_only), self._examples.sign_of_message(whole.words)
        return found if labelled is None else (_of_example(text, (), labelled), *found)

    def _weighed(self, text: str, finder: PhraseFinder, own_only: bool) -> tuple[Evidence, ...]:
        """The evidence in every part of a message, the strongest first."""
        judged = parts(text, finder, own_only=own_only)
        specific = self._selector.sign_of_specific_phrase([mention for part in judged for mention in part.mentions])
        found: list[Evidence] = []
        for part, (score, signs) in zip(judged, part_scores(judged, self._classifier, self.finder), strict=True):
            if (example := self._examples.sign_in_part(part)) is not None:
                mention = SignMention(self._signs[example], Assertion.PRESENT)
                found.append(_of_example(part.text, (mention,), example))
            else:
                odds = self._log_odds(part, finder, score, signs)
                found.append(Evidence(part.text, part.mentions, score, signs | specific, odds))
        return tuple(sorted(found, key=lambda one: -one.log_odds))

    def _log_odds(self, part: MessagePart, finder: PhraseFinder, score: float, signs: dict[str, float]) -> float:
        odds = log_odds(self._weights, part.mentions, score, plain=part.whole and len(part.words) <= BRIEF)
        if odds >= 0:
            # What the classifier takes for a sign may be the idiom; the line stays, unless the rest is harmless.
            odds = max(odds - idiom_penalty(part, finder, signs), self._weights.line)
        if odds < 0 and not part.mentions and len(part.words) <= SHORT and finder.is_harmless(part.text):
            return min(odds, self._weights.line - LINE_MARGIN)
        return odds

    def _alarm(self, evidence: tuple[Evidence, ...], words: frozenset[str]) -> Alarm | None:
        """The alarm for which a part is evidence, the sign that is only asked about if none is, or nothing. `words` are
        those of the message."""
        alarming = [one for one in evidence if one.log_odds >= 0]
        heard = alarming or [one for one in evidence if one.log_odds >= self._weights.line or one.asked]
        if not heard:
            return None
        sign, said = self._selector.likeliest(heard, max(evidence, key=lambda one: len(one.text)))
        hides = sign.level == "same_day" or is_denied(heard, sign)
        if hides and (emergency := self._selector.emergency_beside(sign, alarming)) is not None:
            sign, said = emergency, True
        present = bool(alarming)
        if not said and self._selector.lacks_words_for(sign, words):
            # What says nothing of a sign to be seen today is no reason to call for help either.
            present = present and sign.level != "same_day"
            sign = self._signs[UNCLEAR]
        return Alarm(sign, self.language, present, not said, evidence)

    @property
    def encodes(self) -> bool:
        """Whether it needs an encoder."""
        return self._classifier is not None and self._classifier.encodes

    def encoding_with(self, exchange: Callable[[Encode], Encode]) -> SectionDetector:
        """A copy with another encoder for messages, which returns the same vectors."""
        other = copy(self)
        if self._classifier is not None:
            other._classifier = self._classifier.encoding_with(exchange)
        return other

    def meaning_score(self, text: str) -> float:
        """That of a text in another language; 0 if the encoder knows no other."""
        if self._classifier is None or language(self.language).sentence_model != "multilingual":
            return 0.0
        return self._classifier.meaning_score(text)


def _of_example(text: str, mentions: tuple[SignMention, ...], sign: str) -> Evidence:
    """What an example to the letter says, whose label is a sign, "" for calm."""
    signs, score = ({sign: 1.0}, 1.0) if sign else ({}, -1.0)
    return Evidence(text, mentions, score, signs, EXAMPLE_LOG_ODDS * score, sign)
