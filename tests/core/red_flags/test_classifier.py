"""Whether a text sounds like an emergency, learnt from a handful of examples."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.core.matching.arrays import Floats
from bot.core.red_flags.classifier import RedFlagClassifier, TrainingSet, solve

EXAMPLES = {
    "cannot breathe any more": "breathing",
    "he struggles to breathe": "breathing",
    "cannot swallow any food": "swallowing",
    "water is hard to swallow": "swallowing",
    "how much does it cost": "",
    "does it hurt much": "",
    "where is the clinic": "",
    "how long does it last": "",
}


def learnt(examples: dict[str, str]) -> RedFlagClassifier:
    return TrainingSet(examples, "en").learn(fewest=1)


def test_what_is_like_the_alarms_scores_higher_than_what_is_like_the_rest() -> None:
    urgent, calm = learnt(EXAMPLES).scores(["i struggle to breathe", "how much is it"])[:, 0]
    assert urgent > 0 > calm


def test_the_sign_is_the_one_whose_messages_are_most_alike() -> None:
    classifier = learnt(EXAMPLES)
    assert classifier.signs == ("breathing", "swallowing")
    swallowing, breathing = classifier.scores(["i can hardly swallow", "hard to breathe"])[:, 1:]
    assert swallowing[1] > swallowing[0]
    assert breathing[0] > breathing[1]


def test_examples_are_learnt_nearly_by_heart() -> None:
    scores = learnt(EXAMPLES).scores(list(EXAMPLES))[:, 0]
    assert np.allclose(scores, [1.0 if sign else -1.0 for sign in EXAMPLES.values()], atol=0.1)


def test_own_examples_correct_what_was_learnt_and_may_bring_a_sign_of_their_own() -> None:
    own = {"scalded my chin with hot tea": "burn", "scalded my nose with hot soup": "burn", "hard to breathe in": ""}
    base = learnt(EXAMPLES)
    corrected = base.corrected(list(own), list(own.values()))
    assert corrected.signs == ("breathing", "swallowing", "burn")
    burn, calm, far = corrected.scores(["scalded my forehead with hot tea", "it is hard to breathe in", "the clinic"])
    assert burn[0] > 0.5
    assert int(burn[1:].argmax()) == 2
    assert calm[0] < base.scores(["it is hard to breathe in"])[0, 0]
    assert abs(far[0] - base.scores(["the clinic"])[0, 0]) < 0.3


def test_an_encoder_adds_what_the_words_do_not_say() -> None:
    def encode(texts: Sequence[str]) -> Floats:
        urgent = [any(word in text for word in ("breath", "swallow", "gasp")) for text in texts]
        return np.array([[1, 0] if each else [0, 1] for each in urgent], dtype=np.float32)

    with_vectors = TrainingSet(EXAMPLES, "en", encode).learn(fewest=1)
    assert with_vectors.encodes
    assert with_vectors.scores(["gasping"])[0, 0] > learnt(EXAMPLES).scores(["gasping"])[0, 0]

    def nothing(texts: Sequence[str]) -> Floats:
        return np.zeros((len(texts), 2), dtype=np.float32)

    silent = with_vectors.encoding_with(lambda _: nothing)
    assert silent.scores(["gasping"])[0, 0] < with_vectors.scores(["gasping"])[0, 0]


def test_scores_are_those_of_the_kernel_that_was_learnt_with() -> None:
    training = TrainingSet(EXAMPLES, "en")
    slopes = solve(training.kernel(), training.labels)
    texts = ["can hardly breathe", "what does it cost", "qqq"]
    assert np.allclose(training.kernel(texts) @ slopes, training.learn(fewest=1).scores(texts), atol=1e-4)


def test_of_texts_that_are_not_worth_encoding_the_words_decide() -> None:
    encoded = list[str]()

    def encode(texts: Sequence[str]) -> Floats:
        encoded.extend(texts)
        return np.array([[1, 0] if "breath" in text else [0, 1] for text in texts], dtype=np.float32)

    classifier = TrainingSet(EXAMPLES, "en", encode).learn(fewest=1)
    encoded.clear()
    texts = ["he struggles to breathe", "does it hurt much", "cannot breathe any more"]
    scores = classifier.scores(texts, lambda _, by_words: [int(by_words.argmax())])[:, 0]
    assert len(encoded) == 1
    assert scores[0] > 0 > scores[1]
    assert scores[2] > 0
    assert np.allclose(classifier.scores(texts, lambda every, _: range(len(every))), classifier.scores(texts))
