"""Weighs the evidence for an emergency in a part of a message: what the classifier hears, and the phrases found.

A logistic model whose weights are fitted on predictions for examples that the classifier had not learnt; no piece of
evidence decides alone. `scripts/weigh_red_flags.py` fits them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.red_flags.assertion import Assertion
from bot.core.red_flags.findings import Finding
from bot.core.red_flags.weights import Weights


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against an emergency in a part of a message."""

    text: str
    findings: tuple[Finding, ...]
    score: float
    """Of the classifier; 0 without one."""
    signs: dict[str, float]
    """The classifier's score for each sign."""
    log_odds: float

    @property
    def probability(self) -> float:
        """How sure it is; an alarm is raised from one half on."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.log_odds))))


def status(findings: Sequence[Finding]) -> str:
    """The weight's name for the strongest finding; "" without any."""
    literal = [finding.assertion for finding in findings if not finding.figurative]
    if literal:
        return Assertion(max(literal)).name.lower()
    return "figurative" if findings else ""


def log_odds(weights: Weights, findings: Sequence[Finding], score: float) -> float:
    """The log-odds of an alarm."""
    found = status(findings)
    return weights.bias + weights.score * score + (float(getattr(weights, found)) if found else 0.0)
