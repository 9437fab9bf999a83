"""Learns to recognise emergencies from the examples: `make learn`, after a change of the examples or the encoder.

1. Every example, as it is and in a framing ("… since my appointment"), is judged by a classifier that has learnt
   nothing of it (five folds). On these judgements and the phrases found, a logistic model is fitted, in which framings
   must not count. Its thresholds are those at which `FALSE_ALARMS` and `FALSE_LINES` of the calm examples, framed or
   not, are met with an alarm or with the line for emergencies: bot/core/red_flags/data/weights.yaml.
2. What all examples teach is kept: bot/embeddings/learned/*.npz.

Takes some minutes.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import yaml

from bot import words
from bot.core.faq.model import Faq
from bot.core.faq.yaml_reader import read_faq
from bot.core.languages import language, supported
from bot.core.matching.arrays import Doubles, Flags, Floats, Ints
from bot.core.red_flags.classifier import TrainingSet, solve
from bot.core.red_flags.data import framings
from bot.core.red_flags.learning import derived, examples, training_set
from bot.core.red_flags.mentions import PhraseFinder, SignMention
from bot.core.red_flags.message_parts import parts
from bot.core.red_flags.section import RedFlagSection
from bot.core.red_flags.weighing import status
from bot.embeddings.learned import LEARNED, LearnedRedFlags
from bot.embeddings.multilingual_encoder import multilingual_encoder
from bot.embeddings.sentence_encoder import SentenceEncoder, default_encoder

FOLDS = 5
FRAMED = 1
"""Framings of each example."""
MOST_JUDGED = 12_000
"""Messages that the weights are fitted to, drawn at random; the rest would take an hour and change little."""
FALSE_ALARMS = {"words": 0.025, "vectors": 0.015}
FALSE_LINES = 0.1
PENALTY = 1e-3
NAMES = ("present", "asked", "past", "denied", "figurative")
TARGET = Path("bot/core/red_flags/data/weights.yaml")


class ParallelEncoder:
    """An encoder, one a core."""

    def __init__(self, make: Callable[[], SentenceEncoder]) -> None:
        self._encoders = [make() for _ in range(os.cpu_count() or 1)]

    @property
    def key(self) -> str:
        return self._encoders[0].key

    def __call__(self, texts: Sequence[str]) -> Floats:
        """n texts -> (n, d) rows of length one."""
        places = np.array_split(np.arange(len(texts)), len(self._encoders))
        with ThreadPoolExecutor(len(self._encoders)) as pool:
            encoded = pool.map(lambda encode, some: encode([texts[at] for at in some]), self._encoders, places)
            return np.concatenate(list(encoded))


def main() -> None:
    result = dict[str, dict[str, dict[str, float]]]()
    encoders = {"english": ParallelEncoder(default_encoder), "multilingual": ParallelEncoder(multilingual_encoder)}
    faq = read_faq(Path("faq.yaml").read_bytes()).faq
    shutil.rmtree(LEARNED, ignore_errors=True)
    for one in supported():
        path = Path("faq.yaml" if one.code == faq.language else f"faq.{one.code}.yaml")
        finder = _finder(read_faq(path.read_bytes(), path.name, faq).faq)
        for chosen in (None, encoders[one.sentence_model]) if one.sentence_model else (None,):
            training = TrainingSet(examples(one.code), one.code, chosen)
            weights = _weigh(one.code, training, finder)
            result.setdefault(one.code, {})["vectors" if chosen is not None else "words"] = weights
            LearnedRedFlags(_always(chosen), LEARNED).keep(one.code, training.learn())
    TARGET.write_text(f"# Written by scripts/learn_red_flags.py.\n{yaml.safe_dump({'languages': result})}")


def _always(encoder: ParallelEncoder | None) -> Callable[[str], ParallelEncoder | None]:
    return lambda _language: encoder


def _finder(faq: Faq) -> PhraseFinder:
    section, cues = RedFlagSection.of(faq), language(faq.language).cues
    assert section.patterns is not None
    assert cues is not None
    return PhraseFinder(section, cues, section.patterns, words.load().words if faq.language == "en" else frozenset())


def _weigh(code: str, training: TrainingSet, finder: PhraseFinder) -> dict[str, float]:
    texts = list(training_set(code))
    unlearnt, chance = framings(code)[1::2], random.Random(1)
    messages = [(text, at) for at, text in enumerate(texts)]
    messages += [
        (framing.replace("{}", text), at)
        for at, text in enumerate(texts)
        for framing in chance.sample(unlearnt, FRAMED)
    ]
    messages = chance.sample(messages, min(len(messages), MOST_JUDGED))
    judged = [parts(message, finder.for_message()) for message, _ in messages]
    sizes = np.array([len(one) for one in judged])
    flat = [part for one in judged for part in one]
    owners = np.repeat([at for _, at in messages], sizes)
    scores = _held_out(training, _sources(code), [part.text for part in flat], owners)
    evidence = np.column_stack([scores, [_phrases(part.mentions) for part in flat]])
    alarming = np.array([bool(training.labels[at]) for _, at in messages])
    weights, strongest = _fitted(evidence, np.cumsum([0, *sizes]), alarming)
    calm = np.sort(strongest[~alarming])
    mode = "vectors" if training.encodes else "words"
    alarm, line = (float(np.quantile(calm, 1 - share)) for share in (FALSE_ALARMS[mode], FALSE_LINES))
    _say(code, mode, strongest, alarming, {"alarm": alarm, "line": line})
    found = dict(zip(("bias", "score", *NAMES), weights.round(2).tolist(), strict=True))
    return found | {"bias": round(found["bias"] - alarm, 2), "line": round(line - alarm, 2)}


def _sources(code: str) -> Ints:
    """(learnt examples,) number of the example that each is or comes from."""
    number = {text: at for at, text in enumerate(training_set(code))}
    inside = derived(code)
    return np.array([number[inside.get(text, text)] for text in examples(code)])


def _held_out(training: TrainingSet, sources: Ints, parts: Sequence[str], owners: Ints) -> Floats:
    """(parts,) scores, each by a classifier without the example that the part belongs to, framed or not."""
    kernel, scores = training.kernel(), np.empty(len(parts), dtype=np.float32)
    fold = np.random.default_rng(1).permutation(np.arange(sources.max() + 1) % FOLDS)
    for number in range(FOLDS):
        kept = np.flatnonzero(fold[sources] != number)
        slopes = solve(kernel[np.ix_(kept, kept)], [training.labels[at] for at in kept])[:, 0]
        places = np.flatnonzero(fold[owners] == number)
        for some in np.array_split(places, max(1, len(places) // 256)):
            scores[some] = training.kernel([parts[int(at)] for at in some])[:, kept] @ slopes
    return scores


def _phrases(mentions: Sequence[SignMention]) -> list[bool]:
    found = status(mentions)
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


def _say(code: str, mode: str, odds: Doubles, alarming: Flags, thresholds: dict[str, float]) -> None:
    for name, least in thresholds.items():
        met = [f"{(odds[kind] >= least).mean():.1%}" for kind in (alarming, ~alarming)]
        sys.stdout.write(f"{code} {mode} {name}: urgent {met[0]}, calm {met[1]}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
