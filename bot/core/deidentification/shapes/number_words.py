"""Numbers in English words, as parts of regular expressions."""

from __future__ import annotations

ONES = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    "|nineteen"
)
TENS = "twenty|thirty|forty|fourty|fifty|sixty|seventy|eighty|ninety"
NUMBER = rf"(?:(?:{TENS})(?:[ -](?:{ONES}))?|{ONES})"
