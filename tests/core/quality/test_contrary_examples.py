"""Red-flag examples of a FAQ that contradict each other, or should not stand there, are named."""

from __future__ import annotations

import pytest

from bot.core.quality.examination import examine
from tests.support.checked import FAQ, TODAY, messages, subject


def test_examples_that_silence_an_emergency_or_alarm_at_thanks_are_named() -> None:
    taught = FAQ.replace("the weather is fine", "I cannot breathe at all").replace("I am choking on my food", "thanks")
    found = messages(examine(subject(taught), TODAY), "alarm")
    silenced = next(one for one in found if "'I cannot breathe at all' says 'breathing' in plain words" in one)
    assert silenced.startswith("faq.yaml:8:18: warning:")
    assert any("'thanks' raises the alarm 'breathing', but is small talk (thanks)" in one for one in found)
    assert not any("in plain words" in one for one in messages(examine(subject(FAQ), TODAY), "alarm"))


@pytest.mark.parametrize(
    ("text", "said"),
    [("I have that", "what patients reply to other messages"), ("can I drive my car home", "a question of 'driving'")],
)
def test_an_alarm_that_would_meet_a_reply_or_a_question_is_named(text: str, said: str) -> None:
    taught = FAQ.replace("I am choking on my food", text)
    found = messages(examine(subject(taught), TODAY), "alarm")
    assert any(f"'{text}' raises the alarm 'breathing', but is {said}" in one for one in found)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "[I am choking on my food]",
            "[I am choking on my food, I cannot breathe!]",
            "faq.yaml:7:40: error: 'I cannot breathe!' stands under `alarm` of 'breathing' in line 7 and under `alarm`"
            " of 'eye' in line 12 (keep it in one of them)",
        ),
        (
            "[the weather is fine]",
            "[the weather is fine, i am choking on my FOOD]",
            "faq.yaml:7:15: error: 'I am choking on my food' stands under `alarm` of 'breathing' in line 7 and under"
            " `no_alarm` in line 8 (keep it in one of them)",
        ),
    ],
)
def test_examples_that_contradict_each_other_are_told_once(old: str, new: str, said: str) -> None:
    found = messages(examine(subject(FAQ.replace(old, new)), TODAY), "alarm")
    assert [one for one in found if " must get " in one or " stands " in one] == [said]
