"""What is wrong with a detail of the clinic that patients are to use: no address, or a number that nobody can call.

Says nothing of what is not filled in (see `rules.is_unset`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

Needed = Mapping[str, tuple[tuple[str, str], ...]]
"""By detail: patterns that must be found in it, each with what to say if it is not."""

_NO_LETTER = r"^(?!.*(\d[^\W\d_]|[^\W\d_]\d))"
_LIKE_A_DIGIT = (r"^(?!.*(\d[OoIl]|[OoIl]\d))", "has a letter in a number; type digits only, 0 for O and 1 for l or I")
_REAL = (r"(\d)\D*(?!\1)\d|^(\D*\d){,3}\D*$", "is no real number: all of its digits are the same; write yours")
_NO_SERIES = (r"^(?!\D*0?1\D*2\D*3\D*4\D*5)", "only counts up, as an example does; write the clinic's own number")

_REFUSED: Needed = {
    "booking_url": (
        (r"(?i)^(?!https?://.*\s)", "has a blank in it, so it can't be opened; write the address without blanks"),
    ),
    "emergency_number": (
        (_NO_LETTER, "has a letter in a number, so nobody can call it; type digits only, 0 for O and 1 for l or I"),
        (r"\d\D*\d", "has fewer than 2 digits; write the whole number, such as 112"),
    ),
}
_DOUBTED: Needed = {
    "booking_url": ((r"(?i)https?://[^\s/.]+\.\S+", "is no web address; write it whole, beginning with https://"),),
    "email": (
        ("@", "has no @ in it; write an address such as desk@clinic.example"),
        (r"\w@\w[\w-]*(\.\w[\w-]*)+", "is no whole address; write one such as desk@clinic.example"),
    ),
    "hours": (("^[^@]*$", "is an e-mail address; write the hours, such as Monday to Friday, 9 to 17"),),
    "emergency_number": (
        (r"\+|^(?!.*\d([ ().-]*\d){6})", "has more than 6 digits; make sure that it is right, or begin it with +"),
    ),
    "phone": (_LIKE_A_DIGIT, _REAL, _NO_SERIES),
    "surgery_phone": (_LIKE_A_DIGIT, _REAL, _NO_SERIES),
    "crisis_line": (
        _LIKE_A_DIGIT,
        _REAL,
        (r"\d|\w\.\w", "has no number in it, so nobody can call it; write the number too"),
    ),
}


def unusable(name: str, value: str) -> str:
    """What makes a filled-in detail worse than none and what to do, in words that follow the value; "" for nothing."""
    return _first(_REFUSED, name, value)


def clinic_fault(name: str, value: str) -> str:
    """What is wrong with a filled-in detail and what to do, in words that follow the value; "" for nothing."""
    return unusable(name, value) or _first(_DOUBTED, name, value)


def _first(needed: Needed, name: str, value: str) -> str:
    return next((fault for pattern, fault in needed.get(name, ()) if not re.search(pattern, value)), "")
