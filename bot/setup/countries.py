"""What is known of a country: its name, its time zones, whom to call there in an emergency.

Names and zones come from the time zone database. Which of the numbers that reach an emergency service brings an
ambulance no data says: only what is beyond doubt is proposed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.core.faq.emergency_numbers import emergency_numbers
from bot.core.faq.spelling import alike

# The European Economic Area
# fmt: off
_EEA = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE",
    "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
)
# fmt: on
# Each was looked up in 2026 where the comment says.
_EMERGENCY: Mapping[str, str] = {
    # by law for every emergency service: Directive (EU) 2018/1972, article 109; Regulation (EU) 2023/444
    **dict.fromkeys(_EEA, "112"),
    "AU": "000",  # healthdirect.gov.au/calling-triple-zero
    "CA": "911",  # alberta.ca/what-to-expect-when-calling-911, fcc.gov/consumer-information
    "GB": "999",  # londonambulance.nhs.uk/calling-us/calling-999, nias.hscni.net/calling-999
    "NO": "113",  # 112 is the police there, who pass the call on: lifeinnorway.net/emergency-services
    "NZ": "111",  # govt.nz/browse/crime-and-justice/crimes-and-emergencies/111-emergency-service
    "US": "911",  # fcc.gov/consumer-information
}
_CRISIS: Mapping[str, str] = {
    "AU": "13 11 14",  # Lifeline: suicidepreventionaust.org/october-member-of-the-month-lifeline
    "CA": "988",  # Suicide Crisis Helpline: cmhasaskatoon.ca/9-8-8, 988.ca
    "ES": "024",  # Línea de atención a la conducta suicida, Ministerio de Sanidad: rtve.es, 9 May 2022
    "FR": "3114",  # Numéro national de prévention du suicide: 3114.fr, mayotte.ars.sante.fr
    "GB": "116 123",  # Samaritans: samaritans.org/how-we-can-help/contact-samaritan
    "IE": "116 123",  # Samaritans: irishexaminer.com, 2019; newstalk.com
    "NZ": "1737",  # Need to talk?: pegasus.health.nz, scoop.co.nz, 30 June 2017
    "US": "988",  # Suicide and Crisis Lifeline: health.wyo.gov, cdcr.ca.gov, 988lifeline.org
}
_ALSO: Mapping[str, str] = {
    **dict.fromkeys(("britain", "great britain", "uk", "united kingdom"), "gb"),
    **dict.fromkeys(("england", "scotland", "wales", "northern ireland"), "gb"),
    "deutschland": "de",
    "españa": "es",
    "espana": "es",
    "usa": "us",
}
_APOSTROPHES = str.maketrans("’‘ʼ`´", "'" * 5)
_SURE = 0.6
"""Least similarity (0 to 1) of a name to that of a country to be taken for a misspelling of it."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country by its code of two letters (ISO 3166)."""

    code: str
    name: str
    zones: Mapping[str, str]
    """Its time zones, each with the part of the country that has it; "" for a country with one."""

    @property
    def zone(self) -> str:
        """The time zone of all of it, or of its greatest part; "" if no data says which that is."""
        most = [zone for zone, where in self.zones.items() if where.startswith("most of") or "(mainland)" in where]
        return next(iter(self.zones)) if len(self.zones) == 1 else most[0] if len(most) == 1 else ""

    @property
    def emergency_number(self) -> str:
        """The number that brings an ambulance; "" if that is not beyond doubt."""
        return _EMERGENCY.get(self.code, "")

    @property
    def crisis_line(self) -> str:
        """The national line for somebody who may hurt themselves; "" if none is beyond doubt."""
        return _CRISIS.get(self.code, "")

    @property
    def emergency_numbers(self) -> tuple[str, ...]:
        """All short numbers that reach an emergency service, as far as they are known."""
        return emergency_numbers(self.code)


def country(told: str) -> Country | None:
    """The country of that code or name, whatever its case; None if there is none."""
    return _by_name().get(_key(told))


def countries_in(zone: str) -> tuple[str, ...]:
    """The codes of the countries that have a time zone; none for one that is no place's, such as UTC."""
    return tuple(code for code, _, name, *_ in _table("zone.tab") if name == zone)


def nearest_country(told: str) -> str:
    """Code and name of the country that may have been meant; "" if none is near."""
    meant = _by_name().get(alike(_key(told), _by_name(), _SURE))
    return f"{meant.code}, {meant.name}" if meant else ""


def no_country(told: str) -> str:
    """The line that says that no country is called that, and what to write."""
    meant = nearest_country(told)
    guess = f"did you mean {meant}? If not, " if meant else ""
    return f"There is no country '{told}'; {guess}write its English name, or give two letters, such as GB"


def _key(told: str) -> str:
    """A name without regard to case, spaces, and how apostrophes and accents are typed."""
    return " ".join(unicodedata.normalize("NFC", told).casefold().translate(_APOSTROPHES).split())


@cache
def _by_name() -> Mapping[str, Country]:
    """The countries by code, by name, and by what else some are called, in small letters."""
    zones: dict[str, dict[str, str]] = {}
    for code, _, zone, *where in _table("zone.tab"):
        zones.setdefault(code, {})[zone] = where[0] if where else ""
    found = dict[str, Country]()
    for code, name in _table("iso3166.tab"):
        found[_key(code)] = found[_key(name)] = Country(code, name, zones.get(code, {}))
    return found | {other: found[code] for other, code in _ALSO.items()}


def _table(name: str) -> list[list[str]]:
    """The rows of a table of the time zone database."""
    text = (files("tzdata") / "zoneinfo" / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
