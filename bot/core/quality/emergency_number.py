"""Whether the emergency number is one in the clinic's country, as far as the country is known.

The clinic's phone number tells it, if that begins with +; whoever knows more of the set-up may tell it besides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bot.core.faq.emergency_numbers import countries_of, unknown_there
from bot.core.faq.model import Clinic, Faq
from bot.core.faq.rules import is_unset
from bot.core.positions import Places
from bot.core.quality.findings import Finding, warning

_MOST_COUNTRIES = 5
"""That a phone number may be of to tell where the clinic is."""


def unknown_emergency_number(faq: Faq, places: Places, countries: Collection[str] = ()) -> Iterator[Finding]:
    """At most one finding. `countries` (codes of two letters) are those that count where no phone number tells any."""
    if fault := emergency_number_fault(faq.clinic, countries):
        message, _, remedy = fault.partition("; ")
        place = places.of(("clinic", "emergency_number"))
        yield warning(place, "clinic", f"clinic emergency_number '{faq.clinic.emergency_number}' {message}", remedy)


def emergency_number_fault(clinic: Clinic, countries: Collection[str] = ()) -> str:
    """What is wrong with the number and what to do, in words that follow it; "" for nothing."""
    written, told = clinic.emergency_number, _countries(clinic) or countries
    number, known = unknown_there(written, told)
    if not number or is_unset("emergency_number", written):
        return ""
    where = f"known in {' or '.join(told)}: {', '.join(known)}"
    return f"is none of the emergency numbers {where}; make sure that patients can call {number}"


def _countries(clinic: Clinic) -> tuple[str, ...]:
    found = countries_of(clinic.phone) or countries_of(clinic.surgery_phone)
    return found if len(found) <= _MOST_COUNTRIES else ()
