"""Whatever a patient can send is looked at for red flags first, in whatever form and place it comes."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.bootstrap import Bootstrap
from bot.core.dialogue.interpreter import Interpretation
from bot.core.red_flags.alarm import Alarm
from bot.live_faq.live_faq import LiveFaq
from tests.journeys.conftest import Harness, Open
from tests.support import updates
from tests.support.faults import Fault, Trouble
from tests.support.patient import Patient
from tests.support.serving import ServingBootstrap, by_words
from tests.support.updates import Json

EMERGENCY = "I can't breathe"
CALM = "What are the side effects of Botox?"
GROUP = -1_000_777
BLANKS = (" ", "\n", "\t", "\u00a0", " \n\n", "\u2003")
ANONYMOUS = {"id": 1_087_968_824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
CHANNEL = {"id": 136_817_688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
HOME: Json = {"type": "hidden_user", "date": 1_700_000_000, "sender_user_name": "Sam"}


@pytest.fixture
def member(harness: Harness) -> Patient:
    return Patient(harness.telegram, 1_003, chat=updates.group(GROUP))


@pytest.fixture
def name(harness: Harness) -> str:
    return f"@{harness.app.bot.bot.username}"


def is_emergency(patient: Patient) -> bool:
    """Whether the latest message tells to call for help, and not only in the line below every reply."""
    return patient.text.startswith("Call ")


def answered(patient: Patient) -> list[int]:
    """The messages that the bot's messages answer, in the order of its messages."""
    replied = (message.get("reply_to_message") for message in patient.messages)
    return [message["message_id"] for message in replied if message is not None]


# Commands


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize("command", ["/help", "/start", "/nonsense", "/help{name}", "/start@other_bot", "/", "/why"])
async def test_text_after_any_command(harness: Harness, name: str, command: str, blank: str) -> None:
    patient = harness.patient()
    await patient.ask(command.format(name=name) + blank + EMERGENCY)
    assert is_emergency(patient)


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize("command", ["/help", "/nonsense", "/help{name}", "/start@other_bot"])
async def test_text_after_any_command_in_a_group(member: Patient, name: str, command: str, blank: str) -> None:
    await member.ask(command.format(name=name) + blank + EMERGENCY)
    assert is_emergency(member)


async def test_a_calm_command_for_another_bot_stays_unanswered(harness: Harness, member: Patient) -> None:
    member.send("/help@other_bot\nwhat are the side effects of botox?")
    await harness.settled()
    assert member.messages == []


# Everything that is no plain text


def _contents(file: Json) -> list[Json]:
    hidden = {"type": "spoiler", "text": "breathe"}
    return [
        updates.photo(file, EMERGENCY),
        updates.video(file, EMERGENCY),
        updates.document(file, "letter.pdf", EMERGENCY),
        {**updates.voice(file), "caption": EMERGENCY},
        updates.rich("Hello", EMERGENCY),
        updates.rich(["I can't ", hidden]),
        updates.checklist("To ask", "the price", EMERGENCY),
        updates.checklist(EMERGENCY, "what now"),
        {"checklist_tasks_added": {"tasks": [{"id": 3, "text": EMERGENCY}]}},
        updates.poll(EMERGENCY),
        {**updates.text(EMERGENCY), "forward_origin": HOME},
        {**updates.photo(file, EMERGENCY), "forward_origin": HOME},
    ]


@pytest.mark.parametrize("nth", range(12))
async def test_words_of_every_kind_of_message(harness: Harness, nth: int) -> None:
    patient = harness.patient()
    await patient.show(_contents(patient.file())[nth])
    assert is_emergency(patient)


@pytest.mark.parametrize("nth", range(12))
async def test_words_of_every_kind_of_edited_message(harness: Harness, nth: int) -> None:
    patient = harness.patient()
    patient.push("edited_message", edit_date=1_800_000_000, **_contents(patient.file())[nth])
    await patient.next_message()
    assert is_emergency(patient)


@pytest.mark.parametrize("content", [updates.rich, updates.checklist, updates.poll])
async def test_words_without_entities_in_a_group(harness: Harness, member: Patient, name: str, content: Any) -> None:
    member.push(**content(EMERGENCY))
    await harness.settled()
    assert member.messages == []
    await member.show(content(f"{name} {EMERGENCY}"))
    assert is_emergency(member)


async def test_a_rich_message_is_answered_like_a_text(harness: Harness) -> None:
    patient = harness.patient()
    await patient.show(updates.rich([{"type": "bold", "text": "What are the side effects"}, " of Botox?"]))
    assert patient.text.startswith(CALM)


async def test_a_calm_poll_or_checklist_is_no_question(harness: Harness) -> None:
    patient = harness.patient()
    for content in (updates.poll(CALM), updates.checklist(CALM, "the price")):
        await patient.show(content)
        assert CALM not in patient.text
    patient.push(checklist_tasks_added={"tasks": [{"id": 3, "text": CALM}]})
    patient.push("edited_message", edit_date=1_800_000_000, **updates.checklist(CALM, "the price"))
    await harness.settled()
    assert len(patient.messages) == 2
    assert harness.questions() == []


async def test_the_name_of_a_contact_is_no_message(harness: Harness) -> None:
    patient = harness.patient()
    await patient.show(updates.contact("123", EMERGENCY))
    assert not is_emergency(patient)


# Quotations


@pytest.mark.parametrize("remark", ["what now?", "help", "this is happening to me right now"])
async def test_a_quotation_under_a_short_remark(harness: Harness, remark: str) -> None:
    patient = harness.patient()
    old = updates.message(7, patient.chat, patient.user, **updates.text(f"I wonder. {EMERGENCY}. Hm."))
    await patient.ask(remark, **updates.quoting(EMERGENCY, old))
    assert is_emergency(patient)


async def test_a_quotation_without_a_word(harness: Harness) -> None:
    patient = harness.patient()
    old = updates.message(7, patient.chat, patient.user, **updates.text(EMERGENCY))
    await patient.show({**updates.photo(patient.file()), **updates.quoting(EMERGENCY, old)})
    assert is_emergency(patient)


async def test_a_quotation_from_another_chat(harness: Harness) -> None:
    patient = harness.patient()
    quote = {"text": EMERGENCY, "position": 0}
    await patient.ask("what now?", external_reply={"origin": HOME}, quote=quote)
    assert is_emergency(patient)


async def test_a_question_of_its_own_is_answered_whatever_it_quotes(harness: Harness) -> None:
    patient = harness.patient()
    old = updates.message(7, patient.chat, patient.user, **updates.text(EMERGENCY))
    question = "Thank you, that was long ago. What are the side effects of Botox?"
    await patient.ask(question, **updates.quoting(EMERGENCY, old))
    assert patient.text.startswith(CALM)


async def test_the_bots_own_words_raise_no_alarm(harness: Harness) -> None:
    patient, other = harness.patient(), harness.patient(1_002)
    told = await patient.ask(EMERGENCY)
    assert is_emergency(patient)
    quote = {"text": EMERGENCY, "position": 0}
    sender = told["from"]
    for extra in (
        updates.quoting(EMERGENCY, told),
        updates.quoting(EMERGENCY, {**told, "from": other.user, "via_bot": sender}),
        updates.quoting(EMERGENCY, {**told, "from": other.user, "forward_origin": _user(sender)}),
        {"external_reply": {"origin": _user(sender)}, "quote": quote},
    ):
        await other.ask("side effects of botox?", **extra)
        assert not is_emergency(other)


async def test_a_remark_on_another_member_of_a_group(member: Patient, name: str) -> None:
    said = updates.message(7, member.chat, updates.user(1_009), **updates.text(EMERGENCY))
    await member.ask(f"{name} what should she do?", reply_to_message=said)
    assert is_emergency(member)


def _user(sender: Json) -> Json:
    return {"type": "user", "date": 1_700_000_000, "sender_user": sender}


# Writing in the name of a group or channel


@pytest.mark.parametrize("author", [ANONYMOUS, CHANNEL])
async def test_an_anonymous_admin_and_a_channel_are_answered(member: Patient, name: str, author: Json) -> None:
    chat = member.chat if author is ANONYMOUS else updates.channel(-1_000_555)
    member.user = author
    await member.ask(f"{name} {CALM}", sender_chat=chat)
    assert member.text.startswith(CALM)
    await member.ask(f"/help{name}\n{EMERGENCY}", sender_chat=chat)
    assert is_emergency(member)
    await member.ask(f"/whoami{name}", sender_chat=chat)
    assert str(author["id"]) not in member.text


async def test_they_talk_among_people_too(harness: Harness, member: Patient) -> None:
    member.user = ANONYMOUS
    member.send(EMERGENCY, sender_chat=member.chat)
    await harness.settled()
    assert member.messages == []


async def test_a_bot_stays_unanswered(harness: Harness, member: Patient, name: str) -> None:
    member.user = {**updates.user(1_030), "is_bot": True}
    member.send(f"{name} {EMERGENCY}")
    await harness.settled()
    assert member.messages == []


# A lane that is full


async def test_an_emergency_overtakes_forty_messages_of_the_same_patient(harness: Harness) -> None:
    patient = await _whose_first_answer_hangs(harness, seconds=2.0)
    for _ in range(40):
        patient.send(CALM)
    number = next(harness.telegram.numbers)
    patient.send(EMERGENCY, message_id=number)
    await patient.next_message()
    assert is_emergency(patient)  # while the first answer still hangs
    assert answered(patient) == [number]
    await harness.settled()
    assert harness.counts()["urgent"] == 1
    first, *later = answered(patient)
    assert first == number
    assert len(later) > 1
    assert later == sorted(set(later))
    assert number not in later


@dataclass
class Slow:
    """Behaves like `whole`; what a patient asks is not found until `found` is set."""

    whole: Any
    asked: threading.Event = field(default_factory=threading.Event)
    found: threading.Event = field(default_factory=threading.Event)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.whole, name)

    def interpreter(self, language: str | None = None) -> Slow:
        return Slow(self.whole.interpreter(language), self.asked, self.found)

    def is_quick(self, _text: str) -> bool:
        return False

    def interpret_non_emergency(self, text: str, alarm: Alarm | None) -> Interpretation:
        self.asked.set()
        assert self.found.wait(10)
        found: Interpretation = self.whole.interpret_non_emergency(text, alarm)
        return found


@dataclass
class SlowFaq:
    """A live FAQ with a slow snapshot."""

    whole: LiveFaq
    live: Slow

    def __getattr__(self, name: str) -> Any:
        return getattr(self.whole, name)


async def test_an_emergency_waits_for_no_answer_that_is_still_looked_for_and_is_remembered_after_it(
    open_harness: Open, patients_bootstrap: Bootstrap, tmp_path: Path
) -> None:
    settings = by_words(tmp_path / "faqbot.db")
    slow = Slow(patients_bootstrap.live_faq.live)
    harness = await open_harness(ServingBootstrap(settings, SlowFaq(patients_bootstrap.live_faq, slow)))
    patient = harness.patient()
    patient.send(CALM)
    await asyncio.to_thread(slow.asked.wait, 10)
    await patient.ask(EMERGENCY)
    assert is_emergency(patient)
    slow.found.set()
    await harness.settled()
    assert patient.text.startswith(CALM)
    await patient.ask("can i wait")
    assert "don't put it off" in patient.text


async def _whose_first_answer_hangs(harness: Harness, seconds: float) -> Patient:
    telegram, patient = harness.telegram, harness.patient()
    telegram.faults.plan(Fault(Trouble.TIMEOUT, hang=seconds), "sendMessage")
    patient.send(CALM)
    while not telegram.counts["sendMessage"]:
        await telegram.queue.polled(telegram.queue.polls + 1)
    return patient


# Inline mode


@pytest.mark.parametrize("words", [EMERGENCY, f"  {EMERGENCY}\n", f"side effects of botox? {EMERGENCY}"])
async def test_what_is_typed_in_inline_mode(harness: Harness, words: str) -> None:
    (article,) = await harness.patient().inline(words)
    assert "Call " in article["input_message_content"]["message_text"]
