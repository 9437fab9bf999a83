"""A message to the clinic on request: shown, passed on, answered, and kept nowhere."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from bot.bootstrap import Bootstrap
from bot.channels.telegram.reply_token import HOLDS, ReplyTokens, ReturnAddress, TokenExpired, TokenInvalid, new_key
from tests.journeys.conftest import ADMIN, STAFF, STAFF_CHAT, Harness, Open
from tests.support import updates
from tests.support.chats import BOT
from tests.support.clock import Clock
from tests.support.patient import Patient
from tests.support.updates import Json

KEY = new_key()
WORDS = "Please call me about my **next** appointment.\n\nI can only come on Mondays & <Tuesdays>. [x](y)"
STAFF_GROUP = updates.group(STAFF_CHAT, "Staff")


@pytest.fixture
async def clinic(open_harness: Open, patients_bootstrap: Bootstrap) -> Harness:
    harness = await open_harness(patients_bootstrap, handoff=True, handoff_key=KEY, staff_chat_id=STAFF_CHAT)
    harness.telegram.chats[STAFF_CHAT] = STAFF_GROUP
    return harness


def nurse(harness: Harness, user_id: int = STAFF) -> Patient:
    return Patient(harness.telegram, user_id, chat=STAFF_GROUP, name="Nurse")


async def offered(harness: Harness, words: str = WORDS) -> Patient:
    patient = harness.patient(7_654_321)
    await patient.ask("/contact")
    await patient.tap("Write to the clinic")
    await patient.ask(words)
    return patient


async def passed_on(harness: Harness) -> tuple[Patient, Json]:
    """A patient whose message was passed on, and the message in the staff chat."""
    patient = await offered(harness)
    await patient.tap("Send my message")
    return patient, nurse(harness).last


async def test_what_is_sent_is_shown_first_to_the_letter(clinic: Harness) -> None:
    patient = await offered(clinic)
    assert WORDS in patient.text
    assert "nothing else" in patient.text
    assert patient.buttons == ["Send my message to the clinic", "Don't send"]
    assert nurse(clinic).messages == []
    await patient.tap("Send my message")
    assert "was passed on" in patient.text
    assert patient.buttons == []
    relayed = nurse(clinic).text
    assert WORDS in relayed
    assert "Pat" not in relayed
    assert str(patient.id) not in str(nurse(clinic).last)


async def test_a_reply_of_staff_goes_back_to_the_patient(clinic: Harness) -> None:
    patient, relayed = await passed_on(clinic)
    staff = nurse(clinic)
    await staff.ask("Monday at 9 <is> *fine*.", reply_to_message=relayed)
    assert staff.text == "Your reply was passed on."
    assert patient.text == "The clinic writes:\n\nMonday at 9 <is> *fine*."
    assert patient.last["reply_to_message"]["text"] == WORDS


async def test_a_long_reply_arrives_whole(clinic: Harness) -> None:
    patient, relayed = await passed_on(clinic)
    await nurse(clinic).ask("Word. " * 680, reply_to_message=relayed)
    arrived = " ".join(patient.telegram.texts(patient.id)[-2:])
    assert arrived.count("Word.") == 680


async def test_nothing_of_it_is_stored(clinic: Harness) -> None:
    patient, relayed = await passed_on(clinic)
    await nurse(clinic).ask("Monday is fine.", reply_to_message=relayed)
    await clinic.settled()
    assert clinic.questions() == []
    assert clinic.counts()["handed_over"] == 1
    connection = sqlite3.connect(clinic.settings.database_path)
    dump = "\n".join(connection.iterdump())
    connection.close()
    assert str(patient.id) not in dump
    assert "Monday" not in dump


async def test_a_reply_still_finds_its_way_after_a_restart(
    clinic: Harness, open_harness: Open, patients_bootstrap: Bootstrap
) -> None:
    patient, relayed = await passed_on(clinic)
    await clinic.settled()
    await clinic.app.stop()
    again = {"handoff": True, "handoff_key": KEY, "staff_chat_id": STAFF_CHAT}
    await open_harness(patients_bootstrap, clinic.telegram, **again)
    await nurse(clinic).ask("Monday is fine.", reply_to_message=relayed)
    assert "Monday is fine." in patient.text


async def test_changing_one_s_mind_sends_nothing(clinic: Harness) -> None:
    patient = await offered(clinic)
    await patient.tap("Don't send")
    assert patient.text == "All right, nothing was sent."
    assert nurse(clinic).messages == []
    await patient.ask("What are the side effects of Botox?")
    assert patient.text.startswith("What are the side effects")


async def test_a_command_ends_the_writing(clinic: Harness) -> None:
    patient = clinic.patient()
    await patient.ask("/contact")
    await patient.tap("Write to the clinic")
    await patient.tap("Don't send")
    assert "nothing was sent" in patient.text
    await patient.ask("/contact")
    await patient.tap("Write to the clinic")
    await patient.ask("/help")
    await patient.ask("What are the side effects of Botox?")
    assert patient.text.startswith("What are the side effects")


async def test_tapping_twice_sends_once(clinic: Harness) -> None:
    patient = await offered(clinic)
    offer = patient.last
    await patient.tap("Send my message", offer)
    await patient.tap("Send my message", offer)
    assert len(nurse(clinic).messages) == 1


async def test_a_red_flag_is_met_before_anything_is_offered(clinic: Harness) -> None:
    patient = await offered(clinic, "please tell the doctor i cant swallow since the botox")
    assert patient.text.startswith("Call ")
    assert not any("Send my message" in label for label in patient.buttons)


async def test_a_message_too_long_can_be_shortened(clinic: Harness) -> None:
    patient = await offered(clinic, "word " * 800)
    assert "a little shorter" in patient.text
    await patient.ask("A shorter one.")
    assert "A shorter one." in patient.text
    assert "Send my message to the clinic" in patient.buttons


async def test_a_staff_chat_out_of_reach_is_admitted(clinic: Harness) -> None:
    del clinic.telegram.chats[STAFF_CHAT]
    patient = await offered(clinic)
    await patient.tap("Send my message")
    assert "could not be passed on" in patient.text
    clinic.telegram.calls[:] = [call for call in clinic.telegram.calls if call.status == 200]


async def test_staff_hear_of_a_patient_who_blocked_the_bot(clinic: Harness) -> None:
    patient, relayed = await passed_on(clinic)
    patient.block()
    await nurse(clinic).ask("Monday is fine.", reply_to_message=relayed)
    assert "has blocked the bot" in nurse(clinic).text


async def test_staff_hear_of_a_seal_that_is_broken_or_another_s(clinic: Harness) -> None:
    patient, relayed = await passed_on(clinic)
    before = len(patient.messages)
    (link,) = (one["url"] for one in relayed["entities"] if one["type"] == "text_link")
    for forged in (link[:-9] + "A" * 9, link[:60], link.split("to-")[0] + "to-x"):
        entities = [{**one, "url": forged} if one["type"] == "text_link" else one for one in relayed["entities"]]
        await nurse(clinic).ask("Monday is fine.", reply_to_message={**relayed, "entities": entities})
        assert "I can't tell where" in nurse(clinic).text
    assert len(patient.messages) == before


async def test_what_is_not_text_and_edits_are_not_passed_on(clinic: Harness) -> None:
    patient, relayed = await passed_on(clinic)
    before = len(patient.messages)
    staff = nurse(clinic)
    await staff.show(updates.photo(staff.file()), reply_to_message=relayed)
    assert "Only text" in staff.text
    staff.push("edited_message", **updates.text("Tuesday"), reply_to_message=relayed, edit_date=1_800_000_000)
    await staff.next_message()
    assert "does not see your change" in staff.text
    assert len(patient.messages) == before


async def test_replies_elsewhere_do_not_reach_the_patient(clinic: Harness) -> None:
    patient, relayed = await passed_on(clinic)
    before = len(patient.messages)
    other = Patient(clinic.telegram, 1_009, chat=updates.group(-1_000_600))
    other.send("Monday is fine.", reply_to_message=relayed)
    nurse(clinic).send("Monday is fine.")
    forged = {**relayed, "from": updates.user(1_010)}
    nurse(clinic).send("Monday is fine.", reply_to_message=forged)
    await clinic.settled()
    assert len(patient.messages) == before


NEW_CHAT = STAFF_CHAT - 1_000
SUPERGROUP = {**STAFF_GROUP, "id": NEW_CHAT, "type": "supergroup"}


def migrate(harness: Harness, *, told: bool) -> Patient:
    """The staff group becomes a supergroup; the bot hears of it unless it was down. Returns the nurse, now there."""
    harness.telegram.migrated[STAFF_CHAT] = NEW_CHAT
    harness.telegram.chats[NEW_CHAT] = SUPERGROUP
    after = Patient(harness.telegram, STAFF, chat=SUPERGROUP, name="Nurse")
    if told:
        nurse(harness).push(migrate_to_chat_id=NEW_CHAT)
        after.push(migrate_from_chat_id=STAFF_CHAT)
    return after


@pytest.mark.parametrize("told", [True, False])
async def test_a_staff_group_that_becomes_a_supergroup_is_followed(
    clinic: Harness, open_harness: Open, patients_bootstrap: Bootstrap, told: bool
) -> None:
    patient, relayed = await passed_on(clinic)
    staff = migrate(clinic, told=told)
    if not told:
        await patient.ask("/contact")
        await patient.tap("Write to the clinic")
        await patient.ask(WORDS)
        await patient.tap("Send my message")
        assert WORDS in staff.text
    await clinic.settled()
    await staff.ask("Monday is fine.", reply_to_message={**relayed, "chat": SUPERGROUP})
    assert staff.text == "Your reply was passed on."
    assert "Monday is fine." in patient.text
    await staff.ask("/stats")
    assert "questions" in staff.text
    concern = clinic.app.staff_chat.concern
    assert concern is not None
    assert f"STAFF_CHAT_ID={NEW_CHAT}" in concern.text
    await clinic.settled()
    await clinic.app.stop()
    clinic.telegram.calls.clear()
    again = await open_harness(patients_bootstrap, clinic.telegram, staff_chat_id=STAFF_CHAT)
    await staff.ask("/stats")
    assert "questions" in staff.text
    await again.app.stop()
    corrected = await open_harness(patients_bootstrap, clinic.telegram, staff_chat_id=NEW_CHAT)
    assert corrected.app.staff_chat.concern is None


async def test_a_bot_that_is_removed_from_the_staff_chat_says_so(clinic: Harness) -> None:
    bot = {key: BOT[key] for key in ("id", "is_bot", "first_name", "username")}
    for new, worried in (("left", True), ("member", False), ("kicked", True)):
        clinic.telegram.queue.push(updates.my_chat_member(STAFF_GROUP, updates.user(STAFF), bot, "member", new))
        await clinic.settled()
        concern = clinic.app.staff_chat.concern
        assert (concern is not None and "was removed from the staff chat" in concern.text) is worried


async def test_only_staff_can_answer_a_patient(clinic: Harness) -> None:
    patient, relayed = await passed_on(clinic)
    before = len(patient.messages)
    for member in (nurse(clinic, 7_000), nurse(clinic, 1_087_968_824)):
        await member.ask("Monday is fine.", reply_to_message=relayed)
        assert "Only staff can answer" in member.text
    assert len(patient.messages) == before
    await nurse(clinic, ADMIN).ask("Monday is fine.", reply_to_message=relayed)
    assert "Monday is fine." in patient.text


async def test_a_fourth_message_within_a_minute_waits_and_is_sent_by_tapping_again(
    open_harness: Open, patients_bootstrap: Bootstrap
) -> None:
    clock = Clock()
    settings = {"handoff": True, "handoff_key": KEY, "staff_chat_id": STAFF_CHAT}
    clinic = await open_harness(patients_bootstrap, clock=clock, **settings)
    clinic.telegram.chats[STAFF_CHAT] = STAFF_GROUP
    for number in range(4):
        patient = await offered(clinic, f"Message number {number}, please call me.")
        offer = patient.last
        await patient.tap("Send my message", offer)
    assert len(nurse(clinic).messages) == 3
    assert "wait a minute" in patient.text
    clock.now += 61
    await patient.tap("Send my message", offer)
    assert len(nurse(clinic).messages) == 4
    assert "number 3" in nurse(clinic).text


async def test_without_the_setting_nothing_is_offered(harness: Harness) -> None:
    patient = harness.patient()
    await patient.ask("/contact")
    assert patient.buttons == []
    await patient.tap_data("w::0")
    await patient.ask(WORDS)
    assert "Send my message to the clinic" not in patient.buttons
    await patient.tap_data("y::0")
    assert "could not be passed on" in patient.text


async def test_groups_are_offered_no_writing(clinic: Harness) -> None:
    member = Patient(clinic.telegram, 1_003, chat=updates.group(-1_000_777))
    await member.ask(f"/contact@{clinic.app.bot.bot.username}")
    assert member.buttons == []


NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_an_address_comes_out_as_it_went_in_for_a_week() -> None:
    tokens, address = ReplyTokens(KEY), ReturnAddress(-1_001_234_567_890, 77, "es")
    token = tokens.encrypt(address, NOW)
    assert len(token) < 200
    assert tokens.decrypt(token, NOW + HOLDS) == address
    with pytest.raises(TokenExpired):
        tokens.decrypt(token, NOW + HOLDS + timedelta(seconds=2))


@pytest.mark.parametrize("token", ["", "x", "A" * 140, "ä" * 140, "=" * 100])
def test_a_token_that_the_bot_did_not_make_is_refused(token: str) -> None:
    with pytest.raises(TokenInvalid):
        ReplyTokens(KEY).decrypt(token, NOW)


def test_another_key_does_not_open_it() -> None:
    token = ReplyTokens(new_key()).encrypt(ReturnAddress(1, 2, "en"), NOW)
    with pytest.raises(TokenInvalid):
        ReplyTokens(KEY).decrypt(token, NOW)
