"""A line that is deleted, or moved by a blank, is told as that and not as what YAML makes of the rest."""

from __future__ import annotations

import pytest

from bot.core.faq.yaml_reader import read_faq
from bot.core.positions import FaqProblems

GOOD = """\
topics:
  - id: care
    title: Care
urgent:
  signs:
    - id: eye
      title: Eye pain
      message: |
        Call {clinic.phone}.
    - id: breathing
      title: No breath
      message: Call {clinic.phone}.
entries:
  - id: one
    topic: care
    question: What is it?
    phrasings:
      - what is that
      - tell me what
    answer: >-
      Note: it is this.
    follow_ups: [two]
  - id: two
    topic: care
    question: When is it?
    phrasings:
      - when is that
    answer: >-
      On Monday.
    follow_ups: [one]
"""


def problems(text: str) -> list[str]:
    with pytest.raises(FaqProblems) as caught:
        read_faq(text.encode(), "faq.yaml")
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("line", "place", "what"),
    [
        ("  - id: two\n", "23:5", "an entry"),
        ("  - id: one\n", "14:5", "an entry"),
        ("    - id: breathing\n", "10:7", "a sign"),
    ],
)
def test_a_lost_first_line_is_one_problem_beside_the_places_that_refer_to_it(line: str, place: str, what: str) -> None:
    found = [one for one in problems(GOOD.replace(line, "")) if "does not exist" not in one]
    assert found == [
        f"faq.yaml:{place}: the line `- id:` of {what} is missing above this line (write it again: `- id: ` and its"
        " short name)"
    ]


def test_a_key_written_twice_is_no_lost_line() -> None:
    (line,) = problems(GOOD.replace("    follow_ups: [one]\n", "    follow_ups: [one]\n    topic: care\n"))
    assert "key 'topic' is given twice" in line


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("    answer: >-\n      On", "key 'answer' is missing in entry 'two' (write `answer: >-` above this line)"),
        ("    question: When is it?\n", "key 'question' is missing in entry 'two'"),
    ],
)
def test_a_lost_key_is_named_with_its_entry(text: str, message: str) -> None:
    (line,) = problems(GOOD.replace(text, "      On" if "answer" in text else ""))
    assert message in line


@pytest.mark.parametrize(
    ("line", "moved", "message"),
    [
        (
            "    question: When",
            "     question: When",
            "25:6: this line is not where it belongs: 'question' has 1 blank too many before it (give it 4 blanks, as"
            " 'topic' in line 24 has)",
        ),
        ("    question: When", "   question: When", "'question' has 1 blank too few before it (give it 4 blanks, as"),
        ("    follow_ups: [two]", "     follow_ups: [two]", "(give it 4 blanks, as 'answer' in line 20 has)"),
        ("    answer: >-\n      On", "     answer: >-\n      On", "(give it 4 blanks, as 'phrasings' in line 26 has)"),
        ("  - id: two", "   - id: two", "'id' has 1 blank too many before it (give it 2 blanks, as '- id' in line 14"),
        ("      - tell", "     - tell", "'-' has 1 blank too few before it (give it 6 blanks, as '-' in line 18 has)"),
        (
            "\nentries:",
            "\n entries:",
            "'entries' has 1 blank before it (give it 2 blanks, as 'signs' in line 5 has, or give it no blank, as",
        ),
    ],
)
def test_a_line_moved_by_a_blank_is_told_with_the_key_that_it_belongs_beside(
    line: str, moved: str, message: str
) -> None:
    (found,) = problems(GOOD.replace(line, moved))
    assert message in found


def test_a_number_sign_in_a_text_is_mended_by_quotes() -> None:
    (line,) = problems(GOOD.replace("When is it?", "Side effects #1"))
    assert line.endswith("which YAML takes for a comment (write 'Side effects #1')")
    (line,) = problems(GOOD.replace("When is it?", "It's so #much of it"))
    assert line.endswith("(write 'It''s so #much of it'; a remark goes on a line of its own)")
