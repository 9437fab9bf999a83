"""Dates as patients read them. Knows nothing of the clock."""

from __future__ import annotations

from datetime import date

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}
_PATTERNS = {"en": "{month} {year}", "es": "{month} de {year}"}


def month_and_year(day: date, language: str) -> str:
    """`May 2026`; in a language without names here `2026-05`."""
    months = _MONTHS.get(language)
    if months is None:
        return f"{day:%Y-%m}"
    return _PATTERNS[language].format(month=months.split()[day.month - 1], year=day.year)
