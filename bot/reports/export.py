"""The log of questions as a spreadsheet or as JSON.

Owns the columns and makes cells harmless: a spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a
formula, and a formula can send data away. Refuses to know where the text goes.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from dataclasses import fields

from bot.core.records import LoggedQuestion

COLUMNS = tuple(field.name for field in fields(LoggedQuestion))

# At the start of a cell, or after what some spreadsheet may take for the end of a cell (it depends on the country).
# The full-width forms count too: spreadsheets read them like the plain ones.
_FORMULA = re.compile(r"(^|[;,|\"])([\s\u200b-\u200f\u2060\ufeff]*)(?=[=+\-@＝＋－＠])")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


def to_csv(questions: Iterable[LoggedQuestion]) -> str:
    """Comma-separated values with a header line, every cell quoted, no cell a formula.

    Write it to a file as `utf-8-sig`: without that mark Excel misreads letters with accents.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for question in questions:
        writer.writerow([harmless(_plain(question, column)) for column in COLUMNS])
    return out.getvalue()


def to_json(questions: Iterable[LoggedQuestion]) -> str:
    """A list of objects with the same names; text that was withheld is null."""
    rows = [{column: _value(question, column) for column in COLUMNS} for question in questions]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def harmless(cell: str) -> str:
    """The cell on one line, with an apostrophe before anything a spreadsheet could take for a formula.

    After OWASP, "CSV Injection"; https://owasp.org/www-community/attacks/CSV_Injection
    """
    return _FORMULA.sub(r"\1'\2", _CONTROL.sub(" ", cell))


def _value(question: LoggedQuestion, column: str) -> str | float | int | None:
    value = getattr(question, column)
    return value if value is None or isinstance(value, (int, float)) else str(value)


def _plain(question: LoggedQuestion, column: str) -> str:
    value = _value(question, column)
    return "" if value is None else str(value)
