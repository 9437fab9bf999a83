"""Entries that a translation lacks: they concern only messages that are near them."""

from __future__ import annotations

from bot.core.dialogue.interpreter import InterpretationKind, Interpreter
from bot.core.faq.yaml_reader import read_faq
from bot.core.matching.matcher import Matcher
from bot.core.matching.ranking import Match

FAQ = read_faq(
    b"""
language: es
entries:
  - {id: driving, question: Puedo conducir?, phrasings: [puedo llevar el coche, se puede conducir], answer: "Si."}
  - {id: pain, question: Duele la aguja?, phrasings: [duele el pinchazo, es doloroso], answer: Un poco.}
  - {id: price, question: Cuanto cuesta?, phrasings: [que precio tiene, es caro], answer: Depende.}
""",
    "faq.es.yaml",
).faq
ASKED = "puedo conducir"


def interpreter(*ranked: str, lent: tuple[str, ...] = ("blood",)) -> Interpreter:
    """An interpreter for a FAQ that lacks these entries, and whose ranking across languages is always the same."""
    return Interpreter(
        "es",
        Matcher.fit(FAQ.published, language="es"),
        lambda _: None,
        frozenset(),
        lambda _: (),
        lambda _: tuple(Match(one, 0.5, "", ()) for one in ranked),
        frozenset(lent),
    )


def test_an_answer_stays_where_no_lent_entry_is_near() -> None:
    found = interpreter("pain", "price").interpret(ASKED)
    assert (found.kind, found.answers) == (InterpretationKind.ANSWER, ("driving",))
    assert interpreter().interpret(ASKED) == found


def test_where_a_lent_entry_is_near_there_is_a_choice_unless_both_rankings_agree() -> None:
    found = interpreter("blood", "pain").interpret(ASKED)
    assert (found.kind, [match.entry_id for match in found.matches]) == (
        InterpretationKind.SUGGEST,
        ["blood", "pain"],
    )
    agreed = interpreter("driving", "blood").interpret(ASKED)
    assert (agreed.kind, agreed.answers) == (InterpretationKind.ANSWER, ("driving",))


def test_without_lent_entries_other_languages_say_nothing() -> None:
    assert interpreter("pain", lent=()).interpret(ASKED).answers == ("driving",)
