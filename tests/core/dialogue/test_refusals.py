"""A treatment that is refused is told from one that is asked for."""

from __future__ import annotations

import pytest

from bot.bootstrap import Bootstrap
from bot.core.dialogue.interpreter import InterpretationKind
from bot.core.dialogue.refusals import refusal


@pytest.mark.parametrize(
    ("text", "code", "rest"),
    [
        ("Fix it without injections", "en", "fix it"),
        ("anything but botox", "en", ""),
        ("I want to get better without having surgery", "en", "i want to get better"),
        ("no botox or surgery, what else", "en", "what else"),
        ("¿se puede tratar sin inyecciones?", "es", "se puede tratar"),
        ("quiero mejorar sin operarme", "es", "quiero mejorar"),
    ],
)
def test_a_refused_treatment_is_taken_out(text: str, code: str, rest: str) -> None:
    found = refusal(text, code)
    assert found is not None
    assert found.rest == rest


@pytest.mark.parametrize(
    "text",
    [
        "can I drink without spilling",
        "botox without pain",
        "can I have botox without a referral",
        "what if I have no more botox",
        "botox isn't working",
        "who should not have botox",
        "who should avoid botox injections",
        "why can't you get botox with myasthenia",
        "is it normal but botox was two weeks ago",
        "the bad side of my face looks ten years older all flat, can it be padded out without an operation?",
        "",
    ],
)
def test_nothing_is_refused_otherwise(text: str) -> None:
    assert refusal(text, "en") is None


def test_a_language_without_cues_refuses_nothing() -> None:
    assert refusal("sans injections", "fr") is None


def test_what_the_faq_does_not_know_is_not_offered_retraining(patients_bootstrap: Bootstrap) -> None:
    found = patients_bootstrap.live_faq.live.interpreter("es").interpret("cómo me saco la papada sin operarme")
    assert found.kind is InterpretationKind.NONE


@pytest.mark.parametrize(
    ("text", "code", "refused"),
    [
        ("fix it without injections", "en", {"surgery-options", "can-botox-help"}),
        ("can I fix it without needles", "en", {"surgery-options", "does-botox-hurt"}),
        ("anything except surgery", "en", {"surgery-options"}),
        ("quiero mejorar sin operarme", "es", {"surgery-options"}),
    ],
)
def test_what_is_refused_is_offered_last_at_most(
    patients_bootstrap: Bootstrap, text: str, code: str, refused: set[str]
) -> None:
    found = patients_bootstrap.live_faq.live.interpreter(code).interpret(text)
    first = [match.entry_id for match in found.matches[:3]]
    assert not found.answers
    assert not refused & set(first[:2])
    assert {"how-do-you-fix-it", "how-is-it-treated"} & set(first)
