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


KINDS = sorted({kind for kind, _, _ in ROWS})


def rows(kind: str, *expected: str) -> list[tuple[str, str]]:
    """What is expected of the messages of a kind, and the messages: those of which one of these is."""
    return [(one, text) for name, one, text in ROWS if name == kind and (one in expected or not expected)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_emergency_of_a_kind_raises_one_of_its_signs(patients_bootstrap: Bootstrap, kind: str) -> None:
    detect = patients_bootstrap.live_faq.live.detector.detect

    def raised(text: str) -> str:
        alarm = detect(text)
        return alarm.sign.id if alarm is not None and alarm.present else ""

    emergencies = [(expected, text) for expected, text in rows(kind) if expected not in CALM]
    assert [text for expected, text in emergencies if raised(text) not in expected.split(",")] == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_near_to_a_kind_but_calm_gets_no_emergency_message(patients_bootstrap: Bootstrap, kind: str) -> None:
    detect = patients_bootstrap.live_faq.live.detector.detect
    found = [(text, detect(text)) for _, text in rows(kind, "calm")]
    assert [text for text, alarm in found if alarm is not None and alarm.present and not alarm.same_day] == []


@pytest.mark.parametrize("kind", KINDS)
def test_an_ordinary_remark_gets_not_even_the_line(patients_bootstrap: Bootstrap, kind: str) -> None:
    detect = patients_bootstrap.live_faq.live.detector.detect
    assert [text for _, text in rows(kind, "quiet") if detect(text) is not None] == []


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
