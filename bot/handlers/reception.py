"""Where every update arrives: decides whom it is for. Knows nothing of what is done with it."""

from __future__ import annotations

from telegram import Update

from bot.handlers.patients import Patients


class Reception:
    """Hands each update to whoever serves it."""

    def __init__(self, patients: Patients) -> None:
        self._patients = patients

    async def handle(self, update: Update) -> None:
        """Sees one update through."""
        if update.callback_query is not None:
            await self._patients.tap(update)
        elif update.message is not None or update.edited_message is not None:
            await self._patients.message(update)
