"""Every item of a list within a line stands by itself."""

from __future__ import annotations

import pytest

from bot.core.text.lists import as_lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("1. does it hurt 2. how long does it last", "does it hurt\nhow long does it last"),
        ("Two things: 1) can I fly, 2) can I drink", "Two things:\ncan I fly\ncan I drink"),
        ("a) can I fly b) I can't swallow", "can I fly\nI can't swallow"),
        ("(a) wine (b) gym (c) sun", "wine\ngym\nsun"),
        ("1.does it hurt? 2.is it safe?", "does it hurt?\nis it safe?"),
    ],
)
def test_items_become_lines(text: str, lines: str) -> None:
    assert as_lines(text) == lines


@pytest.mark.parametrize(
    "text",
    [
        "",
        "does it hurt",
        "I have a 2. opinion",
        "at 1. I had it",
        "plan b) is better",
        "3. eyes 4. mouth",
        "1.5 ml or 2.5 ml",
    ],
)
def test_what_does_not_count_on_is_no_list(text: str) -> None:
    assert as_lines(text) == text
