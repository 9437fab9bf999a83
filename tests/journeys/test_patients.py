"""What patients live through, over the whole application."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.bootstrap import Bootstrap
from tests.journeys.conftest import Harness, Open
from tests.support import updates
from tests.support.patient import Patient

SIDE_EFFECTS = "What are the side effects of Botox?"
FOLLOW_UP = "My eyelid droops after Botox. What should I do?"
UNKNOWN = "do you sell parrots and garden furniture"


async def test_a_question_is_answered_with_follow_ups(harness: Harness) -> None:
    patient = harness.patient()
    await patient.ask(SIDE_EFFECTS)
    assert patient.text.startswith(SIDE_EFFECTS)
    assert "expandable_blockquote" in [entity["type"] for entity in patient.last["entities"]]
    assert FOLLOW_UP in patient.buttons
    await patient.tap(FOLLOW_UP)
    assert patient.text.startswith(FOLLOW_UP)


async def test_an_answer_quotes_the_question_and_shows_no_link_preview(harness: Harness) -> None:
    patient = harness.patient()
    await patient.ask(SIDE_EFFECTS)
    sent = harness.telegram.of("sendMessage")[-1].sent
    assert sent["link_preview_options"] == {"is_disabled": True}
    assert sent["reply_parameters"]["allow_sending_without_reply"]


async def test_a_red_flag_is_answered_first_and_is_not_logged(harness: Harness) -> None:
    patient = harness.patient()
    await patient.ask("what are the side effects? since the botox i cant swallow")
    assert patient.text.startswith("Call ")
    await harness.settled()
    assert harness.questions() == []
    assert harness.counts()["urgent"] == 1


async def test_a_red_flag_overtakes_everybody_who_wrote_before(harness: Harness) -> None:
    for number in range(40):
        harness.patient(2_000 + number).send(SIDE_EFFECTS)
    patient = harness.patient(3_000)
    patient.send("since the botox i cant swallow")
    await harness.settled()
    served = [call.sent["chat_id"] for call in harness.telegram.of("sendMessage")]
    assert len(served) == 41
    assert served.index(3_000) < 10


async def test_a_red_flag_in_a_caption_or_an_edit_raises_the_alarm(harness: Harness) -> None:
    patient = harness.patient()
    await patient.show(updates.photo(patient.file(), "my throat is closing and i can't breathe"))
    assert any("your local emergency number" in text for text in harness.telegram.texts(patient.id))
    other = harness.patient(1_002)
    number = next(harness.telegram.numbers)
    await other.ask("hello", message_id=number)
    other.edit(number, "I can't breathe")
    await other.next_message()
    assert other.text.startswith("Call ")


async def test_an_unknown_question_is_admitted_and_noted_without_its_words(harness: Harness) -> None:
    patient = harness.patient()
    await patient.ask(f"My name is Zebediah Quux, 07700 900123, {UNKNOWN}")
    assert "I don't have an answer" in patient.text
    assert "Contact the clinic" in patient.buttons
    await harness.settled()
    (question,) = harness.questions()
    assert "Zebediah" not in question
    assert "900123" not in question


async def test_suggestions_can_be_rejected_and_then_the_question_is_noted(harness: Harness) -> None:
    patient = harness.patient()
    await patient.ask("something about needles and units of the stuff maybe")
    if "None of these" not in patient.buttons:
        pytest.skip("this FAQ answers that at once")
    await patient.tap("None of these")
    await harness.settled()
    assert len(harness.questions()) == 1
    assert harness.counts()["rejected"] == 1


async def test_feedback_is_counted_once_and_can_be_changed(harness: Harness) -> None:
    patient = harness.patient()
    answer = await patient.ask(SIDE_EFFECTS)
    await patient.tap("Helpful", answer)
    answer = patient.messages[0]
    assert "✓ Helpful" in _labels(answer)
    await patient.tap("✓ Helpful", answer)
    await patient.tap("Not helpful", patient.messages[0])
    await harness.settled()
    counts = harness.counts()
    assert counts["helpful"] == 0
    assert counts["not_helpful"] == 1
    assert len(harness.questions()) == 1


async def test_buttons_keep_working_after_a_restart(open_harness: Open, patients_bootstrap: Bootstrap) -> None:
    first = await open_harness(patients_bootstrap)
    patient = first.patient()
    answer = await patient.ask(SIDE_EFFECTS)
    await first.settled()
    await first.app.stop()
    second = await open_harness(patients_bootstrap, first.telegram)
    await patient.tap("Not helpful", answer)
    await second.settled()
    assert len(second.questions()) == 1


async def test_a_button_of_a_removed_entry_apologises_and_offers_topics(harness: Harness) -> None:
    patient = harness.patient()
    await patient.ask(SIDE_EFFECTS)
    await patient.tap_data("e:an-entry-that-was-removed:0")
    assert "no longer there" in patient.text
    assert "Botox safety" in patient.buttons


@pytest.mark.parametrize("data", ["", "x", "e:::", "e:a:b", "zz:side-effects:0", "e:" + "a" * 60 + ":0", "r:publish:1"])
async def test_forged_buttons_do_nothing(harness: Harness, data: str) -> None:
    patient = harness.patient()
    await patient.ask(SIDE_EFFECTS)
    before = len(patient.messages)
    await patient.tap_data(data or " ")
    assert len(patient.messages) == before


async def test_topics_lead_to_questions_to_answers_and_back(harness: Harness) -> None:
    patient = harness.patient()
    await patient.ask("/topics")
    await patient.tap("Botox safety")
    await patient.tap("More questions")
    await patient.tap("Back")
    await patient.tap("Botox safety")
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
        ("/contact", "the clinic's phone number"),
        ("/privacy", "90 days"),
        ("/whoami", "1001"),
        ("/review", "I don't know that command"),
        ("/nonsense@otherbot x", ""),
        ("/HELP", "/topics"),
    ],
)
async def test_commands(harness: Harness, command: str, expected: str) -> None:
    patient = harness.patient()
    if not expected:
        patient.send(command)
        await harness.settled()
        assert patient.messages == []
    else:
        await patient.ask(command)
        assert expected in patient.text


@pytest.mark.parametrize("before", ["/help@otherbot\n", "/help@otherbot ", "/help\u00a0", "/START\t", "/nonsense\n"])
async def test_an_emergency_is_answered_whatever_command_stands_before_it(harness: Harness, before: str) -> None:
    patient = harness.patient()
    await patient.ask(f"{before}i cannot breathe")
    assert "Trouble breathing is an emergency" in patient.text


async def test_things_that_are_not_text_get_a_kind_specific_reply(harness: Harness) -> None:
    patient = harness.patient()
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
    await harness.settled()
    assert harness.questions() == []


@pytest.mark.parametrize("words", [" ", "...", "👍🏽🎉", "\u200b\u200b", "?", "1"])
async def test_messages_without_words_are_met_kindly(harness: Harness, words: str) -> None:
    patient = harness.patient()
    await patient.ask(words)
    assert patient.text
    await harness.settled()
    assert harness.questions() == []


@pytest.mark.parametrize(
    "words",
    ["botox " * 682, "a" * 4096, "\u0301" * 4096, "\u202e" + "swollen " * 500, "<b>&<script>" * 300, "[x](" * 1000],
)
async def test_hostile_texts_are_survived(harness: Harness, words: str) -> None:
    patient = harness.patient()
    await patient.ask(words[:4096])
    assert patient.text


async def test_an_edited_message_is_answered_again(harness: Harness) -> None:
    patient = harness.patient()
    number = next(harness.telegram.numbers)
    await patient.ask("hello", message_id=number)
    patient.edit(number, SIDE_EFFECTS)
    await patient.next_message()
    assert patient.text.startswith(SIDE_EFFECTS)


async def test_an_old_message_is_answered_with_an_apology(harness: Harness) -> None:
    patient = harness.patient()
    await patient.ask(SIDE_EFFECTS, date=1_700_000_000)
    assert patient.text.startswith("I am sorry for the late reply.")


async def test_groups_hear_only_what_is_meant_for_the_bot_and_leave_no_question(harness: Harness) -> None:
    group = updates.group(-1_000_777)
    member = Patient(harness.telegram, 1_003, chat=group)
    member.send(SIDE_EFFECTS)
    await harness.settled()
    assert member.messages == []
    name = harness.app.bot.bot.username
    await member.ask(f"@{name} {SIDE_EFFECTS}")
    assert member.text.startswith(SIDE_EFFECTS)
    await member.ask(f"@{name} {UNKNOWN}")
    assert "noted" not in member.text
    await harness.settled()
    assert harness.questions() == []


async def test_a_forum_thread_is_kept(harness: Harness) -> None:
    forum = updates.group(-1_000_778, forum=True)
    member = Patient(harness.telegram, 1_004, chat=forum, thread=77)
    await member.ask(f"/start@{harness.app.bot.bot.username} side-effects")
    assert member.last["message_thread_id"] == 77


async def test_channels_are_left_alone(harness: Harness) -> None:
    channel = updates.channel(-1_000_779)
    Patient(harness.telegram, 1_005, chat=channel).push("channel_post", **updates.text(SIDE_EFFECTS))
    await harness.settled()
    assert harness.telegram.of("sendMessage") == []


async def test_a_patient_who_blocked_the_bot_is_no_error(harness: Harness) -> None:
    patient = harness.patient()
    patient.block()
    patient.send(SIDE_EFFECTS)
    await harness.settled()
    assert (await harness.patient(1_006).ask(SIDE_EFFECTS))["text"].startswith(SIDE_EFFECTS)


async def test_a_broken_database_keeps_no_patient_from_an_answer(
    open_harness: Open, patients_bootstrap: Bootstrap
) -> None:
    harness = await open_harness(patients_bootstrap, database_path="/proc/no/such/folder/faqbot.db")
    patient = harness.patient()
    await patient.ask(SIDE_EFFECTS)
    assert patient.text.startswith(SIDE_EFFECTS)
    await patient.ask(UNKNOWN)
    assert patient.text


def _labels(message: dict[str, object]) -> str:
    return str(message["reply_markup"])


async def test_follow_ups_stay_below_an_answer_that_was_rated(harness: Harness) -> None:
    patient = harness.patient()
    answer = await patient.ask(SIDE_EFFECTS)
    before = patient.buttons
    await patient.tap("Helpful", answer)
    after = _labels(patient.messages[0])
    assert FOLLOW_UP in after
    assert len(before) > 2


async def test_a_button_tapped_twice_counts_once(harness: Harness) -> None:
    patient = harness.patient()
    answer = await patient.ask(SIDE_EFFECTS)
    await patient.tap("Helpful", answer)
    await patient.tap("Helpful", answer)
    await patient.ask(UNKNOWN)
    await harness.settled()
    assert harness.counts()["helpful"] == 1


async def test_feedback_on_a_suggestion_concerns_the_question_that_was_typed(harness: Harness) -> None:
    patient = harness.patient()
    await patient.ask("something about needles and units of the stuff maybe")
    assert "None of these" in patient.buttons
    await patient.tap(patient.buttons[0])
    await patient.tap("Not helpful")
    await harness.settled()
    assert harness.questions() == ["something about needles and units of the stuff maybe"]
    assert harness.counts()["chosen"] == 1


async def test_feedback_on_an_answer_nobody_typed_for_notes_nothing(harness: Harness) -> None:
    patient = harness.patient()
    await patient.ask(SIDE_EFFECTS)
    await patient.tap(FOLLOW_UP)
    await patient.tap("Not helpful")
    assert "noted" not in patient.text
    await harness.settled()
    assert harness.questions() == []
    assert harness.counts()["not_helpful"] == 1


async def test_a_tap_on_a_message_out_of_reach_is_still_served(harness: Harness) -> None:
    patient = harness.patient()
    answer = await patient.ask(SIDE_EFFECTS)
    lost = {"chat": answer["chat"], "message_id": answer["message_id"], "date": 0}
    await patient.tap_data("e:aftercare:0", lost)
    assert patient.text.startswith("What should I do after my Botox injections?")
    await patient.tap_data("T::0", lost)
    assert "Botox safety" in patient.buttons
    await patient.tap_data("u:aftercare:0", lost)
    await patient.tap_data("n:aftercare:9", lost)


async def test_an_album_gets_one_reply(harness: Harness) -> None:
    patient = harness.patient()
    for _ in range(3):
        patient.push(**updates.photo(patient.file()), media_group_id="77")
    await harness.settled()
    assert len(patient.messages) == 1


async def test_a_photo_with_a_question_gets_both_replies(harness: Harness) -> None:
    patient = harness.patient()
    patient.push(**updates.photo(patient.file(), SIDE_EFFECTS))
    await harness.settled()
    first, second = harness.telegram.texts(patient.id)
    assert "don't send photos" in first
    assert second.startswith(SIDE_EFFECTS)


async def test_what_telegram_says_about_the_chat_is_no_message(harness: Harness) -> None:
    patient = harness.patient()
    patient.push(message_auto_delete_timer_changed={"message_auto_delete_time": 60})
    patient.push("edited_message", **updates.location(), edit_date=1_800_000_000)
    await harness.settled()
    assert patient.messages == []


async def test_a_red_flag_after_a_command_raises_the_alarm(harness: Harness) -> None:
    patient = harness.patient()
    await patient.ask("/help i cant swallow since my botox")
    assert patient.text.startswith("Call ")


async def test_a_long_answer_is_read_on_in_order(open_harness: Open, tmp_path: Path) -> None:
    details = "\n\n".join(f"      Paragraph {n} " + "word " * 90 for n in range(20))
    faq = tmp_path / "faq.yaml"
    faq.write_text(
        "version: 1\nlanguage: en\nentries:\n  - id: long\n    question: What is it?\n    answer: It is that.\n"
        f"    details: |\n{details}\n"
    )
    harness = await open_harness(faq_path=faq)
    patient = harness.patient()
    await patient.ask("What is it?")
    await patient.tap("Read more")
    shown = harness.telegram.texts(patient.id)[1:]
    assert len(shown) >= 2
    assert [text.split("\n\n")[-1].startswith("Paragraph") for text in shown] == [True] * len(shown)
    assert "Helpful" in " ".join(patient.buttons)
