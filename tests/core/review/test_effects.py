"""What an edit does is told apart: facts, what blocks it, what warns of it."""

from __future__ import annotations

from bot.core.faq.model import Entry, Faq
from bot.core.quality.comparison import Comparison, EditPreview
from bot.core.quality.takeovers import Takeover, TakeoverKind
from bot.core.review.effects import SHOWN_EFFECTS, EditEffect, effect_list, more_effects
from bot.core.text.markup import plain

FAQ = Faq(entries=(Entry(id="pain", question="Does it hurt?", answer="A bit."),))
NOTHING = Comparison((), (), 0, 0, 0.5, 0.5)


def effect(*found: Takeover) -> EditEffect:
    return EditEffect(EditPreview(1, 0, 2, NOTHING, (), takeovers=found), (), 7, "+a line")


def test_what_blocks_and_what_warns_has_a_line_and_a_mark_of_its_own_below_the_facts() -> None:
    found = (
        Takeover(TakeoverKind.SAME, "is it sore", ("pain",), "is it sore"),
        Takeover(TakeoverKind.ANSWERED, "how sore", ("pain",), "how sore"),
    )
    facts, marked = plain(effect_list(effect(*found), FAQ)).split("\n\n")
    assert facts.split("\n")[0] == "• answers 1 of 2 of these questions"
    assert not any(mark in facts for mark in "⛔⚠")
    assert marked.split("\n") == [
        "• ⛔ “is it sore” stands under “Does it hurt?” already",
        "• ⚠ “how sore” gets the answer of “Does it hurt?” today",
    ]


def test_without_effects_there_are_facts_alone() -> None:
    assert "\n\n" not in plain(effect_list(effect(), FAQ))


def test_many_effects_are_counted() -> None:
    many = [Takeover(TakeoverKind.ANSWERED, f"text {n}", ("pain",), f"text {n}") for n in range(20)]
    text = plain(effect_list(effect(*many), FAQ))
    assert text.count("⚠") == SHOWN_EFFECTS
    assert text.endswith(f"• and {20 - SHOWN_EFFECTS} more")
    assert plain(more_effects(effect(*many), FAQ)).count("⚠") == 20 - SHOWN_EFFECTS
    assert more_effects(effect(), FAQ) == ""
