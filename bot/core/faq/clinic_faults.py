"""What is wrong with a detail of the clinic that patients are to use: no address, or a number that nobody can call.

Says nothing of what is not filled in (see `rules.is_unset`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

Needed = Mapping[str, tuple[tuple[str, str], ...]]
"""By detail: patterns that must be found in it, each with what to say if it is not."""

_REFUSED: Needed = {
    "booking_url": (
        (r"(?i)^(?!https?://.*\s)", "has a blank in it, so it can't be opened; write the address without blanks"),
    ),
    "emergency_number": ((r"\d\D*\d", "has fewer than 2 digits; write the whole number, such as 112"),),
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
    "crisis_line": ((r"\d|\w\.\w", "has no number in it, so nobody can call it; write the number too"),),
}


def unusable(name: str, value: str) -> str:
    """What makes a filled-in detail worse than none and what to do, in words that follow the value; "" for nothing."""
    return _first(_REFUSED, name, value)


def clinic_fault(name: str, value: str) -> str:
    """What is wrong with a filled-in detail and what to do, in words that follow the value; "" for nothing."""
    return unusable(name, value) or _first(_DOUBTED, name, value)


def _first(needed: Needed, name: str, value: str) -> str:
    return next((fault for pattern, fault in needed.get(name, ()) if not re.search(pattern, value)), "")
