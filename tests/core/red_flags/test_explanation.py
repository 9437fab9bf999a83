"""Staff read in plain words why a message raises an alarm, or none."""

from __future__ import annotations

import pytest

from bot.core.faq.model import UrgentSign
from bot.core.red_flags.alarm import Alarm
from bot.core.red_flags.assertion import Assertion
from bot.core.red_flags.explanation import outcome, percent, reasons
from bot.core.red_flags.mentions import SignMention
from bot.core.red_flags.weighing import Evidence

BREATHING = UrgentSign(id="breathing", title="Trouble breathing", message="**Call.**")
EYE = UrgentSign(id="eye", title="Eye", message="**Call.**")


def evidence(
    log_odds: float,
    *mentions: SignMention,
    text: str = "cannot breathe",
    score: float = 0.0,
    signs: dict[str, float] | None = None,
    example: str | None = None,
) -> Evidence:
    return Evidence(text, mentions, score, signs or {}, log_odds, example)


def test_the_part_the_phrases_and_the_likeness_that_decided_are_named() -> None:
    found = (SignMention(BREATHING, Assertion.PRESENT), SignMention(EYE, Assertion.DENIED))
    strongest = evidence(2.0, *found, score=0.9, signs={"breathing": 0.8, "eye": -0.4})
    assert reasons("hello. cannot breathe", (strongest, evidence(-3.0, text="hello."))) == (
        "88% sure that it is an emergency; an alarm is raised from 50%",
        "decided by “cannot breathe”",
        "says breathing (as happening now), eye (denied)",
        "sounds like the examples of breathing",
    )


@pytest.mark.parametrize(
    ("mention", "said"),
    [
        (SignMention(EYE, Assertion.ASKED), "says eye (only asked about, or for years)"),
        (SignMention(EYE, Assertion.PAST), "says eye (long ago)"),
        (SignMention(EYE, Assertion.PRESENT, figurative=True), "says eye (as a figure of speech)"),
    ],
)
def test_a_phrase_is_named_with_its_status(mention: SignMention, said: str) -> None:
    lines = reasons("cannot  breathe", (evidence(-2.0, mention, score=-0.5, signs={"eye": -0.6}),))
    assert lines[1:] == (said, "sounds like calm messages")


def test_a_message_that_is_an_example_to_the_word_is_told_from_one_that_is_weighed() -> None:
    calm, alarming = evidence(-30.0, example=""), evidence(30.0, example="breathing")
    assert reasons("cannot breathe", (calm,)) == ("this very message is among the examples, and raises none",)
    raised = reasons("cannot breathe", (alarming,))
    assert raised == ("this very message is among the examples, and raises the alarm 'breathing'",)
    inside = reasons("hello. cannot breathe", (alarming,))
    assert inside[1:3] == ("says an example of breathing word for word", "decided by “cannot breathe”")
    assert "example" not in " ".join(reasons("cannot breathe", (evidence(-1.0),)))


def test_where_nothing_is_learnt_or_read_nothing_is_made_up() -> None:
    assert reasons("cannot breathe", (evidence(-1.0),))[1:] == ("no phrase of a sign is in it",)
    assert reasons("🙂", ()) == ("no word in it can be read",)


def test_it_is_never_said_to_be_certain() -> None:
    assert [percent(share) for share in (0.0, 0.01, 0.5, 0.999)] == ["under 1%", "1%", "50%", "over 99%"]


def test_an_outcome_tells_an_alarm_from_a_line_and_from_none() -> None:
    assert outcome(Alarm(EYE, "en", present=True)) == "alarm 'eye'"
    assert outcome(Alarm(EYE, "en", present=False)) == "no alarm, only the line about 'eye'"
    assert outcome(None) == "no alarm"
