"""The weights of the evidence for an emergency: `Weights` are fitted to the examples, the constants are set by hand.

A weight is set by hand where too few examples need it to be fitted. Where a range is given, every message of
`tests/core/red_flags/test_specific_phrases.py`, which the weight was made for, is told alike within it, by words and
with sentence vectors, and every one of `benchmarks/red_flags` by words.
"""

from __future__ import annotations

from bot.core.faq.model import Model

# Log-odds that are added to the fitted ones, or taken from them.

BRIEF, PLAIN_BONUS = 6, 3.5
"""A present phrase that is nearly all of a sentence, of at most so many words, adds this to the log-odds: "I am short
of breath" is rarely meant otherwise. Not fitted, since the examples are mostly longer or meant to be misunderstood."""
SPECIFIC_BONUS = 7.0
"""What a present phrase that hardly anybody means otherwise adds in a part of any length: more than `PLAIN_BONUS`. With
6.5, "how much paracetamol is deadly" gets the line only; with 9, every message of `tests/core/red_flags/kinds.tsv` is
told alike by words."""
IDIOM_PENALTY = 2.0
"""What an idiom takes from the log-odds of an alarm that no phrase says. With 1, "me siento débil" is an alarm; with
3, an emergency of `benchmarks/red_flags` gets the line only."""
FIGURATIVE_PENALTY = 4.0
"""What it takes if it hides every phrase that says one. Any from 3 to 8 would do; with 2.5, "I don't want to die, I
just want to know if botox is safe" is an alarm."""
SHORT, LINE_MARGIN = 12, 0.01
"""A part of at most so many words that says no sign and has a harmless phrase lies this much below the line."""
EXAMPLE_LOG_ODDS = 30.0
"""Of what is an example to the word."""

# Scores of signs, to select the one that an alarm is for; the classifier's lie around -1 to 1.

LEAST_SIGN_SCORE = -0.9
"""Score of a sign of which neither the classifier nor a phrase speaks: below it, the kind is unclear."""
MENTION_SCORE = 0.075
"""What a phrase adds to the score of its sign, by the rank of its assertion."""
SPECIFIC_SIGN_SCORE = 2.0
"""Score of a sign that a specific phrase says and that is the only emergency said: the kind is no guess then, so that
it is above what the classifier gives any other. Any from 0.5 to 5 would do; with 0.25, "my sight is blurred and my eye
hurts a lot" is told as blurred vision."""

MEANING_THRESHOLD = 0.25
"""Score, by meaning alone, from which on a message in a language without examples raises an alarm."""


class Weights(Model):
    """The weights of the evidence in log-odds; an alarm is raised from 0 on. `scripts/learn_red_flags.py` fits them."""

    bias: float = -1.0
    score: float = 0.0
    """Of the classifier's score, which lies around -1 to 1."""
    present: float = 4.0
    asked: float = 0.0
    past: float = 0.0
    denied: float = 0.0
    figurative: float = 0.0
    line: float = -0.7
    """From these log-odds on, the line for emergencies is added to the answer."""
