"""Hearing without a FAQ, for handlers that answer nothing from one."""

from __future__ import annotations

from typing import Any

from telegram import Update

from bot.core.dialogue.screened_message import ScreenedMessage
from bot.core.faq.model import UrgentSign
from bot.core.red_flags.alarm import Alarm

_NO_FAQ: Any = None
_ALARM = Alarm(UrgentSign(id="any", title="Any", message="Call."), "en", present=True)


async def screen_nothing(_: Update) -> ScreenedMessage:
    """Finds no red flag in any update."""
    return ScreenedMessage("", None, _NO_FAQ)


async def screen_help(update: Update) -> ScreenedMessage:
    """Takes what begins with "help" for an emergency."""
    text = (update.message.text if update.message is not None else None) or ""
    return ScreenedMessage(text, _ALARM if text.startswith("help") else None, _NO_FAQ)
