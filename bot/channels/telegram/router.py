"""Screens each update, that is looks for red flags in its words, and routes it to the handler that serves it."""

from __future__ import annotations

import logging
from collections.abc import Callable

from telegram import Update, User

from bot.channels.telegram.clinicians import ClinicianHandler
from bot.channels.telegram.incoming import IncomingMessage, incoming_message
from bot.channels.telegram.inline import InlineHandler
from bot.channels.telegram.patients import PatientHandler, PatientServices
from bot.channels.telegram.staff import StaffHandler
from bot.channels.telegram.staff_chat import StaffChat
from bot.channels.telegram.throttling import Throttle
from bot.channels.telegram.updates.screening import screen
from bot.core.dialogue.screened_message import ScreenedMessage
from bot.core.message_texts import MessageTexts
from bot.logs import failure

log = logging.getLogger(__name__)


class Router:
    """Routes updates. `bot` is the bot's own account; `texts` tell edits that change no word, which get no second
    answer, and `clock` is a monotonic clock in seconds."""

    def __init__(
        self,
        services: PatientServices,
        bot: User,
        throttle: Throttle,
        staff: StaffHandler,
        clinicians: ClinicianHandler,
        staff_chat: StaffChat,
        texts: MessageTexts,
        clock: Callable[[], float],
    ) -> None:
        self._services = services
        self._bot = bot
        self._throttle = throttle
        self._staff = staff
        self._clinicians = clinicians
        self._staff_chat = staff_chat
        self._texts = texts
        self._clock = clock
        self._patients = PatientHandler(services)
        self._inline = InlineHandler(services.dialogue, services.sender, bot)

    async def screen(self, update: Update) -> ScreenedMessage:
        """Looks for red flags in an update. Never raises."""
        words = beside = ""
        snapshot = self._services.live_faq.live
        try:
            incoming = incoming_message(update, self._bot)
            if incoming is not None:
                words, beside = incoming.words, incoming.beside
                if update.message is not None:
                    self._texts.add(*_text_of(incoming), now=self._clock())
            elif update.inline_query is not None:
                words = update.inline_query.query.strip()
            return await screen(self._services.dialogue, words, snapshot, beside)
        except Exception as error:
            return ScreenedMessage(words, None, snapshot, failure=error)

    async def handle(self, update: Update, screened: ScreenedMessage) -> None:
        """Handles one update, which was screened when it arrived."""
        if screened.snapshot is not self._services.live_faq.live:  # the FAQ has changed while the update waited
            screened = await self.screen(update)
        await self._staff_chat.heed(update)
        incoming = incoming_message(update, self._bot)
        if incoming is not None and update.edited_message is not None:
            if self._texts.is_known(*_text_of(incoming), now=self._clock()):
                return  # a preview was added, for example
            self._texts.add(*_text_of(incoming), now=self._clock())
        try:
            await self._routed(update, incoming, screened)
        except BaseException:
            if incoming is not None:
                self._texts.forget(incoming.message.chat_id, incoming.message.message_id)
            raise

    async def _routed(self, update: Update, incoming: IncomingMessage | None, screened: ScreenedMessage) -> None:
        if not await self._admitted(update, incoming, screened):
            return
        handoff = self._services.handoff
        if handoff is not None and await handoff.answer(update):
            return
        if await self._clinicians.handle(update) or await self._staff.handle(update):
            return
        if update.inline_query is not None:
            await self._inline.answer(update, screened)
        elif update.callback_query is not None:
            await self._patients.tap(update)
        elif incoming is not None:
            await self._patients.message(update, incoming, screened)

    async def _admitted(self, update: Update, incoming: IncomingMessage | None, screened: ScreenedMessage) -> bool:
        """Whether the throttle admits an update; True if the throttle fails."""
        try:
            return await self._throttle.admits(update, incoming, urgent=screened.alarm is not None)
        except Exception as error:
            log.error("an update could not be checked against the rate limits: %s", failure(error))
            return True


def _text_of(incoming: IncomingMessage) -> tuple[int, int, str]:
    """Chat and number of a message, and all that it says."""
    message = incoming.message
    return message.chat_id, message.message_id, f"{incoming.words}\n{incoming.beside}\n{incoming.content}"
