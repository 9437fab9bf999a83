"""How the linear algebra below numpy works. It reads its settings once, so `prepare` comes before numpy is imported."""

from __future__ import annotations

import os
from pathlib import Path

_ABOUT_ONE_CORE = 4096
"""Bytes from which a processor's features can be told; the file has the same for every core."""


def prepare(processor: Path = Path("/proc/cpuinfo")) -> None:
    """Sets it up for what this bot calculates: products of a few rows, those of a message, with large matrices."""
    # One message is too little work for several threads: they would only wait for each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # For few rows the kernels for 512 bits are slower than those for 256: a message took 12.6 ms instead of 9.
    if _has(processor, "avx512f"):
        os.environ.setdefault("OPENBLAS_CORETYPE", "Haswell")


def _has(processor: Path, feature: str) -> bool:
    try:
        with processor.open(encoding="ascii", errors="replace") as file:
            return feature in file.read(_ABOUT_ONE_CORE).split()
    except OSError:
        return False
