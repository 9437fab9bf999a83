from __future__ import annotations

import pytest

from bot.core.repeat_filter import HOUR, RepeatFilter

SALT = bytes(range(16))


def test_repeated_question_of_one_chat_is_admitted_once() -> None:
    repeats = RepeatFilter(SALT)
    assert repeats.admit(1, "can i chew gum", now=0)
    assert not repeats.admit(1, "can i chew gum", now=1)
    assert not repeats.admit(1, "Can I  chew gum??!", now=2)
    assert repeats.admit(1, "can i chew", now=3)


def test_same_question_of_another_chat_is_admitted() -> None:
    repeats = RepeatFilter(SALT)
    assert repeats.admit(1, "can i chew gum", now=0)
    assert repeats.admit(2, "can i chew gum", now=0)
    assert repeats.admit(-1, "can i chew gum", now=0)


def test_question_is_admitted_again_when_the_window_is_over() -> None:
    repeats = RepeatFilter(SALT, window=HOUR)
    assert repeats.admit(1, "can i chew gum", now=0)
    assert not repeats.admit(1, "can i chew gum", now=HOUR - 1)
    assert repeats.admit(1, "can i chew gum", now=HOUR)


def test_withheld_questions_of_one_chat_are_repeats_of_each_other() -> None:
    repeats = RepeatFilter(SALT)
    assert repeats.admit(1, None, now=0)
    assert not repeats.admit(1, None, now=1)
    assert repeats.admit(1, "", now=2)


def test_one_chat_fills_no_more_than_its_share_with_ever_new_words() -> None:
    repeats = RepeatFilter(SALT, per_chat=5)
    assert sum(repeats.admit(1, f"question {number}", now=number) for number in range(100)) == 5
    assert repeats.admit(2, "question 0", now=100)
    assert repeats.admit(1, "question 99", now=24 * HOUR)


def test_any_number_of_senders_needs_the_same_memory() -> None:
    repeats = RepeatFilter(SALT, capacity=100)
    assert all(repeats.admit(chat, "can i chew gum", now=chat / 1000) for chat in range(10_000))
    assert len(repeats) == 200
    assert not repeats.admit(9_999, "can i chew gum", now=11)


def test_memory_holds_neither_words_nor_numbers_of_chats() -> None:
    repeats = RepeatFilter(SALT)
    repeats.admit(555_123_456, "canary", now=0)
    held = repr(vars(repeats))
    assert "canary" not in held
    assert "555" not in held


def test_hashes_differ_from_process_to_process() -> None:
    one, other = RepeatFilter(SALT), RepeatFilter(bytes(16))
    one.admit(1, "canary", now=0)
    other.admit(1, "canary", now=0)
    assert not set(one._asked) & set(other._asked)


@pytest.mark.parametrize("text", ["\ud800", "\u202e\u200b", "a\n" * 4096, "🙂"])
def test_any_text_is_taken(text: str) -> None:
    repeats = RepeatFilter(SALT)
    assert repeats.admit(2**63, text, now=0)


def test_short_salt_is_refused() -> None:
    with pytest.raises(ValueError, match="salt"):
        RepeatFilter(b"salt")


def test_what_is_taken_back_may_be_logged_again_and_counts_no_more() -> None:
    repeats = RepeatFilter(SALT, per_chat=2)
    assert repeats.admit(1, "can i chew gum", now=0)
    assert repeats.admit(1, "can i chew", now=0)
    repeats.take_back(1, repeats.mark(1, "Can I chew gum?"))
    assert repeats.admit(1, "can i chew gum", now=1)
    assert not repeats.admit(1, "can i eat", now=1)
    repeats.take_back(2, repeats.mark(2, "never asked"))
    assert repeats.admit(2, "never asked", now=1)
