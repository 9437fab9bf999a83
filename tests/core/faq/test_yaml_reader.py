"""What an admin is told about a faq.yaml: everything that is wrong, at once, with its place and a remedy."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.faq.model import Clinic, Faq
from bot.core.faq.yaml_reader import read_faq
from bot.core.positions import FaqProblems, Problem
from bot.core.strict_yaml import MAX_BYTES

GOOD = """\
version: 1
entries:
  - id: one
    question: What is it?
    answer: It is this.
"""


def problems(text: str | bytes) -> list[str]:
    data = text.encode() if isinstance(text, str) else text
    with pytest.raises(FaqProblems) as caught:
        read_faq(data, "faq.yaml")
    return [str(problem) for problem in caught.value.problems]


def found(data: bytes) -> tuple[Problem, ...]:
    """The problems in a file, or none if it is good; nothing else may come of it."""
    try:
        read_faq(data)
    except FaqProblems as error:
        return error.problems
    return ()


def read(text: str) -> Faq:
    return read_faq(text.encode(), "faq.yaml").faq


def test_three_keys_are_enough_for_an_entry() -> None:
    faq = read(GOOD)
    assert faq.entries[0].all_phrasings == ("What is it?",)
    assert faq.messages.welcome


@pytest.mark.parametrize("written", ["no", "8:30", "0041", "1e3", "null", "~", "2026-11-22", "yes", "1_000"])
def test_scalars_stay_what_was_written(written: str) -> None:
    faq = read(GOOD.replace("It is this.", written))
    assert faq.entries[0].answer == written


def test_an_unknown_key_names_its_place_its_entry_and_the_closest_valid_key() -> None:
    text = GOOD.replace("answer: It is this.", "anwser: It is this.\n    answer: x")
    assert problems(text) == ["faq.yaml:5:5: unknown key 'anwser' in entry 'one' (did you mean 'answer'?)"]


def test_all_problems_are_reported_at_once_sorted_by_place() -> None:
    lines = problems(
        """\
clinic: {fone: 1}
entries:
  - id: side-effects
    question: What?
    anwser: hello
    phrasings: abc
    topic: nowhere
  - id: side-effects
    question: "no"
    answer: 8:30
    follow_ups: [side-efects]
"""
    )
    assert [line.split(": ")[0] for line in lines] == [
        "faq.yaml:1:10",
        "faq.yaml:3:5",
        "faq.yaml:5:5",
        "faq.yaml:6:16",
        "faq.yaml:7:12",
        "faq.yaml:8:9",
        "faq.yaml:11:18",
    ]
    assert "did you mean 'phone'?" in lines[0]
    assert "key 'answer' is missing in entry 'side-effects'" in lines[1]
    assert "must be a list, one `- item` a line" in lines[3]
    assert "topic 'nowhere' of entry 'side-effects' does not exist" in lines[4]
    assert "id 'side-effects' is used twice (the first one is in line 3" in lines[5]
    assert "did you mean 'side-effects'?" in lines[6]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        ("# only a comment\n", "the file is empty"),
        ("- a\n- b\n", "a FAQ is a group of `key: value` lines"),
        ("entries: []\n", "'entries' is empty"),
        ("entries: x\n", "'entries' must be a list"),
        ("entries: &all [*all]\n", "anchors and aliases"),
        ("entries: !!python/object/apply:os.system [ls]\n", "tags (words that begin with !)"),
        ("entries:\n  - id: a\n  bad", "this line is neither a key nor part of a text"),
        (GOOD.replace("It is this.", "**Yes**, it is."), "a text that begins with * must be in quotes (write '**Yes**"),
        ("a: [1, 2", "faq.yaml:1:4: a list or group in [ ] or { } is not closed"),
        ("a: \x01\n", "an invisible control character (U+0001)"),
        (GOOD.replace("    answer", "\tanswer"), "faq.yaml:5:1: a tab stands where blanks must be"),
        (
            GOOD.replace("It is this.", "Note: éé"),
            "5:17: a text with a colon and a blank in it must be in quotes (write",
        ),
        (GOOD.replace("answer: ", "answer:\u00a0"), "faq.yaml:5:12: an invisible blank that is no plain one"),
        (GOOD.replace("It is", "It\u2028is"), "faq.yaml:5:15: an invisible line separator"),
        (GOOD.replace("What is", "éé\x01 is"), "faq.yaml:4:17: an invisible control character"),
        (GOOD.replace("It is this.", '"\\ud83d"'), "in double quotes begins a special character"),
        (GOOD.replace("It is this.", '"It is this.'), "faq.yaml:5:13: a quote is opened here and never closed"),
        (GOOD.replace("It is this.", '"It" is this.'), 'a text begins with " and goes on after the next'),
        (GOOD.replace("It is this.", "{clinic.phone} is it"), "a text that begins with { must be in quotes"),
        (GOOD.replace("It is this.", "{clinic.phone}"), "must be text in entry 'one' (put a text that begins with {"),
        (GOOD.replace("answer: It", "answer:It"), "faq.yaml:5:11: after the colon of a key comes a blank"),
        (GOOD.replace("answer: It", "answer It"), "faq.yaml:5:5: this line is neither a key nor part of a text"),
        (GOOD.replace("    answer", "   answer"), "faq.yaml:5:4: this line is not where it belongs"),
        (GOOD + "<<<<<<< ours\n  - a\n=======\n  - b\n>>>>>>> b\n", "faq.yaml:6:1: a merge conflict is left here"),
        (GOOD.replace("It is this.", "See point #2; never if ill"), "5:23: this text is cut off before '#2;', which"),
        (
            GOOD.replace("It is this.", "See it\n      and #2 too\n      here"),
            "faq.yaml:6:11: this text is cut off before",
        ),
        ("? {a: b}\n: c\n", "a key must be a word"),
        (GOOD + "---\na: b\n", "a second document begins here"),
        (GOOD.replace("    answer: It is this.", "    answer: ''"), "'answer' is empty in entry 'one'"),
        (GOOD.replace("    answer: It is this.", "    answer:"), "'answer' is empty in entry 'one'"),
        (GOOD.replace("id: one", "id: Number One"), "use small letters, digits and hyphens"),
        (GOOD.replace("id: one", f"id: {'a' * 49}"), "use small letters, digits and hyphens"),
        (GOOD.replace("version: 1", "version: 2"), "'version' has a value that is not allowed"),
        (GOOD + "    answer: again\n", "key 'answer' is given twice (the first one is in line 5; keep one)"),
        (GOOD + "    video: youtube\n", "write the whole address, starting with https://"),
        (GOOD + "    reviewed: {by: Dr X, on: 2026-13-01}\n", "must be a day such as 2026-11-22"),
        (GOOD + "    sources: [{title: A, url: 'javascript:alert(1)'}]\n", "starting with https://"),
        (GOOD + "    follow_ups: [{a: b}]\n", "item 1 of 'follow_ups' must be text"),
        (GOOD + "matching: {wrong_answers: 2}\n", "'wrong_answers' has a value that is not allowed"),
        (GOOD.replace("It is this.", "Call {clinic.fone}."), "{clinic.fone} is not a known placeholder (did you mean"),
        (GOOD.replace("It is this.", "x" * 4097), "too long for a Telegram message: 4097 characters"),
        (GOOD.replace("It is this.", "x" * 4090), "too long for a Telegram message: 4103 characters with the question"),
        (GOOD + "    phrasings: [what is it]\n", "phrasing 'what is it' of entry 'one' is already in this entry"),
    ],
)
def test_a_mistake_is_named_with_its_remedy(text: str, message: str) -> None:
    lines = problems(text)
    assert len(lines) == 1
    assert message in lines[0]


def test_several_mistakes_in_the_yaml_itself_are_told_together_with_those_beyond() -> None:
    text = GOOD.replace("What is it?", "a: b").replace("It is this.", "*This* is it\n    anwser: @clinic")
    assert [line.split(": ", 1)[0] for line in problems(text)] == [
        "faq.yaml:4:16",
        "faq.yaml:5:13",
        "faq.yaml:6:5",
        "faq.yaml:6:13",
    ]


@pytest.mark.parametrize("indented", ["answer", "question"])
def test_invisible_blanks_before_a_key_are_named_and_the_key_is_understood(indented: str) -> None:
    lines = problems(GOOD.replace(f"    {indented}", f"\u00a0\u00a0\u00a0\u00a0{indented}"))
    assert any("an invisible blank" in line and "type them again" in line for line in lines)
    assert not any("\u00a0" in line for line in lines)


def test_a_comment_after_one_word_or_with_a_blank_is_a_comment() -> None:
    loaded = read_faq(
        GOOD.replace("id: one", "id: one #todo").replace("It is this.", "It is this. # as checked").encode()
    )
    assert loaded.faq.entries[0].answer == "It is this."
    assert loaded.places.comments[("entries", 0, "answer")] == "# as checked"


BEFORE = """\
urgent:
  words:
    cannot: [can't, cannot]
  not_urgent: [dying to know]
  lookalikes: [bread]
  signs:
    - {id: breathing, title: B, message: Call., phrases: ["{cannot} breathe"], checks: {alarm: [I cannot breathe]}}
    - id: crisis
      title: C
      message: Call.
      wishing: true
      phrases: [want to die]
      checks: {alarm: [I want to die], no_alarm: [dying to know]}
  no_alarm: [thanks]
"""


@pytest.mark.parametrize("name", ["faq.yaml", "faq.es.yaml"])
def test_a_file_from_before_is_told_once_for_each_kind_of_key_what_to_do(name: str) -> None:
    with pytest.raises(FaqProblems) as caught:
        read_faq((GOOD + BEFORE).encode(), name)
    lines = [str(problem) for problem in caught.value.problems]
    assert [line.split(": the patterns")[0].split(": examples")[0] for line in lines] == [
        f"{name}:7:3: key 'words' has moved out of `urgent`",
        f"{name}:9:3: key 'not_urgent' has moved out of `urgent`",
        f"{name}:10:3: key 'lookalikes' has moved out of `urgent`",
        f"{name}:12:49: key 'phrases' has moved out of `urgent` (2 times)",
        f"{name}:12:80: key 'checks' has moved out of `urgent` (2 times)",
        f"{name}:16:7: key 'wishing' has moved out of `urgent`",
    ]
    assert "(move your own, at most 15 of each, to `alarm` and `no_alarm` of the sign and delete the rest)" in lines[4]


def test_other_problems_of_a_file_from_before_are_told_too() -> None:
    lines = problems(GOOD.replace("It is this.", "''") + "urgent:\n  words: {}\n  sings: []\n")
    assert len(lines) == 3
    assert "unknown key 'sings' in 'urgent' (did you mean 'signs'?)" in lines[2]


def test_a_sign_that_stands_twice_is_refused() -> None:
    sign = "    - {id: a, title: T, message: M}\n"
    (line,) = problems(f"{GOOD}urgent:\n  signs:\n{sign}{sign}")
    assert line == "faq.yaml:9:12: id 'a' is used twice (the first one is in line 8; choose another id for one of them)"


def test_a_mistake_in_a_sign_names_the_sign() -> None:
    (line,) = problems(f"{GOOD}urgent:\n  signs:\n    - {{id: a, title: T, message: M, alarms: [x]}}\n")
    assert "unknown key 'alarms' in sign 'a' (did you mean 'alarm'?)" in line


def test_two_entries_that_share_a_phrasing_are_both_named() -> None:
    text = GOOD + "  - {id: two, question: Other?, answer: b, phrasings: [WHAT is  it]}\n"
    (line,) = problems(text)
    assert "of entry 'two' is already in entry 'one' (the first one is in line 4" in line


def test_a_message_counts_with_the_line_that_is_sent_below_it() -> None:
    (line,) = problems(f"{GOOD}messages: {{no_match: {'x' * 3000}, emergency_line: {'y' * 1200}}}\n")
    assert "too long for a Telegram message: 4202 characters with `emergency_line`, at most 4096" in line


def test_a_phrasing_that_is_another_entry_s_question_is_the_one_to_go() -> None:
    text = GOOD + "    phrasings: [other]\n  - {id: two, question: Other?, answer: b}\n"
    (line,) = problems(text)
    assert line.startswith("faq.yaml:6:17: phrasing 'other' of entry 'one' is already in entry 'two'")


def test_a_text_that_is_too_long_only_with_its_mark_up_is_accepted() -> None:
    assert read(GOOD.replace("It is this.", "'**" + "x" * 4070 + "**'")).entries


def test_a_wrong_encoding_is_named_with_its_line() -> None:
    assert "faq.yaml:5:13: this is not UTF-8 text" in problems(GOOD.replace("It", "É").encode("latin-1"))[0]


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    assert read_faq(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()).faq.entries[0].answer == "It is this."


def test_a_file_over_the_size_limit_is_refused_unread() -> None:
    assert "the file is too large" in problems(b"a" * (MAX_BYTES + 1))[0]


def test_deep_nesting_is_refused_before_it_takes_memory() -> None:
    assert "nested too deeply" in problems("a: " + "[" * 10_000)[0]


def test_places_lead_from_a_value_to_its_line() -> None:
    loaded = read_faq((GOOD + "    phrasings:\n      - tell me\n").encode())
    assert str(loaded.places.of(("entries", 0, "phrasings", 0))) == "faq.yaml:7:9"
    assert loaded.places.of(("entries", 0, "details")).line == 3


@settings(max_examples=150)
@given(st.one_of(st.text(max_size=300), st.binary(max_size=300).map(lambda data: data.decode("latin-1"))))
def test_any_text_gives_a_faq_or_problems_and_nothing_else(text: str) -> None:
    assert found(text.encode("utf-8", "surrogatepass")) is not None


@settings(max_examples=100)
@given(st.data())
def test_a_damaged_file_never_breaks_the_reader(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(GOOD)))
    junk = data.draw(st.text(alphabet=":-#&*!{}[]'\"\n\t |>%@`é", max_size=5))
    damaged = found((GOOD[:at] + junk + GOOD[at:]).encode())
    assert all(problem.place.line >= 1 and problem.message for problem in damaged)


def test_typographic_quotes_are_named() -> None:
    (line,) = problems("language: “en”\n" + GOOD)
    assert "'language' has typographic quotes around it" in line
    assert "type plain ones" in line


def test_a_text_that_is_cut_off_before_a_number_is_refused_even_if_one_word_is_left() -> None:
    (line,) = problems(GOOD + "clinic:\n  name: Smile #1 Clinic #2\n")
    assert line.startswith("faq.yaml:7:15: this text is cut off before '#1', which YAML takes for a comment")


def test_an_address_for_bookings_with_a_blank_in_it_is_refused() -> None:
    (line,) = problems(GOOD + "clinic:\n  booking_url: https://smile.example/book me\n")
    assert line.startswith("faq.yaml:7:16: clinic booking_url 'https://smile.example/book me' has a blank in it")


def test_a_merge_conflict_within_a_text_is_refused() -> None:
    both = "|\n      It is\n      <<<<<<< HEAD\n      this.\n      =======\n      that.\n      >>>>>>> theirs"
    (line,) = problems(GOOD.replace("It is this.", both))
    assert line.startswith("faq.yaml:7:7: a merge conflict is left here (keep one version")
    assert found(GOOD.replace("It is this.", "|\n      It is\n      ======= this").encode()) == ()


@pytest.mark.parametrize(
    ("question", "answer", "place"),
    [
        ('"What is it?', '"It is this."', "4:15"),
        ("'What is it?", "It's this.", "4:15"),
        ('"What is it?', 'It is this.\n    details: "More."', "4:15"),
        ("What is it?", '"It is this.\n  - id: two\n    question: "What?"\n    answer: That.', "5:13"),
        (
            '"What is it?',
            "'It''s this.'\n    phrasings:\n      - 'what''s that'\n    details: |\n      - \"a\n\n      b \"c d\"",
            "4:15",
        ),
        ("What is it?", 'This.\n    phrasings:\n      - "tell me\n      - "say it"', "7:9"),
    ],
)
def test_a_quote_that_only_that_of_a_later_text_closes_is_named_where_it_is_opened(
    question: str, answer: str, place: str
) -> None:
    (line,) = problems(GOOD.replace("What is it?", question).replace("It is this.", answer))
    assert line.startswith(f"faq.yaml:{place}: a quote is opened here and never closed (close it")


def test_a_text_in_quotes_on_two_lines_is_not_taken_for_an_open_one() -> None:
    text = GOOD.replace("What is it?", '"What\n      is it?"').replace("It is this.", "Note: this")
    (line,) = problems(text)
    assert line.startswith("faq.yaml:6:17: a text with a colon and a blank in it must be in quotes")


def test_a_key_or_a_list_where_a_text_belongs_is_called_so() -> None:
    (line,) = problems(GOOD + "    phrasings:\n      - question: can botox help\n")
    assert "item 1 of 'phrasings' must be text in entry 'one', but begins with the key 'question'" in line
    assert line.endswith("(delete 'question:', or put the whole text in quotes)")
    (line,) = problems(GOOD.replace("What is it?", "\n      - What is it?"))
    assert "'question' must be text in entry 'one', but is a list (write one text" in line


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        (GOOD.replace("version: 1", "version: 2"), "(write 1, the only value that is understood)"),
        (GOOD + "matching: {wrong_answers: 5}\n", "(write a share below 0.5, such as 0.05, which is 5 in 100)"),
        (GOOD + "matching: {wrong_answers: 0}\n", "(write a share between 0 and 1, such as 0.05, which is 5 in 100)"),
        (GOOD + "    status: done\n", "(write published or draft)"),
    ],
)
def test_what_may_be_written_instead_of_a_value_is_said_in_words(text: str, remedy: str) -> None:
    (line,) = problems(text)
    assert line.endswith(remedy)


def test_what_is_missing_is_told_once_with_all_lines_that_refer_to_it() -> None:
    more = "".join(f"  - {{id: e{at}, question: 'Q{at}?', answer: A., follow_ups: [prise]}}\n" for at in range(14))
    price = "  - {id: price, question: Price?, answer: A.}\n"
    urgent = "urgent: {signs: [{id: x, title: X, message: M, related: prise}]}\n"
    (line,) = problems(GOOD + more + price + urgent)
    assert line == (
        "faq.yaml:6:56: entry 'prise' does not exist, and 15 places refer to it"
        " (lines 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17 …; did you mean 'price'?)"
    )


def test_of_many_ids_only_the_closest_are_listed() -> None:
    more = "".join(f"  - {{id: entry-{at}, question: 'Q{at}?', answer: A.}}\n" for at in range(20))
    (line,) = problems(GOOD + "    follow_ups: [zzz]\n" + more)
    assert "(the closest are: " in line
    assert line.count(",") == 2


def test_a_file_without_many_of_its_entries_is_asked_to_be_complete() -> None:
    first, *others = problems(GOOD + "    follow_ups: [b1, c22, d333, e4444, f55555]\n")
    assert first == "faq.yaml:1:1: 5 ids that are referred to do not exist (is the file complete?)"
    assert len(others) == 5


@pytest.mark.parametrize("end", ["    question: Wh", "    ques"])
def test_a_file_that_is_cut_off_is_asked_to_be_complete(end: str) -> None:
    (line,) = problems(f"{GOOD}  - id: two\n{end}")
    assert "is the file complete?" in line or "the file ends here: is it complete?" in line
    (line,) = problems(f"{GOOD}  - id: two\n    question: What?\noff_topic: []\n")
    assert "complete" not in line


@pytest.mark.parametrize("number", ["TODO", "1", "call us"])
def test_an_emergency_number_that_nobody_can_call_is_refused(number: str) -> None:
    text = f"clinic: {{emergency_number: '{number}'}}\nentries:\n  - {{id: a, question: A?, answer: A.}}\n"
    with pytest.raises(FaqProblems) as refused:
        read_faq(text.encode(), "faq.yaml")
    (problem,) = refused.value.problems
    assert str(problem.place) == "faq.yaml:1:28"
    assert f"the emergency number '{number}' has fewer than 2 digits" in problem.message


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("{clinic phone}", "{clinic.phone}"),
        ("{Clinic_Phone}", "{clinic.phone}"),
        ("{clinic.Phone}", "{clinic.phone}"),
        ("{ clinic.phone }", "{clinic.phone}"),
        ("{{clinic.phone}}", "{clinic.phone}"),
        ("{{clinic_phone}}", "{clinic.phone}"),
        ("${clinic.phone}", "{clinic.phone}"),
        ("{clinic-emergency-number}", "{clinic.emergency_number}"),
        ("{crisis line}", "{clinic.crisis_line}"),
        ("{phone}", "{clinic.phone}"),
        ("{clinic.phone", "{clinic.phone}"),
        ("clinic.phone}", "{clinic.phone}"),
    ],
)
def test_a_placeholder_that_patients_would_read_as_it_is_written_is_refused(written: str, meant: str) -> None:
    (line,) = problems(GOOD.replace("It is this.", f"'Call {written} now.'"))
    assert line.startswith(f"faq.yaml:5:13: {written} is")
    assert line.endswith(f"(did you mean {meant}?)")


def test_every_placeholder_is_filled_in_in_an_answer() -> None:
    for name in Clinic.model_fields:
        assert found(GOOD.replace("It is this.", f"'It is {{clinic.{name}}}. And so on.'").encode()) == ()


def test_a_placeholder_is_refused_where_nothing_is_filled_in() -> None:
    told = "is shown as it is, for nothing is filled in here (write the words themselves)"
    for text, place in (
        (GOOD.replace("What is it?", "'What is {clinic.name}?'"), "4:15"),
        (GOOD + "    sources: [{title: 'Leaflet of {clinic.name}'}]\n", "6:23"),
        (GOOD + "topics: [{id: t, title: 'Our {clinic name}'}]\n", "6:25"),
        (GOOD + "clinic: {hours: 'ask {clinic.phone}'}\n", "6:17"),
        (GOOD + "messages: {contact_button: 'Call {clinic.phone}'}\n", "6:28"),
        (GOOD + "messages: {description: 'Call {clinic.phone}'}\n", "6:25"),
        (GOOD + "urgent: {signs: [{id: x, title: 'Call {clinic.phone}', message: M}]}\n", "6:33"),
    ):
        (line,) = problems(text)
        assert line.startswith(f"faq.yaml:{place}: {{clinic")
        assert line.endswith(told)


@pytest.mark.parametrize("style", [">", ">-", ">+", "", "'", '"'])
def test_a_list_that_would_become_running_text_is_refused_with_its_line(style: str) -> None:
    block = style.startswith(">")
    text = "Bring\n      - your letter\n      - your pills"
    written = f"{style}\n      {text}" if block else f"{style}{text}{style}"
    for key, line_number in (("answer", 6), ("details", 7)):
        text = GOOD.replace("answer: It is this.", f"answer: {written}")
        if key == "details":
            text = GOOD + f"    details: {written}\n"
        (line,) = problems(text)
        assert line.startswith(f"faq.yaml:{line_number + block}:7: this line becomes one with the line above it")
        assert "patients would read '… - your letter' (for a list, write |" in line


def test_a_list_that_begins_with_the_text_is_refused_too() -> None:
    (line,) = problems(GOOD.replace("It is this.", ">-\n      - one\n      - two"))
    assert line.startswith("faq.yaml:7:7: ")
    assert "'… - two'" in line


@pytest.mark.parametrize(
    "written",
    [
        "|\n      Bring:\n      - one\n      - two",
        ">\n      Bring:\n\n      - one\n\n      - two",
        ">-\n      Bring:\n        - one\n        - two",
        '"Bring:\\n- one\\n- two"',
        "'\n      It''s:\n\n      - o''ne\n\n      - t''wo'",
        ">-\n      It lasts three months\n      - or four.",
        ">-\n      It lasts 3 - 4 months,\n      -5 °C is no harm.",
    ],
)
def test_a_list_whose_lines_stay_and_a_single_dash_are_read(written: str) -> None:
    assert found(GOOD.replace("It is this.", written).encode()) == ()
