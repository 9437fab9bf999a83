"""Labelled messages are counted by what they are met with."""

from __future__ import annotations

from bot.core.quality.evaluation import LabelledMessage, evaluate
from tests.support.checked import subject


def test_labelled_messages_are_counted_by_how_they_were_met() -> None:
    cases = [
        LabelledMessage(text="is driving allowed", expect="driving", kind="a"),
        LabelledMessage(text="how expensive is it", expect="swelling", also_ok=("price",), kind="a"),
        LabelledMessage(text="is air travel safe", expect="driving", kind="a"),
        LabelledMessage(text="may I board a plane", expect="unmatched", kind="b"),
        LabelledMessage(text="zxcv qwerty", expect="unmatched", kind="b"),
        LabelledMessage(text="I cannot breathe", expect="urgent", kind="c"),
        LabelledMessage(text="I am choking", expect="driving", kind="c"),
        LabelledMessage(text="my eye hurts badly", expect="swelling", also_ok=("urgent",), kind="c"),
    ]
    seen: list[int] = []
    result = evaluate(cases, subject().interpreter, lambda: seen.append(1))
    figures = result.figures
    assert len(seen) == 8
    assert (figures["accuracy"].count, figures["accuracy"].total) == (5, 8)
    assert (figures["wrong"].count, figures["wrong"].total) == (2, 4)
    assert (figures["coverage"].count, figures["coverage"].total) == (2, 5)
    assert figures["coverage"].count <= figures["helped"].count <= figures["recall"].count
    assert figures["helped"].total == 5
    assert (figures["false_answers"].count, figures["false_answers"].total) == (1, 2)
    assert (figures["urgent_recall"].count, figures["urgent_recall"].total) == (1, 1)
    assert (figures["false_alarms"].count, figures["false_alarms"].total) == (1, 6)
    assert figures["recall"].count >= figures["top"].count >= 2
    assert {kind: len(one.met) for kind, one in result.kinds.items()} == {"a": 3, "c": 3, "b": 2}
    assert [one.case.text for one in result.misses] == ["is air travel safe", "may I board a plane", "I am choking"]
    assert figures["wrong"].value == 0.5
    assert evaluate([], subject().interpreter).figures["accuracy"].value is None


def test_an_unmatched_message_may_have_an_answer_that_is_also_right() -> None:
    cases = [LabelledMessage(text="may I board a plane", expect="unmatched", also_ok=("holiday",))]
    result = evaluate(cases, subject().interpreter)
    assert (result.figures["wrong"].count, result.figures["false_answers"].count) == (0, 0)
    assert result.misses == ()
