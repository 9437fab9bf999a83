"""Only what a change may concern is tried again, and nothing that it breaks is missed."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from datetime import date

import pytest

from bot.core.faq.edits import AddExample, AddPhrasings, ExampleList, edited
from bot.core.quality.comparison import compare
from bot.core.quality.examination import Examination
from bot.live_faq.affected_checks import AffectedChecks
from bot.live_faq.matching_resources import MatchingResources
from bot.live_faq.snapshot import Snapshot
from bot.live_faq.snapshot_builder import build_snapshot
from bot.live_faq.snapshot_examiner import SnapshotExaminer
from tests.live_faq.test_impact import FAQ, OTHER, PATH, SPANISH

TODAY = date(2026, 11, 22)
RESOURCES = MatchingResources()
TEXTS = {PATH: FAQ.encode(), OTHER: SPANISH.encode()}


@pytest.fixture(scope="module")
def before() -> Snapshot:
    return build_snapshot(TEXTS, RESOURCES)


@pytest.fixture(scope="module")
def examined(before: Snapshot) -> tuple[SnapshotExaminer, Mapping[str, Examination]]:
    """An examiner that knows the FAQ from before, and what it found."""
    examiner = SnapshotExaminer(RESOURCES)
    return examiner, examiner.examinations(before, TODAY)


def changed(before: Snapshot, main: str | bytes) -> Snapshot:
    data = main.encode() if isinstance(main, str) else main
    return build_snapshot({**TEXTS, PATH: data}, RESOURCES, before)


@pytest.mark.parametrize(
    "main",
    [
        FAQ.replace("By bus.", "By train."),
        FAQ.replace("By bus.", "Por favor el bus y el avión y doloroso."),
        FAQ.replace("painful needle", "way to the bus"),
        FAQ.replace("checks: [plane]", "checks: [plane, bus]"),
        FAQ.replace("off_topic: [who won the match, ", "off_topic: ["),
        FAQ.replace("Call for help.", "Call now."),
        edited(FAQ.encode(), AddPhrasings("visit", ("painful parking", "the plane", "what it cost"))),
        edited(FAQ.encode(), AddExample(ExampleList("breathing", True), "painful")),
        edited(FAQ.encode(), AddExample(ExampleList("breathing", False), "my bus is fine")),
        FAQ[: FAQ.index("urgent:")],
    ],
)
def test_as_much_breaks_as_a_whole_examination_finds(
    before: Snapshot, examined: tuple[SnapshotExaminer, Mapping[str, Examination]], main: str | bytes
) -> None:
    after, (whole, earlier) = changed(before, main), examined
    later = copy(whole).examinations(after, TODAY)  # of a copy, as it keeps the latest versions only
    effect = SnapshotExaminer(RESOURCES).impact(before, after)
    for code in ("en", "es"):
        expected, found = compare(earlier[code], later[code]), effect.comparisons[code]
        assert (found.broken, found.collisions) == (expected.broken, expected.collisions)
        assert found.coverage_after == expected.coverage_after


def test_an_answer_concerns_only_messages_with_its_words(before: Snapshot) -> None:
    after = changed(before, FAQ.replace("By bus.", "By tram."))
    affected = AffectedChecks.between(before, after, "en")
    assert affected == AffectedChecks(answers=False, alarms=False, words=frozenset({"bus", "tram"}))
    effect = SnapshotExaminer(RESOURCES).impact(before, after)
    assert [one.total for one in effect.comparisons.values()] == [1, 0]


def test_a_phrasing_concerns_what_is_answered_in_its_language_and_no_alarm(before: Snapshot) -> None:
    after = changed(before, edited(FAQ.encode(), AddPhrasings("visit", ("where are you",))))
    affected = AffectedChecks.between(before, after, "en")
    assert affected.answers
    assert not affected.alarms


def test_an_example_of_an_alarm_concerns_all_checks(before: Snapshot) -> None:
    after = changed(before, edited(FAQ.encode(), AddExample(ExampleList("breathing", True), "no air left")))
    affected = AffectedChecks.between(before, after, "es")
    assert affected.answers
    assert affected.alarms


def test_a_language_that_is_gone_concerns_all_checks(before: Snapshot) -> None:
    after = build_snapshot({PATH: FAQ.encode()}, RESOURCES, before)
    affected = AffectedChecks.between(before, after, "en")
    assert affected.answers
    assert affected.alarms
