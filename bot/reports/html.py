"""The report: questions and figures as one self-contained HTML page that loads, runs and sends nothing.

Owns what the page shows and the geometry of its charts; its text and styles are in `report.html.j2`. Knows nothing of
the store.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from bot.core.languages import language
from bot.core.quality.matching_quality import Quality
from bot.core.review.card_messages import QUESTION_KINDS
from bot.core.review.question_figures import QuestionFigure
from bot.core.review.statistics import WEEKS, Statistics, percent, sign_off_lines
from bot.core.review.themes import OpenQuestions
from bot.reports.templates import templates

WIDTH, HEIGHT = 720, 260
"""Size of a chart in its own units."""
LEFT, RIGHT, TOP, BOTTOM = 56, 12, 26, 38
LISTED = 10
"""Entries whose match quality is shown at once; the others are folded."""


class Bar(NamedTuple):
    """One week in the chart of questions."""

    x: float
    width: float
    week: int
    met_y: float
    met_height: float
    unmet_y: float
    unmet_height: float
    total: int


class Tick(NamedTuple):
    """A horizontal line and its label."""

    y: float
    label: str


class BarChart(NamedTuple):
    """Questions per week, below those for which nothing was found or all that was offered was rejected."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]


class Dot(NamedTuple):
    """The share of one week."""

    x: float
    y: float
    label: str


class Line(NamedTuple):
    """One share over the weeks; a week of which it is not known is a gap in the path."""

    path: str
    dots: tuple[Dot, ...]


class LineChart(NamedTuple):
    """Shares per week, on a scale of 0 to 100 %."""

    met: Line
    helpful: Line
    ticks: tuple[Tick, ...]
    weeks: tuple[tuple[float, int], ...]


def render_report(
    figures: Statistics,
    grouped: OpenQuestions,
    quality: Quality,
    *,
    titles: Mapping[str, str],
    generated_on: date,
    clinic: str,
) -> str:
    """The HTML page. `titles` maps entry ids to questions."""
    environment = templates()
    environment.filters["percent"] = percent
    return environment.get_template("report.html.j2").render(
        figures=figures,
        signed=sign_off_lines(figures),
        grouped=grouped,
        quality=quality,
        titles=titles,
        kinds=QUESTION_KINDS,
        language=lambda code: language(code).name,
        told=tuple(one for one in QuestionFigure if one is not QuestionFigure.EARLIER),
        clinic=clinic,
        weeks=WEEKS,
        listed=LISTED,
        generated_on=f"{generated_on.day} {generated_on:%B %Y}",
        generated_iso=generated_on.isoformat(),
        bars=bar_chart(figures),
        lines=line_chart(figures),
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        right=WIDTH - RIGHT,
        bottom=HEIGHT - BOTTOM,
    )


def bar_chart(figures: Statistics) -> BarChart:
    """The geometry of the questions per week."""
    top = _round_up(max((week.questions.questions for week in figures.weeks), default=0))
    scale = (HEIGHT - TOP - BOTTOM) / top
    step = (WIDTH - LEFT - RIGHT) / len(figures.weeks)
    floor = HEIGHT - BOTTOM
    bars = [
        Bar(
            x=round(LEFT + step * (number + 0.5), 1),
            width=round(step * 0.62, 1),
            week=week.week.number,
            met_y=round(floor - scale * (asked.questions - asked.unmet), 1),
            met_height=round(scale * (asked.questions - asked.unmet), 1),
            unmet_y=round(floor - scale * asked.questions, 1),
            unmet_height=round(scale * asked.unmet, 1),
            total=asked.questions,
        )
        for number, (week, asked) in enumerate((week, week.questions) for week in figures.weeks)
    ]
    parts = 4 if top % 4 == 0 else 2 if top % 2 == 0 else 1
    ticks = [Tick(round(floor - scale * top * at / parts, 1), str(top * at // parts)) for at in range(parts + 1)]
    return BarChart(tuple(bars), tuple(ticks))


def line_chart(figures: Statistics) -> LineChart:
    """The geometry of the shares per week."""
    step = (WIDTH - LEFT - RIGHT) / len(figures.weeks)
    places = [round(LEFT + step * (number + 0.5), 1) for number in range(len(figures.weeks))]
    return LineChart(
        _line(places, [week.questions.met_share for week in figures.weeks]),
        _line(places, [week.helpful_share for week in figures.weeks]),
        tuple(Tick(_height(share), f"{round(100 * share)} %") for share in (0.0, 0.5, 1.0)),
        tuple((x, week.week.number) for x, week in zip(places, figures.weeks, strict=True)),
    )


def _line(places: Sequence[float], shares: Sequence[float | None]) -> Line:
    path: list[str] = []
    dots: list[Dot] = []
    for x, share, before in zip(places, shares, [None, *shares], strict=False):
        if share is not None:
            path.append(f"{'M' if before is None else 'L'}{x} {_height(share)}")
            dots.append(Dot(x, _height(share), percent(share)))
    return Line(" ".join(path), tuple(dots))


def _height(share: float) -> float:
    return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)


def _round_up(most: int) -> int:
    """The top of a scale with four equal parts of 1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 25, 30, 40 …"""
    halves = (step * 10**power for power in itertools.count() for step in (2, 3, 4, 5, 6, 8, 10, 12, 16))
    return next(int(2 * half) for half in halves if half % 2 == 0 and 2 * half >= most)
