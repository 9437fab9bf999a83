"""What keeps the bot well while nobody watches, over the whole application."""

from __future__ import annotations

import asyncio
import json
import socket
import time

from aiohttp import ClientSession

from bot.bootstrap import Bootstrap
from bot.monitoring import health
from tests.journeys.conftest import Harness, Open


async def test_a_flood_is_answered_up_to_a_point_and_a_red_flag_always(harness: Harness) -> None:
    patient = harness.patient()
    for _ in range(40):
        patient.send("What are the side effects of Botox?")
    patient.send("i can't breathe")
    await harness.settled()
    texts = harness.telegram.texts(patient.id)
    assert len(texts) <= 24
    assert sum("faster than I can answer" in text for text in texts) == 1
    print(texts)
    assert texts[-1].startswith("Call ")


async def test_others_are_served_while_one_floods(harness: Harness) -> None:
    flooder, patient = harness.patient(1_001), harness.patient(1_002)
    for _ in range(100):
        flooder.send("hello")
    await patient.ask("What are the side effects of Botox?")
    assert patient.text.startswith("What are the side effects of Botox?")


async def test_the_state_file_says_that_the_bot_is_well(harness: Harness) -> None:
    await harness.patient().ask("hello")
    path = health.file_of(harness.settings.database_path)
    async with asyncio.timeout(10):
        while (state := health.read(path)) is None or state.contact is None:  # noqa: ASYNC110 - written by a thread
            await asyncio.sleep(0.05)
    assert health.problems(state, time.time()) == ()


async def test_the_health_port_serves_figures_without_anybody_in_them(
    open_harness: Open, patients_bootstrap: Bootstrap
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    harness = await open_harness(patients_bootstrap, health_port=port)
    patient = harness.patient(987_654_321, name="Zebediah")
    await patient.ask("What are the side effects of Botox?")
    await harness.settled()
    async with ClientSession() as session:
        async with session.get(f"http://127.0.0.1:{port}/healthz") as answer:
            assert (answer.status, json.loads(await answer.text())["healthy"]) == (200, True)
        async with session.get(f"http://127.0.0.1:{port}/metrics") as answer:
            page = await answer.text()
    assert 'faqbot_updates_total{kind="message"} 1.0' in page
    assert 'faqbot_outcomes_total{outcome="answered"} 1.0' in page
    for trace in ("987654321", "Zebediah", "side effects", "side-effects"):
        assert trace not in page
