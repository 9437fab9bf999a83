"""The settings of the process: linear algebra, heap and garbage collector."""

from __future__ import annotations

import os
import platform
import subprocess
import sys

import pytest

from bot import runtime


def test_linear_algebra_has_one_thread_unless_the_environment_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "2")
    runtime.prepare_blas()
    assert os.environ["OPENBLAS_NUM_THREADS"] == "2"
    monkeypatch.delenv("OPENBLAS_NUM_THREADS")
    runtime.prepare_blas()
    assert os.environ["OPENBLAS_NUM_THREADS"] == "1"


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
