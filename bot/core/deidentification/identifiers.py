"""Finds identifiers by their shape: addresses of every kind, numbers, dates, ages.

Knows nothing of names and vocabulary (see `names`). Checks no checksums: a mistyped card number is still identifying.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers

from bot.core.deidentification.ages import KIN, NUMBER, ONES, TENS
from bot.core.deidentification.ages import SHAPES as AGE_SHAPES


@dataclass(frozen=True, slots=True)
class Identifier:
    """The range `start:end` of the text is of that kind. "count", a small number with its unit, may be kept."""

    start: int
    end: int
    kind: str


_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
_WEEKDAY = r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
_DAY = rf"(?:{_WEEKDAY}|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)"
_SPELLED = (
    "alpha|bravo|charlie|delta|echo|foxtrot|golf|hotel|india|juliet|kilo|lima|mike|november|oscar|papa|quebec|romeo"
    "|sierra|tango|uniform|victor|whiskey|yankee|zulu"
)
_DIGIT_WORD = rf"(?:zero|oh|nought|double|triple|hundred|{ONES}|{TENS})"
_SIGN_WORD = rf"(?:{_DIGIT_WORD}|{_SPELLED})"
_BETWEEN_DIGITS = r"[ .,;:/\n-]{1,3}(?:(?:and|then|dash|space) )?"
_ORDINAL = (
    r"(?:(?:(?:twenty|thirty)[ -]?)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|tenth|eleventh"
    r"|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)"
)
_YEAR_WORDS = rf"(?:(?:nineteen|twenty|two thousand)(?:[ -](?:and |hundred |oh |o )?{NUMBER})?)"
_YEAR = rf"(?:'?\d{{2,4}}\b|{_YEAR_WORDS}\b)"

# Top-level domains that are no English words; the others ("it", "in", "me") count only before a slash.
_PLAIN_TLD = (
    "com|org|net|edu|gov|mil|info|biz|io|co|uk|de|fr|es|nl|ch|pl|cz|sk|hu|ro|bg|gr|pt|se|dk|fi|ie|eu|ca|au|nz|za|jp|cn|kr|br"
    "|mx|ar|cl|ru|ua|tr|il|ae|sg|ph|th|vn|id|hk|tw|lt|lv|ee|hr|si|rs|lu|li|tv|ly|gg|app|dev|xyz|online|site|clinic|link"
    "|social|club|shop|store|blog|gl|cc|ai|cy|ke|ng|gh|pk|bd|ir|su|cat"
)
_TLD = rf"(?:{_PLAIN_TLD}|it|be|at|no|is|us|in|my|me|to|care|page|live|health|chat)"
_HOST = r"(?<![\w.-])(?:[^\W_][\w-]{0,62}\.){1,4}"
_AT = r"(?: ?@ ?| ?[\[(]at[\])] ?| at )"
_DOT = r"(?: ?\. ?| ?[\[(]dot[\])] ?| dot )"
_MAIL_NAME = r"(?<![\w.+-])[\w.+-]{1,64}(?: (?:dot|underscore|dash) [\w+-]{1,64}){0,3}"
_MAILER = r"(?:gmail|googlemail|hotmail|outlook|yahoo|icloud|aol|live|proton(?:mail)?|gmx|web|mail|me|msn|yandex|qq)"
_NETWORK = (
    r"\b(?:insta|instagram|ig|snap|snapchat|twitter|tiktok|telegram|tg|facebook|fb|discord|skype|messenger|signal|reddit"
    r"|username|user name|handle|user id|nick(?:name)?|screen ?name|account name|login)\b"
)

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

_COUNTED = (
    r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|hr|days?|nights?|weeks?|wks?|wk|months?|mths?|mnths?|years?|yrs?|yr"
    r"|units?|iu|mls?|mg|mm|cm|percent|%|times?|x|sessions?|rounds?|cycles?|injections?|jabs?|shots?|doses?|treatments?"
    r"|appointments?|visits?|sides?|eyes?|muscles?|areas?|spots?|points?|places?|people|kids|children|pills?|tablets?"
    r"|drops?|exercises?|reps|surgeries|operations?|out of|questions?|things?|needles?|weekly|monthly|more|stone"
    r"|kg|lbs?|pounds?|inches|mes(?:es)?|semanas?|d[ií]as?|horas?|minutos?|ve(?:ces|z|zes)|sesiones|unidades|monaten?"
    r"|wochen?|tagen?|stunden?|mois|semaines?|jours?|heures?)"
)
_COUNT = rf"\d{{1,3}}(?:\.\d)?(?: ?(?:-|to|or|/) ?\d{{1,2}})?[ -]?{_COUNTED}(?![a-z\d])"
_IS_AGED = r"\b(?:i am|i'm|im|am|s?he is|s?he's|s?hes|(?<!it )(?:is|was)|aged?|age is|age of|turned|turning|turn|being)"
_YEARS = r"(?:years?|yrs?|yr)"
_AGE_END = r"(?:/ ?o\b|old\b|young\b|of age\b|yo\b|y\.o\.?|olds\b)"

# Earlier shapes take precedence. Each has a kind, a text that the message must contain ("0" is any digit), and a
# regular expression, in which a group `value` narrows the match.
_SHAPES: tuple[tuple[str, str, str], ...] = (
    ("link", "", r"\b(?:https?|ftp|tg|hxxps?)\b ?: ?/ ?/ ?[^\s<>\"]{1,2000}|\bwww ?\. ?[^\s<>\"]{1,500}"),
    ("email", "@", rf"[^\s@<>()\[\],;:\"]{{1,64}} ?@ ?[^\W_][\w-]{{0,62}}(?:{_DOT}[\w-]{{1,63}}){{1,5}}"),
    ("email", "@", r"[^\s@<>()\[\],;:\"]{1,64}@[^\s@<>()\[\],;:\"]{1,255}"),
    ("email", "at", rf"{_MAIL_NAME}{_AT}[\w-]{{1,63}}(?:(?: dot | ?[\[(]dot[\])] ?|\.)[a-z]{{2,10}}){{1,3}}\b"),
    (
        "email",
        " at ",
        r"\b(?:(?!(?:is|me|us|on|to|my|at|email|e-?mail|mail|address|its|it's|write|and|or|under|i|am|im|a|the)\b)"
        rf"[a-z]{{2,20}} ){{1,2}}[a-z]{{2,20}} at {_MAILER}\b(?: ?\.? ?com\b)?(?! (?:hospital|clinic))",
    ),
    ("email", "", rf"{_MAIL_NAME}{_AT}{_MAILER}\b(?: ?\.? ?com\b)?(?! (?:hospital|clinic))"),
    ("link", ".", rf"{_HOST}{_TLD}/[^\s<>\"]{{0,1000}}"),
    ("link", ".", rf"{_HOST}(?:{_PLAIN_TLD})\b"),
    ("link", ".", rf"(?<![\w.-])[^\W_]+(?:-[^\W_]+)+\.{_TLD}\b"),
    ("link", "dot", r"\b[^\W_][\w-]{0,62} dot (?:com|org|net|co|io|uk|de)\b(?: dot uk\b)?"),
    ("handle", "@", r"@ ?\w[\w.-]{0,63}"),
    ("handle", "_", r"(?<!\w)[^\W_]*_\w*"),
    (
        "handle",
        "",
        rf"{_NETWORK}(?: ?(?:is|are|name|handle|user|username|id|me|account|on|under|called|as|=|:|-)){{1,3}} ?"
        r"(?!(?:is|a|and|to|not|it|or|for|in|my|your)\b)"
        r"(?P<value>(?:the )?[\w.-]{3,40}(?: (?:the |a |of )?[\w.-]{2,40}){1,3}(?=\s*(?:\Z|[.,;!?\n]))|[\w.-]{3,40})",
    ),
    ("handle", ".", rf"{_NETWORK} (?P<value>\w{{1,40}}(?:\.\w{{1,40}}){{1,8}})"),
    ("id", "::", r"[0-9a-f:]*::[0-9a-f:]*"),
    ("id", ":", r"(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])"),
    ("id", "0", r"(?<!\w)[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){2,8}(?: ?[a-z0-9]{1,3})?(?!\w)"),
    ("id", "0", r"(?<!\w)[a-z]{1,5}[/-]\d{4,}(?!\w)"),
    ("id", "0", r"(?<!\w)(?-i:(?=[A-Z/-]*\d)[A-Z\d]+(?:[-/][A-Z\d]+){1,6})(?<![-/\d]\d)(?<!\d)(?!\w)"),
    ("id", "0", r"(?<!\w)[a-z]{2} ?\d\d ?\d\d ?\d\d ?[a-d](?!\w)"),
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
        rf"(?!{_COUNTED}\b)(?:{_WORD} ){{1,3}}{_STREET}\b\.?",
    ),
    ("address", "", rf"\b(?!{_NO_STREET} ){_WORD} (?!{_NO_STREET} )(?:{_WORD} )?{_SURE_STREET}\b"),
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
    ("count", "0", r"\b(?:scor(?:e|es|ed|ing)|graded)\b[^.?!\n\d]{0,25}\b(?P<value>\d{1,3})(?![\w/:-]|[.,]\d| \d)"),
    ("age", "", rf"(?<![\w.])(?:\d{{1,3}}|{NUMBER}) ?-?(?:years?|yrs?|yr|y|months?|mo|weeks?)?[ -]?{_AGE_END}"),
    *AGE_SHAPES,
    ("age", "0", r"(?<![\w.])\d{1,3} ?(?:[mf]|male|female|man|woman|yo|y/o)\b"),
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
        rf"|nineteenth|twentieth|thirtieth)\b(?! {_COUNTED})",
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
        rf"\b(?:in|since|class of|of) (?P<value>(?:{TENS})[ -](?:{ONES}))\b(?! ?{_COUNTED})",
    ),
    ("date", "ty", r"\b(?:twenty|thirty)[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b"),
    ("age", "0", r"(?<![\w'])[mf] ?\d{2}\b"),
    (
        "age",
        "",
        rf"{_IS_AGED} (?:just |now |nearly |almost )?(?P<value>(?:\d{{2,3}}|(?:{TENS})(?:[ -](?:{ONES}))?)\b)"
        rf"(?! ?(?:[-/.,:]|to|or)? ?\d| ?{_COUNTED}\b)",
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
        rf"(?P<value>(?:{ONES}))\b(?! (?:of|more|too|to|out|or|in|{_COUNTED})\b)(?<!one)",
    ),
    (
        "age",
        "ty",
        r"\b(?:going on|pushing|approaching|nearing|over|hit|almost|nearly) "
        rf"(?P<value>(?:{TENS})(?:[ -](?:{ONES}))?)\b(?! ?{_COUNTED})(?! (?:percent|per))",
    ),
    (
        "age",
        "",
        r"\bin (?:my|his|her|their) (?:early |mid |late |mid-)?"
        r"(?P<value>\d\d ?'?s|(?:twent|thirt|fort|fift|sixt|sevent|eight|ninet)ies)\b",
    ),
    ("count", "", r"(?<!\w)(?:a ?& ?e|c-sections?)(?!\w)"),
    ("count", "0", r"(?<![\w-])(?:b12|b6|d3|cn7|covid-?19|a1c|hba1c|b4|24/7|3d|2d|t3|t4)(?![\w-])"),
    ("count", "0", r"(?<![\w.,/#:+-])(?<!\d )\d{1,2} ?[ap]m\b"),
    ("count", "0", rf"(?<![\w.,/#:+-])(?<!\d )(?<!\d, ){_COUNT}(?! ?old)"),
    ("count", "0", rf"(?<![\w.,/#:+-])\d{{1,2}}(?:st|nd|rd|th) {_COUNTED}(?!\w)"),
    (
        "count",
        "0",
        r"\b(?:day|week|month|year|round|session|stage|grade|type|option|step) \d{1,2}(?![\w/:]|[.,-]\d| \d)",
    ),
    ("date", "0", r"(?<![\w.])\d{1,2} ?(?:st|nd|rd|th)\b"),
    ("id", "0", r"(?<!\w)(?=[^\W\d_]*\d)(?=\d*[^\W\d_])[^\W_][\w-]*"),
    (
        "number",
        "0",
        r"(?:\+ ?)?(?:\(\+?\d{1,6}\)[ .\-/]{0,2})?\d(?:[ ().\-/:,+#]{0,3}\d)*(?: ?(?:x|ext\.?|extension) ?\d{1,6}\b)?",
    ),
    ("number", "", rf"\b(?:{_SIGN_WORD}\b{_BETWEEN_DIGITS}){{2,}}{_SIGN_WORD}\b"),
    (
        "number",
        "0",
        rf"(?<!\w)(?:(?:\d{{1,4}}|{_DIGIT_WORD})\b{_BETWEEN_DIGITS}){{4,}}(?:\d{{1,4}}|{_DIGIT_WORD})\b",
    ),
    (
        "number",
        "",
        r"\b(?:end(?:s|ing)?(?: in| with)?|last digits(?: are)?|(?:code|pin|extension|postcode)(?: is)?) "
        rf"(?P<value>{_SIGN_WORD}(?:{_BETWEEN_DIGITS}{_SIGN_WORD}){{0,6}})\b(?! ?{_COUNTED})",
    ),
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
