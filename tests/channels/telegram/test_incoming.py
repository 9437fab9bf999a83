"""Which messages are meant for the bot, whatever their entities say."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Update, User

from bot.channels.telegram.incoming import incoming_message, parse_command

BOT = User(7, "Bot", is_bot=True, username="faq_bot")


def _in_group(text: str, *entities: tuple[int, int]) -> Update:
    message: dict[str, Any] = {
        "message_id": 1,
        "date": 1_700_000_000,
        "chat": {"id": -5, "type": "supergroup", "title": "Patients"},
        "from": {"id": 9, "is_bot": False, "first_name": "Pat"},
        "text": text,
        "entities": [{"type": "mention", "offset": offset, "length": length} for offset, length in entities],
    }
    return Update.de_json({"update_id": 1, "message": message}, None)


def test_a_mention_behind_an_emoji_is_for_the_bot() -> None:
    message = incoming_message(_in_group("😀 @FAQ_bot does it hurt?", (3, 8)), BOT)
    assert message is not None
    assert "does it hurt?" in message.words


@pytest.mark.parametrize("entity", [(1, 1), (0, 1), (1, 3), (50, 8)])
def test_an_entity_that_ends_inside_a_character_mentions_nobody(entity: tuple[int, int]) -> None:
    assert incoming_message(_in_group("😀 @other does it hurt?", entity), BOT) is None


@pytest.mark.parametrize("blank", [" ", "\n", "\t", "\u00a0", "  \n"])
def test_any_blank_parts_a_command_from_what_follows(blank: str) -> None:
    assert parse_command(f"/Help@FAQ_bot{blank}I cannot breathe", BOT) == ("help", "I cannot breathe")
    assert parse_command(f"/help{blank}two\nlines", BOT) == ("help", "two\nlines")
    assert parse_command(f"/help@other{blank}me", BOT) is None


def test_a_slash_alone_is_an_unknown_command() -> None:
    assert parse_command("/", BOT) == ("?", "")
    assert parse_command("either/or", BOT) == ("", "")
