"""What is proposed for a country: only what is beyond doubt."""

from __future__ import annotations

from zoneinfo import available_timezones

import phonenumbers
import pytest

from bot.setup import countries
from bot.setup.countries import country, nearest_country, no_country


@pytest.mark.parametrize(
    "told", ["GB", "uk", "  United  Kingdom ", "Britain (UK)", "Scotland", "wales", "England", "Northern Ireland"]
)
def test_a_country_is_found_by_code_and_name(told: str) -> None:
    found = country(told)
    assert found is not None
    assert (found.code, found.zone, found.emergency_number, found.crisis_line) == (
        "GB",
        "Europe/London",
        "999",
        "116 123",
    )
    assert found.emergency_numbers == ("112", "999")


def test_a_misspelt_country_is_told_and_another_is_none() -> None:
    assert country("Germny") is None
    assert nearest_country("Germny") == "DE, Germany"
    assert nearest_country("xq!") == ""
    assert no_country("Germny").startswith("There is no country 'Germny'; did you mean DE, Germany?")
    assert no_country("xq!").endswith("or give two letters, such as GB")
    assert country("") is None


@pytest.mark.parametrize(
    ("told", "code"),
    [("España", "ES"), ("Espan\u0303a", "ES"), ("Deutschland", "DE"), ("Côte d’Ivoire", "CI"), ("Côte d'Ivoire", "CI")],
)
def test_a_country_is_found_by_its_own_name_and_however_it_is_typed(told: str, code: str) -> None:
    found = country(told)
    assert found is not None
    assert found.code == code


def test_nothing_is_proposed_where_the_data_leave_a_doubt() -> None:
    found = country("CH")
    assert found is not None
    assert (found.emergency_number, found.emergency_numbers) == ("", ("112", "117", "118", "144"))
    assert found.crisis_line == ""
    states = country("United States")
    assert states is not None
    assert (states.zone, states.emergency_number) == ("", "911")


def test_norway_gets_the_number_of_its_ambulances() -> None:
    found = country("Norway")
    assert found is not None
    assert found.emergency_number == "113", "112 is answered by the police there"


def test_the_zone_of_the_greatest_part_is_proposed() -> None:
    zones = {code: found.zone for code in ("ES", "DE", "NZ", "BR") if (found := country(code)) is not None}
    assert zones == {"ES": "Europe/Madrid", "DE": "Europe/Berlin", "NZ": "Pacific/Auckland", "BR": ""}


def test_every_zone_can_be_set() -> None:
    every = {zone for one in countries._by_name().values() for zone in one.zones}
    assert every <= available_timezones()


@pytest.mark.parametrize("code", countries._EMERGENCY)
def test_every_proposed_emergency_number_reaches_a_service_there(code: str) -> None:
    found = country(code)
    assert found is not None
    assert found.emergency_number in found.emergency_numbers


@pytest.mark.parametrize("code", countries._CRISIS)
def test_every_proposed_crisis_line_is_a_number_there(code: str) -> None:
    number = phonenumbers.parse(countries._CRISIS[code], code)
    assert phonenumbers.is_valid_short_number_for_region(number, code) or code == "AU"
