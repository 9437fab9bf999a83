"""The shapes of all other numbers, in digits and in words: telephones, codes."""

from __future__ import annotations

from bot.core.deidentification.shapes.counts import COUNTED
from bot.core.deidentification.shapes.number_words import ONES, TENS

_SPELLED = (
    "alpha|bravo|charlie|delta|echo|foxtrot|golf|hotel|india|juliet|kilo|lima|mike|november|oscar|papa|quebec|romeo"
    "|sierra|tango|uniform|victor|whiskey|yankee|zulu"
)
_DIGIT_WORD = rf"(?:zero|oh|nought|double|triple|hundred|{ONES}|{TENS})"
_SIGN_WORD = rf"(?:{_DIGIT_WORD}|{_SPELLED})"
_BETWEEN_DIGITS = r"[ .,;:/\n-]{1,3}(?:(?:and|then|dash|space) )?"

SHAPES: tuple[tuple[str, str, str], ...] = (
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
        rf"(?P<value>{_SIGN_WORD}(?:{_BETWEEN_DIGITS}{_SIGN_WORD}){{0,6}})\b(?! ?{COUNTED})",
    ),
)
