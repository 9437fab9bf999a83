"""Where every update arrives: decides whom it is for. Knows nothing of what is done with it."""

from __future__ import annotations

from telegram import Update

from bot.handlers.doorkeeper import Doorkeeper
from bot.handlers.patients import Patients
from bot.handlers.staff import Staff


class Reception:
    """Hands each update to whoever serves it."""

    def __init__(self, patients: Patients, door: Doorkeeper, staff: Staff) -> None:
        self._patients = patients
        self._door = door
        self._staff = staff

    async def handle(self, update: Update) -> None:
        """Sees one update through."""
        if not await self._door.admits(update) or await self._staff.handle(update):
            return
        if update.callback_query is not None:
            await self._patients.tap(update)
        elif update.message is not None or update.edited_message is not None:
            await self._patients.message(update)
