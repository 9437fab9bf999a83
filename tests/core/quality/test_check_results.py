"""The checks of a FAQ are tried as a patient would be answered, and a failing one says where it stands."""

from __future__ import annotations

from dataclasses import replace

from bot.core.quality.check_results import CheckState
from bot.core.quality.checks import CheckKind
from bot.core.quality.comparison import compare
from bot.core.quality.examination import Examination, examine
from bot.core.quality.findings import Level
from bot.core.red_flags.detector import RedFlagDetector
from tests.support.checked import FAQ, TODAY, messages, subject


def test_every_check_is_met_as_a_patient_would_be(examined: Examination) -> None:
    states = {(one.check.kind, one.check.owner, one.check.text): one.state for one in examined.results}
    assert states[CheckKind.OFF_TOPIC, "", "what is the capital of France"] is CheckState.PASSED
    assert states[CheckKind.ANSWER, "driving", "can I drive my car home"] >= CheckState.HESITANT
    assert states[CheckKind.ALARM, "breathing", "I am choking on my food"] is CheckState.PASSED
    assert states[CheckKind.NO_ALARM, "breathing", "the weather is fine"] is CheckState.PASSED
    assert not any(one.check.owner == "hidden" for one in examined.results)


def test_a_failing_check_names_its_line_and_what_it_got(examined: Examination) -> None:
    found = next(one for one in messages(examined, "check") if "'I am choking' must" in one)
    assert found.startswith("faq.yaml:23:34: warning:")
    assert "the answer of 'swelling' and gets alarm 'breathing'" in found


def test_misses_are_notes_while_they_are_as_many_as_is_to_be_expected(examined: Examination) -> None:
    assert {one.level for one in examined.findings if one.kind in {"collision", "sink"}} <= {Level.NOTE}
    strict = FAQ.replace("entries:", "matching: {wrong_answers: 0.001}\nentries:", 1).replace(
        "checks: [can I drive my car home]", "checks: [is air travel safe, may I board a plane]"
    )
    wrong = [one for one in examine(subject(strict), TODAY).findings if "gets the answer of 'holiday'" in one.message]
    assert [one.level for one in wrong] == [Level.ERROR, Level.ERROR]


def test_the_surest_wrong_answer_is_the_worst_finding(examined: Examination) -> None:
    wrong = [one for one in examined.findings if one.kind == "check" and "gets the answer of" in one.message]
    assert all(one.weight > 0.5 for one in wrong)
    assert all(one.weight == 0 for one in examined.findings if one.kind == "check" and one not in wrong)


def test_built_in_examples_are_tried_apart_and_told_together(examined: Examination) -> None:
    texts = ["we are choking", "she cannot breathe", "my eye hurts badly", "my eye is fine"]
    assert [one.check.text for one in examined.built_in] == texts
    assert all(one.state is CheckState.PASSED for one in examined.built_in)
    deaf = replace(subject(), interpreter=replace(subject().interpreter, detect=RedFlagDetector([]).detect))
    found = [str(one) for one in examine(deaf, TODAY).findings if "built-in" in one.message]
    assert len(found) == 2
    assert found[0].startswith(
        "faq.yaml:4:11: error: 'we are choking (and 1 more built-in messages)' must get alarm 'breathing' and gets no"
    )
    assert "'my eye hurts badly (a built-in message)' must get alarm 'eye' and gets no alarm: " in found[1]
    assert "this very message is among the examples" in found[1]


def test_what_the_faq_says_of_a_built_in_example_is_honoured(examined: Examination) -> None:
    text = FAQ.replace("no_alarm: [the weather is fine]", "no_alarm: [the weather is fine, she cannot breathe]")
    found = examine(subject(text), TODAY)
    assert "she cannot breathe" not in [one.check.text for one in found.built_in]
    assert not [one for one in found.findings if "'she cannot breathe' must" in one.message]
    assert compare(examined, found).broken == ()
