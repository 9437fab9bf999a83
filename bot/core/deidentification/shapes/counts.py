"""The shapes of small numbers that identify nobody and may be kept: "3 weeks", "20 units", "at 3 pm"."""

from __future__ import annotations

COUNTED = (
    r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|hr|days?|nights?|weeks?|wks?|wk|months?|mths?|mnths?|years?|yrs?|yr"
    r"|units?|iu|mls?|mg|mm|cm|percent|%|times?|x|sessions?|rounds?|cycles?|injections?|jabs?|shots?|doses?|treatments?"
    r"|appointments?|visits?|sides?|eyes?|muscles?|areas?|spots?|points?|places?|people|kids|children|pills?|tablets?"
    r"|drops?|exercises?|reps|surgeries|operations?|out of|questions?|things?|needles?|weekly|monthly|more|stone"
    r"|kg|lbs?|pounds?|inches|mes(?:es)?|semanas?|d[ií]as?|horas?|minutos?|ve(?:ces|z|zes)|sesiones|unidades|monaten?"
    r"|wochen?|tagen?|stunden?|mois|semaines?|jours?|heures?)"
)
_COUNT = rf"\d{{1,3}}(?:\.\d)?(?: ?(?:-|to|or|/) ?\d{{1,2}})?[ -]?{COUNTED}(?![a-z\d])"

SCORES: tuple[tuple[str, str, str], ...] = (
    ("count", "0", r"\b(?:scor(?:e|es|ed|ing)|graded)\b[^.?!\n\d]{0,25}\b(?P<value>\d{1,3})(?![\w/:-]|[.,]\d| \d)"),
)
"""Numbers on a scale."""

SHAPES: tuple[tuple[str, str, str], ...] = (
    ("count", "", r"(?<!\w)(?:a ?& ?e|c-sections?)(?!\w)"),
    ("count", "0", r"(?<![\w-])(?:b12|b6|d3|cn7|covid-?19|a1c|hba1c|b4|24/7|3d|2d|t3|t4)(?![\w-])"),
    ("count", "0", r"(?<![\w.,/#:+-])(?<!\d )\d{1,2} ?[ap]m\b"),
    ("count", "0", rf"(?<![\w.,/#:+-])(?<!\d )(?<!\d, ){_COUNT}(?! ?old)"),
    ("count", "0", rf"(?<![\w.,/#:+-])\d{{1,2}}(?:st|nd|rd|th) {COUNTED}(?!\w)"),
    (
        "count",
        "0",
        r"\b(?:day|week|month|year|round|session|stage|grade|type|option|step) \d{1,2}(?![\w/:]|[.,-]\d| \d)",
    ),
)
