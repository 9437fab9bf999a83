"""Word lists in little memory: they must answer as a set would."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.deidentification.word_list import WordList

WORDS = st.sets(st.text("abc-'", min_size=1, max_size=6))


@given(WORDS, st.text("abc-'\n", max_size=7))
def test_a_word_is_in_it_exactly_when_it_is_in_the_list(words: set[str], asked: str) -> None:
    listed = WordList("\n".join(sorted(words)))
    assert (asked in listed) == (asked in words)
    assert all(word in listed for word in words)


@given(WORDS)
def test_it_holds_every_word_once(words: set[str]) -> None:
    listed = WordList("\n".join(sorted(words)) + "\n")
    assert sorted(listed) == sorted(words)
    assert len(listed) == len(words)


def test_nothing_is_no_word() -> None:
    assert "" not in WordList("seven\n")


def test_words_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="'anx'"):
        WordList("anxious\nbotox\nanxiety\n")
