"""The shapes of dates in English: "3rd of May", "2026-05-03", "on the tenth"."""

from __future__ import annotations

from bot.core.deidentification.shapes.counts import COUNTED
from bot.core.deidentification.shapes.number_words import NUMBER, ONES, TENS

_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
_WEEKDAY = r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
_DAY = rf"(?:{_WEEKDAY}|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)"
_ORDINAL = (
    r"(?:(?:(?:twenty|thirty)[ -]?)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|tenth|eleventh"
    r"|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)"
)
_YEAR_WORDS = rf"(?:(?:nineteen|twenty|two thousand)(?:[ -](?:and |hundred |oh |o )?{NUMBER})?)"
_YEAR = rf"(?:'?\d{{2,4}}\b|{_YEAR_WORDS}\b)"

SHAPES: tuple[tuple[str, str, str], ...] = (
    (
        "date",
        "",
        rf"\b(?:{_DAY},? )?(?:the )?(?:\d{{1,2}} ?(?:st|nd|rd|th)?|{_ORDINAL})[ ,.\-/]{{0,2}}(?:day )?(?:of |o' ?|o )?"
        rf"{_MONTH}\b\.?(?:[ ,.\-/]{{0,2}}{_YEAR})?",
    ),
    (
        "date",
        "",
        rf"\b(?:{_DAY},? )?{_MONTH}\.?,? (?:the )?"
        rf"(?:\d{{1,2}} ?(?:st|nd|rd|th)?\b|{_ORDINAL}\b|{NUMBER}\b)(?:,? ?{_YEAR})?",
    ),
    ("date", "", rf"\b{_MONTH}\.?,? (?:of )?{_YEAR}"),
    (
        "date",
        "",
        rf"\b(?:nineteen|twenty)[ -](?:{TENS}|oh|o|hundred|ten|eleven|twelve|\w{{3,5}}teen)(?:[ -](?:{ONES}))?\b"
        rf"|\btwo thousand(?: and)?(?: {NUMBER})?\b",
    ),
    (
        "date",
        "0",
        r"(?<![\w.])(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d\d))"
        r"(?:[ t]\d\d:\d\d(?::\d\d)?)?(?!\w)",
    ),
    (
        "date",
        "may",
        r"\b(?:in|since|of|until|till|by|next|last|this|every|late|early|mid|during|from|between|for|to|before|after) "
        r"(?P<value>may)\b(?! (?:i|we|be|not|have|it|they|he|she|you|cause|help)\b)",
    ),
    ("date", "may", rf"\b{_MONTH} (?:and|or|to|till|until|-) (?P<value>may)\b"),
    ("date", "may", rf"\b(?P<value>may) (?:and|or|to|till|until|-) {_MONTH}\b"),
    ("date", "day", rf"\b{_WEEKDAY},? (?:the )?(?:\d{{1,2}} ?(?:st|nd|rd|th)|{_ORDINAL})\b"),
    ("date", "day", rf"(?-i:\b(?:{_WEEKDAY.title()}|{_WEEKDAY.upper()})[sS]?\b)"),
    # In small letters a weekday is kept where it only says when: "since the jabs on friday".
    (
        "date",
        "day",
        r"(?-i:(?<!on )(?<!since )(?<!until )(?<!last )(?<!this )(?<!next )(?<!every )(?<!by )(?<!till )(?<!from )"
        rf"\b{_WEEKDAY}s?\b)",
    ),
)

IN_WORDS: tuple[tuple[str, str, str], ...] = (
    (
        "date",
        "the ",
        rf"\bthe {_ORDINAL} of (?:the )?(?:{_ORDINAL}|this month|next month|last month)"
        rf"(?:,? (?:{_YEAR_WORDS}|{NUMBER}))?\b",
    ),
    (
        "date",
        "th",
        r"\b(?:the )?(?:tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth"
        rf"|nineteenth|twentieth|thirtieth)\b(?! {COUNTED})",
    ),
    (
        "date",
        "the ",
        rf"\b(?:on|by|until|till|since|from|before|after) the {_ORDINAL}\b(?= ?(?:$|[.,;!?\n]|at |and |with |i ))",
    ),
    ("date", "born", rf"\b(?:born|birth)(?: \w+){{0,2}} (?P<value>{NUMBER})\b"),
    (
        "date",
        "ty",
        rf"\b(?:in|since|class of|of) (?P<value>(?:{TENS})[ -](?:{ONES}))\b(?! ?{COUNTED})",
    ),
    ("date", "ty", r"\b(?:twenty|thirty)[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b"),
)
"""Dates without a month, which are mostly in words. What is an age is none of them."""
