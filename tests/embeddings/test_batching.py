"""One run of the encoder for several threads: everybody gets his own rows, and one bad text harms nobody else."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event, Lock

import numpy as np
import pytest

from bot.core.matching.arrays import Floats
from bot.embeddings.batching import MOST, BatchingEncoder


class Encoder:
    """Texts -> their lengths. Its first run lasts until it is let go."""

    def __init__(self) -> None:
        self.runs: list[tuple[str, ...]] = []
        self.began, self.go_on = Event(), Event()
        self._lock = Lock()

    def __call__(self, texts: Sequence[str]) -> Floats:
        with self._lock:
            self.runs.append(tuple(texts))
            first = len(self.runs) == 1
        if first:
            self.began.set()
            assert self.go_on.wait(10)
        if "bad" in texts:
            raise ValueError
        return np.array([[len(text)] for text in texts], dtype=np.float32)


def _ask(texts: Sequence[Sequence[str]]) -> tuple[Encoder, list[Floats | None]]:
    """What each thread gets that asks while the encoder is busy; None where it raised."""
    encoder = Encoder()
    batches, together = BatchingEncoder(encoder), Barrier(len(texts) + 1)

    def ask(own: Sequence[str]) -> Floats | None:
        together.wait(10)
        try:
            return batches(own)
        except ValueError:
            return None

    with ThreadPoolExecutor(len(texts) + 1) as pool:
        busy = pool.submit(batches, ["first"])
        assert encoder.began.wait(10)
        asked = [pool.submit(ask, own) for own in texts]
        together.wait(10)
        while len(batches._queue) < len(texts):  # they are on their way into the queue
            pass
        encoder.go_on.set()
        busy.result(10)
        return encoder, [one.result(10) for one in asked]


def test_everybody_gets_his_own_rows_from_one_run() -> None:
    asked = [["a", "bb"], ["ccc"], ["dddd", "eeeee", "ffffff"]]
    encoder, answers = _ask(asked)
    for own, rows in zip(asked, answers, strict=True):
        assert rows is not None
        assert rows[:, 0].tolist() == [len(text) for text in own]
    assert [len(run) for run in encoder.runs] == [1, 6]


def test_a_run_is_bounded() -> None:
    encoder, answers = _ask([["x"] * 20] * 3)
    assert all(rows is not None and len(rows) == 20 for rows in answers)
    assert max(map(len, encoder.runs)) <= MOST


def test_a_bad_text_harms_nobody_else() -> None:
    _, (good, bad, other) = _ask([["good"], ["bad"], ["other"]])
    assert bad is None
    assert good is not None
    assert other is not None
    assert (good[0, 0], other[0, 0]) == (4, 5)


def test_alone_nobody_waits() -> None:
    encoder = Encoder()
    encoder.go_on.set()
    batches = BatchingEncoder(encoder)
    assert batches(["one"])[0, 0] == 3
    with pytest.raises(ValueError, match=r"^$"):
        batches(["bad"])
    assert batches(["two"])[0, 0] == 3
