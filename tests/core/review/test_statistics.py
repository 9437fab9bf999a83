"""Figures: what counts, what says nothing yet, and how it reads in a message."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.faq.model import ClinicalReview, Entry, Faq, Source
from bot.core.faq.sign_offs import SOON
from bot.core.matching.matcher import Matcher
from bot.core.quality.matching_quality import quality
from bot.core.records import CountedEvent, Week
from bot.core.review.screen import LINES, phone_lines
from bot.core.review.statistics import (
    FEWEST_VOTES,
    LISTED,
    WEEKS,
    EntryIssue,
    Statistics,
    WeekFigures,
    over_weeks,
    percent,
    period,
    statistics,
    summary,
)
from bot.core.text.markup import length, plain

TODAY = date(2026, 11, 22)
WEEK = Week.of(TODAY)
SOURCE = (Source(title="A book"),)
Counts = Mapping[CountedEvent, int]


def entry(entry_id: str, *, sourced: bool = True, reviewed: ClinicalReview | None = None, question: str = "") -> Entry:
    text = question or f"About {entry_id}?"
    made = Entry(id=entry_id, question=text, answer="Yes.", sources=SOURCE if sourced else ())
    signed = reviewed.model_copy(update={"text": made.review_digest}) if reviewed is not None else None
    return made.model_copy(update={"reviewed": signed})


FAQ = Faq(entries=(entry("pain"), entry("cost"), entry("eye"), entry("old").model_copy(update={"status": "draft"})))


def figures(
    by_week: Mapping[Week, Counts] | None = None,
    by_entry: Mapping[str | None, Counts] | None = None,
    faq: Faq = FAQ,
) -> Statistics:
    return statistics(by_week or {}, by_entry or {}, faq, TODAY)


def counted(at_once: int, nothing: int) -> Counts:
    return {
        CountedEvent.ASKED: at_once + nothing,
        CountedEvent.ANSWERED_AT_ONCE: at_once,
        CountedEvent.NOTHING_FOUND: nothing,
        CountedEvent.UNMATCHED: nothing,
    }


def votes(helpful: int, not_helpful: int) -> Counts:
    return {CountedEvent.ANSWERED: 9, CountedEvent.HELPFUL: helpful, CountedEvent.NOT_HELPFUL: not_helpful}


def test_the_period_ends_with_this_week_and_has_twelve() -> None:
    first, last = period(TODAY)
    assert (str(first), str(last)) == ("2026-W36", "2026-W47")
    assert [week.week for week in figures().weeks] == list(WEEK.last(WEEKS))


def test_this_week_stands_beside_the_last_one() -> None:
    shown = figures({WEEK: counted(6, 4), WEEK.back(1): counted(7, 0)})
    assert (shown.this.questions.questions, shown.last.questions.questions) == (10, 7)
    assert shown.this.questions.met_share == pytest.approx(0.6)


def test_shares_of_nothing_are_no_shares() -> None:
    empty = WeekFigures(WEEK)
    assert (empty.questions.met_share, empty.helpful_share) == (None, None)
    assert (percent(None), percent(0.0), percent(0.666)) == ("–", "0 %", "67 %")


def test_votes_taken_back_in_a_later_week_do_not_upset_the_shares() -> None:
    assert WeekFigures(WEEK, helpful=0, not_helpful=0).helpful_share is None


def test_most_asked_are_the_entries_read_most() -> None:
    shown = figures(
        by_entry={"eye": {CountedEvent.ANSWERED: 3}, "pain": {CountedEvent.ANSWERED: 8}, None: {CountedEvent.ASKED: 99}}
    )
    assert [one.entry_id for one in shown.most_asked] == ["pain", "eye"]


def test_least_helpful_needs_votes_enough() -> None:
    shown = figures(by_entry={"pain": votes(0, FEWEST_VOTES - 1), "eye": votes(2, 6), "cost": votes(9, 0)})
    assert [one.entry_id for one in shown.least_helpful] == ["eye"]
    concerns = {one.entry_id: one.concerns for one in shown.health}
    assert concerns == {"eye": (EntryIssue.UNHELPFUL,)}


def test_an_entry_is_never_asked_only_where_others_were() -> None:
    assert figures().never_asked == ()
    shown = figures(by_entry={"pain": {CountedEvent.ANSWERED: 1}})
    assert [one.entry_id for one in shown.never_asked] == ["cost", "eye"]


def test_drafts_and_entries_that_are_gone_do_not_count() -> None:
    shown = figures(by_entry={"old": {CountedEvent.ANSWERED: 5}, "gone": {CountedEvent.ANSWERED: 5}})
    assert {one.entry_id for one in shown.entries} == {"pain", "cost", "eye"}


def test_health_knows_missing_sources_and_reviews_out_of_date() -> None:
    expired = ClinicalReview(by="Dr A", on=date(2025, 1, 1), expires=date(2026, 11, 21))
    holds = ClinicalReview(by="Dr A", on=date(2025, 1, 1), expires=TODAY)
    faq = Faq(
        entries=(entry("a", reviewed=holds), entry("b", sourced=False), entry("c", sourced=False, reviewed=expired))
    )
    shown = figures(faq=faq)
    assert [(one.entry_id, one.concerns) for one in shown.health] == [
        ("c", (EntryIssue.EXPIRED, EntryIssue.NO_SOURCE)),
        ("b", (EntryIssue.NO_SOURCE,)),
    ]
    assert shown.reviewed == 1


def test_the_summary_reads_well_and_shows_bars_for_every_week() -> None:
    by_week = {week: counted(3 * at, at) for at, week in enumerate(WEEK.last(WEEKS))}
    shown = figures(by_week, {"pain": votes(1, 7)})
    lines = plain(summary(shown)).splitlines()
    assert phone_lines(summary(shown)) < 2 * LINES
    assert "Week 47 (so far; last week in brackets)" in lines
    assert lines[2:9] == [
        "• 44 (40) questions",
        "• 33 (30) answered at once",
        "• 0 (0) offered and accepted",
        "• 0 (0) offered and rejected",
        "• 0 (0) offered, nothing tapped",
        "• 11 (10) nothing found",
        "• – (–) of votes say: helpful",
    ]
    assert lines[-1] == "• 0 of 3 answers, 0 of 1 other text"
    lines = plain(over_weeks(shown)).splitlines()
    bars = [line for line in lines if line.startswith("• W")]
    assert len(bars) == WEEKS
    assert bars[-1] == "• W47 █████████░░░ 44"
    assert bars[0] == "• W36  0"
    assert "• 12 % of 8: About pain?" in lines


def test_the_summary_says_of_each_language_what_is_signed_what_ends_soon_and_what_holds_no_longer() -> None:
    day = date(2026, 1, 1)
    soon = ClinicalReview(by="Dr A", on=day, expires=TODAY + SOON)
    later = ClinicalReview(by="Dr A", on=day, expires=TODAY + SOON + timedelta(days=1))
    expired = ClinicalReview(by="Dr A", on=day, expires=day)
    faq = Faq(entries=(entry("a", reviewed=soon), entry("b", reviewed=later), entry("c", reviewed=expired)))
    spanish = Faq(language="es", entries=(entry("a"),))
    lines = plain(summary(statistics({}, {}, faq, TODAY, [spanish]))).splitlines()
    assert lines[-2:] == [
        "• English: 2 of 3 answers, 0 of 1 other text; 1 (About a?) expires within 60 days; no longer: 1 (About c?)",
        "• Spanish: 0 of 1 answer, 0 of 1 other text",
    ]


def test_questions_are_counted_by_the_language_of_the_bot_that_they_were_asked_in() -> None:
    counts: dict[str | None, Counts] = {
        "es": {
            CountedEvent.ANSWERED_AT_ONCE: 2,
            CountedEvent.OFFERED: 3,
            CountedEvent.ACCEPTED: 1,
            CountedEvent.DECLINED: 1,
        },
        "en": {CountedEvent.ANSWERED_AT_ONCE: 20, CountedEvent.NOTHING_FOUND: 4},
        "de": {CountedEvent.OTHER_LANGUAGE: 2},
        None: {CountedEvent.ASKED: 29},
    }
    lines = plain(over_weeks(figures(by_entry=counts))).splitlines()
    at = lines.index("By language in 12 weeks")
    assert lines[at + 2 : at + 4] == [
        "• English: 24: 20 answered at once, 4 nothing found",
        "• Spanish: 5: 2 answered at once, 1 offered and accepted, 1 offered and rejected, 1 offered, nothing tapped",
    ]
    del counts["es"]
    assert "By language" not in over_weeks(figures(by_entry=counts))


def test_weeks_that_an_earlier_version_counted_stay_readable() -> None:
    old = {
        CountedEvent.ASKED: 65,
        CountedEvent.UNMATCHED: 10,
        CountedEvent.SUGGESTED: 111,
        CountedEvent.REJECTED: 7,
        CountedEvent.ANSWERED: 60,
    }
    text = plain(summary(figures({WEEK: counted(3, 1), WEEK.back(1): old})))
    assert "• 4 (65) questions" in text
    assert "• 3 (–) answered at once" in text
    assert "• 0 (7) offered and rejected" in text
    assert "• 1 (10) nothing found" in text
    assert "• 0 (48) answered or offered, not told apart" in text
    assert "not told apart" not in plain(summary(figures({WEEK: counted(3, 1), WEEK.back(2): old})))


def test_messages_in_other_languages_are_counted_by_language() -> None:
    counts: dict[str | None, Counts] = {
        "de": {CountedEvent.OTHER_LANGUAGE: 2},
        "ar": {CountedEvent.OTHER_LANGUAGE: 5},
        "hi-latn": {CountedEvent.OTHER_LANGUAGE: 2},
        None: {CountedEvent.OTHER_LANGUAGE: 1},
        "pain": {CountedEvent.ANSWERED: 3},
    }
    text = plain(over_weeks(figures(by_entry=counts)))
    assert "Other languages in 12 weeks: Arabic 5, German 2, Hindi in Latin letters 2, not told 1" in text
    assert "Other languages" not in over_weeks(figures())


def test_titles_cannot_break_the_summary() -> None:
    faq = Faq(entries=(entry("a", question="Is *this* **ok** [here](https://x.example)?"),))
    text = over_weeks(figures(by_entry={"a": {CountedEvent.ANSWERED: 1}}, faq=faq))
    assert "1 × Is ∗this∗ ∗∗ok∗∗ [here] (https://x.example)?" in plain(text)


def test_the_summary_of_many_long_titles_fits_into_a_message() -> None:
    faq = Faq(entries=tuple(entry(f"e{number}", question="w" * 290) for number in range(60)))
    counts: dict[str | None, Counts] = {f"e{number}": votes(1, 6) for number in range(20)}
    shown = figures(by_entry=counts, faq=faq)
    text = over_weeks(shown)
    assert length(summary(shown) + text) < 4096
    assert text.count("www") > LISTED


@given(st.lists(st.integers(0, 10**6), min_size=WEEKS, max_size=WEEKS), st.integers(0, 10**6))
def test_any_counts_make_a_summary(asked: list[int], unmatched: int) -> None:
    by_week = {
        week: {CountedEvent.ASKED: count, CountedEvent.UNMATCHED: unmatched}
        for week, count in zip(WEEK.last(WEEKS), asked, strict=True)
    }
    assert length(summary(figures(by_week)) + over_weeks(figures(by_week))) < 4096


def test_quality_names_the_weakest_entry_first_and_what_it_is_taken_for() -> None:
    def phrased(entry_id: str, *phrasings: str) -> Entry:
        return Entry(id=entry_id, question=phrasings[0], phrasings=phrasings[1:], answer="Yes.")

    faq = Faq(
        entries=(
            phrased("hurt", "does it hurt", "is it painful", "how painful is it", "will it hurt me"),
            phrased("cost", "what does it cost", "the price of it", "what is the price", "how much does it cost"),
            phrased("odd", "is it painful for children", "the price for children", "green cheese", "blue moon"),
            phrased("eye", "my eye closes", "my eye shuts", "eye closes when i eat", "eye shuts when i eat"),
            phrased("one", "where are you"),
        )
    )
    shown = quality(faq, Matcher.fit(faq.published))
    assert shown.thresholds.predictions > 0
    assert [one.entry_id for one in shown.entries][0] == "odd"
    assert shown.entries[0].mistaken_for is not None
    assert shown.entries[-1].entry_id in {"one", "eye"}
    only = next(one for one in shown.entries if one.entry_id == "one")
    assert (only.share, only.phrasings) == (None, 1)


def test_one_of_anything_is_no_plural() -> None:
    counts = {CountedEvent.ASKED: 1, CountedEvent.NOTHING_FOUND: 1, CountedEvent.ANSWERED: 1, CountedEvent.URGENT: 1}
    lines = plain(summary(figures({WEEK: counts, WEEK.back(1): {**counts, CountedEvent.URGENT: 2}}))).splitlines()
    assert {"• 1 (1) question", "• 1 (1) answer read, asked for or browsed", "• 1 (2) red flag"} <= set(lines)
