"""Links that open the bot's chat in Telegram: https://t.me/NAME?start=ENTRY.

`Conversation.command` reads what follows `start=`: an entry's id, which has at most 48 of the 64 characters that
Telegram allows, and only such.
"""

from __future__ import annotations


def bot_link(bot: str) -> str:
    """The link to the chat with a bot; `bot` is its username."""
    return f"https://t.me/{bot}"


def entry_link(bot: str, entry_id: str) -> str:
    """The link that opens the chat with a bot and shows an entry's answer."""
    return f"{bot_link(bot)}?start={entry_id}"
