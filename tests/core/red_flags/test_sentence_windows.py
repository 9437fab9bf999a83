"""The windows of a message: what is told in one sentence is looked at by itself, and the work is bounded."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.core.red_flags.sentence_windows import ENDLESS, TOGETHER, windows


def test_sentences_neighbours_and_the_whole() -> None:
    assert windows("We had tea today. My arm went numb. What now?") == (
        "We had tea today.",
        "My arm went numb.",
        "What now?",
        "We had tea today. My arm went numb.",
        "My arm went numb. What now?",
        "We had tea today. My arm went numb. What now?",
    )


def test_what_follows_one_or_two_words_is_looked_at_with_them_too() -> None:
    assert "I. Can't. Breathe." in windows("I. Can't. Breathe.")
    assert {"Hi there. my arm is numb", "my arm is numb"} <= set(windows("Hi there. my arm is numb"))
    assert {"Can't breathe.", "when are you open?"} <= set(windows("Can't breathe. when are you open?"))


def test_what_is_said_again_does_not_drown_the_rest() -> None:
    assert windows("I feel odd. " * 300) == ("I feel odd.",)


def test_a_no_to_a_question_and_a_date_long_ago_belong_to_the_sentence_before() -> None:
    assert windows("Trouble breathing? No.") == ("Trouble breathing? No.",)
    assert windows("My cheek dropped. That was in 2012.") == ("My cheek dropped. That was in 2012.",)
    assert "My cheek dropped." in windows("My cheek dropped. That was an hour ago.")


def test_a_long_sentence_is_looked_at_in_pieces() -> None:
    story = (
        "we went to my sister for lunch, the dog was there and my arm went numb and then we had cake "
        "and the bus was late, so I was home at nine"
    )
    assert any(part.startswith("and my arm") for part in windows(story))


@given(st.lists(st.sampled_from(["word", "eye.", "pain,", "and", "\n", "?"]), max_size=2_000).map(" ".join))
def test_no_message_has_many_or_long_parts(text: str) -> None:
    parts = windows(text)
    assert len(parts) <= 120
    assert max((len(part.split()) for part in parts), default=0) <= max(TOGETHER, 8 * ENDLESS)
