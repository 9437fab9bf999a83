"""The predictions that calibrate a matcher, gathered from the FAQ itself.

Left-out phrasings and the entries' checks represent messages with an answer; left-out entries and off-topic lines
represent messages without one. Owns the weights of each. Knows nothing of texts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bot.core.matching.arrays import Doubles, Flags, Floats, Ints
from bot.core.matching.cross_validation import HeldOutPredictions

MOST_TRUST = 0.5
"""Largest share of checks against left-out phrasings, and of off-topic lines against left-out entries. A left-out
phrasing is often the only one with its words and so harder than a real message. Checks and off-topic lines are easier:
an admin has chosen them, and strangers also ask what is in the field but has no entry."""
ENOUGH = 0.25
"""Number of examples per entry at which they have half the weight."""
NEAR = 0.6
"""Share of off-topic messages that are as close to the FAQ as the phrasings of a left-out entry. The others are far
from it, like the least likely left-out ones."""
FAR = 0.05
"""Quantile of the left-out ones that counts as the least likely."""


@dataclass(frozen=True, slots=True)
class CalibrationSet:
    """Predictions with known truth, each array (n,)."""

    features: Doubles
    """(n, features), see `calibration.DIRECTIONS`."""
    first: Ints
    """Number of the first entry."""
    right: Flags
    among: Flags
    """Whether the right entry was one of the first three."""
    inside: Flags
    """Whether there was a right entry."""
    weights: Doubles


def gather(
    left_out: HeldOutPredictions,
    labels: Ints,
    samples: Floats,
    truth: Ints,
    features: Doubles,
    entries: int,
    share: float,
) -> CalibrationSet:
    """The set for a FAQ with `entries` entries and an assumed `share` of off-topic messages.

    `labels` (phrasings,) are classes; those from `entries` on are off-topic lines. `samples` (n, classes) are the
    probabilities of the checks, `truth` (n,) their entries. `features` (left-out ones and checks, features).
    """
    own = labels[left_out.phrasings]
    lines = own >= entries
    phrasings = left_out.inside & ~lines
    absent = ~left_out.inside & ~lines
    trust_in_checks = _trust(len(truth), entries) if phrasings.any() else 1.0
    trust_in_lines = _trust(int(lines.sum()), entries) if absent.any() else 1.0
    weights = np.zeros(len(own))
    weights[phrasings] = _each((1 - share) * (1 - trust_in_checks), phrasings)
    weights[lines] = _each(share * trust_in_lines, lines)
    weights[absent] = _each(share * (1 - trust_in_lines) * NEAR, absent)
    if absent.any():
        least = np.flatnonzero(absent)[np.argsort(features[: len(own)][absent, 0], kind="stable")]
        weights[least[int(FAR * len(least))]] += share * (1 - trust_in_lines) * (1 - NEAR)
    checks = np.full(len(truth), (1 - share) * trust_in_checks / max(len(truth), 1))

    rows = np.concatenate([left_out.probabilities[:, :entries], samples[:, :entries]])
    answers = np.concatenate([own, truth])
    inside = np.concatenate([phrasings, np.ones(len(truth), dtype=bool)])
    best = np.argsort(-rows, axis=1, kind="stable")[:, :3]
    return CalibrationSet(
        features=features,
        first=best[:, 0].astype(np.int32),
        right=inside & (best[:, 0] == answers),
        among=inside & (best == answers[:, None]).any(axis=1),
        inside=inside,
        weights=np.concatenate([weights, checks]) * len(inside),
    )


def _trust(count: int, entries: int) -> float:
    """Share of the given examples against the left-out ones; it grows with their number."""
    return min(MOST_TRUST, count / (count + ENOUGH * entries)) if count else 0.0


def _each(total: float, rows: Flags) -> float:
    return total / max(int(rows.sum()), 1)
