"""What is kept of a text, and for how long: nothing of a message, an open question while it is open, the FAQ for good.

A vector counts as kept while the array that the model returned is alive, and a copy of it as kept while the model is
not asked again for the same text.
"""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.core.matching.arrays import Floats
from bot.core.matching.similarity import Encoders
from bot.embeddings.caching import MANY, CachingEncoder, WorkingSet
from bot.live_faq.live_faq import LiveFaq

FAQ = """\
entries:
  - {id: visit, question: How do I find you?, phrasings: [way to you, address], answer: By bus., checks: [bus]}
  - {id: pain, question: Does it hurt?, phrasings: [is it painful, painful needle], answer: A bit., checks: [painful]}
  - {id: price, question: What does it cost?, phrasings: [how expensive is it, price], answer: A lot., checks: [cost]}
  - {id: fly, question: Can I fly?, phrasings: [is air travel safe, holiday by plane], answer: Yes., checks: [plane]}
"""
MESSAGE = "my left cheek twitches whenever i whistle"


class Model:
    """Vectors of letter counts; knows which of its results are still held by anybody."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._results: list[weakref.ref[Floats]] = []

    def __call__(self, texts: Sequence[str]) -> Floats:
        self.asked += texts
        counts = np.array([[0.1 + text.count(letter) for letter in "abcdefghijklmnop"] for text in texts])
        rows = np.asarray(counts / np.linalg.norm(counts, axis=1, keepdims=True), dtype=np.float32)
        self._results.append(weakref.ref(rows))
        return rows

    @property
    def held(self) -> int:
        """Results that are alive."""
        return sum(result() is not None for result in self._results)


def test_the_vector_of_a_message_is_never_held_after_the_call(tmp_path: Path) -> None:
    path, messages, own = tmp_path / "faq.yaml", Model(), Model()
    path.write_text(FAQ, encoding="utf-8")
    live_faq = LiveFaq.open(path, lambda _: Encoders(messages, CachingEncoder(own)))
    for _ in range(2):
        assert live_faq.live.interpreter().interpret(MESSAGE).matches
        assert messages.held == 0
    assert messages.asked == [MESSAGE, MESSAGE]
    assert MESSAGE not in own.asked


def test_a_text_of_the_faq_is_encoded_once() -> None:
    model = Model()
    encode = CachingEncoder(model)
    first = encode(["one", "two", "one"])
    assert np.array_equal(encode(["two", "three"])[0], first[1])
    assert model.asked == ["one", "two", "three"]


def test_a_faq_that_is_too_large_to_be_kept_is_encoded_all_the_same() -> None:
    model = Model()
    encode = CachingEncoder(model, most=2)
    encode(["one", "two"])
    assert np.array_equal(encode(["one", "three"]), Model()(["one", "three"]))
    encode(["two"])
    assert model.asked == ["one", "two", "three", "two"]


def test_what_was_encoded_with_many_others_is_found_again_until_the_next_many() -> None:
    model = Model()
    encode = CachingEncoder(model, many=Model())
    lines, others = ([f"{what} {number}" for number in range(MANY)] for what in ("line", "other"))
    rows = encode(lines)
    assert np.array_equal(encode([lines[3]]), rows[3:4])
    assert model.asked == []
    assert np.array_equal(encode(["a new one", *lines])[1:], rows)
    assert model.asked == ["a new one"]
    encode(others)
    encode([lines[3]])
    assert model.asked == ["a new one", lines[3]]


def test_a_working_set_keeps_what_is_asked_for_again_and_forgets_the_rest() -> None:
    model = Model()
    encode = WorkingSet(model)
    first = encode(["one", "two"])
    encode.forget_unused()
    assert np.array_equal(encode(["two", "three"])[0], first[1])
    encode.forget_unused()
    assert model.asked == ["one", "two", "three"]
    encode(["one"])
    assert model.asked == ["one", "two", "three", "one"]


def test_a_working_set_does_not_keep_a_batch_for_the_sake_of_one_text() -> None:
    model = Model()
    encode = WorkingSet(model)
    encode(["one", MESSAGE])
    assert model.held == 0


def test_many_texts_are_left_to_the_file_of_vectors_and_only_the_latest_so_many_are_kept_in_memory() -> None:
    kept, directly = Model(), Model()
    encode = CachingEncoder(directly, many=kept)
    many = [f"phrasing {number}" for number in range(MANY)]
    assert np.array_equal(encode([*many, many[0]]), Model()([*many, many[0]]))
    encode(["one more", many[0]])
    encode(["one more"])
    assert (kept.asked, directly.asked) == ([*many, many[0]], ["one more"])
    assert kept.held == 1
    encode([f"line {number}" for number in range(MANY)])
    assert kept.held == 1
