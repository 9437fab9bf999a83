"""Finds identifiers by their shape: addresses of every kind, numbers, dates, ages.

Knows nothing of names and vocabulary (see `names`). Checks no checksums: a mistyped card number is still identifying.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers

from bot.core.deidentification.shapes import addresses, ages, counts, dates, ids, numbers, online


@dataclass(frozen=True, slots=True)
class Identifier:
    """The range `start:end` of the text is of that kind. "count", a small number with its unit, may be kept."""

    start: int
    end: int
    kind: str


# Earlier shapes take precedence.
_SHAPES = (
    *online.SHAPES,
    *ids.SHAPES,
    *addresses.SHAPES,
    *dates.SHAPES,
    *counts.SCORES,
    *ages.SHAPES,
    *dates.IN_WORDS,
    *ages.TOLD,
    *counts.SHAPES,
    *numbers.SHAPES,
)
_COMPILED = tuple((kind, needs, re.compile(shape, re.IGNORECASE)) for kind, needs, shape in _SHAPES)
_YEAR_NUMBER = re.compile(r"(?:19|20)\d\d\Z")
_FREE = re.compile(rb"\.+")
_HAS_DIGIT = re.compile(r"\d")


def find(text: str) -> tuple[Identifier, ...]:
    """Non-overlapping identifiers in order. The text must be normalised: ASCII digits, one kind of apostrophe."""
    low = text.lower()
    digits = _HAS_DIGIT.search(text) is not None
    taken: list[Identifier] = []
    free = bytearray(b"." * len(text))
    for kind, needs, shape in _COMPILED:
        if needs and not (digits if needs == "0" else needs in low):
            continue
        for match in shape.finditer(text):
            start, end = match.span("value") if "value" in shape.groupindex else match.span()
            if free.find(b"#", start, end) < 0:
                parts = [(start, end)] if start < end else []
            else:  # the rest that an earlier shape has not taken
                parts = [part.span() for part in _FREE.finditer(free, start, end)] if kind != "count" else []
            for first, last in parts:
                free[first:last] = b"#" * (last - first)
                taken.append(Identifier(first, last, _label(kind, text[first:last])))
    return tuple(sorted(taken, key=lambda finding: finding.start))


def _label(kind: str, text: str) -> str:
    """The kind; for a number, whether it is a year or a telephone number."""
    if kind != "number":
        return kind
    if _YEAR_NUMBER.match(text):
        return "date"
    if 7 <= sum(c.isdigit() for c in text) <= 15 and any(map(_is_phone, (text,) * 3, ("GB", "US", "DE"))):
        return "phone"
    return "number"


def _is_phone(text: str, region: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(text, region))
    except phonenumbers.NumberParseException:
        return False
