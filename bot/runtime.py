"""Settings of the process: linear algebra, heap, garbage collector, and who may read its files.

All of them stand here and nowhere else, those for speed and memory with what they gain, measured with the shipped FAQ
on two cores. Those of the heap need glibc; with another C library nothing happens.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import os
from contextlib import suppress

TRIM_SECONDS = 60.0
_M_ARENA_MAX = -8
_NO_GLIBC = (AttributeError, OSError, TypeError)
"""What another C library raises."""


def prepare_blas() -> None:
    """Sets up OpenBLAS for products of the few rows of a message with a FAQ's.

    OpenBLAS reads its settings once, so call this before numpy is imported. What the environment says goes first.
    """
    # One thread takes 9 ms of processor time for a whole message. Two take 17, for they wait for each other, and are no
    # sooner done.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def make_files_private() -> None:
    """Lets nobody but the bot's user read what the process creates from now on: files 0600, folders 0700."""
    os.umask(0o077)


def start() -> None:
    """For the beginning, while nearly everything that is made stays."""
    gc.disable()  # until `settle`: there is next to nothing to collect; the start takes 2.5 s instead of 2.7
    with suppress(*_NO_GLIBC):
        # One heap for all threads instead of one each: 123 MB instead of 138 by words only, 237 instead of 255 with
        # sentence vectors. With it, other thresholds of trimming and mapping change neither memory nor time.
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def settle() -> None:
    """For the moment when all that lasts as long as the process is loaded."""
    gc.collect()
    gc.freeze()  # a full collection keeps the event loop for less than 1 ms instead of 60
    gc.enable()
    trim()


def trim() -> None:
    """Gives free memory back to the system, after work that took much for a moment: 3 MB after the start."""
    with suppress(*_NO_GLIBC):
        ctypes.CDLL(None).malloc_trim(0)


async def keep_trimming() -> None:
    """Trims again and again, until cancelled: what is learnt for the first message in a third language leaves 60 MB."""
    while True:
        await asyncio.sleep(TRIM_SECONDS)
        await asyncio.to_thread(trim)  # some milliseconds
