"""What a message costs grows no faster than its length, whatever it consists of."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.dialogue.fragments import LONG, is_fragment
from bot.core.dialogue.small_talk import small_talk, without_manners
from bot.core.matching.segmentation import LONGEST, LONGEST_QUESTION, MOST_QUESTIONS, beginning, split_questions
from bot.core.red_flags.sentence_windows import clauses, windows

LENGTH = 4_096
UNITS = (" ", "\n", "\t", "\u00a0", ".", ",", " ,", " -", "?", "!", "\u0301", "e\u0301", "and ", "is it, ", "a", "a? ")
STEPS: tuple[Callable[[str], object], ...] = (
    split_questions,
    without_manners,
    windows,
    clauses,
    is_fragment,
    lambda text: small_talk(text, "en"),
)


def seconds(step: Callable[[str], object], text: str) -> float:
    """The least of three: time of the processor, which may be busy with other tests."""
    times = []
    for _ in range(3):
        begin = time.thread_time()
        step(text)
        times.append(time.thread_time() - begin)
    return min(times)


def grows_slowly(step: Callable[[str], object], before: str, unit: str, after: str) -> bool:
    """Eight times the length: what takes the square of it would take 64 times as long."""
    part, whole = (f"{before}{(unit * size)[:size]}{after}" for size in (LENGTH // 2, LENGTH * 4))
    return seconds(step, whole) < 24 * seconds(step, part) + 0.02


@pytest.mark.parametrize("unit", UNITS)
def test_the_time_grows_no_faster_than_the_length(unit: str) -> None:
    for step in STEPS:
        assert grows_slowly(step, "does botox hurt?", unit, "is it safe")


@given(st.text(" \n\t.,!?-'\")]aI\u0301", min_size=1, max_size=6), st.sampled_from(STEPS))
@settings(max_examples=30)
def test_the_time_grows_no_faster_for_any_repeated_unit(unit: str, step: Callable[[str], object]) -> None:
    assert grows_slowly(step, "does it hurt", unit, "thanks x")


@given(st.text(max_size=300).map(lambda text: (text * LENGTH)[:LENGTH]))
@settings(max_examples=50)
def test_questions_are_few_and_short_whatever_the_message(text: str) -> None:
    questions = split_questions(text)
    assert len(questions) <= MOST_QUESTIONS
    assert all(len(question) <= LONGEST_QUESTION[1] for question in questions)
    assert len(beginning(text, *LONGEST).split()) <= LONGEST[0]
    assert text.startswith(beginning(text, *LONGEST))


def test_blanks_between_questions_do_not_change_them() -> None:
    spaced = "does botox hurt?" + " " * 4_000 + "is it   safe?"
    assert split_questions(spaced) == ("does botox hurt?", "is it safe?")


def test_a_long_message_waits_for_no_continuation() -> None:
    assert is_fragment("my face is tight,")
    assert not is_fragment("my face is tight, " * LONG)
