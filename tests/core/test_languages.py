"""The records of languages hold together, and what is not known of a language is left out, never borrowed."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from bot.core.languages import known, language, supported, words
from bot.core.languages.data import read
from bot.core.positions import FaqProblems
from bot.live_faq.faq_files import files_of
from tests.support import paths


def test_every_language_has_one_record() -> None:
    assert Counter(record.code for record in known()).most_common(1)[0][1] == 1
    assert all(re.fullmatch("[a-z]{2}(-latn)?", record.code) and record.name for record in known())
    assert {record.variant_of for record in known()} - {""} <= {record.code for record in known()}


def test_an_unknown_language_borrows_nothing() -> None:
    unknown = language("xx")
    assert unknown.code == "xx"
    assert unknown.cues is None
    assert unknown.small_talk is None
    assert (unknown.stemmer, unknown.question_words, unknown.months, list(unknown.inflections("ask"))) == (
        "",
        "",
        "",
        [],
    )
    assert not unknown.sentence_model


def test_a_language_of_the_faq_we_ship_is_supported() -> None:
    shipped = {path.stem.rpartition(".")[2] if path != paths.FAQ else "en" for path in files_of(paths.FAQ)}
    assert shipped <= {record.code for record in supported()}


def test_a_supported_language_can_be_conversed_in() -> None:
    for record in supported():
        assert record.small_talk is not None
        assert record.question_words
        assert record.function_words
        assert len(record.months.split()) == 12


def test_words_are_those_of_all_languages() -> None:
    assert {"how", "cuando"} <= words(lambda record: record.question_words)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("xx: {nmae: X}", "xx.yaml:1:1: the record of 'xx' cannot be used: "),
        ("en: {name: X}\nxx: {name: X, has_reading_grade: maybe}", "xx.yaml:2:1: the record of 'xx' cannot be used: "),
        ("xx: {name: X, letters: {a: much}}", "xx.yaml:1:1: the record of 'xx' cannot be used: "),
        ("xx: {name: X}\nxx: {name: Y}", "xx.yaml:2:1: key 'xx' is given twice"),
    ],
)
def test_a_faulty_record_is_refused_with_its_place(text: str, problem: str) -> None:
    with pytest.raises(FaqProblems) as refused:
        read(text.encode(), "xx.yaml")
    assert str(refused.value).startswith(problem)
