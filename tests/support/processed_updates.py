"""Which updates are done, remembered for the life of a test."""

from __future__ import annotations

from collections.abc import Sequence


class InMemoryProcessedUpdates:
    """What the recorder is to the bot that runs."""

    def __init__(self) -> None:
        self._ids: set[int] = set()

    def seen(self, update_id: int) -> bool:
        return update_id in self._ids

    async def done(self, update_ids: Sequence[int]) -> None:
        self._ids.update(update_ids)
