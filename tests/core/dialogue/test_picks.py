"""A message may pick one of the offered questions."""

from __future__ import annotations

import pytest

from bot.core.dialogue.picks import picked, points_at_a_choice, rejects


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("the first one", 0),
        ("2", 1),
        ("number 3 please", 2),
        ("2nd", 1),
        ("the last one", 2),
        ("Yes", 0),
        ("yes that one", 0),
        ("I meant the second", 1),
    ],
)
def test_a_pick_is_understood(text: str, place: int) -> None:
    assert picked(text, "en", 3) == place


@pytest.mark.parametrize(
    "text", ["", "no", "the fourth", "0", "9", "that one", "how long does the first one last", "ok"]
)
def test_anything_else_picks_nothing(text: str) -> None:
    assert picked(text, "en", 3) is None


@pytest.mark.parametrize(
    ("text", "place"), [("la primera", 0), ("el segundo", 1), ("sí", 0), ("la última", 2), ("3", 2)]
)
def test_in_spanish_too(text: str, place: int) -> None:
    assert picked(text, "es", 3) == place


@pytest.mark.parametrize("text", ["None of these", "neither", "no, something else", "not that one", "no", "none"])
def test_a_rejection_is_understood(text: str) -> None:
    assert rejects(text, "en")


@pytest.mark.parametrize("text", ["ninguna de estas", "otra cosa", "no", "no es eso"])
def test_a_rejection_is_understood_in_spanish(text: str) -> None:
    assert rejects(text, "es")


@pytest.mark.parametrize("text", ["", "these", "not working", "no side effects", "the other eye", "nothing helps"])
def test_a_question_with_such_words_rejects_nothing(text: str) -> None:
    assert not rejects(text, "en")


def test_a_word_that_only_begins_like_an_ordinal_picks_nothing() -> None:
    assert picked("seguro", "es", 3) is None
    assert picked("seconds", "en", 3) is None


@pytest.mark.parametrize("text", ["the second one", "number 2 please", "the last", "the other one"])
def test_what_only_speaks_of_a_choice_is_told(text: str) -> None:
    assert points_at_a_choice(text, "en")


@pytest.mark.parametrize("text", ["", "it", "the other eye", "my second session", "first aid"])
def test_what_says_more_speaks_of_no_choice(text: str) -> None:
    assert not points_at_a_choice(text, "en")
