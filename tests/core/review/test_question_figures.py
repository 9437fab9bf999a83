"""What became of questions: each counts once, and counts of earlier versions are shown as what they were."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.core.records import CountedEvent
from bot.core.review.question_figures import QuestionFigure, QuestionFigures, shown_figures

NEW = {CountedEvent.ASKED: 20, CountedEvent.ANSWERED_AT_ONCE: 9, CountedEvent.OFFERED: 8, CountedEvent.NOTHING_FOUND: 3}
TAPPED = {
    CountedEvent.ACCEPTED: 4,
    CountedEvent.DECLINED: 1,
    CountedEvent.CHOSEN: 9,
    CountedEvent.REJECTED: 2,
    CountedEvent.UNMATCHED: 5,
}


def test_every_question_counts_once() -> None:
    shown = QuestionFigures.of(NEW | TAPPED)
    assert {one: shown[one] for one in QuestionFigure} == {
        QuestionFigure.AT_ONCE: 9,
        QuestionFigure.ACCEPTED: 4,
        QuestionFigure.REJECTED: 1,
        QuestionFigure.NEITHER: 3,
        QuestionFigure.NOTHING: 3,
        QuestionFigure.EARLIER: 0,
    }
    assert (shown.questions, shown.unmet, shown.met_share) == (20, 4, 0.65)


def test_of_a_week_that_an_earlier_version_counted_only_what_it_knew_is_said() -> None:
    shown = QuestionFigures.of(
        {CountedEvent.ASKED: 65, CountedEvent.UNMATCHED: 10, CountedEvent.REJECTED: 7, CountedEvent.SUGGESTED: 111}
    )
    assert (shown.questions, shown.nothing, shown.rejected, shown.earlier) == (65, 10, 7, 48)
    assert (shown.neither, shown.unmet, shown.met_share) == (0, 17, None)
    assert [shown.shown(one) for one in QuestionFigure] == ["–", "–", "7", "–", "10", "48"]
    assert QuestionFigure.EARLIER in shown_figures([shown, QuestionFigures.of(NEW)])
    assert QuestionFigure.EARLIER not in shown_figures([QuestionFigures.of(NEW)])


def test_in_the_week_of_the_upgrade_both_counts_add_up() -> None:
    shown = QuestionFigures.of({**NEW, CountedEvent.ASKED: 30, CountedEvent.UNMATCHED: 7, CountedEvent.REJECTED: 2})
    assert (shown.questions, shown.at_once, shown.nothing, shown.rejected, shown.earlier) == (30, 9, 7, 2, 4)


@given(st.dictionaries(st.sampled_from(CountedEvent), st.integers(0, 10**6)))
def test_whatever_was_counted_no_figure_is_negative_and_nothing_exceeds_the_questions(
    counts: dict[CountedEvent, int],
) -> None:
    shown = QuestionFigures.of(counts)
    assert min(shown[one] for one in QuestionFigure) >= 0
    assert shown.questions >= shown.unmet >= 0
    assert shown.met_share is None or 0 <= shown.met_share <= 1
