"""Names in texts that are published: from the lists, whatever stands around them, and full names in prose."""

from __future__ import annotations

import pytest

from bot.core.deidentification.listed_names import ListedNames
from bot.words import load

NAMES = ListedNames(load(), {"nan", "frost"})
SPANISH = ListedNames(load(), {"clara", "rosa"}, language="es")


@pytest.mark.parametrize("text", ["has ivy got any parking vouchers", "Is Rose still working", "can mark do my cheek"])
def test_everyday_words_that_are_names_are_possible_names(text: str) -> None:
    assert len(NAMES.possible(text)) == 1
    assert NAMES.certain(text) == ()


@pytest.mark.parametrize(
    "text",
    ["how long will it last", "can i have it when i am young", "may he come", "will it hurt", "is there parking"],
)
def test_little_words_are_no_names(text: str) -> None:
    assert NAMES.possible(text) == NAMES.certain(text) == ()


def test_surnames_and_towns_that_the_faq_does_not_use_are_unlikely_words() -> None:
    assert NAMES.unlikely("the brown lamb in the frost, near reading") == ("brown", "lamb", "reading")
    assert NAMES.unlikely("how long will it last") == ()


def test_a_spanish_word_that_is_a_name_too_is_a_possible_name_but_behind_an_article() -> None:
    assert SPANISH.possible("mi amiga dolores me dijo que funciona") == ("dolores",)
    assert SPANISH.possible("los dolores de cabeza") == ()
    assert SPANISH.unlikely("mi hermana dolores lo tiene") == ("dolores",)


def test_listed_names_are_certain_unless_the_faq_uses_the_word() -> None:
    assert NAMES.certain("ask Thomas or THOMAS’s sister about my nan in the frost") == ("Thomas",)


@pytest.mark.parametrize("text", ["i have bell's palsy", "Ramsay Hunt syndrome", "a House-Brackmann grade"])
def test_illnesses_and_scales_named_after_people_are_no_names(text: str) -> None:
    assert NAMES.certain(text) == NAMES.possible(text) == NAMES.full_names(text) == ()


def test_in_other_languages_a_listed_name_is_only_possible() -> None:
    assert SPANISH.certain("puede venir thomas") == ()
    assert SPANISH.possible("puede venir thomas con la clara") == ("thomas",)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the mime actor Jan Bronk built it", "Jan Bronk"),
        ("the throat doctor Pieter Devriese helped", "Pieter Devriese"),
        ("Our nurse is Chiamaka Thistlecombe.", "Chiamaka Thistlecombe"),
        ("It was J. Thomas's idea", "J. Thomas"),
        ("Ask Dr Price about it", "Dr Price"),
        ("Jan van der Bronk said so", "Jan van der Bronk"),
    ],
)
def test_full_names_are_seen_in_prose(text: str, name: str) -> None:
    assert NAMES.full_names(text) == (name,)


@pytest.mark.parametrize(
    "text",
    [
        "Ramsay Hunt syndrome or Bell's palsy",
        "The House-Brackmann and Sunnybrook scales, and Frey's syndrome",
        "Facial Palsy UK and Changing Faces can help",
        "It lasts with Botox. Dysport is like it",
        "in the United States and Great Britain",
        "Botox, Xeomin and Dysport",
        "A London study of type B. Vistabel is another name",
        "the Personal Independence Payment, a Yellow Card and the World Health Organization",
        "Sir Charles Bell described it",
    ],
)
def test_illnesses_organisations_places_and_drugs_are_no_persons(text: str) -> None:
    assert NAMES.full_names(text) == ()


def test_a_spanish_text_needs_a_first_name_of_the_list() -> None:
    assert SPANISH.full_names("en el Reino Unido y en los Estados Unidos") == ()
    assert SPANISH.full_names("el actor Jan Bronk y la Gran Bretaña") == ("Jan Bronk",)
