"""Whatever fails while an emergency is answered: in every channel the emergency message is what is read."""

from __future__ import annotations

from typing import Any

import pytest

from bot.bootstrap import Bootstrap
from bot.channels.telegram.updates.threads import TooSlow
from bot.live_faq.live_faq import LiveFaq
from tests.journeys.conftest import Harness, Open
from tests.support import updates
from tests.support.breaking import Breaking
from tests.support.serving import ServingBootstrap, by_words, serving

CERTAIN, GUESSED = "i cannot breathe", "air is hardly getting in through my neck"
CALM = "parrots and garden furniture"
GROUP = -1_000_9


class BreakingFaq(LiveFaq):
    """A live FAQ in whose snapshots one part fails."""

    part = "interpreter"
    error: type[Exception] = RuntimeError

    @property
    def live(self) -> Any:
        return Breaking(super().live, self.part, self.error)


@pytest.fixture(scope="module")
def bootstrap(patients_bootstrap: Bootstrap, tmp_path_factory: pytest.TempPathFactory) -> Bootstrap:
    folder = tmp_path_factory.mktemp("breaking")
    settings = by_words(folder / "faqbot.db")
    return ServingBootstrap(settings, serving(BreakingFaq, patients_bootstrap.live_faq.live))


@pytest.fixture
async def harness(open_harness: Open, bootstrap: Bootstrap) -> Harness:
    return await open_harness(bootstrap)


@pytest.mark.parametrize("words", [CERTAIN, GUESSED])
async def test_in_a_private_chat(harness: Harness, words: str) -> None:
    patient = harness.patient()
    await patient.ask(words)
    assert "call" in patient.text.lower()
    await patient.ask(f"/help {words}")
    assert "call" in patient.text.lower()


@pytest.mark.parametrize("words", [CERTAIN, GUESSED])
async def test_in_a_group(harness: Harness, words: str) -> None:
    group = updates.group(GROUP)
    harness.telegram.chats[GROUP] = group
    member = harness.patient()
    member.chat = group
    await member.ask(f"@{harness.app.bot.bot.username} {words}")
    assert "call" in member.text.lower()


@pytest.mark.parametrize("words", [CERTAIN, GUESSED])
async def test_in_inline_mode(harness: Harness, words: str) -> None:
    (article,) = await harness.patient().inline(words)
    assert "call" in article["input_message_content"]["message_text"].lower()


async def test_where_there_is_no_sign_a_patient_reads_an_apology_and_nobody_posts_one(harness: Harness) -> None:
    patient = harness.patient()
    await patient.ask(CALM)
    assert patient.text
    assert await patient.inline(CALM) == []


async def test_who_wrote_what_takes_too_long_is_told_so_with_the_number_for_emergencies(
    harness: Harness, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(BreakingFaq, "error", TooSlow)
    patient = harness.patient()
    await patient.ask(CALM)
    assert "something went wrong" in patient.text
    assert "If this may be an emergency:" in patient.text
    assert harness.app.too_slow.lately == 1
    assert any("as the answer failed: TooSlow" in record.getMessage() for record in caplog.records)
