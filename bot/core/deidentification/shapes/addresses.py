"""The shapes of postal addresses: boxes, flats, postcodes, streets."""

from __future__ import annotations

from bot.core.deidentification.shapes.counts import COUNTED

_STREET = (
    r"(?:streets?|st|str|road|rd|avenue|ave|av|lane|ln|drive|dr|close|court|ct|crescent|cres|terrace|square|sq|gardens"
    r"|boulevard|blvd|highway|hwy|parkway|pkwy|alley|mews|row|hill|grove|walk|park|place|pl|way|rise|view|villas|house"
    r"|estate|circle|plaza|trail|turnpike|pike|loop|path|green|wharf|quay)"
)
_SURE_STREET = r"(?:street|road|rd|avenue|ave|lane|crescent|boulevard|blvd|terrace|mews|parkway)"
_NO_STREET = (
    r"(?:the|a|an|my|your|our|this|that|in|on|at|of|to|across|down|up|main|same|next|long|and|or|is|was|for|no|off|by|from"
    r"|with|middle|memory|fast|slow|bus)"
)
_WORD = r"[^\W\d_][\w'.-]{0,30}"

SHAPES: tuple[tuple[str, str, str], ...] = (
    (
        "address",
        "0",
        r"\b(?:(?:p\.? ?o\.? ?|post(?:al)? ?)?box|unit|psc|suite|studio|apt\.?|apartment|flat|floor|room)"
        r" ?#? ?\d[\w/-]{0,8}",
    ),
    ("address", "address", r"\baddress(?: is| was|:) (?P<value>(?!in|on|not|the same|wrong|ok|right)[^.?!\n]{3,80})"),
    (
        "address",
        "corner",
        rf"\bcorner of (?!(?:my|the|his|her|your|our|their|a|one|each)\b)(?P<value>{_WORD}(?: and {_WORD})?)",
    ),
    ("address", "0", r"\b(?:APO|FPO|DPO) ?,? ?[A-Z]{2}\b(?: ?\d{4,5})?"),
    ("address", "0", r"(?<!\w)[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}(?!\w)"),
    ("address", "0", r"(?<!\w)[a-z]\d[a-z][ -]?\d[a-z]\d(?!\w)"),
    ("address", "0", r"(?<!\w)(?-i:\d{4} ?[A-Z]{2}|[A-Z]{2}[ -]\d{4,5}(?:-\d{4})?)(?!\w)"),
    ("address", "0", r"(?<![\w.])\d{4} (?!am|pm|mg|ml|cm|mm|kg|lb|hr|ft)[a-z]{2}(?= *(?:[,.;\n]|\Z))"),
    (
        "address",
        "0",
        r"(?<![\w.])\d{1,5}[a-z]?(?:[/-]\d{1,4}[a-z]?)?,? "
        r"(?:(?:[nsew]|north|south|east|west|upper|lower|old|new|st\.?) )?"
        rf"(?!{COUNTED}\b)(?:{_WORD} ){{1,3}}{_STREET}\b\.?",
    ),
    ("address", "", rf"\b(?!{_NO_STREET} ){_WORD} (?!{_NO_STREET} )(?:{_WORD} )?{_SURE_STREET}\b"),
)
