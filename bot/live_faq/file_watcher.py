"""Notices that FAQ files changed, however they were saved and wherever they are mounted.

Asks the system to be told of changes in the folder, and looks for itself now and then, because mounts in containers,
network folders and links to other folders don't always tell. Knows nothing of what is in the files.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path

from watchfiles import awatch

from bot.live_faq.snapshot import files_of

Stamp = tuple[tuple[str, int, int, int], ...]
"""Name, number, time of change and size of each file."""


def stamp(path: Path) -> Stamp:
    """What changes when one of the files does; files that are not there are left out."""
    found = []
    for one in files_of(path):
        try:
            facts = one.stat()
        except OSError:
            continue
        found.append((one.name, facts.st_ino, facts.st_mtime_ns, facts.st_size))
    return tuple(found)


async def changes(path: Path, *, every: float, settle: float) -> AsyncGenerator[Stamp, None]:
    """The files' stamp after each change, when they have been quiet for `settle` seconds; and once at the beginning."""
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
    """Yields when it may be worth a look: at once, when the system tells of a change, and after `every` seconds."""
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
        # no watches left, or a folder that was moved away: looking now and then has to do
        while True:
            await asyncio.sleep(every)
            yield
