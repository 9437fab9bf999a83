"""What the bot learns red flags from: its examples, some of them framed, and what is kept of it."""

from __future__ import annotations

import numpy as np
import pytest

from bot.core.languages import supported
from bot.core.red_flags.classifier import TrainingSet
from bot.core.red_flags.data import framings
from bot.core.red_flags.learning import (
    digest,
    examples,
    framed,
    from_arrays,
    sentences_of_calm,
    to_arrays,
    training_set,
)

LANGUAGES = [one.code for one in supported()]


@pytest.mark.parametrize("code", LANGUAGES)
def test_calm_and_alarming_examples_are_learnt_in_the_same_framings(code: str) -> None:
    signs, texts, learnt_from = training_set(code), framed(code), examples(code)
    learnt = framings(code)[::2]
    assert len(texts) >= 10 * len(learnt)
    alarming = sum(bool(signs[example]) for example in texts.values())
    assert 0.4 < alarming / len(texts) < 0.6
    assert all(learnt_from[text] == signs[example] for text, example in texts.items())


@pytest.mark.parametrize("code", LANGUAGES)
def test_half_of_the_framings_are_never_learnt(code: str) -> None:
    begin, end = zip(*(framing.split("{}") for framing in framings(code)[1::2]), strict=True)
    unlearnt = set(zip(begin, end, strict=True))
    assert unlearnt.isdisjoint(tuple(text.split(example, 1)) for text, example in framed(code).items())


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_sentences_of_calm_examples_are_learnt_as_calm(code: str) -> None:
    signs, learnt = training_set(code), examples(code)
    sentences = sentences_of_calm(code)
    assert len(sentences) > 500
    assert all(sentence in text and not signs[text] for sentence, text in sentences.items())
    assert {learnt[sentence] for sentence in sentences} == {""}


def test_what_is_learnt_depends_on_the_language_and_the_encoder() -> None:
    assert len({digest("en", ""), digest("en", "model"), digest("es", "")}) == 3


def test_what_is_kept_says_the_same() -> None:
    calm = dict.fromkeys((f"{word} you" for word in ("thank", "see", "miss", "ask")), "")
    alarms = dict.fromkeys((f"my eye hurts {word}" for word in ("badly", "much", "today", "now")), "eye")
    learnt = TrainingSet(calm | alarms, "en").learn()
    texts = ["my eye hurts", "thank you", "something else", ""]
    assert learnt.scores(texts)[0, 0] > 0 > learnt.scores(texts)[1, 0]
    arrays = to_arrays(learnt)
    assert all(array.dtype in (np.float16, np.uint32) for array in arrays.values())
    known = from_arrays("en", arrays)
    assert np.allclose(known.scores(texts)[:, 0], learnt.scores(texts)[:, 0], atol=0.01)
