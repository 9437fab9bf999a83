"""The words of rich messages, whatever they are made of."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.telegram.rich_text import plain_text


@pytest.mark.parametrize(
    ("block", "words"),
    [
        ({"type": "paragraph", "text": "I can't breathe"}, "I can't breathe"),
        ({"type": "heading", "text": ["I can", {"type": "bold", "text": "not"}, " breathe"]}, "I cannot breathe"),
        ({"type": "list", "items": [{"label": "1", "blocks": [{"type": "paragraph", "text": "one"}]}]}, "one"),
        ({"type": "table", "cells": [[{"text": "a"}, {"text": {"text": "b"}}]], "caption": "c"}, "c\na\nb"),
        ({"type": "details", "summary": "more", "blocks": [{"type": "footer", "text": "less"}]}, "more\nless"),
        ({"type": "photo", "photo": [], "caption": {"text": "my eye", "credit": "me"}}, "my eye\nme"),
        ({"type": "blockquote", "blocks": [{"text": "said"}], "credit": {"type": "url", "text": "x"}}, "x\nsaid"),
        ({"type": "paragraph", "text": {"type": "custom_emoji", "alternative_text": "🙂"}}, "🙂"),
        ({"type": "divider"}, ""),
        ({"type": "of a later version", "text": {"type": "unheard of", "text": ["still ", "words"]}}, "still words"),
    ],
)  # fmt: skip
def test_the_words_of_a_block_are_found(block: dict[str, Any], words: str) -> None:
    assert plain_text({"blocks": [block]}) == words


def test_each_block_is_a_line() -> None:
    blocks = [{"type": "paragraph", "text": words} for words in ("one", " ", "two")]
    assert plain_text({"blocks": blocks}) == "one\ntwo"


@pytest.mark.parametrize("nothing", [None, {}, [], "text", 1, {"blocks": None}, {"blocks": [None, 1, {"text": 2}]}])
def test_what_is_no_rich_message_has_no_words(nothing: object) -> None:
    assert plain_text(nothing) == ""
