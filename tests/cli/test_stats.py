"""`stats` in a terminal: whole words and numbers, whatever its width."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from io import StringIO

import pytest
from rich.console import Console

from bot.cli.review_tables import figures_table
from bot.core.faq.model import Entry, Faq, Source
from bot.core.records import CountedEvent, Week
from bot.core.review.statistics import WEEKS, statistics

TODAY = date(2026, 11, 29)
QUESTION = "How long does it take until a nerve of the face has grown back, and does it always?"
COUNTS: Mapping[CountedEvent, int] = {
    CountedEvent.ANSWERED_AT_ONCE: 1200,
    CountedEvent.OFFERED: 400,
    CountedEvent.ACCEPTED: 200,
    CountedEvent.DECLINED: 100,
    CountedEvent.NOTHING_FOUND: 300,
    CountedEvent.HELPFUL: 100,
    CountedEvent.ANSWERED: 2100,
    CountedEvent.SMALL_TALK: 1000,
    CountedEvent.URGENT: 100,
}
HEADINGS = ("asked", "accepted", "rejected", "neither", "nothing", "helpful", "read", "talk", "flags", "needs", "votes")


def shown(width: int, *, asked: int = 0) -> list[str]:
    """The lines at a width; `asked` questions were counted by an earlier version."""
    week = Week.of(TODAY)
    entries = (
        Entry(id="long", question=QUESTION, answer="A."),
        Entry(id="short", question="Why?", answer="A.", sources=(Source(title="S"),)),
    )
    by_entry: Mapping[str | None, Mapping[CountedEvent, int]] = {
        "long": {CountedEvent.ANSWERED: 1234, CountedEvent.NOT_HELPFUL: 900},
        "en": COUNTS,
        "es": COUNTS,
    }
    counts = {one: {**COUNTS, CountedEvent.ASKED: asked} for one in week.last(WEEKS)}
    out = Console(file=StringIO(), width=width, highlight=False)
    out.print(figures_table(statistics(counts, by_entry, Faq(entries=entries), TODAY)))
    assert isinstance(out.file, StringIO)
    return out.file.getvalue().splitlines()


@pytest.mark.parametrize("asked", [0, 5000])
@pytest.mark.parametrize("width", [80, 120])
def test_every_heading_and_number_is_whole(width: int, asked: int) -> None:
    lines = shown(width, asked=asked)
    words = " ".join(lines).split()
    assert "…" not in "".join(lines)
    assert max(map(len, lines)) <= width
    assert set(HEADINGS) <= set(words)
    assert ("older" in words) is bool(asked)
    (week,) = [line for line in lines if line.startswith("W48")]
    assert {"1200", "200", "100", "300", "2100", "1000"} <= set(week.split())
    assert " ".join(words).count("often unhelpful") == 1


def test_what_short_headings_mean_is_said() -> None:
    text = " ".join(" ".join(shown(80)).split())
    assert "at once: answered at once; accepted: offered and accepted" in text
    assert "Questions by week, 2026-W37 to 2026-W48" in text
