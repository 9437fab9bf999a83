"""Notices changes of the FAQ files.

Uses the system's file notifications and also polls, since container mounts, network folders and links don't always
notify. Knows nothing of what is in the files.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path

from watchfiles import awatch

from bot.live_faq.faq_files import files_of

Stamp = tuple[tuple[str, int, int, int], ...]
"""Name, inode, modification time and size of each file."""


def stamp(path: Path) -> Stamp:
    """The stamp of the files that exist; it changes when one of them does."""
    found = []
    for one in files_of(path):
        try:
            facts = one.stat()
        except OSError:
            continue
        found.append((one.name, facts.st_ino, facts.st_mtime_ns, facts.st_size))
    return tuple(found)


async def changes(path: Path, *, every: float, settle: float) -> AsyncGenerator[Stamp, None]:
    """The stamp at the start and after each change, once the files have not changed for `settle` seconds."""
    last: Stamp | None = None
    async with aclosing(_hints(path, every)) as hints:
        async for _ in hints:
            seen = await asyncio.to_thread(stamp, path)
            if seen == last:
                continue
            while True:
                await asyncio.sleep(settle)
                again = await asyncio.to_thread(stamp, path)
                if again == seen:
                    break
                seen = again
            last = seen
            yield seen


async def _hints(path: Path, every: float) -> AsyncGenerator[None, None]:
    """Yields when the files may have changed: at once, at each notification, and every `every` seconds."""
    yield
    folders = await asyncio.to_thread(lambda: {path.parent, path.resolve().parent})
    told = awatch(
        *folders,
        debounce=200,
        step=50,
        rust_timeout=max(50, round(every * 1000)),
        yield_on_timeout=True,
        recursive=False,
        watch_filter=None,
        ignore_permission_denied=True,
    )
    try:
        async with aclosing(told):
            async for _ in told:
                yield
    except (OSError, RuntimeError):
        # no watches left, or the folder was moved: poll only
        while True:
            await asyncio.sleep(every)
            yield
