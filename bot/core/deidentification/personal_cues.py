"""Cues that a de-identified text may still tell of somebody: a title, an employer, an age, a word in a person's place.

Stricter than what the log may keep, for what is about to be published: where a cue stands, it does not matter whether
the word beside it can be a name. Owns the cues; what is done about them is for others to say.
"""

from __future__ import annotations

import re

from bot.core.deidentification.name_cues import (
    BODY,
    GRAMMAR,
    LEGAL_FORMS,
    NO_SURNAME,
    OF_DOCTORS,
    SAYS,
    SHORT_TITLES,
    TITLES,
    words,
)
from bot.core.deidentification.name_cues import KIN as KIN_WORDS
from bot.core.deidentification.shapes.ages import KIN
from bot.core.deidentification.shapes.number_words import NUMBER, ONES, TENS

_ROLES = (
    TITLES
    | KIN_WORDS
    | words(
        """
    gp gps doctors nurses surgeons specialists physios therapists consultants neurologists ent optician ophthalmologist
    pharmacist radiographer audiologist oncologist hospital clinic ward reception google internet chatgpt leaflet
    leaflets website article research study studies people others friends parents family colleagues insurance nhs
    staff team helpline forum reddit youtube facebook letter report scan mri results woman man lady girl guy person
    patient patients somebody anybody nobody expert experts dr botox injections cold stress tumour virus operation
    surgery covid
    """
    )
)
"""They say or do something without being somebody's name."""
_DEED = (
    "said|says|told|thinks|thought|reckons|recommended|suggested|mentioned|explained|injected|operated|treated|advised"
    "|prescribed|warned|referred|laughed|swears|insisted|promised|massaged|showed"
)
_SURE_DEED = "said|says|told me|told us|thinks|reckons|swears|did (?:it|mine|my|me|hers|his)|injected (?:me|my|it)"
_COUNTED = (
    r"(?:seconds?|secs?|minutes?|mins?|hours?|days?|nights?|weeks?|wks?|months?|mths?|units?|iu|mls?|mg|mm|cm|percent|%"
    r"|per cent|times?|sessions?|pounds?|quid|euros?|dollars?|injections?|people|miles|points?|degrees|plus|odd)"
)
_AGO = (
    r"(?:ago|later|after|since|now|earlier|before|on|post|back|old palsy|apart|in|of|with|without|from|to|and counting)"
)
_SINCE = (
    r"(?:for|after|since|last|past|every|within|in|been|another|next|first|than|least|over|around|about|only|nearly|almost"
    r"|up to|or|to|of|by|few|took|takes|take|it's|its|this|palsy|these|those|had)"
)
_AGE = re.compile(
    rf"(?<!\w)(?:(?<!-)(?P<years>(?:\d{{1,3}}|{NUMBER}) ?-?(?:years?|yrs?|yr|y))\b(?! {_AGO}\b)"
    rf"|(?P<number>(?:{TENS})(?:[ -](?:{ONES}))?)\b"
    rf"|(?P<told>(?:aged?|age of|turned|turning|turn) (?:\d{{1,3}}|{NUMBER}))\b(?! {_COUNTED})"
    r"|(?:my|his|her|their) (?:early |mid |late |mid-)?"
    r"(?:\d\d ?'?s\b|(?:twent|thirt|fort|fift|sixt|sevent|eight|ninet)ies\b)"
    rf"|{KIN} (?:is|was|just turned) (?:\d{{1,3}}|{NUMBER})\b(?! {_COUNTED})"
    r"|birthday|born (?:in|on|the)\b|teenage[rd]?|pensioner|octogenarian|septuagenarian)"
)
_NAMED = re.compile(
    r"\b(?:sur)?names?\b(?! (?:for|of the|of this|of that)\b)|\bnicknamed?\b|\binitials\b|\b(?:sur)?named\b"
    r"|\b(?:call|calls|called|calling) (?:me|him|her|us|them) "
    r"(?!back\b|in\b|when\b|later\b|if\b|to\b|again\b|about\b|for\b|and\b)"
    r"|\b(?:i'm|im|i am|am|he's|she's|hes|shes|(?:he|she|who) (?:is|was)|who's|known as|goes by) (?:called|known)"
    r"|\b(?:regards|yours sincerely|signed|best wishes|sincerely|faithfully)\b,? *\w"
    r"|\b(?:thanks|thank you|cheers|ta|bye|love|xx?)\b[,.!]* "
    r"(?!for\b|in\b|so\b|very\b|you\b|and\b|again\b|to\b|but\b)\w+[ .!x]*$"
)
_BRAND = re.compile(
    r"\b(?:brand|trade|drug|product|medical|other|another|proper|scientific|latin|common|different) names?\b"
)
_EMPLOYED = re.compile(
    r"\b(?:work|works|worked|working|employed|job|shifts?|placement|career|employee|apprentice)"
    r" (?:at|for|by|with)\b(?! (?:home|all|night|nights|the moment|me|you|long|this|it|everyone|everybody|children"
    r"|my|him|her|them|us|people|least)\b)"
    r"|\b(?:i|he|she|we|i'm|im|who)(?: \w+)? work(?:s|ed|ing)? as\b|\b(?:job|employed|apprentice) as\b"
    r"|\bwhere (?:i|he|she|we|they) (?:work|works|worked|teach|study)\b|\bmy employers?\b|\bthe company i\b"
    r"|\b(?:i am|i'm|im) the (?!one\b|same\b|only one\b|type\b|kind\b)"
    r"|\b(?:i|she|he|we) (?:clean|cook|cater|drive|teach|serve|perform|volunteer|temp|sing|play|preach|deliver)s?"
    r" (?:at|for|in|with)\b|\b(?:on|behind) the (?:tills?|checkouts?|counter|bar|desk|shop floor) (?:at|in)\b"
    r"|\btime off\b(?=.*\b(?:give|let|allow|pay)\b)|\b(?:give|let|allow|pay)s? (?:me|us)\b(?=.*\btime off\b)"
)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|[.,;:!?\n]")
_LITTLE = GRAMMAR | _ROLES | BODY | SAYS | OF_DOCTORS
_BY_PERSON = re.compile(
    r"\b(?:told|seen|treated|injected|operated|operated on|referred|advised|prescribed|recommended|taught|massaged) "
    r"by (\w+)"
)
_MODAL_SPEAKS = re.compile(rf"\b(?:may|will|can|mark|bill) (?:{_DEED}|did (?:my|me|it))\b")
_SPEAKER = re.compile(rf"(?:^|[.,;:!?\n] ?|\b(?:and|but|because|as|that) )(\w+(?:'s)?) (?:{_SURE_DEED})\b")


def tells_of_person(text: str) -> bool:
    """Whether an English text may tell who somebody is. In small letters or not."""
    text = " ".join(text.lower().split(" "))
    if _EMPLOYED.search(text) or _MODAL_SPEAKS.search(text):
        return True
    if any(_is_age(text, found) for found in _AGE.finditer(text)) or _NAMED.search(_BRAND.sub(" ", text)):
        return True
    told = [found[1] for shape in (_BY_PERSON, _SPEAKER) for found in shape.finditer(text)]
    return any(word.removesuffix("'s") not in _LITTLE and not word.endswith("s") for word in told) or _is_titled(text)


def _is_age(text: str, found: re.Match[str]) -> bool:
    """Whether a number is an age, and no duration or amount."""
    before, behind = text[: found.start()].rstrip(), text[found.end() :].lstrip(" -")
    if found["years"]:
        return re.search(rf"\b{_SINCE}$", before) is None
    if found["number"]:
        return re.match(rf"(?:{_COUNTED}|years?|yrs?)\b", behind) is None and re.search(r"\bof$", before) is None
    return True


def _is_titled(text: str) -> bool:
    """Whether a word stands behind a title: "dr about" does not, "dr head" does."""
    said = _WORD.findall(text)
    for at, (title, word) in enumerate(zip(said, said[1:], strict=False)):
        if title not in TITLES or not word[0].isalpha():
            continue
        plain = word.removesuffix("'s")
        if plain in GRAMMAR | SAYS | NO_SURNAME | OF_DOCTORS | LEGAL_FORMS or plain.endswith(("ed", "ing", "s", "'t")):
            continue
        owned = at > 0 and said[at - 1] in words("my the a an your our his her their any another which what")
        if title in SHORT_TITLES | words("mr mrs ms miss mx mister") or (plain in BODY and not owned):
            return True
    return False
