"""What is formatted in Telegram becomes the mark-up of a FAQ."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from telegram import Chat, Message, MessageEntity

from bot.channels.telegram.marked_up import marked_up


def message(text: str, *entities: MessageEntity) -> Message:
    return Message(1, datetime(2026, 11, 29, tzinfo=UTC), Chat(1, "private"), text=text, entities=entities)


def entity(kind: str, offset: int, length: int, url: str | None = None) -> MessageEntity:
    return MessageEntity(kind, offset, length, url)


@pytest.mark.parametrize(
    ("text", "entities", "written"),
    [
        ("Yes, soon.", (), "Yes, soon."),
        ("Yes, soon.", (entity("bold", 0, 3), entity("italic", 5, 4)), "**Yes**, *soon*."),
        ("🙂🙂 Yes soon", (entity("bold", 5, 4),), "🙂🙂 **Yes** soon"),
        ("One\ntwo\n\nthree", (entity("bold", 0, 14),), "**One**\n**two**\n\n**three**"),
        (
            "See our leaflet",
            (entity("text_link", 8, 7, "https://a.example/b"),),
            "See our [leaflet](https://a.example/b)",
        ),
        ("See it", (entity("text_link", 4, 2, "https://a.example/(b)"),), "See it"),
        ("See it", (entity("text_link", 4, 2, "tg://user?id=1"),), "See it"),
        ("Very soon", (entity("bold", 0, 9), entity("italic", 5, 4)), "**Very soon**"),
        ("2*3 is", (entity("bold", 0, 3),), "2*3 is"),
        ("spoilt", (entity("spoiler", 0, 6),), "spoilt"),
    ],
)
def test_formats_that_a_faq_has_are_kept_and_others_are_plain(
    text: str, entities: tuple[MessageEntity, ...], written: str
) -> None:
    assert marked_up(message(text, *entities)) == written
