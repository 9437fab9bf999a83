"""The shapes of ages in English: "my dad 68 yrs", "woman, sixty two, left side". Data only; `identifiers` finds them.

A number of years is an age beside a person and a duration elsewhere. A number in words without a unit is an age where
it stands between marks.
"""

from __future__ import annotations

ONES = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    "|nineteen"
)
TENS = "twenty|thirty|forty|fourty|fifty|sixty|seventy|eighty|ninety"
NUMBER = rf"(?:(?:{TENS})(?:[ -](?:{ONES}))?|{ONES})"
_OLDER = rf"(?:(?:{TENS})(?:[ -](?:{ONES}))?)"
_ANY = rf"(?:\d{{1,3}}|{NUMBER})"
_YEARS = r"(?:years?|yrs?|yr)"
KIN = (
    r"(?:son|daughter|boy|girl|baby|child|kid|mum|mom|mummy|dad|daddy|mother|father|grandson|granddaughter|grandma"
    r"|grandad|grandpa|gran|nan|niece|nephew|husband|wife|partner|brother|sister|aunt|auntie|uncle|cousin|friend|hubby"
    r"|boyfriend|girlfriend|fiancee?|twins?|toddler|stepson|stepdaughter|in[ -]law)"
)
_PERSON = rf"(?:{KIN}|man|woman|male|female|lady|gentleman|guy|patient|teenager|pensioner|me|him|her)"
_JUST = r"(?:just |now |nearly |almost |only |about )?"
_NO_AGE = r"(?! (?:ago|since|after|later|post|to|now|before|into|on|in|of|from|for|and still)\b)"
_CLOSED = r"(?= *(?:\Z|[,.;:)!?\n]| -| (?:and|with|has|had|but|so|who|male|female)\b))"
_OPENED = r"(?:\A|[.,;:!?\n(] ?|- )"

SHAPES: tuple[tuple[str, str, str], ...] = (
    (
        "age",
        "y",
        rf"\b{_PERSON},? (?:is |was |age |aged |of |at )?{_JUST}(?P<value>{_ANY} ?-?{_YEARS})\b{_NO_AGE}",
    ),
    (
        "age",
        "y",
        rf"(?<![\w.])(?P<value>{_ANY} ?-?(?:{_YEARS}|y)) "
        r"(?=(?:male|female|man|woman|lady|gentleman|boy|girl|pregnant)\b)",
    ),
    (
        "age",
        "y",
        rf"{_OPENED}(?P<value>(?:\d\d|{_OLDER}) ?{_YEARS})"
        r"(?= *(?:\Z|[,;.)\n]| (?:had|has|male|female|man|woman|and|with)\b))",
    ),
    ("age", "ty", rf"\b{_PERSON},? {_JUST}(?P<value>{_OLDER}){_CLOSED}"),
    ("age", "ty", rf"{_OPENED}(?P<value>{_OLDER})(?= *(?:\Z|[,;.)\n!?]| -))"),
    ("age", "ty", rf"\bat (?P<value>{_OLDER})(?= *(?:\Z|[,;.)\n!?]| (?:i|my|he|she|we|and|with)\b))"),
    ("age", "ty", rf"\b(?P<value>(?:{TENS})[ -]?(?:something|odd|ish))\b(?! \w+s\b)"),
    ("age", "'s", rf"\b{KIN}'s {_JUST}(?P<value>{_ANY}){_CLOSED}"),
    (
        "age",
        "",
        rf"\b{KIN}(?: [^\W\d_]+|,| \[name\])? (?:is|was|turned|turns) {_JUST}(?P<value>{NUMBER}){_CLOSED}",
    ),
)
"""Kind, a text that the message must contain, and a regular expression in which a group `value` narrows the match."""
