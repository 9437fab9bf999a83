"""Cues that a text which is about to be published tells of a person."""

from __future__ import annotations

import pytest

from bot.core.deidentification.personal_cues import tells_of_person


@pytest.mark.parametrize(
    "text",
    [
        "strong is my married name, does it matter",
        "they call me red, can it help",
        "the doctor with the name like the colour did it",
        "is it safe? thanks, wood",
        "i saw dr head about the eye",
        "nurse chin said no straws",
        "may said no and it hurts",
        "i was treated by strong, is that ok",
        "short told me to wait",
        "my dad 68 yrs has it, is it safe",
        "female, thirty four, is it safe",
        "he is in his sixties, is it safe",
        "aged 12, can he have it",
        "my son is nine, can he have it",
        "boots where i work is cold",
        "i work at boots, can i go back",
        "can i go back on the tills at next",
        "i am the only undertaker here, is it safe",
        "will next give me time off for it",
    ],
)
def test_a_name_a_title_an_age_or_an_employer_tells_of_a_person(text: str) -> None:
    assert tells_of_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "does botox hurt after twenty minutes",
        "i had palsy 5 years ago and it is tight",
        "for the last twenty years my eye closes",
        "my dr said i need botox, can the doctor do it",
        "is there another name for synkinesis",
        "does it work as well as last time",
        "can i go back to work at home",
        "thanks for the answer",
        "the nurse told me to wait",
        "it's the botox",
        "when will you call me back",
    ],
)
def test_an_ordinary_question_tells_of_nobody(text: str) -> None:
    assert not tells_of_person(text)
