"""How hard a text is to read, in English and in Spanish."""

from __future__ import annotations

import pytest

from bot.core.quality.readability import ease, grade, hard, syllables, word_count


@pytest.mark.parametrize(
    ("word", "count"),
    [("face", 1), ("muscles", 2), ("injected", 3), ("temporary", 4), ("area", 3), ("table", 2), ("cured", 1)],
)
def test_syllables_are_counted_nearly_as_people_do(word: str, count: int) -> None:
    assert abs(syllables(word) - count) <= (word == "area")


@pytest.mark.parametrize(
    ("word", "count"),
    [("parálisis", 4), ("también", 2), ("día", 2), ("muy", 1), ("guitarra", 3), ("ciudad", 2), ("ahora", 3), ("y", 1)],
)
def test_syllables_of_spanish_words(word: str, count: int) -> None:
    assert syllables(word, "es") == count


def test_spanish_reading_ease_falls_with_long_words_and_sentences() -> None:
    easy, hard_to_read = (
        "El ojo se cierra. Es normal.",
        "La reeducación neuromuscular facial especializada requiere constancia",
    )
    assert ease(easy) > 90 > 40 > ease(hard_to_read)
    assert hard(easy, "es") is None
    assert hard(hard_to_read, "es") is not None
    assert hard(hard_to_read, "de") is None


def test_the_reading_grade_rises_with_long_words_and_sentences() -> None:
    easy = "The cat sat on the mat. It was fat."
    hard = "Considerable variability necessitates individualised determination of the appropriate medication."
    assert grade(easy) < 2 < 12 < grade(hard)
    assert grade("Synkinesis is common.", {"synkinesis"}) < grade("Synkinesis is common.")
    assert grade("**") == grade("…") == 0.0
    assert word_count("**two** [words](https://example.org)") == 2
