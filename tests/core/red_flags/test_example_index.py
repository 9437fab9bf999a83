"""Examples are honoured to the letter: they are read just as messages are."""

from __future__ import annotations

import pytest

from bot.bootstrap import Bootstrap


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("breathtaking results on your website", ""),
        ("should I wear glasses outside", ""),
        ("sometimes i think about driving into a wall", "crisis"),
        ("a rash in my ear, earache and my cheek does not move", "facial-palsy"),
        ("herpes en la oreja y media sonrisa débil", "facial-palsy"),
    ],
)
def test_an_example_with_a_word_that_looks_like_two_is_honoured(
    patients_bootstrap: Bootstrap, text: str, sign: str
) -> None:
    assert patients_bootstrap.live_faq.live.detector.evidence(text)[0].example == sign
