"""The fixed texts in languages without a FAQ are complete, name the number to call, and read well in every script."""

from __future__ import annotations

import unicodedata

import pytest

from bot.core.faq.model import Clinic
from bot.core.faq.yaml_reader import read_faq
from bot.core.languages import language
from bot.core.phrasebook import FILE, FixedTexts, load, questions, read, texts
from bot.core.positions import FaqProblems
from bot.core.text.markup import length, plain
from tests.support.paths import FAQ

ALL = load().languages
NUMBER = "{clinic.emergency_number}"
RIGHT_TO_LEFT = {"ar", "fa", "he"}


@pytest.mark.parametrize("code", ALL)
def test_every_language_is_known_and_names_those_of_the_faq(code: str) -> None:
    one = ALL[code]
    assert language(code).name != language("xx").name
    assert set(one.names) == {"en", "es"}
    shown = one.named({"en": "English", "es": "Español"})
    assert one.names["en"] in shown
    assert one.names["es"] in shown
    assert "Français" in one.named({"en": "English", "es": "Español", "fr": "Français"})


@pytest.mark.parametrize("code", ALL)
def test_the_texts_are_short_and_tell_whom_to_call(code: str) -> None:
    one = ALL[code]
    assert length(one.understand) < 130
    assert length(one.emergency) < 420
    assert NUMBER in one.emergency.split("\n\n")[0]
    assert len(one.not_emergency_button) <= 40
    assert len(one.alarm) >= 14
    assert len(one.no_alarm) >= 14


@pytest.mark.parametrize("code", sorted(RIGHT_TO_LEFT))
def test_a_number_does_not_break_a_line_that_runs_to_the_left(code: str) -> None:
    one = ALL[code]
    for text in (one.emergency, one.emergency_line):
        first = next(sign for sign in plain(text) if sign.isalpha())
        assert unicodedata.bidirectional(first) in {"R", "AL"}
        assert f"\u2068{NUMBER}\u2069" in text


def test_at_least_twenty_five_languages_have_texts_and_none_is_said_to_be_reviewed() -> None:
    assert len(ALL) >= 25
    assert not load().reviewed


def test_a_language_in_latin_letters_has_its_own_texts_or_those_of_its_language() -> None:
    assert texts("hi-latn") is not texts("hi")
    assert texts("ar-latn") is texts("ar")
    assert texts("fa-latn") is texts("fa")
    assert texts("da") is None


def test_a_number_that_is_not_filled_in_is_named_in_words() -> None:
    german = ALL["de"]
    assert german.local_emergency_number in german.with_number(german.emergency_line, Clinic())
    assert NUMBER in german.with_number(german.emergency_line, Clinic(emergency_number="112"))


def test_a_text_without_the_number_is_refused_with_its_place() -> None:
    one = FixedTexts(**ALL["de"].model_dump() | {"emergency": "Rufen Sie an."})
    lines = "\n".join(f"    {name}: {value!r}" for name, value in one.model_dump().items() if isinstance(value, str))
    lists = "\n".join(f"    {name}: [a]" for name in ("phrases", "alarm", "no_alarm"))
    data = f"reviewed: 'no'\nlanguages:\n  de:\n{lines}\n    names: {{en: x}}\n{lists}\n".encode()
    with pytest.raises(FaqProblems) as refused:
        read(data, FILE)
    assert "'emergency' of 'de' needs {clinic.emergency_number}" in str(refused.value)
    assert str(refused.value).startswith(f"{FILE}:")


def test_the_questions_of_other_languages_are_about_entries_of_the_shipped_faq() -> None:
    ids = {entry.id for entry in read_faq(FAQ.read_bytes()).faq.published}
    assert {entry_id for entry_id, _ in questions()} == ids
    assert all(text.strip() == text != "" for _, text in questions())
