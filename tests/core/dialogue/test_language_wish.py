"""A message may only ask for another language."""

from __future__ import annotations

import pytest

from bot.core.dialogue.language_wish import wish_and_question, wished_language


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


@pytest.mark.parametrize(
    ("text", "language", "question"),
    [
        ("do you speak spanish how much is it", "es", "how much is it"),
        ("Hello! Do you speak Spanish? Does it hurt?", "es", "Does it hurt"),
        ("hello do you habla espanol I need know price", "es", "need know price"),
        ("¿Cuánto cuesta, habla inglés?", "en", "Cuánto cuesta"),
        ("spanish please what is synkinesis", "es", "what is synkinesis"),
    ],
)
def test_a_wish_beside_a_question_is_understood(text: str, language: str, question: str) -> None:
    assert wish_and_question(text, ("en", "es")) == (language, question)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "do you speak English?",
        "does the doctor speak Spanish",
        "Spanish flu",
        "does it hurt",
        "a spanish doctor said so",
    ],
)
def test_a_question_about_a_language_is_no_wish_beside_one(text: str) -> None:
    assert wish_and_question(text, ("en", "es")) is None
