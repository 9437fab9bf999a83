"""An edit is measured by what it changes in the checks of a FAQ."""

from __future__ import annotations

from bot.core.faq.edits import AddPhrasings, edited
from bot.core.quality.comparison import compare, preview
from bot.core.quality.examination import Examination, examine
from tests.support.checked import FAQ, TODAY, subject


def test_an_edit_that_steals_a_check_breaks_it(examined: Examination) -> None:
    text = FAQ.replace("checks: [can I drive my car home]", "checks: [can I take the car home]")
    before = examine(subject(text), TODAY)
    stolen = text.replace("      - can I take the car home\n", "").replace(
        "      - is air travel safe\n", "      - is air travel safe\n      - can I take the car home\n"
    )
    comparison = compare(before, examine(subject(stolen), TODAY))
    assert [one.check.text for one in comparison.broken] == ["can I take the car home"]
    assert compare(examined, examined).broken == ()
    assert compare(examined, examined).total == comparison.total == len(examined.results)


def test_a_check_that_is_gone_or_new_breaks_nothing(examined: Examination) -> None:
    text = FAQ.replace("checks: [can I drive my car home]", "checks: [zebra crossing]")
    comparison = compare(examined, examine(subject(text), TODAY))
    assert comparison.broken == ()
    assert comparison.total == len(examined.results)


def test_taking_a_sign_out_breaks_the_built_in_examples_of_it(examined: Examination) -> None:
    text = FAQ[: FAQ.index("    - id: eye")] + FAQ[FAQ.index("entries:") :]
    comparison = compare(examined, examine(subject(text), TODAY))
    assert [(one.check.owner, one.got) for one in comparison.broken] == [("eye", "no alarm, for there is no such sign")]
    assert comparison.total == len(examined.results) - 1


def test_a_preview_says_what_an_edit_mends_and_what_it_comes_close_to() -> None:
    questions = ("is my nose red tomorrow", "red nose tomorrow?")
    before = subject()
    after = subject(edited(FAQ.encode(), AddPhrasings("swelling", (questions[0],))).decode())
    comparison = compare(examine(before, TODAY), examine(after, TODAY))
    shown = preview("swelling", questions, questions[:1], before.interpreter, after.interpreter, comparison)
    assert (shown.questions, shown.answered + shown.offered) == (2, 2)
    assert shown.answered >= 1
    taken = subject(edited(FAQ.encode(), AddPhrasings("swelling", ("driving the car home",))).decode())
    comparison = compare(examine(before, TODAY), examine(taken, TODAY))
    shown = preview("swelling", (), ("driving the car home",), before.interpreter, taken.interpreter, comparison)
    assert shown.collides_with == ("driving",)
