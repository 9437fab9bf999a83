"""What is wrong with a detail of the clinic that patients are to use: an address that is none, a number too short.

Says nothing of what is not filled in (see `rules.is_unset`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_NEEDED: Mapping[str, tuple[str, str]] = {
    "booking_url": (r"(?i)https?://[^\s/.]+\.\S+", "is no web address; write it whole, beginning with https://"),
    "email": (r"\S@\S", "has no @ in it; write an address such as desk@clinic.example"),
    "emergency_number": (r"\d\D*\d", "has fewer than 2 digits; write the whole number, such as 112"),
}
"""The pattern that must be found in the detail, and what to say if it is not."""


def clinic_fault(name: str, value: str) -> str:
    """What is wrong with a filled-in detail and what to do, in words that follow the value; "" for nothing."""
    pattern, fault = _NEEDED.get(name, ("", ""))
    return "" if re.search(pattern, value) else fault
