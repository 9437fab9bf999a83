"""The names under which clinicians may sign."""

from __future__ import annotations

import pytest

from bot.review.sign_off import clinicians_name


@pytest.mark.parametrize(
    "written", ["Dr Lee, ENT", "  the facial\npalsy team ", "Dra. Ñandú (neuróloga)", "O’Brien: nurse"]
)
def test_names_and_roles_are_taken_on_one_line(written: str) -> None:
    assert clinicians_name(written) == " ".join(written.split())


@pytest.mark.parametrize(
    "written", ["", "1", "*bold*", "Dr *Lee*", "{clinic.phone}", "x" * 61, "who are you?", "@lee", "a <b>"]
)
def test_mark_up_questions_and_long_texts_are_no_names(written: str) -> None:
    assert clinicians_name(written) is None
