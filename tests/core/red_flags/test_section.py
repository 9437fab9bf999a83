"""A FAQ's signs and the bot's patterns make one section, and what the FAQ says of a message counts."""

from __future__ import annotations

from bot.core.faq.model import Faq, Urgent, UrgentSign
from bot.core.red_flags.data import RedFlagPatterns, SignPatterns
from bot.core.red_flags.section import UNCLEAR, Example, RedFlagSection

PATTERNS = RedFlagPatterns(
    signs=(
        SignPatterns(id="one", phrases=("a",), alarm=("a1", "a2"), no_alarm=("n1",), wishing=True),
        SignPatterns(id="two", phrases=("b",), alarm=("b1",)),
    ),
    no_alarm=("q1",),
)


def sign(sign_id: str, alarm: tuple[str, ...] = (), no_alarm: tuple[str, ...] = ()) -> UrgentSign:
    return UrgentSign(id=sign_id, title="T", message="M", alarm=alarm, no_alarm=no_alarm)


def section(*signs: UrgentSign, no_alarm: tuple[str, ...] = ()) -> RedFlagSection:
    return RedFlagSection("en", Urgent(signs=signs, no_alarm=no_alarm), PATTERNS)


def texts(found: RedFlagSection) -> list[tuple[str, str]]:
    return [(one.text, one.raises) for one in found.examples]


def test_a_sign_has_the_bot_s_examples_and_then_its_own() -> None:
    assert section(sign("one", ("mine", "a2")), sign("two"), no_alarm=("q2",)).examples == (
        Example("a1", "one", built_in=True),
        Example("a2", "one", built_in=False),
        Example("mine", "one", built_in=False),
        Example("n1", "", built_in=True),
        Example("b1", "two", built_in=True),
        Example("q1", "", built_in=True),
        Example("q2", "", built_in=False),
    )


def test_an_example_that_the_faq_gives_to_another_list_counts_there_only() -> None:
    moved = section(sign("one"), sign("two", ("a1",)), no_alarm=("a2",))
    assert texts(moved) == [("n1", ""), ("b1", "two"), ("a1", "two"), ("q1", ""), ("a2", "")]


def test_signs_come_in_the_order_of_the_faq() -> None:
    found = section(sign("two"), sign("mine"), sign("one"))
    assert [(one.id, known.phrases, known.wishing) for one, known in found.signs] == [
        ("two", ("b",), False),
        ("mine", (), False),
        ("one", ("a",), True),
        (UNCLEAR, (), False),
    ]
    assert not list(section().signs)


def test_a_sign_that_the_faq_lacks_is_lacking_and_teaches_nothing() -> None:
    found = section(sign("two"))
    assert [one.id for one in found.lacking] == ["one"]
    assert texts(found) == [("b1", "two"), ("q1", "")]


def test_a_faq_in_a_language_without_patterns_has_its_own_examples_only() -> None:
    entry = {"id": "e", "question": "Q", "answer": "A"}
    urgent = Urgent(signs=(sign("one", ("x",)),))
    found = RedFlagSection.of(Faq.model_validate({"language": "de", "entries": [entry], "urgent": urgent}))
    assert found.patterns is None
    assert texts(found) == [("x", "one")]
    assert found.lacking == ()
