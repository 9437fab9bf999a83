"""The settings of the linear algebra below numpy."""

import os
from pathlib import Path

import pytest

from bot import blas

WIDE = "processor\t: 0\nflags\t\t: fpu sse avx avx2 avx512f avx512bw\n"
NARROW = "processor\t: 0\nflags\t\t: fpu sse avx avx2\n"


@pytest.mark.parametrize(("text", "kernels"), [(WIDE, "Haswell"), (NARROW, None), (None, None)])
def test_wide_processors_use_the_narrower_kernels_and_others_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | None, kernels: str | None
) -> None:
    for name in ("OPENBLAS_CORETYPE", "OPENBLAS_NUM_THREADS"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    processor = tmp_path / "cpuinfo"
    if text is not None:
        processor.write_text(text, encoding="ascii")
    blas.prepare(processor)
    assert os.environ.get("OPENBLAS_CORETYPE") == kernels
    assert os.environ["OPENBLAS_NUM_THREADS"] == "1"


def test_what_somebody_has_set_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENBLAS_CORETYPE", "Zen")
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "2")
    processor = tmp_path / "cpuinfo"
    processor.write_text(WIDE, encoding="ascii")
    blas.prepare(processor)
    assert (os.environ["OPENBLAS_CORETYPE"], os.environ["OPENBLAS_NUM_THREADS"]) == ("Zen", "2")
