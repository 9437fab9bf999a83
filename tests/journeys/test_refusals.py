"""Telegram refuses a message, a tap's acknowledgement or an edit: the patient is answered all the same."""

from __future__ import annotations

import pytest

from bot.bootstrap import Bootstrap
from tests.journeys.conftest import Harness, Open
from tests.support import updates
from tests.support.faults import Fault, Refusal, Trouble
from tests.support.patient import Patient
from tests.support.telegram import Call

EMERGENCY = "I can't breathe"
CALM = "What are the side effects of Botox?"
GROUP = -1_000_778


def refused(harness: Harness) -> list[Call]:
    """The calls that were refused so far, which the harness need not complain about."""
    calls = harness.telegram.refused()
    harness.telegram.calls[:] = [call for call in harness.telegram.calls if call not in calls]
    return calls


async def test_in_a_topic_that_is_gone_the_group_is_answered_outside_of_it(harness: Harness) -> None:
    member = Patient(harness.telegram, 1_003, chat=updates.group(GROUP, forum=True), thread=7)
    harness.telegram.threads[GROUP].clear()
    await member.ask(f"@{harness.app.bot.bot.username} {EMERGENCY}")
    assert member.text.startswith("Call ")
    assert "message_thread_id" not in member.last
    assert len(refused(harness)) == 1


@pytest.mark.parametrize("words", [EMERGENCY, CALM])
async def test_a_reply_whose_mark_up_is_refused_arrives_in_plain_text(harness: Harness, words: str) -> None:
    harness.telegram.faults.refusals.append(Refusal("sendMessage", "parse_mode", "can't parse entities"))
    patient = harness.patient()
    await patient.ask(words)
    assert patient.text.startswith(("Call ", CALM))
    assert "entities" not in patient.last
    assert "<" not in patient.text
    assert patient.buttons
    refused(harness)


async def test_a_reply_whose_buttons_are_refused_arrives_short_and_without_them(harness: Harness) -> None:
    harness.telegram.faults.refusals.append(Refusal("sendMessage", "reply_markup", "BUTTON_TYPE_INVALID"))
    patient = harness.patient()
    await patient.ask(EMERGENCY)
    assert patient.text.startswith("Call ")
    assert patient.buttons == []
    refused(harness)


async def test_what_is_refused_in_every_form_is_counted_and_told_when_it_repeats(
    open_harness: Open, patients_bootstrap: Bootstrap, caplog: pytest.LogCaptureFixture
) -> None:
    harness = await open_harness(patients_bootstrap)
    harness.telegram.faults.refusals.append(Refusal("sendMessage", "text", "TEXT_REFUSED"))
    for number in range(3):
        harness.patient(2_000 + number).send(CALM)
    await harness.settled()
    assert harness.app.sender.undelivered.count == 3
    assert harness.app.sender.undelivered.lately == 3
    lines = [line for record in caplog.records if "could not be sent in any form" in (line := record.getMessage())]
    assert lines
    assert all("BadRequest at bot/channels/telegram/" in line and "(Text_refused)" in line for line in lines)
    assert all(CALM not in record.getMessage() for record in caplog.records)
    assert len(refused(harness)) == 3 * 4  # as meant, without the reply, plain, short


async def test_a_single_refusal_of_the_token_costs_no_answer(harness: Harness) -> None:
    harness.telegram.faults.plan(Fault(Trouble.UNAUTHORIZED), "sendMessage")
    patient = harness.patient()
    await patient.ask(EMERGENCY)
    assert patient.text.startswith("Call ")


@pytest.mark.parametrize("refusal", ["QUERY_ID_INVALID", "query is too old and response timeout expired", "whatever"])
async def test_a_tap_whose_acknowledgement_is_refused_is_answered(harness: Harness, refusal: str) -> None:
    patient = harness.patient()
    await patient.ask(CALM)
    harness.telegram.faults.refusals.append(Refusal("answerCallbackQuery", "callback_query_id", refusal))
    before = len(patient.messages)
    button = patient.last["reply_markup"]["inline_keyboard"][0][0]
    update = updates.callback("tap-1", patient.user, patient.last, button["callback_data"])
    harness.telegram.queue.push(update)
    await harness.settled()
    assert len(patient.messages) > before or patient.messages[-1]["text"] != CALM
    refused(harness)


@pytest.mark.parametrize("refusal", ["message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID"])
async def test_a_tap_whose_message_cannot_be_edited_is_answered_below_it(harness: Harness, refusal: str) -> None:
    patient = harness.patient()
    await patient.ask("/topics")
    menu = patient.last
    harness.telegram.faults.refusals.append(Refusal("editMessageText", "message_id", refusal))
    await patient.tap(patient.buttons[0], menu)
    await harness.settled()
    assert patient.last["message_id"] != menu["message_id"]
    assert patient.buttons
    refused(harness)


async def test_an_emergency_in_inline_mode_is_shown_plain_if_its_mark_up_is_refused(harness: Harness) -> None:
    harness.telegram.faults.refusals.append(
        Refusal("answerInlineQuery", "results", "can't parse entities", lambda results: "parse_mode" in str(results))
    )
    (article,) = await harness.patient().inline(EMERGENCY)
    assert "Call " in article["input_message_content"]["message_text"]
    refused(harness)


async def test_an_update_id_beyond_64_bits_is_answered_and_costs_no_other_its_record(harness: Harness) -> None:
    harness.telegram.queue.next_id = 2**63 - 1
    patients = [harness.patient(2_000 + number) for number in range(3)]
    for patient in patients:
        patient.send("do you sell parrots and garden furniture")
    await harness.settled()
    assert all(patient.messages for patient in patients)
    assert harness.rows("SELECT 'recorded', update_id FROM handled") == [("recorded", 2**63 - 1)]


async def test_an_edit_that_changes_no_word_is_answered_and_counted_once(harness: Harness) -> None:
    patient = harness.patient()
    for number, words in ((101, EMERGENCY), (102, CALM)):
        await patient.ask(words, message_id=number)
    before = len(patient.messages)
    await harness.settled()
    counts = harness.counts()
    for number, words in ((101, EMERGENCY), (102, CALM)):
        patient.edit(number, words)
    await harness.settled()
    assert len(patient.messages) == before
    assert harness.counts() == counts
    patient.edit(102, EMERGENCY)
    await harness.settled()
    assert len(patient.messages) == before + 1
