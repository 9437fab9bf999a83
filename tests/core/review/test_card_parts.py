"""What staff split off a card is known as such, and only from that card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.records import LoggedQuestion, QuestionKind, Week
from bot.core.review import card_parts
from bot.core.review.selection import Selection
from bot.core.review.themes import Theme

TEXTS = ("may i cycle", "may i row", "is there wifi", "who are you")


def theme(questions: Sequence[LoggedQuestion]) -> Theme:
    return Theme("aaaa", tuple(questions), questions[0].text or "", (), questions[0].week, {}, "", ())


def card(*texts: str) -> Theme:
    week = Week(2026, 47)
    return theme(
        [
            LoggedQuestion(str(at), week, "en", text, "short", QuestionKind.UNMATCHED, None, None, "digest")
            for at, text in enumerate(texts)
        ]
    )


def split(one: Theme, *apart: str) -> tuple[Theme, Theme]:
    """What stays, and what is split off."""
    selection = Selection(one).without(*(one.samples().index(text) for text in apart))
    here, there = card_parts.split(selection)
    return (
        theme([replace(each, part=here) for each in one.questions if each.text not in apart]),
        theme([replace(each, part=there) for each in one.questions if each.text in apart]),
    )


def test_what_was_split_off_a_card_is_known_from_that_card_alone() -> None:
    stays, off = split(card(*TEXTS), "is there wifi")
    assert all(card_parts.is_split_off(one, stays) for one in off.questions)
    assert not any(card_parts.is_split_off(one, off) for one in stays.questions)
    assert not any(card_parts.is_split_off(one, stays) for one in stays.questions)


def test_what_was_split_off_earlier_is_known_too() -> None:
    first, wifi = split(card(*TEXTS), "is there wifi")
    second, who = split(first, "who are you")
    assert all(card_parts.is_split_off(one, second) for one in (*wifi.questions, *who.questions))


def test_a_part_that_was_split_off_and_split_again_has_put_aside_its_own_alone() -> None:
    stays, off = split(card(*TEXTS), "is there wifi", "who are you")
    wifi, who = split(off, "who are you")
    assert card_parts.is_split_off(who.questions[0], wifi)
    assert not card_parts.is_split_off(who.questions[0], stays)
    assert not card_parts.is_split_off(stays.questions[0], wifi)


def test_parts_of_an_older_version_say_nothing() -> None:
    old = replace(card("is there wifi").questions[0], part="0123456789")
    assert not card_parts.is_split_off(old, card("may i cycle"))
