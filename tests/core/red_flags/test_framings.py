"""A sign keeps its alarm however it is framed, and what is calm stays calm in the same framings (metamorphic).

The framings are those of `benchmarks/red_flags/framings-en.json`, which nothing was learnt from. Every example of the
FAQ is tried in a few of them, chosen by chance but always the same.
"""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.bootstrap import Bootstrap
from bot.core.red_flags.detector import RedFlagDetector
from bot.core.red_flags.section import RedFlagSection
from tests.support.paths import FAQ

SETS = json.loads((FAQ.parent / "benchmarks/red_flags/framings-en.json").read_text(encoding="utf-8"))
FRAMINGS = SETS["framings"]
EACH = 6
HARMLESS = (
    "Thanks.",
    "It is raining here.",
    "My appointment is on Tuesday.",
    "Sorry for the long message!",
    "Best, Ann",
)


@pytest.fixture(scope="module")
def detector(patients_bootstrap: Bootstrap) -> RedFlagDetector:
    return patients_bootstrap.live_faq.live.detector


@pytest.fixture(scope="module")
def section(patients_bootstrap: Bootstrap) -> RedFlagSection:
    return RedFlagSection.of(patients_bootstrap.live_faq.live.main.faq)


def framed(texts: list[str]) -> list[str]:
    chance = random.Random(7)
    return [framing.replace("{}", text) for text in texts for framing in chance.sample(FRAMINGS, EACH)]


def raised(detector: RedFlagDetector, texts: list[str]) -> float:
    alarms = [detector.detect(text) for text in texts]
    return sum(alarm is not None and alarm.present for alarm in alarms) / len(texts)


def test_alarms_stay_alarms_in_every_framing(detector: RedFlagDetector, section: RedFlagSection) -> None:
    alarms = [text for sign in section.urgent.signs for text in sign.alarm]
    assert raised(detector, alarms) == 1.0
    assert raised(detector, framed(alarms)) >= 0.99


def test_signs_that_are_no_examples_are_noticed_in_every_framing(detector: RedFlagDetector) -> None:
    texts = framed(SETS["signs"])
    assert sum(detector.detect(text) is not None for text in texts) / len(texts) >= 0.99


def test_what_is_calm_stays_calm_in_every_framing(detector: RedFlagDetector, section: RedFlagSection) -> None:
    calm = [text for sign in section.urgent.signs for text in sign.no_alarm] + list(section.urgent.no_alarm)
    assert raised(detector, calm) == 0.0
    assert raised(detector, framed(calm)) <= 0.02


@given(st.data())
@settings(max_examples=60)
def test_a_harmless_sentence_more_never_takes_an_alarm_away(
    detector: RedFlagDetector, section: RedFlagSection, data: st.DataObject
) -> None:
    sign = data.draw(st.sampled_from(section.urgent.signs))
    alarm = data.draw(st.sampled_from(sign.alarm))
    more = data.draw(st.lists(st.sampled_from(HARMLESS), min_size=1, max_size=3))
    for text in (f"{alarm}. {' '.join(more)}", f"{' '.join(more)} {alarm}"):
        found = detector.detect(text)
        assert found is not None
        assert found.present


@pytest.mark.parametrize(
    "text",
    [
        "I can't breathe",
        "I am short of breath",
        "my lips are swelling",
        "I'm choking",
        "I'm having a stroke",
        "my arm is numb",
        "my face dropped",
        "I have double vision",
        "I have no voice at all",
        "chest pain",
        "she collapsed",
        "I want to die",
    ],
)
def test_what_is_said_in_plain_words_is_an_alarm(detector: RedFlagDetector, text: str) -> None:
    for said in (text, text.upper(), f"{text}!!", f"Hi. {text}. What now?"):
        alarm = detector.detect(said)
        assert alarm is not None
        assert alarm.present, said


@pytest.mark.parametrize(
    "text",
    [
        "I can't stand loud noises",
        "it's not working",
        "I can't wait for my appointment",
        "my phone died",
        "I am tired of this",
    ],
)
def test_plain_complaints_raise_no_alarm(detector: RedFlagDetector, text: str) -> None:
    for said in (text, text.upper(), f"Thanks! {text}."):
        alarm = detector.detect(said)
        assert alarm is None or not alarm.present, said


def test_what_may_wait_until_today_never_hides_what_may_not(detector: RedFlagDetector, section: RedFlagSection) -> None:
    waiting = [text for sign in section.urgent.signs if sign.level == "same_day" for text in sign.alarm[::3]]
    now = ("I can't breathe", "I can't swallow", "I want to kill myself", "I have crushing chest pain")
    texts = [joined for one in now for text in waiting for joined in (f"{text}. {one}", f"{one} and {text}")]
    alarms = [detector.detect(text) for text in texts]
    emergencies = [alarm for alarm in alarms if alarm is not None and alarm.present and not alarm.same_day]
    assert len(emergencies) >= 0.99 * len(texts)


@pytest.mark.parametrize("denied", ["I don't want to die", "I don't want to kill myself"])
def test_what_is_denied_never_hides_what_is_happening(detector: RedFlagDetector, denied: str) -> None:
    alarm = detector.detect(f"{denied}, I can't breathe")
    assert alarm is not None
    assert (alarm.sign.id, alarm.present) == ("breathing", True)
