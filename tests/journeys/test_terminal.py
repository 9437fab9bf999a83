"""The preview in the terminal talks as on Telegram, with numbers for buttons."""

from __future__ import annotations

import json
import re
from datetime import date
from io import StringIO

import pytest
from rich.console import Console

from bot.bootstrap import Bootstrap, Redactor
from bot.channels.terminal import TerminalChat, run_json
from bot.core.dialogue.dialogue import Dialogue


@pytest.fixture
def preview(patients_bootstrap: Bootstrap) -> TerminalChat:
    live_faq = patients_bootstrap.live_faq
    redact = Redactor(patients_bootstrap.vocabulary, lambda: live_faq.live)
    dialogue = Dialogue(redact, today=lambda: date(2026, 11, 22), keep_days=90)
    return TerminalChat(dialogue, live_faq.live)


def test_a_new_patient_has_no_alarm(preview: TerminalChat) -> None:
    assert "needs a person" in said(preview, "i cannot breathe", "parrots and garden furniture")
    assert "an answer to that" in said(preview, "/new", "parrots and garden furniture")


def said(preview: TerminalChat, *lines: str) -> str:
    """What is shown after the last of these lines."""
    shown = ""
    for line in lines:
        console = Console(file=StringIO(), width=100)
        preview.show(preview.respond(line), console)
        assert isinstance(console.file, StringIO)
        shown = console.file.getvalue()
    return shown


def test_it_does_not_claim_that_a_question_was_noted(preview: TerminalChat) -> None:
    assert "(This is a preview, so nothing was noted." in said(preview, "parrots and garden furniture")
    assert "This is a preview" not in said(preview, "What is synkinesis?")


def test_buttons_are_numbers(preview: TerminalChat) -> None:
    assert "[1] " in said(preview, "/start side-effects")
    assert "What are the serious risks" in said(preview, "1")


def test_details_are_folded_until_asked_for(preview: TerminalChat) -> None:
    shown = said(preview, "/start side-effects")
    assert "[0] ▸ details and sources" in shown
    assert "Sources" not in shown
    console = Console(file=StringIO(), width=100)
    assert preview.unfold(console)
    assert isinstance(console.file, StringIO)
    assert "Sources" in console.file.getvalue()
    preview.respond("/help")
    assert not preview.unfold(console)


def test_a_number_without_a_button_is_no_question(preview: TerminalChat) -> None:
    assert "I can only read words" in said(preview, "99")


def test_a_language_can_be_chosen(preview: TerminalChat) -> None:
    assert "español" in said(preview, "/language", "2")
    assert "Escriba" in said(preview, "/help")


@pytest.mark.parametrize(
    "line", ["/help@clinic_faq_bot chest pain left arm", "/HELP chest pain left arm", "/start@x\u00a0i cannot breathe"]
)
def test_what_follows_a_command_is_looked_at_as_on_telegram(preview: TerminalChat, line: str) -> None:
    assert "your local emergency number now" in said(preview, line)


def test_a_command_may_name_the_bot(preview: TerminalChat) -> None:
    assert "One question at a time" in said(preview, "/help@clinic_faq_bot")


def test_a_red_flag_comes_first_also_after_a_command(preview: TerminalChat) -> None:
    assert "Call " in said(preview, "i cant swallow since my botox")
    assert "Call " in said(preview, "/help i cant swallow since my botox")


def test_not_helpful_offers_what_comes_next(preview: TerminalChat) -> None:
    shown = said(preview, "What are the side effects of Botox?")
    found = re.search(r"\[(\d+)\] 👎", shown)
    assert found is not None
    assert "[1]" in said(preview, found[1])


@pytest.mark.parametrize("line", ["/", "/nothing", "<b>", "[bold]x[/]", "\u202e", "0", "-1", "x" * 4096])
def test_any_line_is_met(preview: TerminalChat, line: str) -> None:
    assert said(preview, line)


def test_programs_get_a_line_of_json_for_every_line_of_text(preview: TerminalChat) -> None:
    lines = ["What are the side effects of Botox?", "", "/tap 1", "i cannot breathe"]
    answer, tapped, alarm = (json.loads(line) for line in run_json(preview, lines))
    assert answer["text"] == lines[0]
    assert answer["replies"][0]["text"].startswith("What are the side effects of Botox?")
    assert "**" not in answer["replies"][0]["text"]
    assert tapped["replies"][0]["text"].startswith(answer["replies"][-1]["buttons"][0])
    assert "call" in alarm["replies"][0]["text"].lower()
