"""The emergency number stands once below every reply that is no answer, and is never a blank to fill in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.journeys.conftest import Harness, Open
from tests.support import updates

NUMBER = "your local emergency number"
LINE = f"If this may be an emergency: {NUMBER}."
LINEA = "Si puede ser una urgencia, llame al número de emergencias de su país."
UNKNOWN = "do you sell parrots and garden furniture"
UNSURE = "something about needles and units of the stuff maybe"
FRENCH = "Combien de temps dure la synkinésie faciale ?"


def closes(text: str, line: str = LINE) -> bool:
    return text.endswith(f"\n\n{line}") and text.count(re.split(": |llame al ", line)[1]) == 1


@pytest.mark.parametrize("words", [UNKNOWN, UNSURE, "👍🏽🎉", "..."])
async def test_below_what_is_no_answer(harness: Harness, words: str) -> None:
    patient = harness.patient()
    await patient.ask(words)
    assert closes(patient.text)


async def test_below_what_is_said_in_another_language(harness: Harness) -> None:
    patient = harness.patient()
    await patient.ask(FRENCH)
    assert closes(patient.text, "Si c'est peut-être une urgence : le numéro d'urgence de votre pays.")


async def test_below_rejected_suggestions(harness: Harness) -> None:
    patient = harness.patient()
    await patient.ask(UNSURE)
    await patient.tap("None of these")
    assert closes(patient.text)


async def test_below_what_is_said_to_things_that_are_not_text(harness: Harness) -> None:
    patient = harness.patient()
    for content in (
        updates.photo(patient.file()),
        updates.voice(patient.file()),
        updates.video(patient.file()),
        updates.sticker(patient.file()),
        updates.document(patient.file(), "letter.pdf"),
        updates.location(),
        updates.contact("+44 7700 900123"),
        updates.poll(),
        updates.dice(),
    ):
        await patient.show(content)
        assert closes(patient.text)


async def test_in_spanish(harness: Harness) -> None:
    patient = harness.patient(language="es")
    await patient.show(updates.voice(patient.file()))
    assert closes(patient.text, LINEA)
    await patient.ask("no puedo respirar")
    assert patient.text.startswith("Llame ahora al número de emergencias de su país.")


@pytest.mark.parametrize("words", ["What are the side effects of Botox?", "hello", "thank you"])
async def test_not_below_answers_and_small_talk(harness: Harness, words: str) -> None:
    patient = harness.patient()
    await patient.ask(words)
    assert LINE not in patient.text


@pytest.mark.parametrize("words", ["i cannot breathe", "i want to die", "no puedo respirar", "quiero morirme"])
async def test_no_bracket_reaches_a_patient_in_an_emergency(harness: Harness, words: str) -> None:
    patient = harness.patient()
    await patient.ask(words)
    assert "[" not in patient.text
    assert "{" not in patient.text


async def test_a_second_language_may_have_its_own_numbers(open_harness: Open, tmp_path: Path) -> None:
    sign = "{id: breathing, title: T, message: '%s {clinic.emergency_number}'}"
    entry = "{id: one, question: %s, answer: It.}"
    english = ["clinic: {emergency_number: '999', crisis_line: '116 123', phone: '555'}", "urgent:", "  signs:"]
    english += [f"    - {sign % 'Call'}", "entries:", f"  - {entry % 'What is synkinesis?'}"]
    spanish = ["language: es", "clinic: {emergency_number: '112'}", "messages: {voice: 'Voz. {clinic.phone}'}"]
    spanish += ["urgent:", "  signs:", f"    - {sign % 'Llame'}", "entries:", f"  - {entry % '¿Qué es la sincinesia?'}"]
    (tmp_path / "faq.yaml").write_text("\n".join(english), encoding="utf-8")
    (tmp_path / "faq.es.yaml").write_text("\n".join(spanish), encoding="utf-8")
    harness = await open_harness(faq_path=tmp_path / "faq.yaml")
    english_patient, spanish_patient = harness.patient(), harness.patient(1_002, language="es")
    await english_patient.ask("i cannot breathe")
    assert english_patient.text == "Call 999"
    await spanish_patient.ask("no puedo respirar")
    assert spanish_patient.text == "Llame 112"
    await harness.patient(1_003, language="es").show(updates.voice(spanish_patient.file()))
    (voice,) = harness.telegram.texts(1_003)
    assert voice.startswith("Voz. 555")
    assert "112" in voice
