"""Weighs the evidence for an emergency in a part of a message: what the classifier hears, and the phrases found.

A logistic model whose weights are fitted on predictions for examples that the classifier had not learnt;
`scripts/learn_red_flags.py` fits them, and a few more are set by hand (`weights`). Nothing silences an alarm alone;
what is said in a few plain words hardly needs more to raise one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.red_flags.assertion import Assertion
from bot.core.red_flags.mentions import PhraseFinder, SignMention
from bot.core.red_flags.message_parts import MessagePart
from bot.core.red_flags.weights import FIGURATIVE_PENALTY, IDIOM_PENALTY, PLAIN_BONUS, SPECIFIC_BONUS, Weights


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against an emergency in a part of a message."""

    text: str
    mentions: tuple[SignMention, ...]
    score: float
    """Of the classifier; 0 without one."""
    signs: dict[str, float]
    """The classifier's score for each sign."""
    log_odds: float
    example: str | None = None
    """The sign of the example that the part is or contains to the word, "" for a calm one."""

    @property
    def present(self) -> bool:
        """Whether a phrase says that a sign is present."""
        return any(mention.present for mention in self.mentions)

    @property
    def asked(self) -> bool:
        """Whether a phrase only asks about a sign."""
        return any(mention.asked for mention in self.mentions)

    @property
    def probability(self) -> float:
        """How sure it is; an alarm is raised from one half on."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.log_odds))))


def status(mentions: Sequence[SignMention]) -> str:
    """The weight's name for the strongest mention; "" without any."""
    literal = [mention.assertion for mention in mentions if not mention.figurative]
    if literal:
        return Assertion(max(literal)).name.lower()
    return "figurative" if mentions else ""


def log_odds(weights: Weights, mentions: Sequence[SignMention], score: float, *, plain: bool = False) -> float:
    """The log-odds of an alarm. `plain`: the part is a sentence of at most `BRIEF` words; a specific phrase needs
    no such brevity."""
    found = status(mentions)
    odds = weights.bias + weights.score * score + (float(getattr(weights, found)) if found else 0.0)
    said = [one for one in mentions if one.present and not one.guessed]
    if any(one.specific for one in said):
        return odds + SPECIFIC_BONUS
    return odds + PLAIN_BONUS if plain and said else odds


def idiom_penalty(part: MessagePart, finder: PhraseFinder, signs: Mapping[str, float]) -> float:
    """What idioms take from the log-odds of a part: most if they hide the very sign that the classifier hears, which is
    that with the highest of its scores, `signs`."""
    if status(part.mentions) == "figurative":
        heard = max(signs, key=lambda sign: signs[sign], default="")
        return FIGURATIVE_PENALTY if any(one.sign.id == heard for one in part.mentions) else 0.0
    return IDIOM_PENALTY if not part.mentions and finder.has_idiom(part.text) else 0.0
