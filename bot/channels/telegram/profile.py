"""The bot's profile on Telegram: its description in every language, and the menus of commands."""

from __future__ import annotations

import logging

from telegram import Bot
from telegram.error import TelegramError

from bot.core.faq.messages import Messages
from bot.live_faq.snapshot import Snapshot

log = logging.getLogger(__name__)


async def publish_profile(bot: Bot, snapshot: Snapshot) -> None:
    """Sets commands and descriptions for each language; those of the main language are the default."""
    several = len(snapshot.by_language) > 1
    try:
        for nth, localized in enumerate(snapshot.by_language.values()):
            words, code = localized.faq.messages, localized.language if nth else None
            commands = list(patients_commands(words, several=several).items())
            await bot.set_my_commands(commands, language_code=code)
            await bot.set_my_description(words.description, language_code=code)
            await bot.set_my_short_description(words.short_description, language_code=code)
    except TelegramError as error:
        log.warning("the bot's commands and description could not be set: %s", type(error).__name__)


def patients_commands(words: Messages, *, several: bool) -> dict[str, str]:
    """The commands for patients, by name. `several`: whether there are languages to choose from."""
    return {
        "topics": words.command_topics,
        "contact": words.command_contact,
        "privacy": words.command_privacy,
        **({"language": words.command_language} if several else {}),
        "help": words.command_help,
    }
