"""The settings of the process: linear algebra, heap and garbage collector."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from bot import runtime

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
    runtime.prepare_blas(processor)
    assert os.environ.get("OPENBLAS_CORETYPE") == kernels
    assert os.environ["OPENBLAS_NUM_THREADS"] == "1"


def test_settings_of_the_environment_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENBLAS_CORETYPE", "Zen")
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "2")
    processor = tmp_path / "cpuinfo"
    processor.write_text(WIDE, encoding="ascii")
    runtime.prepare_blas(processor)
    assert (os.environ["OPENBLAS_CORETYPE"], os.environ["OPENBLAS_NUM_THREADS"]) == ("Zen", "2")


def test_the_settings_come_before_numpy_reads_them() -> None:
    code = "import sys; from bot import __main__, runtime; assert not {'numpy', 'bot.core'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=30)


LIFE = """
import gc
from pathlib import Path
from bot import runtime

def megabytes():
    pages = Path("/proc/self/statm").read_text().split()[1]
    return int(pages) * 4096 / 1e6

runtime.start()
kept = [bytearray(1000) for _ in range(100_000)]
kept.append(bytearray(1000))  # lies above all that is freed, so that the heap cannot simply shrink
before = megabytes()
del kept[:-1]
runtime.settle()
print(int(before - megabytes()), gc.isenabled(), gc.get_freeze_count() > 0)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="settings of the heap need glibc")
def test_what_was_needed_at_the_start_alone_is_given_back_to_the_system() -> None:
    done = subprocess.run([sys.executable, "-c", LIFE], capture_output=True, text=True, check=True, timeout=30)
    freed, collecting, frozen = done.stdout.split()
    assert int(freed) > 80
    assert (collecting, frozen) == ("True", "True")
