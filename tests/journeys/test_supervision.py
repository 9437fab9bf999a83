"""Every work beside the bot is killed once: admins hear of it, it runs again, and patients notice nothing."""

from __future__ import annotations

import socket

import pytest

from bot.bootstrap import Bootstrap
from tests.journeys.conftest import ADMIN, Harness, Open
from tests.support import updates

ONCE = ("setting the bot's commands", "giving questions back")
ALWAYS = ("watching the FAQ", "looking after the bot", "the weekly digest", "giving memory back")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


async def killed(harness: Harness, name: str) -> None:
    """Kills a work, and waits until admins have been told and it runs again."""
    telegram, running = harness.telegram, harness.app.supervisor.running
    telegram.chats[ADMIN] = updates.private(updates.user(ADMIN))
    before = running[name]
    assert before.cancel()
    await telegram.until(lambda: any(f"started again: {name} (" in text for text in telegram.texts(ADMIN)))
    while running[name] is before:
        await harness.patient().ask("hello")
    assert not running[name].done()
    assert len(telegram.texts(ADMIN)) == 1


@pytest.mark.parametrize("name", [*ALWAYS, "the health port"])
async def test_a_work_that_dies_is_begun_again(open_harness: Open, patients_bootstrap: Bootstrap, name: str) -> None:
    harness = await open_harness(patients_bootstrap, health_port=free_port())
    await killed(harness, name)
    assert set(harness.app.supervisor.running) == {*ALWAYS, "the health port", *ONCE}
    assert "side effects" in (await harness.patient().ask("What are the side effects of Botox?"))["text"]


async def test_the_watch_over_the_webhook_is_begun_again(open_harness: Open, patients_bootstrap: Bootstrap) -> None:
    webhook = {"webhook_url": "https://bot.example.org/telegram", "webhook_secret": "s" * 32}
    harness = await open_harness(patients_bootstrap, webhook_port=free_port(), **webhook)
    telegram, running = harness.telegram, harness.app.supervisor.running
    telegram.chats[ADMIN] = updates.private(updates.user(ADMIN))
    before = running["watching the webhook"]
    looks = len(telegram.of("getWebhookInfo"))
    assert before.cancel()
    await telegram.until(lambda: bool(telegram.texts(ADMIN)) and len(telegram.of("getWebhookInfo")) > looks)
    assert running["watching the webhook"] is not before
