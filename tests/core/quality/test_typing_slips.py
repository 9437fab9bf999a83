"""What is valid in a FAQ and yet hardly meant is told with its place."""

from __future__ import annotations

import pytest

from bot.core.faq.yaml_reader import read_faq
from bot.core.quality.examination import examine
from bot.core.quality.typing_slips import typing_slips
from tests.support.checked import FAQ, TODAY, messages, subject
from tests.support.paths import FAQ as FAQ_PATH

GOOD = "entries:\n  - id: one\n    question: What is it?\n    answer: It is this.\n"


def slips(text: str) -> list[str]:
    loaded = read_faq(text.encode(), "faq.yaml")
    return [str(one) for one in typing_slips(loaded.faq, loaded.places)]


@pytest.mark.parametrize(
    "text",
    [
        GOOD + "clinic:\n  name: Smile #Clinic\n",
        GOOD + "clinic:\n  name: Smile # Clinic\n",
        GOOD + "topics:\n  - id: a\n    title: Care #all\n",
        GOOD + "    sources:\n      - title: Leaflet # of ours\n",
        GOOD + "synonyms:\n  - - botox # and the like\n",
    ],
)
def test_a_comment_behind_any_text_that_patients_read_or_that_is_compared_is_named(text: str) -> None:
    (line,) = slips(text)
    assert "a comment follows this text, which patients don't read: '#" in line


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GOOD.replace("What is it?", "true"), "3:15: warning: patients read 'true' as the whole of this text"),
        (GOOD.replace("It is this.", "~"), "4:13: warning: patients read '~' as the whole"),
        (GOOD.replace("It is this.", "42"), "4:13: warning: patients read '42' as the whole"),
        (GOOD + "messages: {did_you_mean: yes}\n", "5:26: warning: patients read 'yes' as the whole"),
        (GOOD + "clinic: {hours: no}\n", "5:17: warning: patients read 'no' as the whole"),
    ],
)
def test_a_value_that_is_hardly_a_text_is_named(text: str, told: str) -> None:
    (line,) = slips(text)
    assert line.startswith(f"faq.yaml:{told}")
    assert line.endswith("(write a text, or put it in quotes if that is meant)")


def test_numbers_to_call_settings_and_texts_in_quotes_are_what_they_are() -> None:
    clinic = "clinic: {phone: 0041, emergency_number: 112, crisis_line: 988}\nmatching: {wrong_answers: 0.05}\n"
    assert slips(f"version: 1\n{clinic}{GOOD}    cautious: true\n    phrasings: [yes]\n") == []
    assert slips(GOOD.replace("It is this.", "'No'")) == []


def test_a_character_that_nobody_sees_is_named_wherever_it_stands() -> None:
    for text in (
        GOOD.replace("What is", "What\u200b is"),
        GOOD.replace("It is", "It\u00ad is"),
        GOOD + "    phrasings: [what\u2060 is that]\n",
        GOOD + "urgent: {signs: [{id: x, title: X, message: M, alarm: [he\ufefflp me]}]}\n",
    ):
        (line,) = slips(text)
        assert "this text has an invisible character (U+" in line


def test_a_command_that_the_bot_does_not_know_is_named_with_the_closest() -> None:
    (line,) = slips(GOOD + "messages: {help: '/kontakt shows the clinic, /topics and /help the rest'}\n")
    assert line == "faq.yaml:5:18: warning: there is no command /kontakt (did you mean '/contact'?)"
    (line,) = slips(GOOD.replace("It is this.", "'See /contcat.'"))
    assert "there is no command /contcat (did you mean '/contact'?)" in line
    for harmless in ("'and/or, he /she, https://example.org/kontakt, 1/2, /x/y'", "'See /contact.'"):
        assert slips(GOOD.replace("It is this.", harmless)) == []


def test_an_entry_among_its_own_follow_ups_is_named() -> None:
    (line,) = slips(GOOD + "    follow_ups: [one]\n")
    assert line == "faq.yaml:5:18: warning: entry 'one' is among its own follow-ups (delete it there)"


def test_slips_are_a_part_of_every_examination() -> None:
    (found,) = messages(examine(subject(FAQ.replace("name: Face Clinic", "name: yes")), TODAY), "text")
    assert "patients read 'yes'" in found


def test_the_shipped_files_have_no_slip() -> None:
    main = read_faq(FAQ_PATH.read_bytes(), FAQ_PATH.name)
    translation = read_faq(FAQ_PATH.with_name("faq.es.yaml").read_bytes(), "faq.es.yaml", main.faq)
    for loaded in (main, translation):
        assert list(typing_slips(loaded.faq, loaded.places)) == []


def test_an_item_that_is_joined_to_the_one_above_is_named() -> None:
    (line,) = slips(GOOD + "    phrasings:\n      - one\n       - two\n      - three\n")
    assert line.startswith("faq.yaml:7:8: warning: this line becomes one with the line above it: '… - two'")
    assert line.endswith("(put the dash exactly below the dash above it)")
