"""Kinds of emergencies that strangers' messages showed, each beside calm messages that are near: what comes of them.

`kinds.tsv`: the kind, what is expected, and the message, by tabs. Expected is a sign, or one of several; "calm" for no
emergency message; "quiet" for not even the line for emergencies.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.bootstrap import Bootstrap

TABLE = Path(__file__).with_name("kinds.tsv")
ROWS = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()]
CALM = ("calm", "quiet")


@pytest.mark.parametrize(("expected", "text"), [row[1:] for row in ROWS if row[1] not in CALM])
def test_an_emergency_of_every_kind_raises_one_of_its_signs(
    patients_bootstrap: Bootstrap, expected: str, text: str
) -> None:
    alarm = patients_bootstrap.live_faq.live.detector.detect(text)
    assert alarm is not None
    assert alarm.present
    assert alarm.sign.id in expected.split(",")


@pytest.mark.parametrize("text", [row[2] for row in ROWS if row[1] == "calm"])
def test_what_is_near_to_a_kind_but_calm_gets_no_emergency_message(patients_bootstrap: Bootstrap, text: str) -> None:
    alarm = patients_bootstrap.live_faq.live.detector.detect(text)
    assert alarm is None or not alarm.present or alarm.same_day


@pytest.mark.parametrize("text", [row[2] for row in ROWS if row[1] == "quiet"])
def test_an_ordinary_remark_gets_not_even_the_line(patients_bootstrap: Bootstrap, text: str) -> None:
    assert patients_bootstrap.live_faq.live.detector.detect(text) is None


def test_a_specific_phrase_names_its_sign_beside_those_that_it_includes(patients_bootstrap: Bootstrap) -> None:
    detector = patients_bootstrap.live_faq.live.detector
    alarm = detector.detect("covered in hives and my words are slurred since the antibiotic")
    assert alarm is not None
    assert alarm.sign.id == "allergy"


def test_a_wish_to_die_beside_a_threat_stays_a_crisis(patients_bootstrap: Bootstrap) -> None:
    alarm = patients_bootstrap.live_faq.live.detector.detect("He says he will kill me. I want to die anyway.")
    assert alarm is not None
    assert alarm.present
    assert alarm.sign.id == "crisis"


def test_what_is_harmless_alone_hides_no_sign_beside_it(patients_bootstrap: Bootstrap) -> None:
    detector = patients_bootstrap.live_faq.live.detector
    assert detector.detect("I take warfarin") is None
    alarm = detector.detect("I take warfarin and I can't breathe")
    assert alarm is not None
    assert alarm.sign.id == "breathing"
