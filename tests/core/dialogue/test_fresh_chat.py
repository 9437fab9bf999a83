"""A message is tried as the first one of a private chat, in its own language or that of the app."""

from __future__ import annotations

import pytest

from bot.bootstrap import Bootstrap
from bot.core.dialogue.fresh_chat import FreshChat
from bot.core.faq.model import UrgentSign
from bot.core.red_flags.alarm import Alarm


@pytest.mark.parametrize(
    ("text", "app_language", "expected"),
    [
        ("how long does botox last", "", "en"),
        ("how long does botox last", "es", "en"),
        ("¿cuánto tiempo dura el bótox?", "", "es"),
        ("¿cuánto tiempo dura el bótox?", "en-GB", "es"),
        ("botox", "es", "es"),
        ("botox", "de", "en"),
    ],
)
def test_the_language_is_the_message_s_own_else_the_app_s(
    patients_bootstrap: Bootstrap, text: str, app_language: str, expected: str
) -> None:
    code, found = FreshChat(patients_bootstrap.live_faq.live, app_language).read(text)
    assert code == expected
    assert found.matches


def test_a_message_in_another_language_is_no_english_one_for_sounding_a_bit_alarming(
    patients_bootstrap: Bootstrap,
) -> None:
    line = Alarm(UrgentSign(id="stroke", title="Stroke", message="Call."), "en", present=False)
    interpreter = patients_bootstrap.live_faq.live.interpreter("en")
    found = interpreter.interpret_non_emergency("Wie lange hält Botox im Gesicht?", line)
    assert (found.foreign, found.alarm) == ("de", line)
