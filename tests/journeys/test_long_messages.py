"""An emergency is answered while any number of long messages are still being looked at, its writer's and others'."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from threading import Event
from typing import Any

import pytest

from bot.bootstrap import Bootstrap
from bot.channels.telegram.updates.threads import LONG
from bot.core.red_flags.alarm import Alarm
from bot.core.red_flags.detector import RedFlagDetector
from bot.live_faq.live_faq import LiveFaq
from bot.live_faq.snapshot import Snapshot
from tests.journeys.conftest import Harness, Open
from tests.support.serving import ServingBootstrap, by_words, serving

EMERGENCY = "I cannot breathe"
LOOKING = Event()
"""Set when long messages may be looked at."""


@dataclass
class SlowDetector:
    """Looks at no long message before it may."""

    whole: RedFlagDetector
    encodes: bool = False

    def detect(self, text: str) -> Alarm | None:
        if len(text) > LONG:
            LOOKING.wait(30)
        return self.whole.detect(text)


@dataclass
class SlowSnapshot:
    """A snapshot with such a detector."""

    whole: Snapshot
    detector: SlowDetector

    def __getattr__(self, name: str) -> Any:
        return getattr(self.whole, name)


class SlowFaq(LiveFaq):
    """A live FAQ with such snapshots."""

    @property
    def live(self) -> Any:
        return self._slow

    @cached_property
    def _slow(self) -> SlowSnapshot:
        return SlowSnapshot(self._live, SlowDetector(self._live.detector))


@pytest.fixture
def _released() -> Iterator[None]:
    LOOKING.clear()
    yield
    LOOKING.set()


@pytest.fixture
async def harness(
    open_harness: Open, patients_bootstrap: Bootstrap, tmp_path_factory: pytest.TempPathFactory
) -> Harness:
    settings = by_words(tmp_path_factory.mktemp("slow") / "faqbot.db")
    return await open_harness(ServingBootstrap(settings, serving(SlowFaq, patients_bootstrap.live_faq.live)))


@pytest.mark.usefixtures("_released")
async def test_an_emergency_overtakes_forty_long_messages_of_its_writer_and_of_others(harness: Harness) -> None:
    patient = harness.patient()
    others = [harness.patient(2_000 + number) for number in range(12)]
    for number in range(40):
        patient.send(f"what is botox and how does it work {number} " * 20)
    for other in others:
        other.send("does it hurt? " * 100)
    await patient.ask(EMERGENCY)
    assert patient.text.startswith("Call ")
    assert len(patient.messages) == 1
    assert not any(other.messages for other in others)
    LOOKING.set()
    await harness.settled()
    assert all(other.messages for other in others)
    assert len(patient.messages) > 1
