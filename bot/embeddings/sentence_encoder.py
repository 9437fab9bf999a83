"""Sentence vectors: texts that mean the same lie close together, whatever their words.

Owns the files of the default sentence model (a network with its pooling and a table of word pieces, which
`scripts/build_model.py` builds, and a tokenizer) and their digests; `network` runs this or another model. Knows nothing
of matching. Logs nothing, and keeps nothing of what it encodes except phrasings handed to `SentenceEncoder.cached`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from tokenizers import Tokenizer

from bot.core.matching.arrays import Floats
from bot.embeddings.disk_cache import VectorCache
from bot.embeddings.fair_lock import FairLock
from bot.embeddings.model_files import digest
from bot.embeddings.network import open_network, open_tokenizer

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

MODEL, TABLE, TOKENIZER = "model.onnx", "words.bin", "tokenizer.json"
DEFAULT = Path(__file__).with_name("model")
"""Where the default model is built: all-MiniLM-L6-v2, its weights as 8-bit numbers."""
DIGESTS = {
    MODEL: "863da1eff92d677e1ebc379f907cb9d48aaab93ac1dcea02f77d1b176efb1d19",
    TABLE: "7dce394ff2261de8e2f31e10715227150a3d46e2a3e260a14429c6b1fbadf083",
    TOKENIZER: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
"""SHA-256 of the default model's files."""

WordPieces = Callable[[str], Sequence[int]]
"""A text -> the numbers of its word pieces, at most `LONGEST`."""
LONGEST = 128
"""Word pieces of a text that are read; the rest is cut off."""
BATCH = 512
"""Word pieces that go through the network together: a few megabytes of intermediate values."""


def default_encoder() -> SentenceEncoder:
    """The encoder with the default model, whose digests are verified. Raises ModelError."""
    return load_encoder(DEFAULT, DIGESTS)


def load_encoder(place: Path, digests: Mapping[str, str] | None = None) -> SentenceEncoder:
    """The encoder with the model in a folder, `model.onnx` and `tokenizer.json`, or in a file beside `tokenizer.json`.

    The files must have the SHA-256 that `digests` says, if any. Raises ModelError.
    """
    paths = {MODEL: place / MODEL, TOKENIZER: place / TOKENIZER}
    if place.is_file():
        paths = {MODEL: place, TOKENIZER: place.with_name(TOKENIZER)}
    return open_encoder(paths[MODEL], paths[TOKENIZER], _word_pieces, digests)


def open_encoder(
    model: Path, pieces: Path, read: Callable[[Path], WordPieces], digests: Mapping[str, str] | None = None
) -> SentenceEncoder:
    """The encoder with a network and what its word pieces are read from. Raises ModelError.

    The files must have the SHA-256 that `digests` says of their names, if any.
    """
    table = model.with_name(TABLE)
    files = [model, pieces, *([table] if digests or table.exists() else [])]
    found = [digest(path, digests[path.name] if digests else None) for path in files]
    word_pieces = read(pieces)
    session, version = open_network(model, ("ids", "vectors"), "word pieces to vectors")
    # The pooling is part of the network.
    key = hashlib.sha256(" ".join([*found, version, str(LONGEST)]).encode()).hexdigest()
    return SentenceEncoder(session, word_pieces, key)


def whole_words(tokenizer: Path = DEFAULT / TOKENIZER) -> frozenset[str]:
    """The words that a model knows as a whole, in lower case: surely no typing mistakes."""
    return frozenset(word for word in Tokenizer.from_file(str(tokenizer)).get_vocab() if word.isalpha())


def _word_pieces(path: Path) -> WordPieces:
    tokenizer = open_tokenizer(path, LONGEST)
    return lambda text: tokenizer.encode(text).ids


class SentenceEncoder:
    """Texts -> unit vectors. Safe to use from several threads."""

    def __init__(self, session: InferenceSession, pieces: WordPieces, key: str) -> None:
        """`key` tells vectors of this model and runtime from those of any other."""
        self._session = session
        self._pieces = pieces
        self.key = key
        # One run at a time leaves a core to the event loop: with messages from six threads its turn took a fifth to a
        # half of the time (p99), and as many were encoded. In turns: a short message waits for one run of a long one,
        # not for all.
        self._running = FairLock()

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return int(self._session.get_outputs()[0].shape[1])

    def __call__(self, texts: Sequence[str]) -> Floats:
        """n texts -> (n, dimensions), rows of length one."""
        numbers = [self._pieces(text) for text in texts]
        result = np.empty((len(texts), self.dimensions), dtype=np.float32)
        # texts of the same length together, so that there is no padding
        by_length: dict[int, list[int]] = {}
        for at, ids in enumerate(numbers):
            by_length.setdefault(len(ids), []).append(at)
        for length, places in by_length.items():
            most = max(1, BATCH // length)
            for batch in (places[begin : begin + most] for begin in range(0, len(places), most)):
                same = np.array([numbers[at] for at in batch], dtype=np.int64)
                with self._running:
                    (result[batch],) = self._session.run(None, {"ids": same})
        return result

    def cached(self, folder: Path) -> Callable[[Sequence[str]], Floats]:
        """The same encoder, keeping vectors in `folder`. For the FAQ's own phrasings only, never for messages."""
        return VectorCache(self, self.dimensions, self.key, folder / f"vectors-{self.key[:16]}.bin")
