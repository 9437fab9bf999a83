"""The weights of the evidence for an emergency."""

from __future__ import annotations

from bot.core.faq.model import Model


class Weights(Model):
    """The weights of the evidence in log-odds; an alarm is raised from 0 on."""

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
