"""A sign that must be seen the same day: its message above the ordinary reply, in every channel, whatever fails."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.bootstrap import Bootstrap, Redactor
from bot.channels.terminal import TerminalChat
from bot.core.dialogue.dialogue import Dialogue
from tests.journeys.conftest import Harness, Open
from tests.journeys.test_fail_closed import BreakingFaq
from tests.support import updates
from tests.support.serving import ServingBootstrap, by_words, serving

EYE = "vision is blurry since this morning"
QUESTION = f"What are the side effects of Botox? {EYE}"
MESSAGE, ANSWER = "Have your eyes checked today", "side effects"
GROUP = -1_000_9


async def test_in_a_private_chat_the_answer_follows_and_both_are_counted(harness: Harness) -> None:
    patient = harness.patient()
    await patient.ask(QUESTION)
    assert patient.text.startswith(MESSAGE)
    assert ANSWER in patient.text
    await harness.settled()
    assert harness.counts()["urgent"] == 1
    assert harness.counts()["answered"] == 1


async def test_in_a_group(harness: Harness) -> None:
    group = updates.group(GROUP)
    harness.telegram.chats[GROUP] = group
    member = harness.patient()
    member.chat = group
    await member.ask(f"@{harness.app.bot.bot.username} {QUESTION}")
    assert member.text.startswith(MESSAGE)
    assert ANSWER in member.text


async def test_in_inline_mode_above_every_article(harness: Harness) -> None:
    articles = await harness.patient().inline(QUESTION)
    texts = [article["input_message_content"]["message_text"] for article in articles]
    assert len(texts) > 1
    assert all(MESSAGE in text for text in texts)


async def test_in_inline_mode_alone_where_nothing_else_is_found(harness: Harness) -> None:
    articles = await harness.patient().inline(f"parrots and furniture. {EYE}")
    assert articles
    assert all(MESSAGE in article["input_message_content"]["message_text"] for article in articles)


def test_in_the_terminal(patients_bootstrap: Bootstrap) -> None:
    live = patients_bootstrap.live_faq.live
    redact = Redactor(patients_bootstrap.vocabulary, lambda: live)
    chat = TerminalChat(Dialogue(redact, today=lambda: date(2026, 11, 22), keep_days=90), live)
    turn = chat.respond(QUESTION)
    assert MESSAGE in turn.shown[0].text
    assert ANSWER in turn.shown[0].text


def test_it_is_no_urgent_interpretation_but_names_the_sign(patients_bootstrap: Bootstrap) -> None:
    found = patients_bootstrap.live_faq.live.interpreter("en").interpret(QUESTION)
    assert found.kind.value == "answer"
    assert found.alarm is not None
    assert (found.alarm.sign.id, found.alarm.sign.level) == ("blurred-vision", "same_day")


async def test_it_stands_alone_if_the_answer_fails(
    open_harness: Open, patients_bootstrap: Bootstrap, tmp_path: Path
) -> None:
    settings = by_words(tmp_path / "faqbot.db")
    breaking = serving(BreakingFaq, patients_bootstrap.live_faq.live)
    harness = await open_harness(ServingBootstrap(settings, breaking))
    patient = harness.patient()
    await patient.ask(QUESTION)
    assert patient.text.startswith(MESSAGE)
    assert ANSWER not in patient.text
    (article,) = await patient.inline(QUESTION)
    assert MESSAGE in article["input_message_content"]["message_text"]
