"""The examination of a FAQ: its findings in order, its collisions and how well it is matched."""

from __future__ import annotations

from bot.core.quality.examination import Examination, examine
from tests.support.checked import FAQ, TODAY, messages, subject


def test_findings_are_sorted_by_place(examined: Examination) -> None:
    places = [finding.place for finding in examined.findings]
    assert places == sorted(places)


def test_a_phrasing_that_belongs_elsewhere_is_a_collision_with_both_places() -> None:
    text = FAQ.replace("      - price of a session\n", "      - driving a car home the same day\n")
    found = [one for one in examine(subject(text), TODAY).collisions if one.entry_id == "price"]
    assert [(one.phrasing, one.other_id) for one in found] == [("driving a car home the same day", "driving")]
    assert found[0].place.line == 38
    assert found[0].other_place.line in range(25, 31)


def test_accuracy_counts_each_entry_s_own_phrasings(examined: Examination) -> None:
    assert examined.accuracy["driving"].total == 5
    assert examined.accuracy["driving"].count >= 4
    assert examined.accuracy["work"].total == 0
    assert 0 < examined.found_again <= 1


def test_a_person_named_in_an_entry_is_told_with_its_place() -> None:
    named = FAQ.replace(
        "answer: The next day.", "answer: The next day. Nurse Chiamaka Thistlecombe, or Mr Bronk, helps."
    )
    named = named.replace("title: A book", "title: Pieter Devriese and others")
    found = messages(examine(subject(named), TODAY), "name")
    assert len(found) == 2
    assert found[0].startswith("faq.yaml:56:13: note: 'Nurse Chiamaka Thistlecombe' looks like a person's name")
    assert "kept out of the words that the log may keep" in found[0]
    assert "'Mr Bronk'" in found[1]
    assert messages(examine(subject(), TODAY), "name") == []
