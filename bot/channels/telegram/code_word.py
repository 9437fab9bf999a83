"""A bot that is being set up: whose token it is, and the id of an admin from a code word that they send it.

Looks at what waits at Telegram without taking it away: only what the admin wrote before anybody else is confirmed, so
no patient's message is lost. Keeps nothing of what others wrote.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from itertools import takewhile

from telegram.error import Conflict, Forbidden, InvalidToken, TelegramError

from bot.channels.telegram.api.bot import TelegramBot, TokenRefused, Update
from bot.channels.telegram.updates.receiver import KINDS

DIGITS = 6
WINDOW = 100
"""Most updates that Telegram shows without confirming the first."""


class InUse(Exception):
    """The bot already serves patients, so its messages are not looked at. The text says how that shows."""


class NoContact(Exception):
    """Telegram cannot be reached."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"Telegram can't be reached ({reason}): look at the network, and at TELEGRAM_API_BASE_URL.")


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who sent the code word."""

    id: int
    first_name: str


def new_code_word() -> str:
    """A word that nobody sends by chance, short enough for a phone."""
    return "".join(secrets.choice("0123456789") for _ in range(DIGITS))


async def introduced(bot: TelegramBot) -> str:
    """The bot's username, without @. Raises TokenRefused and NoContact."""
    try:
        await bot.initialize()
    except (InvalidToken, Forbidden):
        raise TokenRefused from None
    except TelegramError as error:
        raise NoContact(error.message) from None
    return bot.username


async def who_sent(bot: TelegramBot, code_word: str, seconds: int = 3) -> Newcomer | None:
    """Who has sent the bot the code word in a private chat, alone or behind /start; waits some seconds if nothing is
    there yet.

    Raises:
        InUse: the bot has a webhook, another program gets its messages, or more wait than can be looked at.
        TokenRefused, NoContact: as raised by `introduced`.
    """
    await introduced(bot)
    try:
        return await _look(bot, code_word, seconds)
    except Conflict:
        raise InUse("another program gets its messages") from None
    except TelegramError as error:
        raise NoContact(error.message) from None


async def _look(bot: TelegramBot, code_word: str, seconds: int) -> Newcomer | None:
    if (await bot.get_webhook_info()).url:
        raise InUse("a webhook is set for it")
    updates = await bot.raw_updates(None, limit=WINDOW, timeout=seconds, kinds=KINDS)
    sender = next((found for update in updates if (found := _sender(update, code_word)) is not None), None)
    if sender is None:
        if len(updates) >= WINDOW:
            raise InUse("many messages wait for it")
        return None
    own = list(takewhile(lambda update: _private_chat(update) == sender.id, updates))
    if own:
        await bot.raw_updates(int(own[-1]["update_id"]) + 1, limit=1, timeout=0, kinds=KINDS)
    return sender


def _sender(update: Update, code_word: str) -> Newcomer | None:
    message = update.get("message")
    if not isinstance(message, dict) or _private_chat(update) is None:
        return None
    if str(message.get("text", "")).strip().removeprefix("/start").strip() != code_word:
        return None
    person = message.get("from", {})
    return Newcomer(person["id"], str(person.get("first_name", "")))


def _private_chat(update: Update) -> int | None:
    """The private chat that a message was written in, whose id is that of the person; None for all else."""
    message = update.get("message")
    chat = message.get("chat", {}) if isinstance(message, dict) else {}
    return chat.get("id") if chat.get("type") == "private" else None
