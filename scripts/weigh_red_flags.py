"""Fits how the evidence for an emergency is weighed: `python scripts/weigh_red_flags.py`.

Every example, as it is and in a framing ("… since my appointment"), is judged by a classifier that has not learnt it
(five folds). On these judgements and the phrases found, a logistic model is fitted, in which framings must not count.
The thresholds are those at which `FALSE_ALARMS` and `FALSE_LINES` of the calm examples, framed or not, are met with an
alarm or with the line for emergencies. Writes bot/core/red_flags/data/weights.yaml; takes some minutes.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import yaml

from bot import words
from bot.core.faq.model import Faq
from bot.core.faq.yaml_reader import read_faq
from bot.core.languages import language, supported
from bot.core.matching.arrays import Doubles, Flags, Floats, Ints
from bot.core.matching.similarity import Encode
from bot.core.red_flags.classifier import TrainingSet, solve
from bot.core.red_flags.learning import training_set
from bot.core.red_flags.mentions import PhraseFinder
from bot.core.red_flags.section import RedFlagSection
from bot.core.red_flags.weighing import status
from bot.core.red_flags.windows import windows
from bot.embeddings.sentence_encoder import default_encoder

FOLDS = 5
FRAMED = 1
"""Framings of each example."""
FALSE_ALARMS, FALSE_LINES = 0.02, 0.08
PENALTY = 1e-3
NAMES = ("present", "asked", "past", "denied", "figurative")
TARGET = Path("bot/core/red_flags/data/weights.yaml")
FRAMINGS = Path(__file__).with_name("framings")


def main() -> None:
    encode, result = default_encoder(), dict[str, dict[str, dict[str, float]]]()
    faq = read_faq(Path("faq.yaml").read_bytes()).faq
    for one in supported():
        path = Path("faq.yaml" if one.code == faq.language else f"faq.{one.code}.yaml")
        finder = _finder(read_faq(path.read_bytes(), path.name, faq).faq)
        modes = {"words": None} | ({"vectors": encode} if one.has_sentence_model else {})
        result[one.code] = {mode: _weigh(one.code, finder, chosen) for mode, chosen in modes.items()}
    TARGET.write_text(f"# Written by scripts/weigh_red_flags.py.\n{yaml.safe_dump({'languages': result})}")


def _finder(faq: Faq) -> PhraseFinder:
    section, cues = RedFlagSection.of(faq), language(faq.language).cues
    assert section.patterns is not None
    assert cues is not None
    return PhraseFinder(section, cues, section.patterns, words.load().words if faq.language == "en" else frozenset())


def _weigh(code: str, finder: PhraseFinder, encode: Encode | None) -> dict[str, float]:
    learnt = training_set(code)
    training, texts = TrainingSet(learnt, code, encode), list(learnt)
    framings, chosen = (FRAMINGS / f"{code}.txt").read_text(encoding="utf-8").splitlines(), random.Random(1)
    messages = [(text, at) for at, text in enumerate(texts)]
    messages += [
        (framing.replace("{}", text), at)
        for at, text in enumerate(texts)
        for framing in chosen.sample(framings, FRAMED)
    ]
    parts = [windows(message) for message, _ in messages]
    sizes = np.array([len(one) for one in parts])
    flat = [part for one in parts for part in one]
    evidence = np.column_stack(
        [
            _held_out(training, flat, np.repeat([at for _, at in messages], sizes)),
            [_phrases(finder, part) for part in flat],
        ]
    )
    alarming = np.array([bool(training.labels[at]) for _, at in messages])
    weights, strongest = _fitted(evidence, np.cumsum([0, *sizes]), alarming)
    calm = np.sort(strongest[~alarming])
    alarm, line = (float(np.quantile(calm, 1 - share)) for share in (FALSE_ALARMS, FALSE_LINES))
    _say(code, encode is not None, strongest, alarming, {"alarm": alarm, "line": line})
    found = dict(zip(("bias", "score", *NAMES), weights.round(2).tolist(), strict=True))
    return found | {"bias": round(found["bias"] - alarm, 2), "line": round(line - alarm, 2)}


def _held_out(training: TrainingSet, parts: Sequence[str], owners: Ints) -> Floats:
    """(parts,) scores, each by a classifier without the example that the part belongs to."""
    kernel, scores = training.kernel(), np.empty(len(parts), dtype=np.float32)
    fold = np.random.default_rng(1).permutation(np.arange(len(training.labels)) % FOLDS)
    for number in range(FOLDS):
        kept = np.flatnonzero(fold != number)
        slopes = solve(kernel[np.ix_(kept, kept)], [training.labels[at] for at in kept])[:, 0]
        places = np.flatnonzero(fold[owners] == number)
        for some in np.array_split(places, max(1, len(places) // 256)):
            scores[some] = training.kernel([parts[int(at)] for at in some])[:, kept] @ slopes
    return scores


def _phrases(finder: PhraseFinder, part: str) -> list[bool]:
    found = status(finder.find(finder.read(part)))
    return [found == name for name in NAMES]


def _fitted(evidence: Floats, starts: Ints, alarming: Flags) -> tuple[Doubles, Doubles]:
    """The weights, and the log-odds of each message: of its strongest part, which the fit decides anew each time."""
    weights = np.array([0.0, 3.0, 2.0, 0.5, 0.0, -1.0, 0.0])
    share = np.where(alarming, 0.5 / alarming.sum(), 0.5 / (~alarming).sum()) * len(alarming)
    for _ in range(5):
        odds = weights[0] + evidence @ weights[1:]
        best = np.array([at + int(np.argmax(odds[at:end])) for at, end in zip(starts, starts[1:], strict=False)])
        weights = _logistic(evidence[best], alarming, share)
    odds = weights[0] + evidence @ weights[1:]
    return weights, np.maximum.reduceat(odds, starts[:-1])


def _logistic(rows: Floats, alarming: Flags, share: Doubles) -> Doubles:
    """Penalised logistic regression by Newton steps."""
    rows = np.column_stack([np.ones(len(rows)), rows])
    weights, penalty = np.zeros(rows.shape[1]), PENALTY * np.eye(rows.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (share * (chance - alarming)) + penalty @ weights
        curvature = (rows * (share * chance * (1 - chance))[:, None]).T @ rows + penalty
        weights = weights - np.linalg.solve(curvature, slope)
    return weights


def _say(code: str, vectors: bool, odds: Doubles, alarming: Flags, thresholds: dict[str, float]) -> None:
    for name, least in thresholds.items():
        met = [f"{(odds[kind] >= least).mean():.1%}" for kind in (alarming, ~alarming)]
        sys.stdout.write(f"{code} {'vectors' if vectors else 'words'} {name}: urgent {met[0]}, calm {met[1]}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
