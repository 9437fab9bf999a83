"""Which messages are meant for the bot, whatever their entities say."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Update, User

from bot.channels.telegram.incoming import REMARK, incoming_message, parse_command

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


def _words(text: str) -> tuple[str, str]:
    message = incoming_message(_in_group(text, (0, 0)), BOT)
    assert message is not None
    return message.words, message.beside


def test_the_addressee_of_a_command_is_not_among_its_words() -> None:
    assert _words("/help@FAQ_bot\nI cannot breathe") == ("/help\nI cannot breathe", "I cannot breathe")
    assert _words("/roll@dice_bot 6") == ("/roll 6", "6")
    assert _words("/help @faq_bot me") == ("/help   me", "@faq_bot me")
    assert _words("/help") == ("/help", "")


@pytest.mark.parametrize(
    ("words", "beside"), [("what now?", "quoted"), ("word " * REMARK, "quoted"), ("word " * 9, "")]
)
def test_what_is_quoted_belongs_to_a_short_remark_only(words: str, beside: str) -> None:
    update = _in_private(text=words, quote={"text": "quoted", "position": 0})
    message = incoming_message(update, BOT)
    assert message is not None
    assert (message.words, message.beside) == (words, beside)


def test_what_is_quoted_stands_for_words_that_are_missing() -> None:
    message = incoming_message(_in_private(dice={"emoji": "🎲", "value": 3}, quote={"text": "q", "position": 0}), BOT)
    assert message is not None
    assert (message.words, message.has_words) == ("q", False)


def test_a_reply_to_a_message_heard_before_looks_only_at_what_it_quotes() -> None:
    old = {"message_id": 1, "date": 1_700_000_000, "chat": {"id": 9, "type": "private"}, "text": "heard before"}
    message = incoming_message(_in_private(text="thanks", reply_to_message=old), BOT)
    assert message is not None
    assert message.beside == ""


def test_all_words_of_a_poll_are_looked_at_and_none_is_a_question() -> None:
    options = [{"persistent_id": "1", "text": "option", "voter_count": 0}]
    flags = {"total_voter_count": 0, "is_closed": False, "is_anonymous": True, "allows_multiple_answers": False}
    poll = {"id": "1", "question": "question", "options": options, "type": "quiz", "explanation": "because", **flags}
    message = incoming_message(
        _in_private(poll={**poll, "description": "about", "allows_revoting": True, "members_only": False}), BOT
    )
    assert message is not None
    assert message.words.split("\n") == ["question", "about", "option", "because"]
    assert not message.has_words


@pytest.mark.parametrize(
    ("is_bot", "as_chat", "heard"), [(True, True, True), (True, False, False), (False, False, True)]
)
def test_who_writes_as_a_chat_is_no_bot(is_bot: bool, as_chat: bool, heard: bool) -> None:
    author: dict[str, Any] = {"from": {"id": 8, "is_bot": is_bot, "first_name": "Group"}}
    if as_chat:
        author["sender_chat"] = {"id": -5, "type": "supergroup", "title": "Patients"}
    assert (incoming_message(_in_private(text="hello", **author), BOT) is not None) == heard


def _in_private(**content: Any) -> Update:
    person = {"id": 9, "is_bot": False, "first_name": "Pat"}
    message = {"message_id": 2, "date": 1_700_000_000, "chat": {"id": 9, "type": "private"}, "from": person, **content}
    return Update.de_json({"update_id": 1, "message": message}, None)
