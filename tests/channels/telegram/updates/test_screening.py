"""What is screened, in which thread, and which of two texts decides."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pytest

from bot.channels.telegram.updates.screening import screen
from bot.core.deidentification.anonymizer import Anonymizer
from bot.core.dialogue.dialogue import Dialogue
from bot.core.faq.model import UrgentSign
from bot.core.matching.arrays import Floats
from bot.core.matching.similarity import Encode
from bot.core.red_flags.alarm import Alarm
from bot.words import load

NOW = Alarm(UrgentSign(id="now", title="Now", message="Call."), "en", present=True)
TODAY = Alarm(UrgentSign(id="today", level="same_day", title="Today", message="See."), "en", present=True)
ASKED = Alarm(UrgentSign(id="now", title="Now", message="Call."), "en", present=False)
SIGNS: Mapping[str, Alarm] = {"now": NOW, "today": TODAY, "asked": ASKED}
DIALOGUE = Dialogue(Anonymizer(load(), ()).redact, today=lambda: date(2026, 11, 28), keep_days=90)


def _no_vectors(texts: Sequence[str]) -> Floats:
    return np.zeros((len(texts), 1), dtype=np.float32)


@dataclass
class Detector:
    """Finds the signs whose ids are the text, and remembers what it was asked in which thread."""

    encodes: bool = False
    asked: list[tuple[str, int]] = field(default_factory=list)

    @property
    def encode(self) -> Encode | None:
        return _no_vectors if self.encodes else None

    def encoding_with(self, _encode: Encode) -> Detector:
        return self

    def detect(self, text: str) -> Alarm | None:
        self.asked.append((text, threading.get_ident()))
        return SIGNS.get(text)


@dataclass
class Snapshot:
    detector: Detector


def snapshot(*, encodes: bool = False) -> Any:
    return Snapshot(Detector(encodes))


@pytest.mark.parametrize(
    ("text", "beside", "alarm"),
    [
        ("calm", "", None),
        ("now", "", NOW),
        ("calm", "now", NOW),
        ("calm", "today", TODAY),
        ("asked", "now", NOW),
        ("today", "now", NOW),
        ("now", "today", NOW),
        ("asked", "asked", ASKED),
        ("calm", "asked", None),
        ("", "now", NOW),
    ],
)
async def test_the_more_urgent_of_two_texts_decides(text: str, beside: str, alarm: Alarm | None) -> None:
    screened = await screen(DIALOGUE, text, snapshot(), beside)
    assert screened.alarm is alarm
    assert screened.text == text


async def test_each_text_is_heard_once_and_nothing_after_an_emergency() -> None:
    faq = snapshot()
    await screen(DIALOGUE, "now", faq, "today")
    await screen(DIALOGUE, "calm", faq, "today")
    assert [text for text, _ in faq.detector.asked] == ["now", "calm", "today"]


@pytest.mark.parametrize("encodes", [False, True])
async def test_the_event_loop_is_left_alone_however_short_the_words(encodes: bool) -> None:
    faq = snapshot(encodes=encodes)
    await screen(DIALOGUE, "calm", faq, "now")
    assert [thread != threading.get_ident() for _, thread in faq.detector.asked] == [True, True]


async def test_a_failure_is_heard_too() -> None:
    faq = snapshot()
    faq.detector.detect = lambda _: 1 / 0
    screened = await screen(DIALOGUE, "calm", faq)
    assert isinstance(screened.failure, ZeroDivisionError)
