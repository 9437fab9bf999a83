"""Words that are written as they sound are read as they are meant."""

from __future__ import annotations

import pytest

from bot.core.dialogue.sounded_words import as_meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Wen will it ware off", "when will it wear off"),
        ("wen dose it wares off", "when does it wears off"),
        ("when does it start werking?", "when does it start working?"),
    ],
)
def test_sounded_words_are_replaced(written: str, meant: str) -> None:
    assert as_meant(written, "en") == meant


@pytest.mark.parametrize("text", ["where is the off switch", "is the dose high", "my hair ware", "Wendy", ""])
def test_the_same_letters_elsewhere_stay(text: str) -> None:
    assert as_meant(text, "en") == text
    assert as_meant("wen", "es") == "wen"
