"""Calibration of probabilities, and thresholds for a target share of wrong answers, from held-out predictions.

Owns the logistic curve from the matcher's log-odds, and what else tells a right entry from a wrong one, to calibrated
probabilities (Platt 1999, "Probabilistic outputs for support vector machines", with more than one feature). Knows
nothing of texts and entries, only of features, outcomes and weights.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from bot.core.matching.arrays import Doubles, Flags

USUAL_SLOPE, USUAL_SHIFT = 1.3, 1.0
"""The prior curve over the log-odds, which applies without held-out predictions."""
DIRECTIONS = np.array([1.0, 1.0, -1.0, -1.0])
"""Whether more of a feature may only speak for the first entry or only against it. The features are its log-odds, the
similarity to its nearest phrasing, that to the nearest phrasing of another entry or off-topic line, and the share of
the message that nothing in the entry explains."""
PULL = 10.0
"""Weight of the prior curve, in predictions."""
LEAST_SLOPE = 0.05
"""Of the log-odds, so that a likelier entry never looks worse."""
LIMIT = 12.0
"""Log-odds are clipped to +- this."""


def log_odds(probability: Doubles) -> Doubles:
    """Log-odds of probabilities, limited to +-`LIMIT`."""
    clipped = np.clip(probability, 1e-12, 1 - 1e-12)
    return np.asarray(np.clip(np.log(clipped) - np.log1p(-clipped), -LIMIT, LIMIT))


def _logistic(value: Doubles) -> Doubles:
    return np.asarray(1 / (1 + np.exp(-np.clip(value, -35, 35))))


@dataclass(frozen=True, slots=True)
class Calibrator:
    """Probability of being right = logistic(features @ slopes + shift)."""

    slopes: Doubles = field(default_factory=lambda: USUAL_SLOPE * np.eye(len(DIRECTIONS))[0])
    shift: float = USUAL_SHIFT

    def probability(self, features: Doubles) -> Doubles:
        """(…, features) -> (…,) probabilities."""
        return _logistic(features @ self.slopes + self.shift)


def fit(features: Doubles, right: Flags, weights: Doubles, directions: Doubles = DIRECTIONS) -> Calibrator:
    """The curve over (n, features) that fits held-out outcomes best, regularised towards the prior one. It never moves
    against the `directions`: a feature that would do so is left out. The first one are the log-odds."""
    used = np.ones(len(directions), dtype=bool)
    while True:
        slopes, shift = _fit(features[:, used], right, weights)
        wrong = slopes * directions[used] < 0
        wrong[0] = False  # without log-odds there is no curve
        if not wrong.any():
            break
        used[np.flatnonzero(used)[wrong]] = False
    every = np.zeros(len(directions))
    every[used] = slopes
    every[0] = max(every[0], LEAST_SLOPE)
    return Calibrator(every, shift)


def _fit(features: Doubles, right: Flags, weights: Doubles) -> tuple[Doubles, float]:
    """Slopes and shift by Newton's method, on features of mean 0 and standard deviation 1."""
    mean, scale = features.mean(axis=0), features.std(axis=0) + 1e-9
    scaled = np.append((features - mean) / scale, np.ones((len(features), 1)), axis=1)
    usual = np.zeros(scaled.shape[1])
    usual[0], usual[-1] = USUAL_SLOPE * scale[0], USUAL_SHIFT + USUAL_SLOPE * mean[0]

    def loss(at: Doubles) -> float:
        score = scaled @ at
        fit_loss = weights @ (np.logaddexp(0, score) - right * score)
        return float(fit_loss + PULL / 2 * np.sum((at - usual) ** 2))

    at, now = usual, loss(usual)
    for _ in range(50):
        probability = _logistic(scaled @ at)
        gradient = scaled.T @ (weights * (probability - right)) + PULL * (at - usual)
        curvature = (scaled * (weights * probability * (1 - probability))[:, None]).T @ scaled
        step = np.linalg.solve(curvature + PULL * np.eye(len(at)), gradient)
        after = loss(at - step)
        while after > now and float(np.abs(step).max()) > 1e-9:
            step = step / 2
            after = loss(at - step)
        at, before, now = at - step, now, after
        if before - now < 1e-9:
            break
    slopes = at[:-1] / scale
    return slopes, float(at[-1] - slopes @ mean)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Cut-offs on the confidence, and their expected effect on messages like the held-out ones."""

    answer: float
    """Least confidence at which the first entry is the answer."""
    suggest: float
    """Least confidence, below `answer`, at which the best three entries are offered."""
    coverage: float
    """Expected share of answerable messages that get the right answer."""
    wrong_share: float
    """Expected share of the given answers that are wrong, answers to off-topic messages included."""
    suggested: float
    """Expected share of answerable messages that get suggestions with the right entry among them."""
    first: float
    """Share of answerable held-out messages whose right entry is ranked first."""
    predictions: int
    """Number of held-out predictions behind these figures; 0 for the prior curve."""


HIGHEST = 0.99
"""Cut-off if no lower one meets the target: only matches as good as exact are answered."""
WORTH_A_CHOICE = 0.35
"""Least probability that the right entry is among three for which they are offered."""


def thresholds(
    probability: Doubles, right: Flags, among: Flags, inside: Flags, weights: Doubles, target: float
) -> Thresholds:
    """Cut-offs at which at most `target` of the answers are expected to be wrong.

    All arrays are (n,), one element a held-out prediction: calibrated probability, whether the first entry was right,
    whether one of the first three was, whether the message had an answer, and the weight.
    """
    answer = _answer_from(probability, right, weights, target)
    suggest = min(answer, _suggest_from(probability, among, weights))
    within = float(weights[inside].sum()) or 1.0
    given = probability >= answer
    offered = ~given & (probability >= suggest)
    answered = float(weights[given].sum())
    return Thresholds(
        answer=answer,
        suggest=suggest,
        coverage=float(weights[given & right].sum()) / within,
        wrong_share=float(weights[given & ~right].sum()) / answered if answered else 0.0,
        suggested=float(weights[offered & among].sum()) / within,
        first=float(weights[inside & right].sum()) / within,
        predictions=len(probability),
    )


def bands_on_trust(target: float) -> Thresholds:
    """Careful cut-offs for a FAQ without held-out predictions."""
    return Thresholds(max(0.8, 1 - target), 0.3, 0.0, target, 0.0, 0.0, 0)


def _answer_from(probability: Doubles, right: Flags, weights: Doubles, target: float) -> float:
    """The lowest cut-off at which the share of wrong answers meets the target.

    The share is the smaller of the calibrated one, which ignores local deviations from the curve, and its mean with
    the observed one, which varies with a few hundred predictions. One extra wrong answer is added for safety.
    """
    order = np.argsort(-probability, kind="stable")
    given = np.cumsum(weights[order])
    calibrated = np.cumsum((weights * (1 - probability))[order]) / given
    extra = float(weights.mean())
    observed = (np.cumsum((weights * ~right)[order]) + extra) / (given + extra)
    met = np.flatnonzero(np.minimum(calibrated, (calibrated + observed) / 2) <= target)
    return min(float(probability[order][met[-1]]), HIGHEST) if len(met) else HIGHEST


def _suggest_from(probability: Doubles, among: Flags, weights: Doubles) -> float:
    curve = fit(log_odds(probability)[:, None], among, weights, DIRECTIONS[:1])
    odds = (np.log(WORTH_A_CHOICE / (1 - WORTH_A_CHOICE)) - curve.shift) / curve.slopes[0]
    return float(_logistic(np.array(odds)))
