from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.records import LoggedQuestion, QuestionKind, Status, Week
from bot.reports.export import COLUMNS, harmless, to_csv, to_json


def logged(text: str | None, *, nearest: str | None = "chewing") -> LoggedQuestion:
    return LoggedQuestion(
        "ab12", Week(2026, 47), "en", text, "short", QuestionKind.UNMATCHED, nearest, 0.25, "d1", Status.OPEN
    )


def rows(table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table, newline="")))


def test_spreadsheet_has_a_line_for_each_question() -> None:
    first, second = rows(to_csv([logged("can i chew, or not"), logged(None)]))
    assert tuple(first) == COLUMNS
    assert first["week"] == "2026-W47"
    assert first["text"] == "can i chew, or not"
    assert first["kind"] == "unmatched"
    assert first["confidence"] == "0.25"
    assert second["text"] == ""
    assert second["length"] == "short"


def test_empty_log_still_has_its_header() -> None:
    assert tuple(next(csv.reader(io.StringIO(to_csv([]))))) == COLUMNS


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+44",
        "-2",
        "@sum(a1)",
        "\t=1",
        "\r=1",
        " =1",
        "\u200b=1",
        "＝1",
        "\ufeff@x",
        'gum;=cmd|"/c calc"!a1',
        "gum\n=1",
        "gum, -1",
        '"=1',
        "'=1",
    ],
)
def test_cell_that_a_spreadsheet_could_run_is_made_harmless(cell: str) -> None:
    (row,) = rows(to_csv([logged(cell)]))
    for separator in (",", ";", "|", '"'):
        for part in row["text"].split(separator):
            assert not part.strip(" \u200b\ufeff").startswith(("=", "+", "-", "@", "＝"))


@given(st.text())
def test_no_text_becomes_a_formula_or_a_second_line(text: str) -> None:
    made = harmless(text)
    assert not made.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert len(made.splitlines()) <= 1
    assert harmless(made) == made


@pytest.mark.parametrize("text", ["can i chew gum?", "it hurts - a lot", "my [name] says 2 weeks", "well-known", ""])
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_json_tells_withheld_from_empty() -> None:
    one, other = json.loads(to_json([logged(None, nearest=None), logged('"ü" =1')]))
    assert one["text"] is None
    assert one["nearest"] is None
    assert other == {
        "key": "ab12",
        "week": "2026-W47",
        "language": "en",
        "text": '"ü" =1',
        "length": "short",
        "kind": "unmatched",
        "nearest": "chewing",
        "confidence": 0.25,
        "faq_digest": "d1",
        "status": "open",
        "theme": None,
        "decision": None,
        "part": None,
    }
