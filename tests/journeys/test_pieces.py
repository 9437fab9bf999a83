"""An emergency that is told in pieces, each sent as a message, is noticed."""

from __future__ import annotations

import pytest

from bot.bootstrap import Bootstrap
from tests.journeys.conftest import Harness, Open
from tests.support.clock import Clock

CALL = "do not wait for this bot"


@pytest.mark.parametrize(
    "pieces",
    [("my tongue", "it's swelling"), ("my dad", "he", "is having a stroke"), ("my chest", "hurts", "really bad")],
)
async def test_the_last_piece_raises_the_alarm(harness: Harness, pieces: tuple[str, ...]) -> None:
    patient = harness.patient()
    for piece in pieces:
        await patient.ask(piece)
        if CALL in patient.text.lower():
            break
    assert CALL in patient.text.lower()


async def test_pieces_that_say_nothing_together_stay_calm(harness: Harness) -> None:
    patient = harness.patient()
    for piece in ("hello", "my cheek", "it isn't working", "what does it cost"):
        await patient.ask(piece)
        assert CALL not in patient.text.lower()


async def test_what_was_written_minutes_ago_is_no_piece(open_harness: Open, patients_bootstrap: Bootstrap) -> None:
    clock = Clock()
    harness = await open_harness(patients_bootstrap, clock=clock)
    patient = harness.patient()
    await patient.ask("my tongue")
    clock.now += 180
    await patient.ask("it's swelling")
    assert CALL not in patient.text.lower()
