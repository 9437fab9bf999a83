"""Which sign a message that raises an alarm speaks of.

Weighs the classifier's scores of the signs against the phrases. Knows nothing of whether an alarm is raised.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.core.faq.model import UrgentSign
from bot.core.red_flags.assertion import Assertion
from bot.core.red_flags.mentions import SignMention
from bot.core.red_flags.section import UNCLEAR, RedFlagSection
from bot.core.red_flags.segmentation import fold
from bot.core.red_flags.weighing import Evidence
from bot.core.red_flags.weights import LEAST_SIGN_SCORE, MENTION_SCORE, SPECIFIC_SIGN_SCORE


class SignSelector:
    """Selects among the signs of one section."""

    def __init__(self, section: RedFlagSection) -> None:
        self._signs = {sign.id: sign for sign, _ in section.signs}
        self._includes = {sign.id: frozenset(known.includes) for sign, known in section.signs}
        self._required = {sign.id: frozenset(map(fold, known.words)) for sign, known in section.signs if known.words}

    def likeliest(self, heard: Sequence[Evidence], widest: Evidence) -> tuple[UrgentSign, bool]:
        """The sign that these parts of a message speak of, and whether a phrase says it: the one for which the
        strongest of them and the widest part of the message speak together. Of equals the first in the file."""
        said: dict[str, Assertion] = {}
        scores = dict.fromkeys(self._signs, LEAST_SIGN_SCORE)
        for one in heard:
            for mention in one.mentions:
                if not mention.figurative:
                    said[mention.sign.id] = max(mention.assertion, said.get(mention.sign.id, mention.assertion))
            for sign, score in one.signs.items():
                if sign in scores:
                    scores[sign] = max(scores[sign], score)
        spoken = {sign for sign, score in scores.items() if score > LEAST_SIGN_SCORE or sign in said}
        for sign in spoken:
            mentioned = MENTION_SCORE * (1 + said[sign]) if sign in said else 0
            scores[sign] += widest.signs.get(sign, LEAST_SIGN_SCORE) + mentioned
        best = max((sign for sign in scores if sign in spoken), key=lambda sign: scores[sign], default=UNCLEAR)
        # A call for help in plain words is not hidden by what is only guessed.
        if best not in said and said.get(UNCLEAR) is Assertion.PRESENT:
            best = UNCLEAR
        return self._signs[best], best in said

    def emergency_beside(self, sign: UrgentSign, alarming: Sequence[Evidence]) -> UrgentSign | None:
        """The emergency that a part says which tells nothing of a sign. It is not hidden by one that may wait until
        today, "he hit me and I can't breathe", nor by one that is denied, "I don't want to die, I can't breathe"."""
        others = (self.likeliest([one], one) for one in alarming if one.present and not _tells_of(one, sign))
        return next((found for found, said in others if said and found.level == "emergency"), None)

    def lacks_words_for(self, sign: UrgentSign, words: frozenset[str]) -> bool:
        """Whether a message of these words has none of those that a guess of the sign requires: "it's not working" must
        never be met with the words for a suicide."""
        return self._required.get(sign.id, words).isdisjoint(words)

    def sign_of_specific_phrase(self, mentions: Iterable[SignMention]) -> dict[str, float]:
        """The score of the sign that a specific phrase says, unless another emergency is said that it does not
        include."""
        present = [mention for mention in mentions if mention.present]
        specific = {mention.sign.id for mention in present if mention.specific}
        emergencies = {mention.sign.id for mention in present if mention.sign.level != "same_day"}
        including = {sign for sign in specific if emergencies | specific <= self._includes[sign] | {sign}}
        return dict.fromkeys(including, SPECIFIC_SIGN_SCORE) if len(including) == 1 else {}


def is_denied(evidence: Sequence[Evidence], sign: UrgentSign) -> bool:
    """Whether a sign is mentioned in these parts, and always denied."""
    told = [mention.assertion for one in evidence for mention in one.mentions if mention.sign.id == sign.id]
    return bool(told) and max(told) is Assertion.DENIED


def _tells_of(evidence: Evidence, sign: UrgentSign) -> bool:
    told = any(mention.sign.id == sign.id for mention in evidence.mentions)
    return told or evidence.signs.get(sign.id, LEAST_SIGN_SCORE) > LEAST_SIGN_SCORE
