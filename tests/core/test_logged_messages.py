"""Which rows of the log came from which message: for an hour, for so many messages, as hashes."""

from __future__ import annotations

import pytest

from bot.core.logged_messages import HOUR, LoggedMessages, LoggedRow

SALT = bytes(range(16))
ROW, OTHER = LoggedRow("aa", b"1"), LoggedRow("bb", b"2")


def test_the_rows_of_a_message_are_given_once() -> None:
    messages = LoggedMessages(SALT)
    messages.add(1, 7, (ROW,), now=0)
    messages.add(1, 7, (OTHER,), now=1)
    assert messages.take(1, 7, now=2) == (ROW, OTHER)
    assert messages.take(1, 7, now=2) == ()


def test_messages_of_other_chats_with_the_same_number_are_others() -> None:
    messages = LoggedMessages(SALT)
    messages.add(1, 7, (ROW,), now=0)
    assert messages.take(2, 7, now=0) == ()
    assert messages.take(17, 0, now=0) == ()


def test_a_message_is_forgotten_after_an_hour() -> None:
    messages = LoggedMessages(SALT)
    messages.add(1, 7, (ROW,), now=0)
    messages.add(1, 8, (OTHER,), now=HOUR - 1)
    assert messages.take(1, 7, now=HOUR) == ()
    assert len(messages) == 1


def test_the_oldest_are_forgotten_first() -> None:
    messages = LoggedMessages(SALT, capacity=2)
    for number in range(3):
        messages.add(1, number, (ROW,), now=number)
    assert len(messages) == 2
    assert messages.take(1, 0, now=3) == ()
    messages.add(1, 9, (), now=3)
    assert len(messages) == 2


def test_a_short_salt_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        LoggedMessages(b"salt")
