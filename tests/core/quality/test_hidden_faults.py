"""What loads without a word and patients would see broken is told with its place and what to write."""

from __future__ import annotations

from datetime import date

import pytest

from bot.core.faq.clinic_faults import clinic_fault, unusable
from bot.core.faq.model import Clinic
from bot.core.faq.yaml_reader import read_faq
from bot.core.positions import FaqProblems
from bot.core.quality.emergency_number import emergency_number_fault
from bot.core.quality.findings import Finding, Level
from bot.core.quality.lint import lint_faq
from bot.core.quality.signatures import lapsed_signatures
from bot.core.quality.swapped_signs import swapped_signs
from bot.core.quality.typing_slips import typing_slips
from bot.core.red_flags.section import RedFlagSection
from tests.support.paths import FAQ

TODAY = date(2026, 11, 29)
GOOD = """\
clinic: {emergency_number: "999", crisis_line: "116 123"}
entries:
  - id: one
    question: What is it?
    answer: It is this and nothing else.
  - id: two
    question: When is it?
    answer: It is on Monday.
"""
SPANISH = "Después de la inyección puede tener un poco de dolor en la cara, pero se le pasa en unos pocos días."


def findings(text: str) -> list[Finding]:
    loaded = read_faq(text.encode(), "faq.yaml")
    section = RedFlagSection.of(loaded.faq)
    return [*lint_faq(loaded.faq, loaded.places, section), *typing_slips(loaded.faq, loaded.places)]


def told(text: str, *kinds: str) -> list[str]:
    return [str(one) for one in findings(text) if one.kind in kinds]


@pytest.mark.parametrize("number", ["O99", "9l1", "112or999"])
def test_an_emergency_number_with_a_letter_is_refused(number: str) -> None:
    with pytest.raises(FaqProblems) as caught:
        read_faq(GOOD.replace('"999"', f'"{number}"').encode())
    (line,) = [str(one) for one in caught.value.problems]
    assert f"the emergency number '{number}' has a letter in a number, so nobody can call it" in line
    assert unusable("emergency_number", "112, or 999 from a mobile") == ""


@pytest.mark.parametrize(
    ("number", "phone", "unknown"),
    [
        ("99", "+44 20 7946 0000", "99"),
        ("911", "0044 20 7946 0000", "911"),
        ("999 or 911", "+44 20 7946 0000", "911"),
        ("9 9 9", "+44 (0)20 7946 0000", ""),
        ("112, 117 or 144", "+41 44 123 45 67", ""),
        ("+44 20 7946 0001", "+44 20 7946 0000", ""),
        ("99", "020 7946 0000", ""),
        ("[emergency number]", "+44 20 7946 0000", ""),
    ],
)
def test_an_emergency_number_unknown_in_the_country_of_the_phone_number_is_doubted(
    number: str, phone: str, unknown: str
) -> None:
    fault = emergency_number_fault(Clinic(emergency_number=number, phone=phone))
    assert fault.endswith(f"make sure that patients can call {unknown}") if unknown else fault == ""


def test_a_country_told_otherwise_counts_where_no_phone_number_tells_one() -> None:
    assert "known in GB: 112, 999" in emergency_number_fault(Clinic(emergency_number="99"), ["GB"])
    assert emergency_number_fault(Clinic(emergency_number="911", phone="+1 212 555 0100"), ["GB"]) == ""
    assert "known in GB: 112, 999" in told(GOOD.replace('"999"', '"99", phone: +44 20 7946 0000'), "clinic")[-1]


@pytest.mark.parametrize("written", ["Call 911 now.", "**In an emergency dial (911)** or go there."])
def test_a_number_of_another_country_typed_into_an_answer_is_told_with_the_placeholder(written: str) -> None:
    (line,) = told(GOOD.replace("It is on Monday.", f"'{written}'"), "number")
    assert line.startswith("faq.yaml:8:13: warning: 911 is typed into this text and is no number of your clinic")
    assert line.endswith("(write {clinic.emergency_number} where the number belongs)")


def test_in_a_text_for_an_emergency_a_number_needs_no_verb() -> None:
    urgent = "urgent: {signs: [{id: x, title: X, message: '911! Or 988 at night. {clinic.phone}'}]}\n"
    (line,) = told(GOOD + urgent, "number")
    assert "911 is typed into this text" in line
    (line,) = told(GOOD + urgent.replace("911! Or ", ""), "number")
    assert "988 is typed" in line
    assert "{clinic.crisis_line}" in line


@pytest.mark.parametrize(
    "written", ["Call 999 or 116 123.", "Call after 112 visits, or 11-12.", "It was 911 days ago.", "Call +44 999 12."]
)
def test_the_clinics_own_numbers_and_other_figures_may_be_typed(written: str) -> None:
    found = told(GOOD.replace("It is on Monday.", f"'{written}'"), "number")
    assert not found or "112 visits" in written


@pytest.mark.parametrize(
    ("written", "word", "meant"),
    [
        ("donâ€™t worry", "donâ€™t", "don’t"),
        ("fÃ¼r alle", "fÃ¼r", "für"),
        ("two â€“ three", "â€“", "–"),
        ("Â¿QuÃ© es?", "Â¿QuÃ©", "¿Qué"),
        ("a smile ðŸ™‚", "ðŸ™‚", "🙂"),
        ("itÃ¢â‚¬â„¢s", "itÃ¢â‚¬â„¢s", "it’s"),
    ],
)
def test_broken_letters_are_told_with_what_was_meant_wherever_they_stand(written: str, word: str, meant: str) -> None:
    phrasings = f"    phrasings: ['{written}']\n"
    for text in (GOOD.replace("It is on Monday.", written), GOOD + phrasings):
        (line,) = told(text, "text")
        assert f"this text has broken letters: '{word}" in line
        assert f"(write '{meant}" in line
        assert line.endswith("and save the file with encoding UTF-8)")


def test_a_letter_that_is_lost_is_told_with_its_word() -> None:
    (line,) = told(GOOD.replace("on Monday", "at the caf\ufffd door"), "text")
    assert "broken letters: 'caf\ufffd' (type the letter that belongs where \ufffd stands" in line


@pytest.mark.parametrize("written", ["It is «¡OLÉ!» CAFÉ» MAÇÃ” château…”.", "naïve ä ö ü Ã â", "5 £ – 6 € “some”"])
def test_letters_that_only_resemble_broken_ones_are_none(written: str) -> None:
    assert told(GOOD.replace("It is on Monday.", written), "text") == []


def test_a_draft_that_is_offered_is_told_at_its_status() -> None:
    text = GOOD.replace("nothing else.", "nothing else.\n    follow_ups: [two]") + "    status: draft\n"
    urgent = "urgent: {signs: [{id: x, title: X, message: 'Call {clinic.phone}.', related: two}]}\n"
    (line,) = told(text + urgent, "draft")
    assert line.startswith(
        "faq.yaml:10:13: warning: entry 'two' is a draft, so its button is gone below 1 answer: 'one', and below the"
        " emergency message of 'x' (delete the line `status: draft`"
    )
    assert told(GOOD + "    status: draft\n", "draft") == []


@pytest.mark.parametrize("answer", ["x", "No", "'-'"])
def test_an_answer_of_one_letter_or_two_is_told(answer: str) -> None:
    (line,) = [one for one in told(GOOD.replace("It is on Monday.", answer), "text") if "the whole of its" in one]
    assert "8:13: warning: entry 'two' has" in line
    assert "as the whole of its answer (write what patients should read)" in line


def test_an_answer_in_another_language_is_told_only_if_it_is_long_enough() -> None:
    (line,) = told(GOOD.replace("It is on Monday.", SPANISH), "text")
    assert "entry 'two' is in Spanish, and this file in English (write it in English, or" in line
    assert told(GOOD.replace("It is on Monday.", SPANISH[:30]), "text") == []
    (line, *_) = told(
        f"language: es\n{GOOD}".replace(
            "It is on Monday.", "You may feel a bit of pain after the jab, it goes away within a few days."
        ),
        "text",
    )
    assert "is in English, and this file in Spanish" in line


def test_a_message_that_is_not_in_the_file_is_a_note_in_english_and_a_warning_elsewhere() -> None:
    (note,) = [one for one in findings(GOOD + "messages: {welcome: Hello you.}\n") if one.kind == "messages"]
    assert note.level is Level.NOTE
    assert "patients read the bot's own words for what is not in `messages`: help, privacy, contact" in note.message
    (found,) = [one for one in findings(f"language: es\n{GOOD}") if one.kind == "messages"]
    assert found.level is Level.WARNING
    assert "patients read English words for what is not in `messages`: welcome, " in found.message


@pytest.mark.parametrize("phone", ["00000", "0000 000", "12345", "0123 456789"])
def test_a_phone_number_that_only_fills_the_place_is_told(phone: str) -> None:
    assert "number" in clinic_fault("phone", phone)
    (line,) = [one for one in told(GOOD.replace('"999"', f'"999", phone: "{phone}"'), "clinic") if "phone" in one]
    assert "1:" in line


def test_real_phone_numbers_are_no_fault() -> None:
    for number in ("020 7946 0000", "+41 44 123 45 67", "1", "0800 0000 01", "112", "1-800-FLOWERS"):
        assert clinic_fault("phone", number) == ""
    assert "has a letter in a number" in clinic_fault("phone", "020 7946 OO00")
    assert "has a letter in a number" in clinic_fault("crisis_line", "116 l23")
    assert clinic_fault("crisis_line", "text HOME to 741741") == ""


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ("on: 2999-01-01", "was checked on 2999-01-01, which is yet to come: today is 2026-11-29 (correct `on`, or"),
        (
            "on: 2026-01-02, expires: 2026-01-01",
            "was checked on 2026-01-02, and the check expires on 2026-01-01, before that day (correct `expires`, or",
        ),
    ],
)
@pytest.mark.parametrize("digest", ["", ", text: '00000000'"])
def test_an_impossible_signature_is_told_and_no_digest_is_proposed(days: str, said: str, digest: str) -> None:
    loaded = read_faq((GOOD + f"    reviewed: {{by: Dr X, {days}{digest}}}\n").encode())
    (line,) = [str(one) for one in lapsed_signatures(loaded.faq, loaded.places, TODAY)]
    assert said in line
    assert "text:" not in line


@pytest.mark.parametrize("name", ["faq.yaml", "faq.es.yaml"])
def test_swapped_ids_of_two_signs_are_told(name: str) -> None:
    main = read_faq(FAQ.read_bytes(), FAQ.name).faq
    text = FAQ.with_name(name).read_text(encoding="utf-8")

    def found(written: str) -> list[Finding]:
        loaded = read_faq(written.encode(), name, main)
        return list(swapped_signs(RedFlagSection.of(loaded.faq), loaded.places))

    assert found(text) == []
    swapped = text.replace("- id: chest\n", "- id: tmp\n").replace("- id: eye\n", "- id: chest\n")
    (one,) = found(swapped.replace("- id: tmp\n", "- id: eye\n"))
    assert "the ids 'eye' and 'chest' seem to be swapped, so PATIENTS READ THE MESSAGE FOR ANOTHER" in one.message
