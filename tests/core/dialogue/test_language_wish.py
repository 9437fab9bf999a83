"""A message may only ask for another language."""

from __future__ import annotations

import pytest

from bot.core.dialogue.language_wish import wished_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("English please", "en"),
        ("do you speak english?", "en"),
        ("en inglés por favor", "en"),
        ("español", "es"),
        ("¿Habla español?", "es"),
        ("can we talk in Spanish", "es"),
        ("castellano", "es"),
    ],
)
def test_the_language_is_understood(text: str, language: str) -> None:
    assert wished_language(text, ("en", "es")) == language


@pytest.mark.parametrize("text", ["", "hello", "an english doctor said so", "deutsch", "is the leaflet in spanish"])
def test_any_other_message_asks_for_none(text: str) -> None:
    assert wished_language(text, ("en", "es")) is None


def test_only_languages_that_are_spoken_can_be_had() -> None:
    assert wished_language("español", ("en",)) is None
