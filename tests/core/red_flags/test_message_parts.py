"""The parts of a message that are judged: a phrase is also judged in its own clause, with the status it has in all."""

from __future__ import annotations

import pytest

from bot.core.faq.model import Urgent, UrgentSign
from bot.core.languages import language
from bot.core.red_flags.assertion import Assertion
from bot.core.red_flags.data import RedFlagPatterns, SignPatterns
from bot.core.red_flags.mentions import PhraseFinder
from bot.core.red_flags.message_parts import MessagePart, parts
from bot.core.red_flags.section import RedFlagSection


@pytest.fixture(scope="module")
def finder() -> PhraseFinder:
    urgent = Urgent(signs=(UrgentSign(id="breathing", title="Breathing", message="Call."),))
    patterns = RedFlagPatterns(
        signs=(SignPatterns(id="breathing", phrases=("can't breathe", "short of breath", "blue lips & breath short")),)
    )
    cues = language("en").cues
    assert cues is not None
    return PhraseFinder(RedFlagSection("en", urgent, patterns), cues, patterns, frozenset())


def statuses(found: tuple[MessagePart, ...]) -> dict[str, Assertion]:
    return {part.text: part.mentions[0].assertion for part in found if part.mentions}


def test_a_phrase_is_also_judged_without_what_stands_beside_it(finder: PhraseFinder) -> None:
    for framed in ("Can I have an appointment, I can't breathe", "I can't breathe is that normal?"):
        assert "I can't breathe" in statuses(parts(framed, finder))


def test_a_sign_of_two_clauses_is_judged_in_one_piece(finder: PhraseFinder) -> None:
    found = statuses(parts("Hi all, my breath is short and I have blue lips, what would you advise?", finder))
    assert "my breath is short and I have blue lips" in found


def test_a_clause_keeps_its_status_in_the_whole(finder: PhraseFinder) -> None:
    asked = statuses(parts("Can Botox make me short of breath, or is that rare?", finder))
    assert len(asked) > 1
    assert set(asked.values()) == {Assertion.ASKED}


def test_clauses_without_a_phrase_are_not_judged(finder: PhraseFinder) -> None:
    assert [part.text for part in parts("We had tea, then cake", finder)] == ["We had tea, then cake"]


def test_one_sentence_among_many_is_judged_by_itself(finder: PhraseFinder) -> None:
    harmless = " ".join(f"On day {number} the weather was fine and we had tea." for number in range(60))
    assert "I can't breathe." in statuses(parts(f"{harmless} I can't breathe. {harmless}", finder))
