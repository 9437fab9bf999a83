"""The report: one page that loads nothing, runs nothing and shows every word literally."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.faq.model import Entry, Faq
from bot.core.matching.calibration import Thresholds
from bot.core.matching.ranking import Match
from bot.core.quality.matching_quality import EntryQuality, Quality
from bot.core.records import CountedEvent, LoggedQuestion, QuestionKind, Week
from bot.core.review.statistics import WEEKS, statistics
from bot.core.review.themes import OpenQuestions, Theme
from bot.reports.html import BOTTOM, HEIGHT, TOP, bar_chart, line_chart, render_report

TODAY = date(2026, 11, 22)
WEEK = Week.of(TODAY)
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> {{ 7 * 7 }} {% raw %} &amp; javascript:alert(3)"
TITLES = {"pain": "Does it hurt?", "cost": f"What does it cost? {HOSTILE}"}
VOID = {"meta", "link", "input", "br", "rect", "line", "path", "circle"}


def theme(label: str, *, size: int = 2, failed: str | None = None) -> Theme:
    questions = tuple(
        LoggedQuestion(f"{n:04x}", WEEK, "en", label, "short", QuestionKind.UNMATCHED, None, None, "d")
        for n in range(size)
    )
    nearest = (Match("pain", 0.4, "does it hurt", ("hurt",)), Match("gone", 0.1, "x", ()))
    return Theme(
        "abcdef123456", questions, label, nearest, WEEK, {QuestionKind.UNMATCHED: size}, label, (label,), failed
    )


HOSTILE_THEMES = OpenQuestions((theme(HOSTILE), theme("parking", failed="cost")), (theme(HOSTILE, size=1),), 2, 1)


def page(
    *,
    grouped: OpenQuestions = HOSTILE_THEMES,
    asked: int = 40,
    clinic: str = HOSTILE,
    predictions: int = 100,
) -> str:
    faq = Faq(entries=tuple(Entry(id=key, question=text[:300], answer="Yes.") for key, text in TITLES.items()))
    by_week = {week: {CountedEvent.ASKED: asked, CountedEvent.UNMATCHED: asked // 4} for week in WEEK.last(WEEKS)}
    answered = {CountedEvent.ANSWERED: asked, CountedEvent.HELPFUL: 1, CountedEvent.NOT_HELPFUL: 7}
    return render_report(
        statistics(by_week, {"cost": answered} if asked else {}, faq, TODAY),
        grouped,
        Quality(
            Thresholds(0.9, 0.2, 0.8, 0.05, 0.1, 0.85, predictions), (EntryQuality("cost", HOSTILE, 5, 4, 1, "pain"),)
        ),
        titles=TITLES,
        generated_on=TODAY,
        clinic=clinic,
    )


class Reader(HTMLParser):
    """Tags with their attributes, texts, and whether every tag is closed in turn."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.balanced = True
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.balanced = self.balanced and bool(self.open) and self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def named(self, *names: str) -> Iterator[dict[str, str | None]]:
        return (attributes for tag, attributes in self.tags if tag in names)


@pytest.fixture(scope="module")
def read() -> Reader:
    return Reader(page())


def test_every_tag_is_closed_in_turn(read: Reader) -> None:
    assert read.balanced
    assert read.open == []


def test_nothing_is_loaded_run_or_sent(read: Reader) -> None:
    names = {tag for tag, _ in read.tags}
    assert not names & {"script", "link", "img", "iframe", "object", "embed", "form", "base", "video", "audio"}
    attributes = {name for _, own in read.tags for name in own}
    assert not {name for name in attributes if name.startswith("on")} | (attributes & {"src", "srcset", "action"})
    assert all((one["href"] or "").startswith("#") for one in read.named("a"))
    assert "url(" not in page()
    assert "@import" not in page()
    assert "http" not in page().replace("http-equiv", "")


def test_the_policy_forbids_all_but_the_styles_of_the_page(read: Reader) -> None:
    policy = next(one["content"] for one in read.named("meta") if one.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert set(policy.split("; ")) == {
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "base-uri 'none'",
        "form-action 'none'",
    }


def test_hostile_words_are_shown_literally_wherever_they_stand(read: Reader) -> None:
    assert "<script" not in page()
    assert "<img" not in page()
    assert " 49 " not in page()
    shown = " ".join(" ".join(read.texts).split())
    assert shown.count("<script>alert(1)</script>") >= 6


def test_the_page_is_well_formed_enough_for_strict_readers() -> None:
    body = (
        page()[page().index("<body>") :]
        .replace("&shy;", "")
        .replace("<br>", "<br/>")
        .removesuffix("</html>\n")
        .removesuffix("</html>")
    )
    ElementTree.fromstring(body)


def test_headings_are_in_order_and_there_is_one_title() -> None:
    levels = [int(found) for found in re.findall(r"<h(\d)", page())]
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in zip(levels, levels[1:], strict=False))


def test_tables_have_captions_and_scopes_and_charts_have_words(read: Reader) -> None:
    names = [tag for tag, _ in read.tags]
    assert names.count("table") == names.count("caption") >= 5
    assert all(one.get("scope") in {"row", "col"} for one in read.named("th"))
    charts = [one for one in read.named("svg") if one.get("role") == "img"]
    assert len(charts) == names.count("desc") == 2
    ids = [own["id"] for _, own in read.tags if "id" in own]
    assert len(set(ids)) == len(ids)
    labels = [own["aria-labelledby"] or "" for _, own in read.tags if "aria-labelledby" in own]
    assert {part for label in labels for part in label.split()} <= set(ids)
    assert {(one["href"] or "")[1:] for one in read.named("a")} <= set(ids)


def test_what_scrolls_can_be_reached_by_keyboard(read: Reader) -> None:
    scrolling = [one for one in read.named("div") if one.get("class") == "scroll"]
    assert scrolling
    assert all(one.get("tabindex") == "0" and one.get("role") == "region" for one in scrolling)


def test_a_theme_that_came_back_says_so_and_unknown_entries_are_named_by_id(read: Reader) -> None:
    assert "came back" in read.texts
    assert "gone" in read.texts


def test_withheld_and_waiting_questions_are_mentioned(read: Reader) -> None:
    shown = " ".join(read.texts)
    assert "2 more questions were withheld" in shown
    assert "1 older ones are not shown" in shown


def test_a_clinic_without_any_questions_gets_a_page_too() -> None:
    html = page(grouped=OpenQuestions(), asked=0, predictions=0, clinic="Clinic")
    assert Reader(html).balanced
    assert "No question was asked twice without an answer." in html
    assert "No answer was read yet." in html
    assert "too few phrasings to measure" in html


def test_the_same_questions_make_the_same_page() -> None:
    assert page() == page()


@given(st.lists(st.tuples(st.integers(0, 10**5), st.integers(0, 10**5)), min_size=WEEKS, max_size=WEEKS))
def test_bars_stay_within_the_chart(counts: list[tuple[int, int]]) -> None:
    faq = Faq(entries=(Entry(id="a", question="A?", answer="Yes."),))
    by_week = {
        week: {CountedEvent.ASKED: asked, CountedEvent.UNMATCHED: unmatched}
        for week, (asked, unmatched) in zip(WEEK.last(WEEKS), counts, strict=True)
    }
    shown = statistics(by_week, {}, faq, TODAY)
    chart = bar_chart(shown)
    for bar in chart.bars:
        assert TOP - 0.2 <= bar.unmet_y <= bar.met_y + 0.2
        assert bar.met_y + bar.met_height == pytest.approx(HEIGHT - BOTTOM, abs=0.2)
    assert chart.ticks[-1].y == pytest.approx(TOP, abs=0.2)
    assert int(chart.ticks[-1].label) >= max(asked for asked, _ in counts)
    assert all(TOP <= dot.y <= HEIGHT - BOTTOM for dot in line_chart(shown).met.dots)


def test_a_week_without_votes_is_a_gap_in_the_line() -> None:
    faq = Faq(entries=(Entry(id="a", question="A?", answer="Yes."),))
    by_week = {WEEK.back(ago): {CountedEvent.HELPFUL: 1} for ago in (0, 1, 3)}
    line = line_chart(statistics(by_week, {}, faq, TODAY)).helpful
    assert re.sub(r"[\d. ]", "", line.path) == "MML"
    assert len(line.dots) == 3
