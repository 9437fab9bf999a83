"""What patients live through, over the whole application."""

from __future__ import annotations

import pytest

from bot.workshop import Workshop
from tests.journeys.conftest import House, Open
from tests.support import updates
from tests.support.patient import Patient

SIDE_EFFECTS = "What are the side effects of Botox?"
AFTERCARE = "What should I do after the injections?"
UNKNOWN = "do you sell parrots and garden furniture"


async def test_a_question_is_answered_with_follow_ups(house: House) -> None:
    patient = house.patient()
    await patient.ask(SIDE_EFFECTS)
    assert patient.text.startswith(SIDE_EFFECTS)
    assert "expandable_blockquote" in [entity["type"] for entity in patient.last["entities"]]
    assert AFTERCARE in patient.buttons
    await patient.tap(AFTERCARE)
    assert patient.text.startswith(AFTERCARE)


async def test_an_answer_quotes_the_question_and_shows_no_link_preview(house: House) -> None:
    patient = house.patient()
    await patient.ask(SIDE_EFFECTS)
    sent = house.telegram.of("sendMessage")[-1].sent
    assert sent["link_preview_options"] == {"is_disabled": True}
    assert sent["reply_parameters"]["allow_sending_without_reply"]


async def test_a_red_flag_is_answered_first_and_is_not_logged(house: House) -> None:
    patient = house.patient()
    await patient.ask("what are the side effects? since the botox i cant swallow")
    assert patient.text.startswith("Call ")
    await house.settled()
    assert house.questions() == []
    assert house.counts()["urgent"] == 1


async def test_a_red_flag_in_a_caption_or_an_edit_raises_the_alarm(house: House) -> None:
    patient = house.patient()
    await patient.show(updates.photo(patient.file(), "my throat is closing and i can't breathe"))
    assert any(text.startswith("Call ") for text in house.telegram.texts(patient.id))
    other = house.patient(1_002)
    number = next(house.telegram.numbers)
    await other.ask("hello", message_id=number)
    other.edit(number, "I can't breathe")
    await other.next_message()
    assert other.text.startswith("Call ")


async def test_an_unknown_question_is_admitted_and_noted_without_its_words(house: House) -> None:
    patient = house.patient()
    await patient.ask(f"My name is Zebediah Quux, 07700 900123, {UNKNOWN}")
    assert "I don't have a checked answer" in patient.text
    assert "Contact the clinic" in patient.buttons
    await house.settled()
    (question,) = house.questions()
    assert "Zebediah" not in question
    assert "900123" not in question


async def test_suggestions_can_be_rejected_and_then_the_question_is_noted(house: House) -> None:
    patient = house.patient()
    await patient.ask("something about needles and units of the stuff maybe")
    if "None of these" not in patient.buttons:
        pytest.skip("this FAQ answers that at once")
    await patient.tap("None of these")
    await house.settled()
    assert len(house.questions()) == 1
    assert house.counts()["rejected"] == 1


async def test_feedback_is_counted_once_and_can_be_changed(house: House) -> None:
    patient = house.patient()
    answer = await patient.ask(SIDE_EFFECTS)
    await patient.tap("Helpful", answer)
    answer = patient.messages[0]
    assert "✓ Helpful" in _labels(answer)
    await patient.tap("✓ Helpful", answer)
    await patient.tap("Not helpful", patient.messages[0])
    await house.settled()
    counts = house.counts()
    assert counts["helpful"] == 0
    assert counts["not_helpful"] == 1
    assert len(house.questions()) == 1


async def test_buttons_keep_working_after_a_restart(open_house: Open, patients_workshop: Workshop) -> None:
    first = await open_house(patients_workshop)
    patient = first.patient()
    answer = await patient.ask(SIDE_EFFECTS)
    await first.settled()
    await first.app.stop()
    second = await open_house(patients_workshop, first.telegram)
    await patient.tap("Not helpful", answer)
    await second.settled()
    assert len(second.questions()) == 1


async def test_a_button_of_a_removed_entry_apologises_and_offers_topics(house: House) -> None:
    patient = house.patient()
    await patient.ask(SIDE_EFFECTS)
    await patient.tap_data("e:an-entry-that-was-removed:0")
    assert "no longer there" in patient.text
    assert "Botox safety and care" in patient.buttons


@pytest.mark.parametrize("data", ["", "x", "e:::", "e:a:b", "zz:side-effects:0", "e:" + "a" * 60 + ":0", "r:publish:1"])
async def test_forged_buttons_do_nothing(house: House, data: str) -> None:
    patient = house.patient()
    await patient.ask(SIDE_EFFECTS)
    before = len(patient.messages)
    await patient.tap_data(data or " ")
    assert len(patient.messages) == before


async def test_topics_lead_to_questions_to_answers_and_back(house: House) -> None:
    patient = house.patient()
    await patient.ask("/topics")
    await patient.tap("Botox safety and care")
    await patient.tap("More questions")
    await patient.tap("Back")
    await patient.tap("Botox safety and care")
    await patient.tap(SIDE_EFFECTS)
    assert patient.text.startswith(SIDE_EFFECTS)
    await patient.tap("Back")
    assert "Pick a question" in patient.text
    assert len(patient.messages) == 1


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("/start", "emergency"),
        ("/start side-effects", SIDE_EFFECTS),
        ("/start no-such-entry", "emergency"),
        ("/help", "/topics"),
        ("/contact", "[clinic phone]"),
        ("/privacy", "90 days"),
        ("/whoami", "1001"),
        ("/review", "I don't know that command"),
        ("/nonsense@otherbot x", ""),
        ("/HELP", "/topics"),
    ],
)
async def test_commands(house: House, command: str, expected: str) -> None:
    patient = house.patient()
    if not expected:
        patient.send(command)
        await house.settled()
        assert patient.messages == []
    else:
        await patient.ask(command)
        assert expected in patient.text


async def test_things_that_are_not_text_get_a_kind_specific_reply(house: House) -> None:
    patient = house.patient()
    for content, words in (
        (updates.photo(patient.file()), "don't send photos"),
        (updates.voice(patient.file()), "can't listen"),
        (updates.video(patient.file()), "can't watch"),
        (updates.sticker(patient.file()), "sticker"),
        (updates.document(patient.file(), "letter.pdf"), "can't read files"),
        (updates.location(), "location"),
        (updates.contact("+44 7700 900123"), "phone numbers"),
        (updates.poll(), "polls"),
        (updates.dice(), "written words"),
    ):
        await patient.show(content)
        assert words in patient.text
    await house.settled()
    assert house.questions() == []


@pytest.mark.parametrize("words", [" ", "...", "👍🏽🎉", "\u200b\u200b", "?", "1"])
async def test_messages_without_words_are_met_kindly(house: House, words: str) -> None:
    patient = house.patient()
    await patient.ask(words)
    assert patient.text
    await house.settled()
    assert house.questions() == []


@pytest.mark.parametrize(
    "words",
    ["botox " * 682, "a" * 4096, "\u0301" * 4096, "\u202e" + "swollen " * 500, "<b>&<script>" * 300, "[x](" * 1000],
)
async def test_hostile_texts_are_survived(house: House, words: str) -> None:
    patient = house.patient()
    await patient.ask(words[:4096])
    assert patient.text


async def test_an_edited_message_is_answered_again(house: House) -> None:
    patient = house.patient()
    number = next(house.telegram.numbers)
    await patient.ask("hello", message_id=number)
    patient.edit(number, SIDE_EFFECTS)
    await patient.next_message()
    assert patient.text.startswith(SIDE_EFFECTS)


async def test_an_old_message_is_answered_with_an_apology(house: House) -> None:
    patient = house.patient()
    await patient.ask(SIDE_EFFECTS, date=1_700_000_000)
    assert patient.text.startswith("I am sorry for the late reply.")


async def test_groups_hear_only_what_is_meant_for_the_bot_and_leave_no_question(house: House) -> None:
    group = updates.group(-1_000_777)
    member = Patient(house.telegram, 1_003, chat=group)
    member.send(SIDE_EFFECTS)
    await house.settled()
    assert member.messages == []
    name = house.app.connection.bot.username
    await member.ask(f"@{name} {SIDE_EFFECTS}")
    assert member.text.startswith(SIDE_EFFECTS)
    await member.ask(f"@{name} {UNKNOWN}")
    assert "noted" not in member.text
    await house.settled()
    assert house.questions() == []


async def test_a_forum_thread_is_kept(house: House) -> None:
    forum = updates.group(-1_000_778, forum=True)
    member = Patient(house.telegram, 1_004, chat=forum, thread=77)
    await member.ask(f"/start@{house.app.connection.bot.username} side-effects")
    assert member.last["message_thread_id"] == 77


async def test_channels_are_left_alone(house: House) -> None:
    channel = updates.channel(-1_000_779)
    Patient(house.telegram, 1_005, chat=channel).push("channel_post", **updates.text(SIDE_EFFECTS))
    await house.settled()
    assert house.telegram.of("sendMessage") == []


async def test_a_patient_who_blocked_the_bot_is_no_error(house: House) -> None:
    patient = house.patient()
    patient.block()
    patient.send(SIDE_EFFECTS)
    await house.settled()
    assert (await house.patient(1_006).ask(SIDE_EFFECTS))["text"].startswith(SIDE_EFFECTS)


async def test_a_broken_database_keeps_no_patient_from_an_answer(open_house: Open, patients_workshop: Workshop) -> None:
    house = await open_house(patients_workshop, database_path="/proc/no/such/folder/faqbot.db")
    patient = house.patient()
    await patient.ask(SIDE_EFFECTS)
    assert patient.text.startswith(SIDE_EFFECTS)
    await patient.ask(UNKNOWN)
    assert patient.text


def _labels(message: dict[str, object]) -> str:
    return str(message["reply_markup"])
