"""The shapes of ages in English: "my dad 68 yrs", "woman, sixty two, left side".

A number of years is an age beside a person and a duration elsewhere. A number in words without a unit is an age where
it stands between marks.
"""

from __future__ import annotations

from bot.core.deidentification.shapes.counts import COUNTED
from bot.core.deidentification.shapes.number_words import NUMBER, ONES, TENS

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
_IS_AGED = r"\b(?:i am|i'm|im|am|s?he is|s?he's|s?hes|(?<!it )(?:is|was)|aged?|age is|age of|turned|turning|turn|being)"
_AGE_END = r"(?:/ ?o\b|old\b|young\b|of age\b|yo\b|y\.o\.?|olds\b)"

SHAPES: tuple[tuple[str, str, str], ...] = (
    ("age", "", rf"(?<![\w.])(?:\d{{1,3}}|{NUMBER}) ?-?(?:years?|yrs?|yr|y|months?|mo|weeks?)?[ -]?{_AGE_END}"),
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
    ("age", "0", r"(?<![\w.])\d{1,3} ?(?:[mf]|male|female|man|woman|yo|y/o)\b"),
)
"""Ages beside a person or between marks."""

TOLD: tuple[tuple[str, str, str], ...] = (
    ("age", "0", r"(?<![\w'])[mf] ?\d{2}\b"),
    (
        "age",
        "",
        rf"{_IS_AGED} (?:just |now |nearly |almost )?(?P<value>(?:\d{{2,3}}|(?:{TENS})(?:[ -](?:{ONES}))?)\b)"
        rf"(?! ?(?:[-/.,:]|to|or)? ?\d| ?{COUNTED}\b)",
    ),
    (
        "age",
        "",
        rf"{_IS_AGED} (?P<value>(?:\d{{1,3}}|{NUMBER}) ?{_YEARS})\b"
        r"(?! (?:since|ago|after|later|post|now since|in |on\b|out\b))",
    ),
    (
        "age",
        "",
        rf"\b(?:i am|i'm|im|s?he is|s?he's|s?hes|aged|turned|turning|{KIN} (?:is|was)) (?:just |now |nearly |almost )?"
        rf"(?P<value>(?:{ONES}))\b(?! (?:of|more|too|to|out|or|in|{COUNTED})\b)(?<!one)",
    ),
    (
        "age",
        "ty",
        r"\b(?:going on|pushing|approaching|nearing|over|hit|almost|nearly) "
        rf"(?P<value>(?:{TENS})(?:[ -](?:{ONES}))?)\b(?! ?{COUNTED})(?! (?:percent|per))",
    ),
    (
        "age",
        "",
        r"\bin (?:my|his|her|their) (?:early |mid |late |mid-)?"
        r"(?P<value>\d\d ?'?s|(?:twent|thirt|fort|fift|sixt|sevent|eight|ninet)ies)\b",
    ),
)
"""Ages that somebody tells: "i am 34", "she's nine", "pushing forty", "in my thirties"."""
