"""Which messages say what they said: for an hour, as hashes, in bounded memory."""

from __future__ import annotations

from bot.core.message_texts import HOUR, MessageTexts

WORDS = "does it hurt?"


def test_a_message_is_known_to_say_what_it_said_last() -> None:
    texts = MessageTexts(bytes(16))
    texts.add(1, 7, WORDS, now=0)
    assert texts.is_known(1, 7, WORDS, now=1)
    assert not any(texts.is_known(*other, now=1) for other in ((1, 7, "else"), (1, 8, WORDS), (2, 7, WORDS)))
    texts.add(1, 7, "else", now=2)
    assert not texts.is_known(1, 7, WORDS, now=3)


def test_it_is_known_for_an_hour_and_until_forgotten() -> None:
    texts = MessageTexts(bytes(16))
    texts.add(1, 7, WORDS, now=0)
    assert not texts.is_known(1, 7, WORDS, now=HOUR)
    texts.add(1, 7, WORDS, now=0)
    texts.forget(1, 7)
    assert not texts.is_known(1, 7, WORDS, now=1)


def test_memory_is_bounded_and_holds_no_words() -> None:
    texts = MessageTexts(bytes(16), capacity=2)
    for number in range(5):
        texts.add(1, number, WORDS, now=0)
    assert len(texts) == 2
    assert not texts.is_known(1, 2, WORDS, now=0)
    assert texts.is_known(1, 4, WORDS, now=0)
    assert WORDS not in repr(vars(texts))
