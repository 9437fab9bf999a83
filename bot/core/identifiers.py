"""Finds what is identifying by its shape: addresses of every kind, numbers, dates, ages.

Owns the shapes. Knows nothing of names and vocabulary (`proper_names`, `anonymise`). A checksum or a valid prefix would
only label a finding: people mistype, and a mistyped card number is still one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers


@dataclass(frozen=True, slots=True)
class Finding:
    """`start:end` of the text is of that kind. Kind "count" may be kept: a small number with its unit."""

    start: int
    end: int
    kind: str


_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_ONES = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    "|nineteen"
)
_TENS = "twenty|thirty|forty|fourty|fifty|sixty|seventy|eighty|ninety"
_NUMBER = rf"(?:(?:{_TENS})(?:[ -](?:{_ONES}))?|{_ONES})"
_ORDINAL = (
    r"(?:(?:twenty|thirty)?[ -]?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|tenth|eleventh|twelfth"
    r"|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)"
)
_YEAR = rf"(?:(?:nineteen|twenty|two thousand)(?:[ -](?:and |hundred |oh |o )?{_NUMBER})?)"
_TLD = (
    r"(?:com|org|net|edu|gov|mil|info|biz|io|co|uk|de|fr|es|it|nl|be|ch|at|pl|cz|sk|hu|ro|bg|gr|pt|se|no|dk|fi|is|ie|eu|us|ca|au"
    r"|nz|za|in|jp|cn|kr|br|mx|ar|cl|ru|ua|tr|il|ae|sg|my|ph|th|vn|id|hk|tw|lt|lv|ee|hr|si|rs|lu|li|me|tv|ly|gg|app|dev|xyz|online"
    r"|site|health|care|clinic|page|link|social|chat|club|shop|store|blog|live|gl|cc|ai|to|cy|ke|ng|gh|pk|bd|ir|su|cat)"
)
# A domain without "www" and path must not end like a sentence: "in pain.it hurts".
_SAFE_TLD = (
    _TLD.replace("|it|", "|").replace("|in|", "|").replace("|is|", "|").replace("|at|", "|").replace("|no|", "|")
)
_SAFE_TLD = (
    _SAFE_TLD.replace("|me|", "|").replace("|my|", "|").replace("|to|", "|").replace("|be|", "|").replace("|us|", "|")
)
_SAFE_TLD = _SAFE_TLD.replace("|care|", "|").replace("|live|", "|").replace("|health|", "|").replace("|so|", "|")
_DOT = r"(?: ?\. ?| ?[\[(]dot[\])] ?| dot )"
_MAIL_HOST = r"(?:gmail|googlemail|hotmail|outlook|yahoo|icloud|aol|live|proton(?:mail)?|gmx|web|mail|me|msn|btinternet|yandex|qq)"
_STREET = (
    r"(?:streets?|st|str|road|rd|avenue|ave|av|lane|ln|drive|dr|close|court|ct|crescent|cres|terrace|square|sq|gardens|boulevard|blvd"
    r"|highway|hwy|parkway|pkwy|alley|mews|row|hill|grove|walk|park|place|pl|way|rise|view|villas|house|estate|circle|plaza|trail"
    r"|turnpike|pike|loop|path|green|wharf|quay)"
)
_SURE_STREET = r"(?:street|road|rd|avenue|ave|lane|crescent|boulevard|blvd|terrace|mews|parkway)"
_ARTICLE = r"(?:the|a|an|my|your|our|this|that|in|on|at|of|to|across|down|up|main|same|next|long|and|or|is|was|for)"
_COUNTED = (
    r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|hr|days?|nights?|weeks?|wks?|wk|months?|mths?|mnths?|years?|yrs?|yr|units?|iu|ml|mls"
    r"|mg|mm|cm|percent|%|times?|x|sessions?|rounds?|cycles?|injections?|jabs?|shots?|doses?|treatments?|appointments?|visits?"
    r"|sides?|eyes?|muscles?|areas?|spots?|points?|places?|people|kids|children|pills?|tablets?|drops?|exercises?|reps|surgeries"
    r"|operations?|or \d|out of|questions?|things?|needles?|weekly|monthly|more|months?ly|stone|kg|lbs?|pounds?|inches)"
)
_COUNT = rf"\d{{1,3}}(?:\.\d)?(?: ?(?:-|to|or|/) ?\d{{1,2}})?(?:[ -]?{_COUNTED})(?![a-z\d])"
_AGE_CUE = r"(?:i am|i'm|im|am|he is|she is|he's|she's|hes|shes|is|was|aged?|age is|turned|turning|turn|age of|just turned|be|being)"


def _shape(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


# In this order; what an earlier shape has taken, a later one leaves alone. (kind, shape, what the text must contain)
_SHAPES: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("link", _shape(r"\b(?:https?|ftp|tg|hxxps?)\b ?: ?/ ?/ ?[^\s<>\"]{1,2000}|\bwww ?\. ?[^\s<>\"]{1,500}"), ""),
    ("email", _shape(rf"[^\s@<>()\[\],;:\"]{{1,64}} ?@ ?[^\W_][\w-]{{0,62}}(?:{_DOT}[\w-]{{1,63}}){{1,5}}"), "@"),
    ("email", _shape(r"[^\s@<>()\[\],;:\"]{1,64}@[^\s@<>()\[\],;:\"]{1,255}"), "@"),
    (
        "email",
        _shape(
            r"\b[\w.+-]{1,64}(?: (?:dot|underscore|dash) [\w+-]{1,64}){0,3} ?(?:@|[\[(]at[\])]| at) ?"
            r"[\w-]{1,63}(?:(?: dot | ?[\[(]dot[\])] ?|\.)[a-z]{2,10}){1,3}\b"
        ),
        "",
    ),
    ("email", _shape(rf"\b[\w.+-]{{1,64}} ?(?:@|[\[(]at[\])]| at) ?{_MAIL_HOST}\b(?: ?\.? ?com\b)?"), ""),
    ("link", _shape(rf"\b(?:[^\W_][\w-]{{0,62}}\.){{1,4}}{_TLD}/[^\s<>\"]{{0,1000}}"), "."),
    ("link", _shape(rf"\b(?:[^\W_][\w-]{{0,62}}\.){{1,4}}{_SAFE_TLD}\b"), "."),
    ("link", _shape(r"\b[^\W_][\w-]{0,62} dot (?:com|org|net|co|io|uk|de)\b(?: dot uk\b)?"), "dot"),
    ("handle", _shape(r"@ ?\w[\w.-]{0,63}"), "@"),
    ("handle", _shape(r"(?<!\w)[^\W_]{0,40}_\w{0,60}"), "_"),
    (
        "handle",
        _shape(
            r"\b(?:insta|instagram|ig|snap|snapchat|twitter|tiktok|telegram|tg|facebook|fb|discord|skype|messenger|signal|reddit"
            r"|username|user ?name|handle|user id|nick(?:name)?|screen ?name|account name|login)\b"
            r"(?: ?(?:is|are|name|handle|user|username|id|me|account|on|under|called|as|=|:|-)){1,3} ?(?!is\b|a\b|the\b|and\b|to\b|not\b|it\b|or\b)"
            r"(?P<value>[\w.-]{3,40})"
        ),
        "",
    ),
    ("id", _shape(r"(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])"), ":"),
    ("id", _shape(r"(?<!\w)[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){2,8}(?: ?[a-z0-9]{1,3})?(?!\w)"), "0"),
    ("id", _shape(r"(?<!\w)[a-z]{2} ?\d\d ?\d\d ?\d\d ?[a-d](?!\w)"), "0"),
    (
        "address",
        _shape(
            r"\b(?:p\.? ?o\.? ?box|post(?:al)? ?box|unit|psc|box|suite|apt\.?|apartment|flat|floor|room) ?#? ?\d[\w/-]{0,8}"
        ),
        "0",
    ),
    ("address", re.compile(r"\b(?:APO|FPO|DPO) ?,? ?[A-Z]{2}\b(?: ?\d{4,5})?", re.IGNORECASE), "0"),
    ("address", _shape(r"(?<!\w)[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}(?!\w)"), "0"),
    ("address", _shape(r"(?<!\w)[a-z]\d[a-z][ -]?\d[a-z]\d(?!\w)"), "0"),
    ("address", re.compile(r"(?<!\w)(?:\d{4} ?[A-Z]{2}|[A-Z]{2}[ -]\d{4,5}(?:-\d{4})?)(?!\w)"), "0"),
    (
        "address",
        _shape(
            rf"(?<![\w.])\d{{1,5}}[a-z]?(?:[/-]\d{{1,4}}[a-z]?)?,? (?:(?:[nsew]|north|south|east|west|upper|lower|old|new|st\.?) )?"
            rf"(?!{_COUNTED}\b)(?:[^\W\d_][\w'.-]{{0,30}} ){{1,3}}{_STREET}\b\.?"
        ),
        "0",
    ),
    (
        "address",
        _shape(rf"\b(?!{_ARTICLE} )[^\W\d_][\w'-]{{0,30}} (?!{_ARTICLE} )(?:[^\W\d_][\w'-]{{0,30}} )?{_SURE_STREET}\b"),
        "",
    ),
    (
        "date",
        _shape(
            rf"\b(?:the )?(?:\d{{1,2}} ?(?:st|nd|rd|th)?|{_ORDINAL}),? ?(?:day )?(?:of )?{_MONTH}\b\.?(?:,? ?(?:'?\d{{2,4}}\b|{_YEAR}))?"
        ),
        "",
    ),
    (
        "date",
        _shape(
            rf"\b(?:{_DAY},? )?{_MONTH}\.?,? (?:the )?(?:\d{{1,2}} ?(?:st|nd|rd|th)?\b|{_ORDINAL}\b|{_NUMBER}\b)"
            rf"(?:,? ?(?:\d{{4}}\b|'\d\d|{_YEAR}))?"
        ),
        "",
    ),
    ("date", _shape(rf"\b{_MONTH}\.?,? (?:of )?(?:'?\d{{2,4}}\b|{_YEAR}\b)"), ""),
    (
        "date",
        _shape(
            rf"\b(?:nineteen|twenty)[ -](?:{_TENS}|oh|o|hundred|ten|eleven|twelve|\w{{3,5}}teen)(?:[ -](?:{_ONES}))?\b"
            rf"|\btwo thousand(?: and)?(?: {_NUMBER})?\b"
        ),
        "",
    ),
    (
        "date",
        _shape(
            r"(?<![\w.])(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d\d))(?:[ t]\d\d:\d\d(?::\d\d)?)?(?![\w])"
        ),
        "0",
    ),
    (
        "age",
        _shape(
            rf"(?<![\w.])(?:\d{{1,3}}|{_NUMBER}) ?-?(?:years?|yrs?|yr|y|months?|mo|weeks?)?[ -]?(?:/ ?o\b|old\b|of age\b|yo\b|y\.o\.?|olds\b)"
        ),
        "",
    ),
    ("age", _shape(r"(?<![\w.])\d{1,3} ?(?:[mf]|male|female|man|woman|yo|y/o)\b"), "0"),
    ("age", _shape(r"(?<![\w'])[mf] ?\d{2}\b"), "0"),
    (
        "age",
        _shape(
            rf"\b{_AGE_CUE} (?P<value>(?:\d{{2,3}}|(?:{_TENS})(?:[ -](?:{_ONES}))?)(?! ?(?:-|to|or)? ?\d| ?{_COUNTED}\b)(?:\b|(?=\D)))"
        ),
        "",
    ),
    (
        "age",
        _shape(
            rf"\b{_AGE_CUE} (?P<value>(?:\d{{1,3}}|{_NUMBER}) ?(?:years?|yrs?|yr))\b(?! (?:since|ago|after|later|now since|in ))"
        ),
        "",
    ),
    (
        "age",
        _shape(
            r"\bin (?:my|his|her|their) (?:early |mid |late |mid-)?(?P<value>\d\d ?'?s|(?:twent|thirt|fort|fift|sixt|sevent|eight|ninet)ies)\b"
        ),
        "",
    ),
    ("count", _shape(rf"(?<![\w.,/#:+-])(?<!\d )(?<!\d, ){_COUNT}(?! ?old)"), "0"),
    (
        "count",
        _shape(r"\b(?:day|week|month|year|round|session|stage|grade|type|option|step) \d{1,2}(?![\w/:]|[.,-]\d| \d)"),
        "0",
    ),
    (
        ("count", _shape(rf"(?<![\w.,/#:+-])\d{{1,2}}(?:st|nd|rd|th) (?:time|{_COUNTED})(?!\w)"), "0"),
        ("count", _shape(r"(?<![\w-])(?:b12|b6|d3|cn7|covid-?19|a1c|hba1c|b4|24/7|3d|2d|mp3|t3|t4)(?![\w-])"), "0"),
        ("id", _shape(r"(?<!\w)(?=[^\W\d_]*\d)(?=\d*[^\W\d_])[^\W_][\w-]*"), "0"),
        "number",
        _shape(r"(?:\+|\(|#)?\d(?:[ ().\-/:,+#\u2010-\u2015]{0,3}\d)*(?: ?(?:x|ext\.?|extension) ?\d{1,6}\b)?"),
        "0",
    ),
    (
        "number",
        _shape(
            rf"\b(?:(?:zero|oh|nought|double|triple|{_ONES}|{_TENS})[ ,-]{{1,2}}){{3,}}(?:zero|oh|nought|{_ONES}|{_TENS})\b"
        ),
        "",
    ),
    (
        "date",
        _shape(
            r"\b(?:in|since|of|until|till|by|next|last|this|every|late|early|mid|during|from|between|for|to|before|after) (?P<value>may)\b(?! (?:i|we|be|not|have|it|they|he|she|you|cause|help)\b)"
        ),
        "may",
    ),
)
_YEAR_NUMBER = re.compile(r"(?:19|20)\d\d\Z")
_HAS_DIGIT = re.compile(r"\d")


def find(text: str) -> tuple[Finding, ...]:
    """Non-overlapping findings in order. Takes text that is normalised (digits are ASCII, one kind of apostrophe)."""
    digits = _HAS_DIGIT.search(text) is not None
    low = text.lower()
    taken: list[Finding] = []
    free = bytearray(b"." * len(text))
    for kind, shape, needs in _SHAPES:
        if (needs == "0" and not digits) or (needs and needs != "0" and needs not in low):
            continue
        for match in shape.finditer(text):
            start, end = match.span("value") if "value" in shape.groupindex else match.span()
            if start < end and free.find(b"#", start, end) < 0:
                free[start:end] = b"#" * (end - start)
                taken.append(Finding(start, end, _label(kind, text[start:end])))
    return tuple(sorted(taken, key=lambda finding: finding.start))


def _label(kind: str, text: str) -> str:
    """A number may turn out to be a year or a telephone number."""
    if kind != "number":
        return kind
    digits = re.sub(r"\D", "", text)
    if _YEAR_NUMBER.match(text):
        return "date"
    if 7 <= len(digits) <= 15:
        for region in (None,) if text.startswith("+") else ("GB", "US", "DE"):
            try:
                if phonenumbers.is_possible_number(phonenumbers.parse(text, region)):
                    return "phone"
            except phonenumbers.NumberParseException:
                continue
    return "number"
