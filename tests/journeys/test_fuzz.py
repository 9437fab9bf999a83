"""Whatever Telegram may send, the bot handles it, breaks no rule of the Bot API, and still answers afterwards.

FUZZ_SEEDS (numbers with commas between) and FUZZ_UPDATES (of each seed) make it a longer run.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from pathlib import Path

import pytest

from bot.bootstrap import Bootstrap
from bot.live_faq.live_faq import LiveFaq
from tests.journeys.conftest import ADMIN, STAFF, Open
from tests.journeys.test_patients import SIDE_EFFECTS
from tests.support.botapi import check_value
from tests.support.fuzz import CANARIES, Fuzz
from tests.support.serving import ServingBootstrap, by_words, copied, serving
from tests.support.telegram import Telegram

SEEDS = [int(seed) for seed in os.environ.get("FUZZ_SEEDS", "1,2,3").split(",")]
UPDATES = int(os.environ.get("FUZZ_UPDATES", "1700"))
AT_ONCE = 100
PHRASES = (
    SIDE_EFFECTS,
    "What should I do after the injections?",
    "will it hurt and how long does it last? also what does it cost",
    "puede doler el tratamiento con bótox",
    "mein Gesicht ist geschwollen",
)


def test_made_up_updates_are_valid() -> None:
    fuzz = Fuzz(Telegram(), 7)
    for number in range(300):
        assert check_value({"update_id": number, **fuzz.update()}, "Update")


def test_the_same_seed_makes_the_same_updates() -> None:
    def kinds(seed: int) -> list[str]:
        fuzz = Fuzz(Telegram(), seed)
        return [next(iter(fuzz.update())) for _ in range(100)]

    assert kinds(1) == kinds(1)
    assert kinds(1) != kinds(2)


@pytest.mark.parametrize("seed", SEEDS)
async def test_any_valid_update_is_survived(
    open_harness: Open,
    patients_bootstrap: Bootstrap,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    seed: int,
) -> None:
    live_faq = serving(LiveFaq, copied(patients_bootstrap.live_faq.live, tmp_path))
    harness = await open_harness(ServingBootstrap(by_words(tmp_path / "faqbot.db"), live_faq))
    assert harness.app.delivery is not None
    counts = harness.app.delivery.counts
    fuzz = Fuzz(harness.telegram, seed, phrases=PHRASES, staff=(STAFF, ADMIN))
    for begin in range(0, UPDATES, AT_ONCE):
        fuzz.hasty = 0.0 if begin else 0.5
        for _ in range(min(AT_ONCE, UPDATES - begin)):
            fuzz.push()
        await harness.telegram.queue.empty(60.0)
        assert _failures(caplog) == []
        _forget_races(harness.telegram)
        assert [(call.method, call.error, call.sent) for call in harness.telegram.refused()] == []
    assert (counts.failed, counts.expired) == (0, 0)
    assert counts.unparseable <= UPDATES // 100  # numbers larger than the library's clock can count
    assert [number for number, waits in harness.telegram.queries.items() if waits] == []
    patient = harness.patient(9_000_000 + seed)
    await patient.ask(SIDE_EFFECTS)
    assert SIDE_EFFECTS in patient.text
    await harness.settled()
    assert _found(harness.settings.database_path, caplog.text) == []


def _forget_races(telegram: Telegram) -> None:
    """Two taps below one message at the same moment may end in the same buttons: Telegram says so, and no harm done."""
    telegram.calls[:] = [call for call in telegram.calls if "message is not modified" not in call.error]


def _failures(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]


def _found(database: Path, logged: str) -> list[str]:
    """The canaries that are to be found in the database or the log."""
    connection = sqlite3.connect(database)
    written = "\n".join(connection.iterdump()) + logged
    connection.close()
    return [canary for canary in CANARIES if canary.lower() in written.lower()]
