"""Sends a text to the admins, each in their private chat with the bot. Knows nothing of what it says."""

from __future__ import annotations

import logging
from collections.abc import Collection

from telegram.constants import MessageLimit
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.channels.telegram.api.bot import TelegramBot

log = logging.getLogger(__name__)


class Admins:
    """Everybody in ADMIN_IDS."""

    def __init__(self, bot: TelegramBot, ids: Collection[int]) -> None:
        self._bot = bot
        self._ids = ids

    async def tell(self, text: str) -> bool:
        """True if one of them has it now, or if nobody can: then trying again is of no use."""
        if len(text) > MessageLimit.MAX_TEXT_LENGTH:
            text = text[: MessageLimit.MAX_TEXT_LENGTH - 1] + "…"
        told, unreachable = 0, 0
        for admin in sorted(self._ids):
            try:
                await self._bot.send_message(admin, text, parse_mode=None)
                told += 1
            except (BadRequest, Forbidden):
                unreachable += 1
            except TelegramError as error:
                log.warning("an admin could not be told: %s", type(error).__name__)
        if unreachable:
            log.warning("%d of %d admins never started the bot, or blocked it", unreachable, len(self._ids))
        if not self._ids:
            log.warning("something needs an admin, but ADMIN_IDS is empty; `python -m bot health` says what")
        return told > 0 or unreachable == len(self._ids)
