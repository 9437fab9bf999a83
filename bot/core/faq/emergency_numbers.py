"""Short numbers that reach an emergency service, by country, and the country that a phone number is of.

By phonenumbers' data of short numbers, which say nothing of which number brings an ambulance. Countries are told by
their codes of two letters (ISO 3166).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from itertools import chain

import phonenumbers

_MOST_DIGITS = 5
_INTERNATIONAL = re.compile(r"\s*(?:\+|00)")
_NUMBER = re.compile(r"\d+")


@cache
def emergency_numbers(country: str) -> tuple[str, ...]:
    """All short numbers that reach an emergency service in a country, as far as they are known."""
    known = phonenumbers.PhoneMetadata.short_metadata_for_region(country)
    if known is None or known.emergency is None or not known.emergency.national_number_pattern:
        return ()
    pattern = re.compile(known.emergency.national_number_pattern)
    lengths = [length for length in known.emergency.possible_length if 0 < length <= _MOST_DIGITS]
    numbers = chain.from_iterable((f"{number:0{length}}" for number in range(10**length)) for length in lengths)
    return tuple(number for number in numbers if pattern.fullmatch(number))


def countries_of(phone: str) -> tuple[str, ...]:
    """The countries that a phone number with an international prefix may be of; none without a prefix."""
    if _INTERNATIONAL.match(phone) is None:
        return ()
    written = re.sub(r"^\s*00", "+", phone)
    try:
        number = phonenumbers.parse(written, None)
    except phonenumbers.NumberParseException:
        return ()
    country = phonenumbers.region_code_for_number(number)
    if country is not None and country.isalpha():
        return (country,)
    return tuple(phonenumbers.region_codes_for_country_code(number.country_code or 0))


def unknown_there(written: str, countries: Collection[str]) -> tuple[str, tuple[str, ...]]:
    """The first short number in a clinic's emergency number that is none in these countries, and those that are known
    there; "" if each is one, or none are known."""
    known = tuple(sorted({number for country in countries for number in emergency_numbers(country)}))
    if not known or "+" in written or "".join(_NUMBER.findall(written)) in known:
        return "", known
    return next((number for number in _short(written) if number not in known), ""), known


def _short(written: str) -> Iterator[str]:
    """The short numbers in a text; what is longer is a phone number."""
    return (number for number in _NUMBER.findall(written) if len(number) <= _MOST_DIGITS)
