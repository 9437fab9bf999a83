"""Settings of a process that runs tests. Importing this makes them, so `tests/conftest.py` does that before all else.

They change how long tests take, and nothing that is tested.
"""

import os
import sys
import tempfile
from pathlib import Path
from shutil import disk_usage

from bot.runtime import prepare_blas
from tests.support.paths import ROOT

IN_MEMORY = Path("/dev/shm")
"""Linux' file system in memory. What a killed process has written there is still there, as on a disk."""
ENOUGH = 1_000_000_000
"""Bytes that it must have free; a container often has 64 MB there."""

# One thread, as the bot has: with a worker a core, more would only wait for one another.
prepare_blas()

# Where no bytecode is kept, each worker would compile the bot and its tests anew.
if sys.dont_write_bytecode:
    sys.dont_write_bytecode, sys.pycache_prefix = False, str(ROOT / "build" / "bytecode")

# Hundreds of tests have a database of their own, and each would wait for the disk a dozen times until it is written.
if "TMPDIR" not in os.environ and IN_MEMORY.is_dir() and disk_usage(IN_MEMORY).free > ENOUGH:
    os.environ["TMPDIR"] = tempfile.tempdir = str(IN_MEMORY)
