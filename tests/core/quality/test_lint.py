"""The texts of a FAQ that need care are named, each with its place."""

from __future__ import annotations

import pytest

from bot.core.faq.clinic_faults import clinic_fault
from bot.core.faq.model import Urgent
from bot.core.faq.yaml_reader import read_faq
from bot.core.quality.checks import CheckKind
from bot.core.quality.examination import Examination, examine
from bot.core.quality.findings import Level
from bot.core.quality.lint import lint_faq, text_findings
from bot.core.quality.translation_lint import missing_translations
from bot.core.red_flags.section import RedFlagSection
from tests.support.checked import FAQ, TODAY, messages, subject
from tests.support.paths import FAQ as FAQ_PATH


def test_an_emergency_message_without_a_number_and_an_emergency_made_less_urgent_are_named() -> None:
    text = FAQ.replace("Call 112 for an ambulance now.", "Sit up.").replace(
        "- id: breathing", "- id: breathing\n      level: same_day"
    )
    found = messages(examine(subject(text), TODAY), "urgent")
    assert any("'breathing' is an emergency, and PATIENTS" in one for one in found)
    assert any("this text for an emergency NAMES NO NUMBER TO CALL" in one for one in found)


def test_a_language_in_which_no_emergency_is_recognised_is_one_error() -> None:
    main = read_faq(FAQ.encode()).faq
    french = examine(subject("language: fr\n" + FAQ, main), TODAY)
    (found,) = messages(french, "urgent")
    assert found.startswith("faq.yaml:1:11: error: emergencies are not recognised in French")
    assert "write it in English or Spanish" in found
    assert not {one.check.kind for one in french.results} & {CheckKind.ALARM, CheckKind.NO_ALARM}
    bare = read_faq(b"language: fr\nentries:\n  - {id: one, question: Qui ?, answer: Moi.}\n")
    assert [one.kind for one in missing_translations(main, bare.faq, bare.places)].count("urgent") == 0


def test_a_message_of_an_earlier_version_is_taken_and_named() -> None:
    old = examine(subject(FAQ.replace("urgent:\n", "messages: {group_only_private: Please}\nurgent:\n", 1)), TODAY)
    assert messages(old, "retired") == [
        "faq.yaml:2:12: warning: 'group_only_private' is shown nowhere any more (remove it)"
    ]


def test_texts_that_need_care_are_found(examined: Examination) -> None:
    first, second, phone = messages(examined, "clinic")
    assert "clinic emergency_number is not there" in first
    assert "clinic crisis_line is not there" in second
    assert "clinic phone is still '[clinic phone]'" in phone
    assert "'price' names no source" in messages(examined, "source")[0]
    assert "'price' was last checked 2024-01-01" in messages(examined, "review")[0]
    assert ["'work' has 0 phrasings" in one for one in messages(examined, "phrasings")] == [True]
    assert ["'price' has a short answer for readers" in one for one in messages(examined, "reading")] == [True]
    assert not messages(examined, "urgent")


def test_what_is_unfinished_is_named() -> None:
    entry = (
        "entries:\n  - id: unfinished\n    question: Is it ready?\n    answer: Call [TODO] for **more.\n"
        "    reviewed: {by: A clinician, on: 2999-01-01}\n"
    )
    text = FAQ.replace("entries:\n", entry)
    found = [str(one) for one in examine(subject(text), TODAY).findings if one.entry_id == "unfinished"]
    assert any("'unfinished' shows patients '[TODO]'" in one for one in found)
    assert any("'unfinished' has a '**' without a second one" in one for one in found)
    assert any("'unfinished' was checked on 2999-01-01, which is yet to come" in one for one in found)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("Call <b>now</b>.", "shows patients '<b>'"),
        ("See [our page](www.example.org).", "shows patients '[our page](www.example.org)', which is no link"),
        ("“Call 112.”", "is in typographic quotes, which patients read too"),
    ],
)
def test_mark_up_that_patients_would_read_is_named(answer: str, said: str) -> None:
    for text in (
        FAQ.replace("A little. It passes.", f"'{answer}'"),
        FAQ.replace("See an eye doctor today, call 112.", f"'{answer} 112'" if "“" not in answer else answer),
    ):
        (found,) = messages(examine(subject(text), TODAY), "text")
        assert said in found
    assert not messages(
        examine(subject(FAQ.replace("A little. It passes.", "'See [it](https://e.org), 5 < 6.'")), TODAY), "text"
    )


def test_a_comment_that_may_be_part_of_a_text_is_named() -> None:
    text = FAQ.replace("A little. It passes.", "A little # it passes").replace("id: driving", "id: driving # important")
    (found,) = messages(examine(subject(text), TODAY), "text")
    assert found.startswith(
        "faq.yaml:21:13: warning: a comment follows this text, which patients don't read: '# it pass"
    )


def test_a_number_in_typographic_quotes_is_named() -> None:
    (found,) = messages(examine(subject(FAQ.replace('"[clinic phone]"', "“020 7946 0000”")), TODAY), "text")
    assert found.startswith("faq.yaml:1:36: warning: clinic phone is in typographic quotes")


def test_a_question_longer_than_a_button_is_a_note() -> None:
    long = "Is there anything at all that I should know before the day of my first session?"
    (found,) = messages(examine(subject(FAQ.replace("Can I fly on holiday?", long)), TODAY), "button")
    assert found.startswith("faq.yaml:46:15: note: entry 'holiday' has a question of 79 characters, which buttons cut")


def test_a_translation_without_signs_borrows_those_of_the_main_faq() -> None:
    main = read_faq(FAQ.encode()).faq
    text = "language: es\nentries:\n  - {id: work, question: Q, answer: A}\n"
    loaded = read_faq(text.encode(), "faq.es.yaml", main)
    section = RedFlagSection.borrowed(main.urgent or Urgent(), "es")
    (found,) = [one for one in lint_faq(loaded.faq, loaded.places, section, main) if one.kind == "urgent"]
    assert found.level is Level.WARNING
    assert "patients who tell of an emergency in Spanish read about it in English" in found.message
    assert not [one for one in missing_translations(main, loaded.faq, loaded.places) if one.kind == "urgent"]


@pytest.mark.parametrize(
    ("written", "said"), [("urgent: {signs: []}", "`urgent` has no signs"), ("", "there is no `ur")]
)
def test_no_signs_are_an_error_in_words(written: str, said: str) -> None:
    text = FAQ[: FAQ.index("urgent:")] + f"{written}\n" + FAQ[FAQ.index("entries:") :]
    (found,) = messages(examine(subject(text), TODAY), "urgent")
    assert f"{said}" in found
    assert "NO EMERGENCY IN A MESSAGE WILL BE NOTICED" in found


def test_a_faq_without_red_flags_is_told_so_loudly() -> None:
    text = FAQ[: FAQ.index("urgent:")] + FAQ[FAQ.index("entries:") :]
    found = [one for one in examine(subject(text), TODAY).findings if one.kind == "urgent"]
    assert [one.level for one in found] == [Level.ERROR]
    assert "NO EMERGENCY" in found[0].message


def test_a_sign_that_only_the_bot_or_only_the_faq_knows_is_told() -> None:
    text = FAQ.replace("- id: breathing", "- id: breathin")
    found = [one for one in examine(subject(text), TODAY).findings if one.kind == "urgent"]
    assert [str(one) for one in found] == [
        "faq.yaml:3:3: error: there is no sign 'breathing': THIS EMERGENCY WILL NOT BE NOTICED"
        " (add it with title and message)",
        "faq.yaml:4:11: warning: the bot has no patterns for sign 'breathin': it notices only messages like its"
        " examples (did you mean 'breathing'?)",
    ]


def test_a_long_short_answer_is_counted() -> None:
    text = FAQ.replace("answer: The next day.", f"answer: {'so ' * 61}")
    found = [one.message for one in examine(subject(text), TODAY).findings if one.kind == "length"]
    assert found == ["entry 'work' has a short answer of 61 words"]


def test_a_translation_lacks_what_the_main_edition_has() -> None:
    main = read_faq(FAQ.encode()).faq
    text = "language: es\nentries:\n  - {id: work, question: Q, answer: A}\n  - {id: mine, question: M, answer: A}\n"
    text += "urgent: {signs: [{id: eye, title: O, message: Llame al 112.}]}\n"
    loaded = read_faq(text.encode(), "faq.es.yaml", main)
    found = [str(one) for one in missing_translations(main, loaded.faq, loaded.places)]
    assert len(found) == 4 + 1 + 1 + 1
    assert found[0].startswith("faq.es.yaml:2:1: warning: entry 'swelling' is not translated into 'es'")
    assert "entry 'work' has no `sources`, which it has in 'en'" in found[4]
    assert "entry 'mine' is in this translation only" in found[5]
    assert "urgent sign 'breathing' is not translated" in found[6]


def test_a_translation_is_told_from_a_text_that_has_changed_since() -> None:
    main = read_faq(FAQ.encode()).faq
    digest = next(entry.text_digest for entry in main.entries if entry.id == "work")
    entry = "{id: work, question: Q, answer: A, translated: {of: %s, on: 2026-11-01}}"

    def behind(of: str) -> list[str]:
        loaded = read_faq(f"language: es\nentries:\n  - {entry % of}\n".encode(), "faq.es.yaml", main)
        return [str(one) for one in missing_translations(main, loaded.faq, loaded.places) if "since" in one.message]

    assert behind(f'"{digest}"') == []
    (found,) = behind('"00000000"')
    assert "entry 'work' was translated on 2026-11-01, and its text in 'en' has changed since" in found
    assert f'write `of: "{digest}"`' in found


def test_an_emergency_message_is_told_from_one_that_has_changed_since() -> None:
    main = read_faq(FAQ.encode()).faq
    assert main.urgent is not None
    sign = main.urgent.signs[0]
    text = (
        "language: es\nurgent:\n  translated: {of: %s, on: 2026-11-01}\n  signs:\n"
        "    - {id: %s, title: T, message: M, translated: {of: %s, on: 2026-11-01}}\n"
        "entries:\n  - {id: work, question: Q, answer: A}\n"
    )

    def behind(*digests: str) -> list[str]:
        written = text % (f'"{digests[0]}"', sign.id, f'"{digests[1]}"')
        loaded = read_faq(written.encode(), "faq.es.yaml", main)
        return [str(one) for one in missing_translations(main, loaded.faq, loaded.places) if "since" in one.message]

    assert behind(main.urgent.text_digest, sign.text_digest) == []
    both = behind("00000000", "00000000")
    assert "faq.es.yaml:2:1: warning: `if_now` or `unclear` was translated on 2026-11-01" in both[0]
    assert f"faq.es.yaml:5:12: warning: urgent sign '{sign.id}' was translated on 2026-11-01" in both[1]


def test_details_of_the_clinic_that_patients_cannot_use_are_told() -> None:
    clinic = "{booking_url: smile, email: desk}"
    data = f"clinic: {clinic}\nentries:\n  - {{id: a, question: A?, answer: A.}}\n".encode()
    loaded = read_faq(data, "faq.yaml")
    found = [
        one.message
        for one in lint_faq(loaded.faq, loaded.places, RedFlagSection.of(loaded.faq))
        if one.kind == "clinic"
    ]
    assert "clinic booking_url 'smile' is no web address" in found
    assert "clinic email 'desk' has no @ in it" in found
    assert "has more than 6 digits" in clinic_fault("emergency_number", "9999999")
    assert "nobody can call it" in clinic_fault("crisis_line", "Samaritans")
    assert "is an e-mail address" in clinic_fault("hours", "info@smile.example")
    assert "is no whole address" in clinic_fault("email", "info@smile")
    for name, value in (
        ("emergency_number", "+41 44 123 45 67"),
        ("emergency_number", "112, 117 or 144"),
        ("crisis_line", "text HOME to 741741"),
        ("crisis_line", "chat.example.org"),
        ("email", "desk@smile.example.org"),
        ("hours", "Monday to Friday, 9 to 17"),
    ):
        assert clinic_fault(name, value) == ""
    assert clinic_fault("booking_url", "http://smile.example/book") == clinic_fault("phone", "1") == ""


def finished(written: str) -> list[str]:
    """What is told of the texts of a FAQ with this answer."""
    loaded = read_faq(f"entries:\n  - id: a\n    question: A?\n    answer: {written}\n".encode(), "faq.yaml")
    return [str(one) for one in text_findings(loaded.faq, loaded.places)]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (
            "'Call {what is on your letter}.'",
            "4:13: warning: entry 'a' shows patients '{what is on your letter}'",
        ),
        ("'A smile :-{ helps.'", "4:13: warning: entry 'a' shows patients '{ helps.'"),
        ("Call clinic.phone.", "4:13: warning: entry 'a' shows patients 'clinic.phone' (write {clinic.phone}"),
        (">-\n      Three months\n      - or four.", "6:7: warning: this line becomes one with the line above it"),
        ("|\n      • one\n      • two", "shows patients the lines that begin with '•' as one (begin each line of a"),
        ("|\n      1. one\n      2. two", "shows patients the lines that begin with '1.' as one"),
        (">-\n      1. one\n      2. two", "6:7: warning: this line becomes one with"),
        ("|\n      -one\n      -two", "shows patients the lines that begin with '-' as one"),
    ],
)
def test_a_text_that_may_be_meant_as_a_list_or_to_be_filled_in_is_told(written: str, told: str) -> None:
    (line,) = finished(written)
    assert told in line


def test_web_addresses_ranges_and_lists_are_no_unfinished_texts() -> None:
    for written in (
        "See www.clinic.name or me@clinic.phone or clinic.name/x.",
        "It lasts 3 - 4 months.",
        "|\n      Bring:\n      - one\n      - two",
        ">-\n      From 2019 on,\n      2. May is the day.",
    ):
        assert finished(written) == []


def test_the_shipped_files_have_no_unfinished_text() -> None:
    main = read_faq(FAQ_PATH.read_bytes(), FAQ_PATH.name)
    spanish = FAQ_PATH.with_name("faq.es.yaml")
    translation = read_faq(spanish.read_bytes(), spanish.name, main.faq)
    for loaded in (main, translation):
        assert list(text_findings(loaded.faq, loaded.places)) == []
