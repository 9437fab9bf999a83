"""The whole application over a fake wire: real python-telegram-bot, real SQLite, no sockets."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.app import App
from bot.bootstrap import Bootstrap
from bot.channels.telegram.api.backoff import Sleep
from bot.channels.telegram.api.bot import TelegramBot
from bot.channels.telegram.api.rate_limiter import RateLimiter
from bot.settings import Settings
from tests.support import updates
from tests.support.paths import FAQ
from tests.support.patient import Patient
from tests.support.telegram import Telegram
from tests.support.wire import Wire

STAFF, ADMIN, STAFF_CHAT = 501, 502, -1_000_500


@dataclass(frozen=True)
class Harness:
    """A running bot and the Telegram it talks to."""

    app: App
    telegram: Telegram
    settings: Settings

    def patient(self, user_id: int = 1_001, name: str = "Pat", language: str = "en") -> Patient:
        """Somebody who writes to the bot in private."""
        return Patient(self.telegram, user_id, name=name, language=language)

    async def settled(self) -> None:
        """Waits until every pushed update is handled and confirmed."""
        await self.telegram.queue.empty()
        await self.app.recorder.flush()

    def rows(self, query: str) -> list[tuple[str, int]]:
        """Rows of the database, read with a separate connection."""
        connection = sqlite3.connect(self.settings.database_path)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()

    def questions(self) -> list[str]:
        """Every question in the log."""
        return [str(row[0]) for row in self.rows("SELECT text, 0 FROM questions")]

    def counts(self) -> Counter[str]:
        """How often each outcome was counted."""
        return Counter(dict(self.rows("SELECT outcome, SUM(count) FROM counters GROUP BY outcome")))


Open = Callable[..., Awaitable[Harness]]


@pytest.fixture
async def open_harness(tmp_path: Path) -> AsyncIterator[Open]:
    """Opens a bot with any settings; all are closed at the end of the test."""
    async with AsyncExitStack() as stack:

        async def open_it(
            bootstrap: Bootstrap | None = None,
            telegram: Telegram | None = None,
            clock: Callable[[], float] = time.monotonic,
            pause: Sleep | None = None,
            **given: object,
        ) -> Harness:
            settings = Settings.model_validate(
                {
                    "telegram_bot_token": "123456:" + "x" * 30,
                    "sentence_model": "off",
                    "multilingual_model": "off",
                    "personal_data_model": "off",
                    "faq_path": FAQ,
                    "database_path": tmp_path / "faqbot.db",
                    "staff_ids": frozenset({STAFF}),
                    "admin_ids": frozenset({ADMIN}),
                }
                | given
            )
            running = _running(settings, bootstrap, telegram or Telegram(), clock, pause or _briefly)
            return await stack.enter_async_context(running)

        yield open_it
    # A call that was cancelled is still carried out by the thread of its connection, which then reports to the loop.
    for thread in threading.enumerate():
        if "_connection_worker_thread" in thread.name:
            await asyncio.to_thread(thread.join, 5.0)


@pytest.fixture
async def harness(open_harness: Open, patients_bootstrap: Bootstrap) -> Harness:
    """A bot with the real FAQ."""
    return await open_harness(patients_bootstrap)


async def _briefly(seconds: float) -> None:
    """Does not wait for the rest of a message, as tests send it at once."""
    await asyncio.sleep(seconds / 30)


@asynccontextmanager
async def _running(
    settings: Settings, bootstrap: Bootstrap | None, telegram: Telegram, clock: Callable[[], float], pause: Sleep
) -> AsyncIterator[Harness]:
    telegram.chats.setdefault(ADMIN, updates.private(updates.user(ADMIN, "Ada")))
    bot = TelegramBot(
        telegram.token,
        rate_limiter=RateLimiter(always=False),
        request=Wire(telegram),
        get_updates_request=Wire(telegram),
    )
    app = App(settings, bootstrap or Bootstrap(settings), bot, pause=pause, clock=clock)
    running = asyncio.create_task(app.run())
    try:
        ready = asyncio.create_task(telegram.until(lambda: bool(telegram.of("setMyShortDescription")), 50))
        await asyncio.wait({ready, running}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            ready.cancel()
            await running
        await ready
        yield Harness(app, telegram, settings)
    finally:
        if app.delivery is None:
            running.cancel()  # `stop` ends what has begun
        await app.stop()
        with suppress(asyncio.CancelledError):
            await running
        assert [(call.method, call.error) for call in telegram.refused()] == []
