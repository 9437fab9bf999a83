"""The processed updates of a test, in memory."""

from __future__ import annotations


class InMemoryProcessedUpdates:
    """Stands in for the recorder."""

    def __init__(self) -> None:
        self._ids: set[int] = set()

    def seen(self, update_id: int) -> bool:
        return update_id in self._ids

    async def done(self, update_id: int) -> None:
        self._ids.add(update_id)
