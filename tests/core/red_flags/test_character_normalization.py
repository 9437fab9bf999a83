"""Stretched words, numbers for letters and pictures hide no emergency."""

from __future__ import annotations

import pytest

from bot.bootstrap import Bootstrap


@pytest.mark.parametrize(
    "text",
    [
        "me ahogooo",
        "AUXILIOOOO!!!",
        "I caaan't breeeathe",
        "i can't br3ath",
        "\N{SQUARED SOS}",
        "\N{FULLWIDTH LATIN SMALL LETTER C}an't breathe",
    ],
)
def test_the_alarm_is_raised_all_the_same(patients_bootstrap: Bootstrap, text: str) -> None:
    alarm = patients_bootstrap.live_faq.live.detector.detect(text)
    assert alarm is not None
    assert alarm.present


@pytest.mark.parametrize("text", ["soooo happy", "whaaat does it cost", "mmmm", "zzzzzzz", "a" * 4096, "ab" * 2048])
def test_what_is_stretched_otherwise_stays_calm(patients_bootstrap: Bootstrap, text: str) -> None:
    alarm = patients_bootstrap.live_faq.live.detector.detect(text)
    assert alarm is None or not alarm.present


def test_an_idiom_alone_silences_no_guess(patients_bootstrap: Bootstrap) -> None:
    detector = patients_bootstrap.live_faq.live.detector
    alarm = detector.detect("I want to end the treatment")
    assert alarm is not None
    assert not alarm.present
