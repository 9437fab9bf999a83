"""In groups the bot speaks when spoken to, keeps to the thread, and records nothing."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Harness
from tests.support import updates
from tests.support.patient import Patient

SIDE_EFFECTS = "What are the side effects of Botox?"
UNKNOWN = "do you sell parrots and garden furniture"


@pytest.fixture
def member(harness: Harness) -> Patient:
    return Patient(harness.telegram, 1_003, chat=updates.group(-1_000_777))


@pytest.fixture
def name(harness: Harness) -> str:
    return f"@{harness.app.bot.bot.username}"


async def test_talk_among_people_is_left_alone_even_if_urgent(harness: Harness, member: Patient) -> None:
    for words in (SIDE_EFFECTS, "i cant breathe", "@somebody_else can botox help?", "/unknown", "/help@otherbot"):
        member.send(words)
    member.push(**updates.photo(member.file(), "look"))
    member.push(new_chat_members=[updates.user(1_020)])
    await harness.settled()
    assert member.messages == []


async def test_a_mention_a_reply_and_a_command_are_answered_below_the_message(
    harness: Harness, member: Patient, name: str
) -> None:
    first = await member.ask(f"{name} {SIDE_EFFECTS}")
    assert first["text"].startswith(SIDE_EFFECTS)
    assert first["reply_to_message"]["text"] == f"{name} {SIDE_EFFECTS}"
    await member.ask("does it hurt?", reply_to_message=first)
    await member.ask(f"/help{name}")
    assert "/topics" in member.text
    await member.show(updates.photo(member.file(), f"{name} {SIDE_EFFECTS}"), caption_entities=_mention(name))
    assert harness.questions() == []


async def test_only_a_mention_is_met_kindly(member: Patient, name: str) -> None:
    await member.ask(name)
    assert member.text


async def test_a_red_flag_said_to_the_bot_raises_the_alarm(member: Patient, name: str) -> None:
    await member.ask(f"{name} i cant swallow since my botox")
    assert member.text.startswith("Call ")


async def test_an_edit_is_answered_again(harness: Harness, member: Patient, name: str) -> None:
    number = next(harness.telegram.numbers)
    await member.ask(f"{name} thanks", message_id=number)
    member.edit(number, f"{name} {SIDE_EFFECTS}")
    await member.next_message()
    assert member.text.startswith(SIDE_EFFECTS)


async def test_nothing_is_recorded_and_nobody_is_asked_for_feedback(
    harness: Harness, member: Patient, name: str
) -> None:
    await member.ask(f"{name} {SIDE_EFFECTS}")
    assert not any("elpful" in label for label in member.buttons)
    await member.ask(f"{name} {UNKNOWN}")
    assert "noted" not in member.text
    await member.ask(f"{name} i cant swallow")
    await member.tap_data("h:side-effects:0")
    await member.tap_data("n:side-effects:30")
    assert "noted" not in member.text
    await harness.settled()
    assert harness.questions() == []
    assert harness.counts() == {}


async def test_buttons_work_for_everybody(harness: Harness, member: Patient, name: str) -> None:
    answer = await member.ask(f"/topics{name}")
    other = Patient(harness.telegram, 1_004, chat=member.chat)
    await other.tap("Botox safety", answer)
    assert "Pick a question" in other.text


async def test_a_thread_is_kept_by_answers_and_taps(harness: Harness, name: str) -> None:
    forum = updates.group(-1_000_778, forum=True)
    member = Patient(harness.telegram, 1_004, chat=forum, thread=77)
    await member.ask(f"{name} {SIDE_EFFECTS}")
    assert member.last["message_thread_id"] == 77
    await member.tap_data("e:aftercare:0")
    assert member.last["message_thread_id"] == 77


async def test_the_first_message_of_a_thread_is_no_reply_to_the_bot(harness: Harness) -> None:
    forum = updates.group(-1_000_778, forum=True)
    member = Patient(harness.telegram, 1_004, chat=forum, thread=77)
    bot = {**updates.user(harness.app.bot.bot.id, "Clinic"), "is_bot": True}
    topic = updates.message(77, forum, bot, forum_topic_created={"name": "Botox", "icon_color": 7322096})
    member.send(SIDE_EFFECTS, reply_to_message=topic)
    await harness.settled()
    assert member.messages == []


async def test_a_group_that_became_a_supergroup_gets_its_answer_there(
    harness: Harness, member: Patient, name: str
) -> None:
    new = Patient(harness.telegram, 1_003, chat=updates.group(-1_000_888))
    harness.telegram.chats[new.id] = new.chat
    harness.telegram.migrated[member.id] = new.id
    member.push(migrate_to_chat_id=new.id)
    new.push(migrate_from_chat_id=member.id)
    member.send(f"{name} {SIDE_EFFECTS}")
    await harness.settled()
    assert new.text.startswith(SIDE_EFFECTS)
    harness.telegram.calls[:] = [call for call in harness.telegram.calls if call.status == 200]


async def test_other_bots_are_not_answered(harness: Harness, name: str) -> None:
    robot = Patient(harness.telegram, 1_030, chat=updates.group(-1_000_777))
    robot.user = {**robot.user, "is_bot": True}
    robot.send(f"{name} {SIDE_EFFECTS}")
    await harness.settled()
    assert robot.messages == []


def _mention(name: str) -> list[dict[str, object]]:
    return [{"type": "mention", "offset": 0, "length": len(name)}]
