"""Emergency numbers and crisis lines that are typed into a text, and are none of the clinic's.

A file taken over from another country tells patients to call a number that nobody answers there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.core.faq.model import Faq
from bot.core.faq.rules import texts
from bot.core.languages import language
from bot.core.positions import Places
from bot.core.quality.findings import Finding, warning

_KNOWN = {
    **dict.fromkeys(("000", "110", "112", "113", "119", "144", "911", "999"), "emergency_number"),
    **dict.fromkeys(("116123", "131114", "3114", "988"), "crisis_line"),
}
"""Numbers that patients may be told to call in some country, each with the detail that holds the clinic's own. Those
that are something else in another country are left out: 111 is New Zealand's ambulance and Britain's advice line."""
_NUMBER = re.compile(r"(?<![\w+/.,:({-])(?<!\d )\(?(\d[\d ]{1,7}\d)\)?(?![\w%/{]|[.,:-]\d| \d)")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n")
_MOST_SHOWN = 60


def typed_numbers(faq: Faq, places: Places) -> Iterator[Finding]:
    """A finding for each text that tells patients to call such a number. In the texts for an emergency each of them is
    to be called, elsewhere one in a sentence that says so."""
    own = {number for _, value in faq.clinic for number in _numbers(str(value))}
    calling = re.compile(rf"(?i)\b(?:{'|'.join(language(faq.language).calling_words.split()) or '(?!)'})\b")
    for path, text in texts(faq):
        if not any(one in _KNOWN for one in _numbers(text)):
            continue
        for sentence in _SENTENCE.split(text):
            if path[0] != "urgent" and calling.search(sentence) is None:
                continue
            typed = next((one for one in _numbers(sentence) if one in _KNOWN and one not in own), "")
            if typed:
                entry = faq.entries[path[1]].id if path[0] == "entries" and isinstance(path[1], int) else ""
                shown = sentence.strip()
                shown = shown if len(shown) <= _MOST_SHOWN else f"{shown[: _MOST_SHOWN - 1].rstrip()}…"
                message = f"{typed} is typed into this text and is no number of your clinic: '{shown}'"
                remedy = f"write {{clinic.{_KNOWN[typed]}}} where the number belongs"
                yield warning(places.of(path), "number", message, remedy, entry)
                break


def _numbers(text: str) -> Iterator[str]:
    """The numbers in a text, without blanks."""
    return (found[1].replace(" ", "") for found in _NUMBER.finditer(text))
