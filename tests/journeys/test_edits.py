"""A patient edits a message: the log follows, for an hour and without knowing whose message it was."""

from __future__ import annotations

from dataclasses import dataclass

from bot.bootstrap import Bootstrap
from tests.journeys.conftest import Harness, Open
from tests.support.patient import Patient

SIDE_EFFECTS = "What are the side effects of Botox?"
UNKNOWN = "do you sell parrots and garden furniture"
OTHERWISE = "do you sell parrots and garden chairs"


@dataclass
class Hands:
    """A clock that a test turns."""

    now: float = 1_000.0

    def __call__(self) -> float:
        return self.now


async def asked(patient: Patient, words: str) -> int:
    number = next(patient.telegram.numbers)
    await patient.ask(words, message_id=number)
    return number


async def test_an_edited_question_replaces_the_one_in_the_log(harness: Harness) -> None:
    patient, other = harness.patient(), harness.patient(1_002)
    number = await asked(patient, UNKNOWN)
    await asked(other, UNKNOWN)
    patient.edit(number, OTHERWISE)
    await harness.settled()
    assert sorted(harness.questions()) == [OTHERWISE, UNKNOWN]
    patient.edit(number, UNKNOWN)
    await harness.settled()
    assert harness.questions() == [UNKNOWN, UNKNOWN]


async def test_a_question_that_is_edited_into_an_answered_one_leaves_the_log(harness: Harness) -> None:
    patient = harness.patient()
    number = await asked(patient, UNKNOWN)
    patient.edit(number, SIDE_EFFECTS)
    await harness.settled()
    assert patient.text.startswith(SIDE_EFFECTS)
    assert harness.questions() == []


async def test_what_a_tap_logged_is_replaced_too(harness: Harness) -> None:
    patient = harness.patient()
    number = await asked(patient, SIDE_EFFECTS)
    await patient.tap("Not helpful")
    await harness.settled()
    assert len(harness.questions()) == 1
    patient.edit(number, UNKNOWN)
    await harness.settled()
    assert harness.questions() == [UNKNOWN]


async def test_after_an_hour_or_a_restart_an_edit_is_a_question_of_its_own(
    open_harness: Open, patients_bootstrap: Bootstrap
) -> None:
    clock = Hands()
    harness = await open_harness(patients_bootstrap, clock=clock)
    patient = harness.patient()
    number = await asked(patient, UNKNOWN)
    await harness.settled()  # a question is kept after its reply is sent
    clock.now += 3_600
    patient.edit(number, OTHERWISE)
    await harness.settled()
    assert sorted(harness.questions()) == [OTHERWISE, UNKNOWN]
    await harness.app.stop()
    again = await open_harness(patients_bootstrap, telegram=harness.telegram)
    again.patient().edit(number, "do you sell parrots and garden tables")
    await again.settled()
    assert len(again.questions()) == 3
