"""The log of questions as CSV or JSON.

Owns the columns and escapes formulas: a spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for one, and a
formula can send data away. Knows nothing of where the text goes.
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

# At the start of a cell, or after a character that ends a cell in some countries' spreadsheets. Spreadsheets read the
# full-width forms like the plain ones.
_FORMULA = re.compile(r"(^|[;,|\"])([\s\u200b-\u200f\u2060\ufeff]*)(?=[=+\-@＝＋－＠])")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


def to_csv(questions: Iterable[LoggedQuestion]) -> str:
    """Comma-separated values with a header, every cell quoted and none a formula.

    Write it as `utf-8-sig`: without that mark Excel misreads letters with accents.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for question in questions:
        values = (_value(question, column) for column in COLUMNS)
        writer.writerow(["" if value is None else harmless(str(value)) for value in values])
    return out.getvalue()


def to_json(questions: Iterable[LoggedQuestion]) -> str:
    """A list of objects with the columns as keys; withheld text is null."""
    rows = [{column: _value(question, column) for column in COLUMNS} for question in questions]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def harmless(cell: str) -> str:
    """The cell on one line, with an apostrophe before anything that a spreadsheet may take for a formula.

    After OWASP, "CSV Injection"; https://owasp.org/www-community/attacks/CSV_Injection
    """
    return _FORMULA.sub(r"\1'\2", _CONTROL.sub(" ", cell))


def _value(question: LoggedQuestion, column: str) -> str | float | int | None:
    value = getattr(question, column)
    return value if value is None or isinstance(value, (int, float)) else str(value)
