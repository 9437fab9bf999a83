"""Edits of a FAQ's text touch only the lines they are about."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.core.faq.edits import (
    MOST_EXAMPLES,
    AddEntry,
    AddExample,
    AddPhrasings,
    Edit,
    ExampleList,
    RemoveExample,
    RemovePhrasings,
    SetStatus,
    contradicting,
    edited,
    lists_with,
    unified_diff,
)
from bot.core.faq.model import ClinicalReview, Entry, Faq, Source
from bot.core.faq.rules import phrasing_digest
from bot.core.faq.yaml_document import EditError
from bot.core.faq.yaml_reader import read_faq
from bot.core.faq.yaml_writer import one_line, scalar
from bot.core.positions import FaqProblems
from bot.core.text.normalization import normalize

BLOCK = """\
# The clinic's FAQ.
version: 1

entries:
  # first things first
  - id: swelling   # the most asked
    question: Will my face swell?
    phrasings:
      - is it puffy afterwards   # common
      - 'why am I swollen'
      # ask Jo about the next one

    answer: |
      A little.

      It goes away.

  - id: driving
    question: "May I drive home?"
    answer: >-
      Yes, most people
      do.

# not answered here
off_topic:
  - what is the weather like
"""


def faq(text: str | bytes) -> Faq:
    return read_faq(text if isinstance(text, bytes) else text.encode()).faq


def change(text: str, edit: Edit) -> str:
    return edited(text.encode(), edit).decode()


def added(old: str, new: str) -> list[str]:
    """The added lines; fails when any other line changed."""
    changes = [
        line for line in difflib.ndiff(old.splitlines(keepends=True), new.splitlines(keepends=True)) if line[0] in "+-"
    ]
    assert all(line.startswith("+ ") for line in changes), changes
    return [line[2:] for line in changes]


def test_a_phrasing_is_added_below_the_last_one_with_comments_kept() -> None:
    new = change(BLOCK, AddPhrasings("swelling", ("will there be bruises",)))
    assert added(BLOCK, new) == ["      - will there be bruises\n"]
    assert "- 'why am I swollen'\n      - will there be bruises\n      # ask Jo" in new


def test_an_entry_without_phrasings_gets_the_list_below_its_question() -> None:
    new = change(BLOCK, AddPhrasings("driving", ("can I take the car", "am I fit to drive")))
    assert added(BLOCK, new) == ["    phrasings:\n", "      - can I take the car\n", "      - am I fit to drive\n"]
    assert faq(new).entries[1].phrasings == ("can I take the car", "am I fit to drive")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("phrasings: []", "phrasings: [how long]"),
        ("phrasings: [is it long]", "phrasings: [is it long, how long]"),
        ('phrasings: [ is it long, "a, b" ] # c', 'phrasings: [ is it long, "a, b", how long ] # c'),
        ("phrasings: [\n      is it long,\n    ]", "phrasings: [\n      is it long, how long,\n    ]"),
    ],
)
def test_an_inline_list_grows_in_its_line(before: str, after: str) -> None:
    text = f"entries:\n  - id: a\n    question: How?\n    {before}\n    answer: So.\n"
    assert change(text, AddPhrasings("a", ("how long",))) == text.replace(before, after)


def test_an_inline_entry_gets_an_inline_list() -> None:
    text = "entries:\n- {id: a, question: How?, answer: So.}\n"
    assert change(text, AddPhrasings("a", ("why, then",))).endswith('answer: So., phrasings: ["why, then"]}\n')


def test_lists_not_indented_below_their_key_stay_so() -> None:
    text = "entries:\n- id: a\n  question: How?\n  phrasings:\n  - so\n  answer: So.\n"
    text += "- id: b\n  question: B?\n  answer: B.\n"
    new = change(change(text, AddPhrasings("a", ("and so",))), AddPhrasings("b", ("and b",)))
    assert added(text, new) == ["  - and so\n", "  phrasings:\n", "  - and b\n"]


def test_line_ends_and_byte_order_mark_stay() -> None:
    old = b"\xef\xbb\xbf" + BLOCK.replace("\n", "\r\n").encode()
    new = edited(old, AddPhrasings("swelling", ("will there be bruises",)))
    assert new == old.replace(b"swollen'\r\n", b"swollen'\r\n      - will there be bruises\r\n")


def without(text: str, *phrasings: str) -> str:
    return change(text, RemovePhrasings(frozenset(map(phrasing_digest, phrasings))))


def test_phrasings_are_removed_with_their_lines_and_comments_of_others_kept() -> None:
    with_more = change(BLOCK, AddPhrasings("swelling", ("one more", "and more")))
    with_more = change(with_more, AddPhrasings("driving", ("can I take the car",)))
    assert without(with_more, "Can I take the car?", "and more", "One more") == BLOCK
    assert without(BLOCK, "Is it puffy afterwards") == BLOCK.replace("      - is it puffy afterwards   # common\n", "")
    assert without(BLOCK, "never written") == BLOCK


def test_an_entry_that_loses_all_phrasings_loses_their_key() -> None:
    assert "phrasings" not in without(BLOCK, "is it puffy afterwards", "why am I swollen")


@pytest.mark.parametrize(
    ("removed", "left"),
    [
        ("a", "[b, 'c, c', d]"),
        ("b", "[a, 'c, c', d]"),
        ("ab", "['c, c', d]"),
        ("ad", "[b, 'c, c']"),
        ("bd", "[a, 'c, c']"),
        ("abd", "['c, c']"),
    ],
)
def test_phrasings_are_removed_from_an_inline_list(removed: str, left: str) -> None:
    text = "entries:\n  - id: a\n    question: How?\n    phrasings: [a, b, 'c, c', d]  # so\n    answer: So.\n"
    assert without(text, *removed) == text.replace("[a, b, 'c, c', d]", left)
    assert "phrasings: []  # so" in without(text, *removed, "c, c", "a", "b", "d")


def test_removing_phrasings_keeps_line_ends_and_a_missing_last_one() -> None:
    crlf = BLOCK.replace("\n", "\r\n")
    assert without(crlf, "why am I swollen") == crlf.replace("      - 'why am I swollen'\r\n", "")
    text = "entries:\n  - id: a\n    question: A?\n    answer: A.\n    phrasings:\n      - one\n      - two"
    assert without(text, "two") == text.removesuffix("      - two")


@pytest.mark.parametrize("ending", ["", "\n", "\n\n\n", "\n# the end", "\n  # the end\n"])
def test_the_end_of_the_file_stays_as_it_is(ending: str) -> None:
    text = f"entries:\n  - id: a\n    question: A?\n    answer: A.\n    phrasings:\n      - one\n      - two{ending}"
    new = change(text, AddPhrasings("a", ("three",)))
    assert added(text, new) == ["      - three\n"]
    assert new.endswith(f"two{ending}") or f"three{ending}" in new


@pytest.mark.parametrize("ending", ["", "\n", "\n\n", "\n# the end"])
def test_a_new_entry_changes_no_other_line_at_the_end_of_a_file(ending: str) -> None:
    text = f"entries:\n  - id: a\n    question: A?\n    answer: |+\n      A.{ending}"
    new = change(text, AddEntry(Entry(id="b", question="B?", answer="B.")))
    assert added(text, new) == ["  - id: b\n", "    question: B?\n", "    answer: B.\n"]


def test_a_new_entry_stands_last_spaced_like_the_others() -> None:
    entry = Entry(
        id="sport",
        question="Can I do sport?",
        phrasings=("gym: ok?", "may I run"),
        answer="Not today.\n\nTomorrow: yes.",
        sources=(Source(title="A book", url="https://example.org/a"),),
        checks=("is swimming fine",),
        reviewed=ClinicalReview.model_validate({"by": "Dr X", "on": "2026-11-01"}),
        status="draft",
    )
    new = change(BLOCK, AddEntry(entry))
    lines = added(BLOCK, new)
    assert "      do.\n\n  - id: sport\n" in new
    assert "".join(lines).startswith('  - id: sport\n    question: Can I do sport?\n    phrasings:\n      - "gym: ok?"')
    assert lines[-2:] == ["    status: draft\n", "\n"]
    assert faq(new).entries[-1] == entry
    assert new.endswith(BLOCK[BLOCK.index("\n# not answered here") :])


def test_a_draft_is_published_by_taking_its_line_out() -> None:
    draft = change(BLOCK, SetStatus("driving", "draft"))
    assert added(BLOCK, draft) == ["    status: draft\n"]
    assert faq(draft).entry("driving") is None
    assert change(draft, SetStatus("driving", "published")) == BLOCK


def test_a_status_with_a_comment_is_changed_in_its_place() -> None:
    text = "entries:\n  - id: a\n    question: A?\n    answer: A.\n    status: draft # ask Jo\n"
    text += "  - id: b\n    question: B?\n    answer: B.\n"
    assert change(text, SetStatus("a", "published")) == text.replace("status: draft #", "status: published #")


def test_what_is_there_already_changes_nothing() -> None:
    assert change(BLOCK, AddPhrasings("swelling", ("Is it puffy afterwards?", "will my face swell", "  "))) == BLOCK
    assert change(BLOCK, SetStatus("driving", "published")) == BLOCK


def test_a_phrasing_of_another_entry_is_refused_with_its_line() -> None:
    with pytest.raises(FaqProblems) as caught:
        change(BLOCK, AddPhrasings("driving", ("why am I swollen?",)))
    assert "line 10" in str(caught.value)


def test_an_unknown_entry_and_a_taken_id_are_refused() -> None:
    with pytest.raises(EditError, match="no entry 'gone'"):
        change(BLOCK, AddPhrasings("gone", ("x",)))
    with pytest.raises(EditError, match="already"):
        change(BLOCK, AddEntry(Entry(id="driving", question="Q?", answer="A.")))


@pytest.mark.parametrize(
    "text",
    ["plain words", "it's “fine” – 100 %", "what is 5-HT", "30 units, too much?", "why? (really)", "über 😀", "Ça va"],
)
def test_ordinary_words_stay_without_quotes(text: str) -> None:
    assert scalar(text) == text


@pytest.mark.parametrize(
    "text",
    ["a: b", "a #b", "- a", "#a", '"a"', "'a'", "{a}", "[a]", "*a", "&a", "!a", "%a", "@a", "`a", "? a", "| a", "> a"]
    + ["no", "Yes", "null", "~", "12", "8:30", "1e5", "0x1f", "2026-11-22", "a:", "\\", 'say "hi" # it\'s', "..."],
)
def test_words_that_yaml_reads_otherwise_are_quoted(text: str) -> None:
    assert scalar(text) != text
    new = faq(change(BLOCK, AddPhrasings("driving", (text,))))
    assert new.entries[1].phrasings[-1:] == ((text,) if text != "..." else ())


words = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=40)
tricky = st.sampled_from(
    ["a: b", "# no", "- x", "'", '"q" it\'s', "{x}", "[y", "%z", "😀", "no", "\u2028 a", "a\tb", "\ufeffa"]
)


@st.composite
def faqs(draw: st.DrawFn) -> str:
    """A FAQ as people write it: lists in and out of line, quotes, comments, blank lines, both line ends."""
    indent = draw(st.sampled_from(["", "  ", "    "]))
    nested = draw(st.sampled_from(["", "  "]))
    between = draw(st.sampled_from(["", "\n", "\n# ---\n"]))
    entries = []
    for number in range(draw(st.integers(1, 3))):
        mark = draw(st.sampled_from(["", '"', "'"]))
        keys = [f"id: e{number}", f"question: {mark}Q{number}?{mark}"]
        listed = [f"{mark}phrasing {number} {nth}{mark}" for nth in range(draw(st.integers(0, 3)))]
        if draw(st.integers(0, 3)) == 0:
            keys.append(f"phrasings: [{', '.join(listed)}]")
        elif listed:
            gap = draw(st.sampled_from(["", "   # c", "\n\n"]))
            keys.append("phrasings:" + "".join(f"\n{nested}- {one}{gap}" for one in listed))
        keys.append(
            draw(st.sampled_from(["answer: A.", "answer: |\n  A.\n\n  B.\n", "answer: >+\n  A.\n\n", "answer: A # c"]))
        )
        body = "\n".join(draw(st.permutations(keys))).replace("\n", f"\n{indent}  ")
        entries.append(f"{indent}- {body}\n")
    text = draw(st.sampled_from(["", "# head\n", "language: en\n"])) + "entries:\n" + between.join(entries)
    text += draw(st.sampled_from(["", "\n", "# tail", "off_topic: [x]\n"]))
    if draw(st.booleans()):
        text = text.rstrip("\n")
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


@settings(max_examples=100)
@given(faqs(), st.lists(words | tricky, min_size=1, max_size=3), st.integers(0, 2))
def test_any_faq_takes_any_phrasing_and_keeps_all_else(text: str, phrasings: list[str], number: int) -> None:
    old = faq(text)
    entry = old.entries[number % len(old.entries)]
    try:
        new = change(text, AddPhrasings(entry.id, tuple(phrasings)))
    except FaqProblems as problems:
        assume(False)
        raise AssertionError from problems
    grown = faq(new).entries[number % len(old.entries)]
    kept = [one for one in grown.phrasings if one in entry.phrasings]
    assert tuple(kept) == entry.phrasings
    wanted = {one_line(one) for one in phrasings} - {""}
    assert {one for one in grown.phrasings if one not in entry.phrasings} <= wanted
    assert old.model_copy(update={"entries": ()}) == faq(new).model_copy(update={"entries": ()})
    if "phrasings: [" not in text:
        added(text, new)
    for before, after in zip(old.entries, faq(new).entries, strict=True):
        assert before == after or before.id == entry.id


@settings(max_examples=60)
@given(faqs(), words, words | st.just("one\n\n- two: 3\n\nthree"))
def test_any_faq_takes_any_draft_and_keeps_all_else(text: str, question: str, answer: str) -> None:
    assume(question.strip() and answer.strip() and "\ufeff" not in question + answer)
    entry = Entry(id="new", question=question, answer=answer, status="draft")
    try:
        new = change(text, AddEntry(entry))
    except FaqProblems as problems:
        assume(False)
        raise AssertionError from problems
    added(text, new)
    assert entry in faq(new).entries
    published = change(new, SetStatus("new", "published"))
    assert faq(published).entry("new") == entry.model_copy(update={"status": "published"})


def test_the_diff_can_be_applied_and_names_the_file() -> None:
    new = change(BLOCK, AddPhrasings("swelling", ("will there be bruises",)))
    diff = unified_diff(BLOCK.encode(), new.encode(), "faq.yaml")
    assert diff.startswith("--- a/faq.yaml\n+++ b/faq.yaml\n@@")
    assert [line for line in diff.splitlines()[3:] if line[0] in "+-"] == ["+      - will there be bruises"]
    assert unified_diff(b"a", b"a") == ""
    assert unified_diff(b"a", b"b").endswith("-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n")


# Examples of red flags

URGENT = """\
urgent:
  signs:
    - id: breathing
      title: Trouble breathing
      message: |
        **Call.**

        - Sit up.
      alarm:
        - I cannot breathe   # the most frequent
        - no air
      no_alarm: [the price takes my breath away, "deep breath, then botox"]

    - id: eye
      title: Eye
      message: See somebody.

entries:
  - {id: one, question: One?, answer: 1}
"""
BREATHING, EYE = ExampleList("breathing", True), ExampleList("eye", True)
CALM_BREATHING, CALM = ExampleList("breathing", False), ExampleList("", False)


@pytest.mark.parametrize(
    ("edit", "lines"),
    [
        (AddExample(BREATHING, "gasping: for air"), ['        - "gasping: for air"\n']),
        (AddExample(EYE, "my eye bleeds"), ["      alarm:\n", "        - my eye bleeds\n"]),
        (AddExample(ExampleList("eye", False), "red eye"), ["      no_alarm:\n", "        - red eye\n"]),
        (AddExample(CALM, "what is\n botox"), ["  no_alarm:\n", "    - what is botox\n"]),
    ],
)
def test_an_example_is_added_to_its_list_and_no_other_line_changes(edit: AddExample, lines: list[str]) -> None:
    new = change(URGENT, edit)
    assert added(URGENT, new) == lines
    assert edit.to in lists_with(faq(new), edit.text)
    assert change(new, edit) == new


def test_an_example_in_the_opposite_list_moves() -> None:
    edit = AddExample(CALM_BREATHING, "I cannot breathe!")
    assert contradicting(faq(URGENT), edit) == (BREATHING,)
    new = change(URGENT, edit)
    assert "        - I cannot breathe   # the most frequent\n" not in new
    assert 'then botox", I cannot breathe!]\n' in new
    assert lists_with(faq(new), "i cannot breathe") == (CALM_BREATHING,)


@pytest.mark.parametrize(
    "text", ["the price takes my breath away", "deep breath, then botox", "no air", "I cannot breathe"]
)
def test_a_moved_example_can_be_moved_back(text: str) -> None:
    (place,) = lists_with(faq(URGENT), text)
    other = EYE if not place.raises else CALM
    back = change(change(URGENT, AddExample(other, text)), AddExample(place, text))
    assert lists_with(faq(back), text) == (place,)


def test_a_calm_example_of_another_list_stays_where_it_is() -> None:
    edit = AddExample(CALM, "The price takes my breath away")
    assert contradicting(faq(URGENT), edit) == ()
    assert change(URGENT, edit) == URGENT


def test_a_removed_example_leaves_the_rest_as_it_was() -> None:
    for edit in (AddExample(BREATHING, "x-ray of air"), AddExample(CALM_BREATHING, "fresh air")):
        assert change(change(URGENT, edit), RemoveExample(edit.to, edit.text)) == URGENT


@pytest.mark.parametrize(
    "layout", ["alarm: [red eye]", "alarm:\n        - red eye", "alarm:\n      - 'red eye'   # yes"]
)
def test_the_last_example_of_a_list_can_be_removed(layout: str) -> None:
    text = URGENT.replace("message: See somebody.", f"message: See somebody.\n      {layout}")
    new = change(text, RemoveExample(EYE, "Red eye"))
    assert faq(new).urgent == faq(URGENT).urgent
    assert "# the most frequent" in new


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (AddExample(ExampleList("stroke", True), "my face droops"), "there is no sign 'stroke'"),
        (AddExample(BREATHING, "🙂 …"), "there is no word in this message"),
        (AddExample(BREATHING, "so " * 101), "at most 300 characters"),
        (RemoveExample(EYE, "no air"), "is no example there any more"),
    ],
)
def test_an_example_that_cannot_be_added_or_removed_says_why(edit: Edit, reason: str) -> None:
    with pytest.raises(EditError, match=reason):
        change(URGENT, edit)
    with pytest.raises(EditError):
        change(BLOCK, edit)


def test_a_full_list_says_so() -> None:
    many = "".join(f"        - air {number}\n" for number in range(MOST_EXAMPLES - 2))
    full = URGENT.replace("        - no air\n", f"        - no air\n{many}")
    with pytest.raises(EditError, match="`alarm` of 'breathing' is full: 50 examples"):
        change(full, AddExample(BREATHING, "one more"))


LISTED = [BREATHING, EYE, CALM_BREATHING, ExampleList("eye", False), CALM]


@given(st.lists(st.tuples(st.sampled_from(LISTED), st.text(min_size=1, max_size=40)), min_size=1, max_size=4))
def test_any_text_ends_up_in_the_last_list_it_was_added_to(steps: list[tuple[ExampleList, str]]) -> None:
    text, last = URGENT, dict[str, ExampleList]()
    for place, example in steps:
        assume(normalize(one_line(example)))
        text = change(text, AddExample(place, example))
        last[normalize(one_line(example))] = place
    for example, place in last.items():
        found = lists_with(faq(text), example)
        assert {one.raises for one in found} == {place.raises}
        assert len(found) == 1
