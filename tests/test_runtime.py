"""The settings of the process: linear algebra, heap and garbage collector."""

from __future__ import annotations

import asyncio
import os
import platform
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import runtime
from tests.support.paths import FAQ, ROOT
from tests.support.telegram import TOKEN


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


@pytest.fixture
def _ctrl_c() -> Iterator[None]:
    """Processes that are started end at Ctrl-C: they ignore it if pytest does, as a shell makes what it starts in the
    background do."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_ctrl_c")
async def test_ctrl_c_while_the_bot_loads_ends_it_with_one_line(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "FAQ_PATH": str(FAQ)}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        cwd=tmp_path,
        env=environment | {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE_URL": "http://127.0.0.1:9/bot"},
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr is not None
    await process.stderr.readuntil(b"loading the FAQ")
    process.send_signal(signal.SIGINT)
    shown = (await process.stderr.read()).decode()
    assert await process.wait() == 130
    assert shown.endswith("\nEnded by Ctrl-C.\n")
    assert "Traceback" not in shown
