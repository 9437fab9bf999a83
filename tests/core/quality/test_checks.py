"""A FAQ is measured with its own messages, and an edit by what it changes in that."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.core.dialogue.interpreter import Interpreter
from bot.core.faq.clinic_faults import clinic_fault
from bot.core.faq.edits import AddPhrasings, edited
from bot.core.faq.model import Faq, Urgent
from bot.core.faq.yaml_reader import read_faq
from bot.core.matching.matcher import Matcher
from bot.core.quality.checks import CheckedFaq, CheckKind, CheckState, Examination, examine
from bot.core.quality.comparison import compare, preview
from bot.core.quality.evaluation import LabelledMessage, evaluate
from bot.core.quality.lint import Level, missing_translations, text_findings, upkeep
from bot.core.quality.readability import ease, grade, hard, syllables, word_count
from bot.core.red_flags.data import RedFlagPatterns, SignPatterns
from bot.core.red_flags.detector import RedFlagDetector
from bot.core.red_flags.section import RedFlagSection
from bot.core.text.language_id import LanguageIdentifier
from bot.core.text.normalization import normalize
from bot.words import load
from tests.support.paths import FAQ as FAQ_PATH

TODAY = date(2026, 11, 22)
PATTERNS = RedFlagPatterns(
    signs=(
        SignPatterns(
            id="breathing", phrases=("cannot breathe", "choking"), alarm=("we are choking", "she cannot breathe")
        ),
        SignPatterns(id="eye", phrases=("eye hurts badly",), alarm=("my eye hurts badly",)),
    ),
    no_alarm=("my eye is fine",),
)
FAQ = """\
clinic: {name: Face Clinic, phone: "[clinic phone]"}
urgent:
  signs:
    - id: breathing
      title: Breathing trouble
      message: Call 112 for an ambulance now.
      alarm: [I am choking on my food]
      no_alarm: [the weather is fine]
    - id: eye
      title: Eye pain
      message: See an eye doctor today, call 112.
      alarm: [I cannot breathe]
entries:
  - id: swelling
    question: Will my face swell after the injections?
    phrasings:
      - is a puffy face normal
      - swollen cheeks since the injection
      - how long does swelling last
      - why are my cheeks swollen
    answer: A little. It passes.
    sources: [{title: A book}]
    checks: [puffy swollen face, I am choking]
  - id: driving
    question: May I drive home afterwards?
    phrasings:
      - can I take the car home
      - is driving allowed
      - driving a car the same day
      - am I fit to drive
    answer: Yes, most people may drive.
    sources: [{title: A book}]
    checks: [can I drive my car home]
  - id: price
    question: What does the treatment cost?
    phrasings:
      - how expensive is it
      - price of a session
      - do I have to pay myself
      - what will I pay for a session
    answer: >-
      Notwithstanding considerable interinstitutional variability, approximate remuneration expectations
      predominantly necessitate individualised determination.
    reviewed: {by: Dr X, on: 2024-01-01, expires: 2025-01-01}
  - id: holiday
    question: Can I fly on holiday?
    phrasings:
      - is air travel safe
      - flying after treatment
      - may I board a plane
      - holiday by plane next week
    answer: Yes.
    sources: [{title: A book}]
  - id: work
    question: When can I go back to work?
    answer: The next day.
    sources: [{title: A book}]
  - id: hidden
    question: Is this a draft?
    answer: Yes.
    status: draft
    checks: [never looked at]
off_topic:
  - what is the capital of France
"""


def subject(text: str = FAQ, main: Faq | None = None) -> CheckedFaq:
    loaded = read_faq(text.encode())
    faq = loaded.faq
    matcher = Matcher.fit(faq.published, synonyms=faq.synonyms, matching=faq.matching, off_topic=faq.off_topic)
    words = frozenset(word for e in faq.published for text in e.all_phrasings for word in normalize(text).split())
    red_flags = RedFlagSection(faq.language, faq.urgent or Urgent(), PATTERNS if faq.language == "en" else None)
    detector = RedFlagDetector([red_flags])
    languages = LanguageIdentifier({faq.language: words})
    interpreter = Interpreter(faq.language, matcher, detector.detect, words, languages.likely)
    return CheckedFaq(faq, loaded.places, interpreter, red_flags, detector.evidence, main, load())


@pytest.fixture(scope="module")
def examined() -> Examination:
    return examine(subject(), TODAY)


def messages(examination: Examination, kind: str) -> list[str]:
    return [str(finding) for finding in examination.findings if finding.kind == kind]


def test_every_check_is_met_as_a_patient_would_be(examined: Examination) -> None:
    states = {(one.check.sort, one.check.owner, one.check.text): one.state for one in examined.results}
    assert states[CheckKind.OFF_TOPIC, "", "what is the capital of France"] is CheckState.PASSED
    assert states[CheckKind.ANSWER, "driving", "can I drive my car home"] >= CheckState.HESITANT
    assert states[CheckKind.ALARM, "breathing", "I am choking on my food"] is CheckState.PASSED
    assert states[CheckKind.NO_ALARM, "breathing", "the weather is fine"] is CheckState.PASSED
    assert not any(one.check.owner == "hidden" for one in examined.results)


def test_a_failing_check_names_its_line_and_what_it_got(examined: Examination) -> None:
    found = next(one for one in messages(examined, "check") if "'I am choking' must" in one)
    assert found.startswith("faq.yaml:23:34: warning:")
    assert "the answer of 'swelling' and gets alarm 'breathing'" in found


def test_examples_that_silence_an_emergency_or_alarm_at_thanks_are_named() -> None:
    taught = FAQ.replace("the weather is fine", "I cannot breathe at all").replace("I am choking on my food", "thanks")
    found = messages(examine(subject(taught), TODAY), "alarm")
    silenced = next(one for one in found if "'I cannot breathe at all' says 'breathing' in plain words" in one)
    assert silenced.startswith("faq.yaml:8:18: warning:")
    assert any("'thanks' raises the alarm 'breathing', but is small talk (thanks)" in one for one in found)
    assert not any("in plain words" in one for one in messages(examine(subject(FAQ), TODAY), "alarm"))


@pytest.mark.parametrize(
    ("text", "said"),
    [("I have that", "what patients reply to other messages"), ("can I drive my car home", "a question of 'driving'")],
)
def test_an_alarm_that_would_meet_a_reply_or_a_question_is_named(text: str, said: str) -> None:
    taught = FAQ.replace("I am choking on my food", text)
    found = messages(examine(subject(taught), TODAY), "alarm")
    assert any(f"'{text}' raises the alarm 'breathing', but is {said}" in one for one in found)


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
    assert not {one.check.sort for one in french.results} & {CheckKind.ALARM, CheckKind.NO_ALARM}
    bare = read_faq(b"language: fr\nentries:\n  - {id: one, question: Qui ?, answer: Moi.}\n")
    assert [one.kind for one in missing_translations(main, bare.faq, bare.places)].count("urgent") == 0


def test_a_message_of_an_earlier_version_is_taken_and_named() -> None:
    old = examine(subject(FAQ.replace("urgent:\n", "messages: {group_only_private: Please}\nurgent:\n", 1)), TODAY)
    assert messages(old, "retired") == [
        "faq.yaml:2:12: warning: 'group_only_private' is shown nowhere any more (remove it)"
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "[I am choking on my food]",
            "[I am choking on my food, I cannot breathe!]",
            "faq.yaml:7:40: error: 'I cannot breathe!' stands under `alarm` of 'breathing' in line 7 and under `alarm`"
            " of 'eye' in line 12 (keep it in one of them)",
        ),
        (
            "[the weather is fine]",
            "[the weather is fine, i am choking on my FOOD]",
            "faq.yaml:7:15: error: 'I am choking on my food' stands under `alarm` of 'breathing' in line 7 and under"
            " `no_alarm` in line 8 (keep it in one of them)",
        ),
    ],
)
def test_examples_that_contradict_each_other_are_told_once(old: str, new: str, said: str) -> None:
    found = messages(examine(subject(FAQ.replace(old, new)), TODAY), "alarm")
    assert [one for one in found if " must get " in one or " stands " in one] == [said]


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
    (found,) = [one for one in upkeep(loaded.faq, loaded.places, section, main) if one.kind == "urgent"]
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


def test_misses_are_notes_while_they_are_as_many_as_is_to_be_expected(examined: Examination) -> None:
    assert {one.level for one in examined.findings if one.kind in {"collision", "sink"}} <= {Level.NOTE}
    strict = FAQ.replace("entries:", "matching: {wrong_answers: 0.001}\nentries:", 1).replace(
        "checks: [can I drive my car home]", "checks: [is air travel safe, may I board a plane]"
    )
    wrong = [one for one in examine(subject(strict), TODAY).findings if "gets the answer of 'holiday'" in one.message]
    assert [one.level for one in wrong] == [Level.ERROR, Level.ERROR]


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


def test_the_surest_wrong_answer_is_the_worst_finding(examined: Examination) -> None:
    wrong = [one for one in examined.findings if one.kind == "check" and "gets the answer of" in one.message]
    assert all(one.weight > 0.5 for one in wrong)
    assert all(one.weight == 0 for one in examined.findings if one.kind == "check" and one not in wrong)


def test_findings_are_sorted_by_place(examined: Examination) -> None:
    places = [finding.place for finding in examined.findings]
    assert places == sorted(places)


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


def test_built_in_examples_are_tried_apart_and_told_together(examined: Examination) -> None:
    texts = ["we are choking", "she cannot breathe", "my eye hurts badly", "my eye is fine"]
    assert [one.check.text for one in examined.built_in] == texts
    assert all(one.state is CheckState.PASSED for one in examined.built_in)
    deaf = replace(subject(), interpreter=replace(subject().interpreter, detect=RedFlagDetector([]).detect))
    found = [str(one) for one in examine(deaf, TODAY).findings if "built-in" in one.message]
    assert len(found) == 2
    assert found[0].startswith(
        "faq.yaml:4:11: error: 'we are choking (and 1 more built-in messages)' must get alarm 'breathing' and gets no"
    )
    assert "'my eye hurts badly (a built-in message)' must get alarm 'eye' and gets no alarm: " in found[1]
    assert "this very message is among the examples" in found[1]


def test_taking_a_sign_out_breaks_the_built_in_examples_of_it(examined: Examination) -> None:
    text = FAQ[: FAQ.index("    - id: eye")] + FAQ[FAQ.index("entries:") :]
    comparison = compare(examined, examine(subject(text), TODAY))
    assert [(one.check.owner, one.got) for one in comparison.broken] == [("eye", "no alarm, for there is no such sign")]
    assert comparison.total == len(examined.results) - 1


def test_what_the_faq_says_of_a_built_in_example_is_honoured(examined: Examination) -> None:
    text = FAQ.replace("no_alarm: [the weather is fine]", "no_alarm: [the weather is fine, she cannot breathe]")
    found = examine(subject(text), TODAY)
    assert "she cannot breathe" not in [one.check.text for one in found.built_in]
    assert not [one for one in found.findings if "'she cannot breathe' must" in one.message]
    assert compare(examined, found).broken == ()


def test_a_long_short_answer_is_counted() -> None:
    text = FAQ.replace("answer: The next day.", f"answer: {'so ' * 61}")
    found = [one.message for one in examine(subject(text), TODAY).findings if one.kind == "length"]
    assert found == ["entry 'work' has a short answer of 61 words"]


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


def test_an_edit_that_steals_a_check_breaks_it(examined: Examination) -> None:
    text = FAQ.replace("checks: [can I drive my car home]", "checks: [can I take the car home]")
    before = examine(subject(text), TODAY)
    stolen = text.replace("      - can I take the car home\n", "").replace(
        "      - is air travel safe\n", "      - is air travel safe\n      - can I take the car home\n"
    )
    comparison = compare(before, examine(subject(stolen), TODAY))
    assert [one.check.text for one in comparison.broken] == ["can I take the car home"]
    assert compare(examined, examined).broken == ()
    assert compare(examined, examined).total == comparison.total == len(examined.results)


def test_a_check_that_is_gone_or_new_breaks_nothing(examined: Examination) -> None:
    text = FAQ.replace("checks: [can I drive my car home]", "checks: [zebra crossing]")
    comparison = compare(examined, examine(subject(text), TODAY))
    assert comparison.broken == ()
    assert comparison.total == len(examined.results)


def test_a_preview_says_what_an_edit_mends_and_what_it_comes_close_to() -> None:
    questions = ("is my nose red tomorrow", "red nose tomorrow?")
    before = subject()
    after = subject(edited(FAQ.encode(), AddPhrasings("swelling", (questions[0],))).decode())
    comparison = compare(examine(before, TODAY), examine(after, TODAY))
    shown = preview("swelling", questions, questions[:1], before.interpreter, after.interpreter, comparison)
    assert (shown.questions, shown.answered + shown.offered) == (2, 2)
    assert shown.answered >= 1
    taken = subject(edited(FAQ.encode(), AddPhrasings("swelling", ("driving the car home",))).decode())
    comparison = compare(examine(before, TODAY), examine(taken, TODAY))
    shown = preview("swelling", (), ("driving the car home",), before.interpreter, taken.interpreter, comparison)
    assert shown.collides_with == ("driving",)


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


@pytest.mark.parametrize(
    ("word", "count"),
    [("face", 1), ("muscles", 2), ("injected", 3), ("temporary", 4), ("area", 3), ("table", 2), ("cured", 1)],
)
def test_syllables_are_counted_nearly_as_people_do(word: str, count: int) -> None:
    assert abs(syllables(word) - count) <= (word == "area")


@pytest.mark.parametrize(
    ("word", "count"),
    [("parálisis", 4), ("también", 2), ("día", 2), ("muy", 1), ("guitarra", 3), ("ciudad", 2), ("ahora", 3), ("y", 1)],
)
def test_syllables_of_spanish_words(word: str, count: int) -> None:
    assert syllables(word, "es") == count


def test_spanish_reading_ease_falls_with_long_words_and_sentences() -> None:
    easy, hard_to_read = (
        "El ojo se cierra. Es normal.",
        "La reeducación neuromuscular facial especializada requiere constancia",
    )
    assert ease(easy) > 90 > 40 > ease(hard_to_read)
    assert hard(easy, "es") is None
    assert hard(hard_to_read, "es") is not None
    assert hard(hard_to_read, "de") is None


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


def test_the_reading_grade_rises_with_long_words_and_sentences() -> None:
    easy = "The cat sat on the mat. It was fat."
    hard = "Considerable variability necessitates individualised determination of the appropriate medication."
    assert grade(easy) < 2 < 12 < grade(hard)
    assert grade("Synkinesis is common.", {"synkinesis"}) < grade("Synkinesis is common.")
    assert grade("**") == grade("…") == 0.0
    assert word_count("**two** [words](https://example.org)") == 2


def test_details_of_the_clinic_that_patients_cannot_use_are_told() -> None:
    clinic = "{booking_url: smile, email: desk}"
    data = f"clinic: {clinic}\nentries:\n  - {{id: a, question: A?, answer: A.}}\n".encode()
    loaded = read_faq(data, "faq.yaml")
    found = [
        one.message for one in upkeep(loaded.faq, loaded.places, RedFlagSection.of(loaded.faq)) if one.kind == "clinic"
    ]
    assert "clinic booking_url 'smile' is no web address" in found
    assert "clinic email 'desk' has no @ in it" in found
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


def test_labelled_messages_are_counted_by_how_they_were_met() -> None:
    cases = [
        LabelledMessage(text="is driving allowed", expect="driving", kind="a"),
        LabelledMessage(text="how expensive is it", expect="swelling", also_ok=("price",), kind="a"),
        LabelledMessage(text="is air travel safe", expect="driving", kind="a"),
        LabelledMessage(text="may I board a plane", expect="unmatched", kind="b"),
        LabelledMessage(text="zxcv qwerty", expect="unmatched", kind="b"),
        LabelledMessage(text="I cannot breathe", expect="urgent", kind="c"),
        LabelledMessage(text="I am choking", expect="driving", kind="c"),
        LabelledMessage(text="my eye hurts badly", expect="swelling", also_ok=("urgent",), kind="c"),
    ]
    seen: list[int] = []
    result = evaluate(cases, subject().interpreter, lambda: seen.append(1))
    figures = result.figures
    assert len(seen) == 8
    assert (figures["accuracy"].count, figures["accuracy"].total) == (5, 8)
    assert (figures["wrong"].count, figures["wrong"].total) == (2, 4)
    assert (figures["coverage"].count, figures["coverage"].total) == (2, 5)
    assert figures["coverage"].count <= figures["helped"].count <= figures["recall"].count
    assert figures["helped"].total == 5
    assert (figures["false_answers"].count, figures["false_answers"].total) == (1, 2)
    assert (figures["urgent_recall"].count, figures["urgent_recall"].total) == (1, 1)
    assert (figures["false_alarms"].count, figures["false_alarms"].total) == (1, 6)
    assert figures["recall"].count >= figures["top"].count >= 2
    assert {kind: len(one.met) for kind, one in result.kinds.items()} == {"a": 3, "c": 3, "b": 2}
    assert [one.case.text for one in result.misses] == ["is air travel safe", "may I board a plane", "I am choking"]
    assert figures["wrong"].value == 0.5
    assert evaluate([], subject().interpreter).figures["accuracy"].value is None


def test_an_unmatched_message_may_have_an_answer_that_is_also_right() -> None:
    cases = [LabelledMessage(text="may I board a plane", expect="unmatched", also_ok=("holiday",))]
    result = evaluate(cases, subject().interpreter)
    assert (result.figures["wrong"].count, result.figures["false_answers"].count) == (0, 0)
    assert result.misses == ()
