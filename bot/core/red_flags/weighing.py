"""Weighs the evidence for an emergency in a part of a message: what the classifier hears, and the phrases found.

A logistic model whose weights are fitted on predictions for examples that the classifier had not learnt;
`scripts/learn_red_flags.py` fits them. Nothing silences an alarm alone; what is said in a few plain words hardly needs
more to raise one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.red_flags.assertion import Assertion
from bot.core.red_flags.mentions import SignMention
from bot.core.red_flags.weights import Weights

BRIEF, PLAIN = 6, 3.5
"""A present phrase that is nearly all of a sentence, of at most so many words, adds this to the log-odds: "I am short
of breath" is rarely meant otherwise. Not fitted, since the examples are mostly longer or meant to be misunderstood."""

SPECIFIC = 4.5
"""What a present phrase that hardly anybody means otherwise adds in a part of any length. Not fitted either."""


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
        return odds + SPECIFIC
    return odds + PLAIN if plain and said else odds
