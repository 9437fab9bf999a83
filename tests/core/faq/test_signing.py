"""Signatures of clinicians: when they hold, and how they stand in the file."""

from __future__ import annotations

import difflib
from datetime import date

import pytest

from bot.core.faq.model import ClinicalReview
from bot.core.faq.sign_offs import Signable, SignOffCount, SignOffState, expiry, signables
from bot.core.faq.signing import with_signature
from bot.core.faq.yaml_document import EditError
from bot.core.faq.yaml_reader import read_faq

TODAY = date(2026, 11, 29)
FAQ = """\
# comments stay
messages: {emergency_line: "Call {clinic.emergency_number}."}   # short
entries:
  - id: swelling   # the first
    question: Will it swell?
    answer: >-
      A little,
      at first.
    sources:
      - title: A book
        url: https://example.org/book
    # patients like this one
    follow_ups: [price]

  - {id: price, question: What does it cost?, answer: It depends.}
  - id: draft
    question: Is it ready?
    answer: No.
    status: draft
urgent:
  if_now: Call now.
  signs:
    - id: breathing
      title: Breath
      message: "**Call 112.**"
      alarm: [I choke]
"""


def item(key: str, text: str = FAQ) -> Signable:
    return next(one for one in signables(read_faq(text.encode()).faq) if one.key == key)


def signature(key: str, text: str = FAQ, **given: object) -> ClinicalReview:
    values = {"by": "Dr Lee, ENT", "on": TODAY, "expires": date(2027, 11, 29), "text": item(key, text).digest}
    return ClinicalReview.model_validate(values | given)


def signed(key: str, text: str = FAQ, **given: object) -> str:
    return with_signature(text.encode(), key, signature(key, text, **given))[0].decode()


def changed(before: str, after: str) -> list[str]:
    return [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]


def test_answers_messages_for_emergencies_and_other_texts_are_signed() -> None:
    assert [one.key for one in signables(read_faq(FAQ.encode()).faq)] == [
        "answer:swelling",
        "answer:price",
        "alarm:breathing",
        "texts:around",
        "texts:general",
        "texts:after_alarm",
        "texts:after_crisis",
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Will it swell?", "Does it swell?"),
        ("A little,", "A lot,"),
        ("title: A book", "title: Another book"),
        ("example.org/book", "example.org/other"),
        ("    # patients like", "    details: More.\n    # patients like"),
        ("    # patients like", "    video: https://example.org/v\n    # patients like"),
    ],
)
def test_another_word_in_question_answer_details_or_sources_voids_a_signature(old: str, new: str) -> None:
    text = signed("answer:swelling")
    assert item("answer:swelling", text).state(TODAY) is SignOffState.VALID
    assert item("answer:swelling", text.replace(old, new, 1)).state(TODAY) is SignOffState.CHANGED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("A little,\n      at first.", "A little, at first."),
        ("    follow_ups: [price]", "    phrasings: [puffy]\n    checks: [is it puffy]"),
        ("# comments stay", "clinic: {phone: 1}"),
    ],
)
def test_line_ends_phrasings_and_the_clinics_details_leave_it_valid(old: str, new: str) -> None:
    assert item("answer:swelling", signed("answer:swelling").replace(old, new, 1)).holds(TODAY)


def test_another_message_or_level_of_a_sign_voids_its_signature() -> None:
    text = signed("alarm:breathing")
    assert item("alarm:breathing", text).holds(TODAY)
    assert not item("alarm:breathing", text.replace("Call 112", "Call 999")).holds(TODAY)
    less = text.replace("title: Breath", "level: same_day\n      title: Breath")
    assert not item("alarm:breathing", less).holds(TODAY)


def test_a_signature_holds_from_its_day_to_its_last() -> None:
    one = item("answer:price", signed("answer:price", on=date(2026, 11, 29), expires=date(2026, 12, 1)))
    days = (date(2026, 11, 28), date(2026, 11, 29), date(2026, 12, 1), date(2026, 12, 2))
    states = [SignOffState.EARLY, SignOffState.VALID, SignOffState.VALID, SignOffState.EXPIRED]
    assert [one.state(day) for day in days] == states


def test_a_signature_of_an_earlier_version_loads_and_does_not_hold() -> None:
    old = FAQ.replace("question: What does", "reviewed: {by: Dr X, on: 2026-01-01}, question: What does")
    assert item("answer:price", old).state(TODAY) is SignOffState.UNTIED


@pytest.mark.parametrize(
    "key", ["answer:swelling", "answer:price", "alarm:breathing", "texts:around", "texts:after_alarm"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_signing_changes_its_own_lines_only_and_taking_it_back_restores_the_file(key: str, end: str) -> None:
    before = ("\ufeff" + FAQ.replace("\n", end)).encode()
    after, faq = with_signature(before, key, signature(key))
    assert next(one for one in signables(faq) if one.key == key).holds(TODAY)
    lines = changed(before.decode(), after.decode())
    gone = [line for line in lines if line[0] == "-"]
    assert len(gone) == (1 if key == "answer:price" else 0), "an entry in { } stays on its line"
    assert len(lines) - 2 * len(gone) == {"answer:price": 0, "texts:after_alarm": 2}.get(key, 1)
    assert with_signature(after, key, None)[0] == before


def test_a_signature_in_lines_of_its_own_keeps_its_comments() -> None:
    lines = "reviewed:\n      by: Dr Old   # retired\n      on: 2020-01-01\n    answer: >-"
    text = FAQ.replace("answer: >-", lines, 1)
    new = signed("answer:swelling", text)
    assert changed(text, new) == [
        "-       by: Dr Old   # retired",
        '+       by: "Dr Lee, ENT"   # retired',
        "-       on: 2020-01-01",
        "+       on: 2026-11-29",
        "+       expires: 2027-11-29",
        f'+       text: "{item("answer:swelling").digest}"',
    ]
    assert "reviewed" not in with_signature(new.encode(), "answer:swelling", None)[0].decode()


def test_what_is_not_in_the_file_is_not_signed() -> None:
    with pytest.raises(EditError, match="not in the file"):
        with_signature(FAQ.encode(), "answer:draft", signature("answer:price"))


def test_the_count_says_what_ends_soon_and_what_holds_no_longer() -> None:
    text = signed("answer:price", signed("answer:swelling", expires=date(2027, 1, 28)), expires=date(2027, 1, 29))
    text = signed("alarm:breathing", text, expires=date(2026, 1, 1))
    count = SignOffCount.of(read_faq(text.encode()).faq, TODAY)
    assert count.words == "2 of 2 answers, 0 of 5 other texts"
    assert [one.id for one in count.expiring] == ["swelling"]
    assert [one.id for one in count.lapsed] == ["breathing"]


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [("2026-11-29", 12, "2027-11-29"), ("2026-08-31", 6, "2027-02-28"), ("2028-02-29", 24, "2030-02-28")],
)
def test_a_term_ends_on_the_same_day_of_its_month_or_the_last(day: str, months: int, end: str) -> None:
    assert expiry(date.fromisoformat(day), months) == date.fromisoformat(end)
