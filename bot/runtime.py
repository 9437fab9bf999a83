"""How little memory the process takes: one heap, given back when much is free, and no module that nobody needs.

What concerns the heap works with glibc; with other C libraries nothing happens.
"""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_M_ARENA_MAX, _M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -8, -1, -3
_MEGABYTE = 1024 * 1024
_MISSING = (AttributeError, OSError, TypeError)
"""What another C library answers."""


def start() -> None:
    """For the beginning: one heap, and no collection of garbage while nearly everything that is made is kept.

    glibc keeps a heap for every thread and gives little back; one heap takes some 40 MB less.
    """
    gc.disable()
    with suppress(*_MISSING):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_M_ARENA_MAX, 1)
        # The matcher's arrays come and go by the hundred: to fetch each from the system costs more than to use it.
        mallopt(_M_MMAP_THRESHOLD, 4 * _MEGABYTE)
        mallopt(_M_TRIM_THRESHOLD, 4 * _MEGABYTE)


@contextmanager
def without(module: str) -> Iterator[None]:
    """Inside, a library that can do without a module does: python-telegram-bot takes cryptography, 7 MB, for Telegram
    Passport alone. Afterwards the module can be had by whoever needs it."""
    if module in sys.modules:
        yield
        return
    sys.modules[module] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[module]


def settle() -> None:
    """Once what lasts as long as the process is loaded: the garbage collector need not go through it for ever."""
    gc.collect()
    gc.freeze()
    gc.enable()
    give_back()


def give_back() -> None:
    """After work that took much memory for a moment."""
    with suppress(*_MISSING):
        ctypes.CDLL(None).malloc_trim(0)
