"""The records of languages hold together, and what is not known of a language is left out, never borrowed."""

from __future__ import annotations

import re
from collections import Counter

from bot.core.languages import LANGUAGES, language, supported, words
from bot.live_faq.snapshot import files_of
from tests.support import paths


def test_every_language_has_one_record() -> None:
    assert Counter(record.code for record in LANGUAGES).most_common(1)[0][1] == 1
    assert all(re.fullmatch("[a-z]{2}", record.code) and record.name for record in LANGUAGES)
    assert {record.variant_of for record in LANGUAGES} - {""} <= {record.code for record in LANGUAGES}


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
    assert not unknown.has_sentence_model


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
