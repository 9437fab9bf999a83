"""Where every update arrives: decides whom it is for. Knows nothing of what is done with it."""

from __future__ import annotations

from telegram import Update

from bot.channels.telegram.handoff import Handoff
from bot.channels.telegram.inline import InlineHandler
from bot.channels.telegram.patients import PatientHandler
from bot.channels.telegram.staff import StaffHandler
from bot.channels.telegram.throttling import Throttle


class Router:
    """Hands each update to whoever serves it."""

    def __init__(
        self,
        patients: PatientHandler,
        door: Throttle,
        staff: StaffHandler,
        inline: InlineHandler,
        handoff: Handoff | None = None,
    ) -> None:
        self._patients = patients
        self._door = door
        self._staff = staff
        self._inline = inline
        self._handoff = handoff

    async def handle(self, update: Update) -> None:
        """Sees one update through."""
        if not await self._door.admits(update):
            return
        if self._handoff is not None and await self._handoff.answer(update):
            return
        if await self._staff.handle(update):
            return
        if update.inline_query is not None:
            await self._inline.answer(update)
        elif update.callback_query is not None:
            await self._patients.tap(update)
        elif update.message is not None or update.edited_message is not None:
            await self._patients.message(update)
