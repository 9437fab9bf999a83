"""Figures mean what they say: each question counts once, as what became of it, and staff's own tests not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.bootstrap import Bootstrap
from bot.core.dialogue.question_notes import HOW_TO_GO_ON, NOT_OF_A_PATIENT
from bot.settings import Settings
from tests.journeys.conftest import ADMIN, STAFF, STAFF_CHAT, Harness, Open
from tests.journeys.test_admin import SPANISH
from tests.journeys.test_review import FAQ, admin, save, staff
from tests.support import updates
from tests.support.patient import Patient

CLINICIAN = 503
ANSWERED, UNKNOWN = "Does the needle hurt?", "trombone lesson on thursday"
OFFERED = ("exercise and massage", "face hurts when driving", "is it normal to cry")
NOT_NOTED, GO_ON = NOT_OF_A_PATIENT.strip("*"), HOW_TO_GO_ON.strip("*")


@pytest.fixture
async def harness(open_harness: Open, tmp_path: Path) -> Harness:
    path = tmp_path / "faq.yaml"
    save(path, FAQ)
    save(path.with_name("faq.es.yaml"), SPANISH)
    given = {"sentence_model": "off", "personal_data_model": "off", "multilingual_model": "off"}
    settings = Settings.model_validate(given | {"faq_path": path, "database_path": tmp_path / "faqbot.db"})
    return await open_harness(
        Bootstrap(settings), faq_path=path, staff_chat_id=STAFF_CHAT, clinician_ids=frozenset({CLINICIAN})
    )


async def shown(harness: Harness) -> list[str]:
    """The lines of /stats."""
    await harness.settled()
    reviewer = staff(harness)
    await reviewer.ask("/stats")
    return [line.removeprefix("• ") for line in reviewer.text.split("\n")]


async def test_a_question_counts_once_as_what_became_of_it(harness: Harness) -> None:
    patient = harness.patient()
    await patient.ask("hello")
    await patient.ask(ANSWERED)
    await patient.ask(OFFERED[0])
    await patient.tap("Which exercises help?")
    await patient.ask(OFFERED[1])
    await patient.tap("None of these")
    await patient.ask(OFFERED[2])
    await patient.ask(UNKNOWN)
    lines = await shown(harness)
    assert lines[2:8] == [
        "5 (0) questions",
        "1 (0) answered at once",
        "1 (0) offered and accepted",
        "1 (0) offered and rejected",
        "1 (0) offered, nothing tapped",
        "1 (0) nothing found",
    ]
    assert "2 (0) answers read, asked for or browsed" in lines
    assert "1 (0) small talk" in lines


async def test_a_choice_that_is_tapped_again_and_again_counts_once_and_its_last_word_holds(harness: Harness) -> None:
    patient = harness.patient()
    await patient.ask(OFFERED[0])
    offer = patient.last
    for label in ("Which exercises help?", "Should I massage", "Which exercises help?"):
        await patient.tap(label, offer)
    assert "1 (0) offered and accepted" in await shown(harness)
    await patient.tap("None of these", offer)
    lines = await shown(harness)
    assert "0 (0) offered and accepted" in lines
    assert "1 (0) offered and rejected" in lines
    assert "0 (0) offered, nothing tapped" in lines


async def test_a_choice_taken_in_words_is_accepted(harness: Harness) -> None:
    patient = harness.patient()
    await patient.ask(OFFERED[0])
    await patient.ask("the first one")
    lines = await shown(harness)
    assert "1 (0) question" in lines
    assert "1 (0) offered and accepted" in lines


async def test_questions_are_told_apart_by_the_language_they_were_answered_in(harness: Harness) -> None:
    await harness.patient().ask(ANSWERED)
    await harness.patient(1_002, language="es").ask("¿qué precio tiene?")
    lines = await shown(harness)
    assert "English: 1: 1 answered at once" in lines
    assert "Spanish: 1: 1 answered at once" in lines


@pytest.mark.parametrize("person", [STAFF, ADMIN, CLINICIAN])
async def test_what_staff_try_is_answered_alike_and_leaves_nothing_behind(harness: Harness, person: int) -> None:
    patient, tester = harness.patient(), harness.patient(person, "Tester")
    asked = (ANSWERED, OFFERED[0], "hello")
    for words in asked:
        await patient.ask(words)
        await tester.ask(words)
        assert (tester.text, tester.buttons) == (patient.text, patient.buttons)
    await harness.settled()
    before, lines = harness.counts(), await shown(harness)
    await tester.ask(ANSWERED)
    await tester.tap("Not helpful")
    assert tester.text.endswith(NOT_NOTED)
    await tester.ask(OFFERED[1])
    await tester.tap("None of these")
    assert NOT_NOTED in tester.text
    assert GO_ON not in tester.text
    assert "was noted" not in tester.text
    await tester.ask(UNKNOWN)
    assert f"{NOT_NOTED}\n\n{GO_ON}" in tester.text
    assert "was noted" not in tester.text
    await tester.ask("¿tienen saxofones en la consulta del jueves?")
    await tester.ask("Wie lange hält Botox im Gesicht und was kostet es?")
    assert NOT_NOTED in tester.text
    assert await shown(harness) == lines
    assert harness.counts() == before
    assert harness.questions() == []
    assert await harness.app.recorder.store.reviews.questions() == ()
    outcomes = harness.app.metrics.registry.get_sample_value("faqbot_outcomes_total", {"outcome": "asked"})
    assert outcomes == len(asked) - 1  # small talk is no question


async def test_a_patient_is_noted_as_ever_beside_them(harness: Harness) -> None:
    await admin(harness).ask(UNKNOWN)
    patient = harness.patient()
    await patient.ask(UNKNOWN)
    assert "was noted" in patient.text
    assert NOT_NOTED not in patient.text
    assert GO_ON not in patient.text
    lines = await shown(harness)
    assert "1 (0) nothing found" in lines
    assert len(harness.questions()) == 1


async def test_in_a_group_nobody_is_told_who_is_staff(harness: Harness) -> None:
    tester = Patient(harness.telegram, STAFF, chat=updates.group(-1_000_777), name="Tester")
    await tester.ask(f"@{harness.app.bot.bot.username} {UNKNOWN}")
    assert NOT_NOTED not in tester.text
    assert GO_ON not in tester.text
