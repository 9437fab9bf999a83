"""The ONNX Runtime session that runs a network, and the tokenizer that divides texts into its word pieces.

Owns how a session is set up. Knows nothing of what a network computes. Logs nothing.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from tokenizers import Tokenizer

from bot.embeddings.model_files import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


def open_network(path: Path, values: Collection[str], what: str) -> tuple[InferenceSession, str]:
    """A network, ready to run, and the version of ONNX Runtime.

    Its inputs and outputs must have the names `values`; `what` says what they are. Raises ModelError.
    """
    # Versions from 1.29 on report to their maker unless this is set before the import; see docs/security.md.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    try:
        import onnxruntime
    except ImportError:
        raise ModelError("onnxruntime is not installed; for musl and Intel Macs there is none") from None
    options = onnxruntime.SessionOptions()
    # More threads would wait for each other where no core is idle.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # memory goes back to the heap after a run
    options.log_severity_level = 4
    try:
        # by its path: a session keeps the 25 MB of a model that it gets as bytes
        session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception:
        raise ModelError(f"{path} cannot be read as an ONNX model") from None
    if [value.name for value in (*session.get_inputs(), *session.get_outputs())] != list(values):
        raise ModelError(f"{path} is not a network from {what}; build it with `make`")
    return session, str(onnxruntime.__version__)


def open_tokenizer(path: Path, longest: int) -> Tokenizer:
    """What divides a text into word pieces, of which it gives at most `longest`. Raises ModelError."""
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:
        raise ModelError(f"{path} cannot be read as a tokenizer") from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_length=longest)
    return tokenizer
