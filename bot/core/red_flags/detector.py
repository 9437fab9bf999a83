"""Red flags: detects the emergency in a message, before anything else is done with it.

1. Signs, digits and repetitions in place of letters become ordinary characters (`character_normalization`).
2. The message is looked at in every language of the FAQ (`section_detector`): cut into parts (`message_parts`), which
   are searched for the phrases of signs (`mentions`) and likened to examples (`part_scores`, `classifier`); both are
   weighed for each part (`weighing`), the strongest part decides, and the sign is selected (`sign_selection`).
3. If that finds nothing, or only guesses, it is searched for the phrases of all other languages
   (`phrasebook_alarms`).

Works by words alone and, with an encoder, by meaning too. Knows nothing of the reply, which is in the sign.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from copy import copy

from bot.core.languages import language
from bot.core.matching.similarity import Encode
from bot.core.red_flags.alarm import Alarm
from bot.core.red_flags.character_normalization import with_ordinary_characters
from bot.core.red_flags.classifier import RedFlagClassifier
from bot.core.red_flags.mentions import PhraseFinder
from bot.core.red_flags.phrasebook_alarms import PhrasebookAlarms, is_understood
from bot.core.red_flags.section import RedFlagSection
from bot.core.red_flags.section_detector import SectionDetector
from bot.core.red_flags.segmentation import fold
from bot.core.red_flags.weighing import Evidence
from bot.core.red_flags.weights import MEANING_THRESHOLD, Weights


class RedFlagDetector:
    """Detects the red flags of all languages."""

    def __init__(
        self,
        sections: Sequence[RedFlagSection],
        classifiers: Mapping[str, RedFlagClassifier] | None = None,
        dictionaries: Mapping[str, Container[str]] | None = None,
        weights: Mapping[str, Weights] | None = None,
        labelled: Mapping[str, Sequence[tuple[str, str]]] | None = None,
    ) -> None:
        """`sections`: one per language; the first wins a tie, and those without cues or patterns are ignored. By
        language: `classifiers`, without which phrases alone decide; `dictionaries`, words that are rarely misspelt
        ones; `weights`, if not those that are fitted; `labelled`, messages with their signs, "" for none, of which the
        short ones are honoured to the letter."""
        classifiers, dictionaries, labelled = classifiers or {}, dictionaries or {}, labelled or {}
        weights = weights or {}
        found = [
            (one, finder)
            for one in sections
            if (finder := _finder(one, dictionaries.get(one.language, frozenset()))) is not None
        ]
        for _, finder in found:
            theirs = frozenset[str]().union(*(other.known for _, other in found if other is not finder))
            finder.foreign, finder.native = theirs - finder.known, finder.known - theirs
        # Only then: a section reads its examples as messages are read.
        self._sections = tuple(
            SectionDetector(
                one, finder, classifiers.get(one.language), weights.get(one.language), labelled.get(one.language, ())
            )
            for one, finder in found
        )
        self._phrasebook: PhrasebookAlarms | None = None

    def detect(self, text: str) -> Alarm | None:
        """The most urgent sign in a message; one that is only asked about if there is none that is present."""
        text = self._normalized(text)
        found = [alarm for number, section in enumerate(self._sections) if (alarm := section.detect(text, number > 0))]
        present = next((alarm for alarm in found if alarm.present), None)
        if present is None or present.guessed:
            present = self._elsewhere(text) or present
        return self._in_its_language(text, present) if present is not None else next(iter(found), None)

    def evidence(self, text: str) -> tuple[Evidence, ...]:
        """The evidence in every part of a message and language, the strongest first, also where no alarm is raised."""
        text = self._normalized(text)
        found = [one for number, section in enumerate(self._sections) for one in section.evidence(text, number > 0)]
        return tuple(sorted(found, key=lambda one: (one.example is None, -one.log_odds)))

    def _normalized(self, text: str) -> str:
        return with_ordinary_characters(text, self._is_known)

    def _is_known(self, word: str) -> bool:
        folded = fold(word)
        return any(folded in section.finder.known for section in self._sections)

    def _elsewhere(self, text: str) -> Alarm | None:
        """The alarm in a language without a section: what a phrase says, or what means the same as the examples of one
        whose encoder knows that language too."""
        if self._phrasebook is None:
            return None
        likely = self._phrasebook.likely(text)
        if (told := self._phrasebook.find(text, likely)) is not None:
            return Alarm(*told, present=True)
        if not likely or not is_understood(likely[0]):
            return None
        score = max((section.meaning_score(text) for section in self._sections), default=0.0)
        if score < MEANING_THRESHOLD:
            return None
        return Alarm(*self._phrasebook.alarm(likely[0]), present=True, guessed=True)

    def _in_its_language(self, text: str, alarm: Alarm) -> Alarm:
        """The alarm; the neutral one if the message is in a language without a section and only resembles one that has:
        "mio figlio respira male"."""
        sections = {section.language for section in self._sections}
        if self._phrasebook is None or alarm.same_day or alarm.language not in sections:
            return alarm
        code = next(iter(self._phrasebook.likely(text)), "")
        return Alarm(*self._phrasebook.alarm(code), present=True) if self._phrasebook.speaks(code) else alarm

    @property
    def encodes(self) -> bool:
        """Whether it needs an encoder."""
        return any(section.encodes for section in self._sections)

    def encoding_with(self, exchange: Callable[[Encode], Encode]) -> RedFlagDetector:
        """A copy with other encoders for messages, which return the same vectors."""
        if not self.encodes:
            return self
        other = copy(self)
        other._sections = tuple(section.encoding_with(exchange) for section in self._sections)
        return other

    def with_phrasebook(self, phrasebook: PhrasebookAlarms) -> RedFlagDetector:
        """A copy that also finds clear emergencies in languages without a section."""
        other = copy(self)
        other._phrasebook = phrasebook
        return other

    def finds_like(self, other: RedFlagDetector) -> bool:
        """Whether it finds the same in the languages of the FAQ."""
        return self._sections is other._sections


def _finder(section: RedFlagSection, dictionary: Container[str]) -> PhraseFinder | None:
    cues, patterns = language(section.language).cues, section.patterns
    return None if cues is None or patterns is None else PhraseFinder(section, cues, patterns, dictionary)
