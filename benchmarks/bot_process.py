"""The bot as a process of its own, on the fake Telegram that lives in this one, polling or with a webhook."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.free_port import free_port
from tests.support.paths import ROOT
from tests.support.server import Server
from tests.support.telegram import Telegram

BOT = (sys.executable, "-m", "bot", "run")
ADMIN = 900_001
SECRET = "only-for-measuring_0123456789"
_MODELS = ("SENTENCE_MODEL", "MULTILINGUAL_MODEL", "PERSONAL_DATA_MODEL")
_STARTING = 120.0


@dataclass(frozen=True, slots=True)
class BotProcess:
    """A bot that serves. `log` is the file with what it writes to stderr."""

    process: asyncio.subprocess.Process
    environment: Mapping[str, str]
    log: Path
    health_port: int
    webhook_port: int

    async def is_healthy(self) -> bool:
        """What `python -m bot health` says."""
        silent = asyncio.subprocess.DEVNULL
        command = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "health"), cwd=ROOT, env=self.environment, stdout=silent, stderr=silent
        )
        return await command.wait() == 0

    def lines(self) -> list[str]:
        """The log so far."""
        return self.log.read_text(encoding="utf-8").splitlines()


@asynccontextmanager
async def bot_process(
    telegram: Telegram,
    folder: Path,
    *,
    models: bool,
    webhook: bool = False,
    behind: int | None = None,
    command: Sequence[str] = BOT,
    more: Mapping[str, str] | None = None,
) -> AsyncIterator[BotProcess]:
    """Starts the bot and yields it when it serves; terminates and awaits it at the end.

    `folder` holds the database, which is begun anew, and the caches, which stay. With a webhook, Telegram posts to the
    port `behind`, by default that on which the bot listens. `more` are further settings.
    """
    forget(folder)
    log, health_port, webhook_port = folder / "log", free_port(), free_port()
    async with Server(telegram) as server:
        environment = {
            **os.environ,
            **dict.fromkeys(_MODELS, "" if models else "off"),
            "TELEGRAM_BOT_TOKEN": telegram.token,
            "TELEGRAM_API_BASE_URL": server.base_url,
            "DATABASE_PATH": str(folder / "faqbot.db"),
            "HEALTH_PORT": str(health_port),
            "ADMIN_IDS": str(ADMIN),
            **(more or {}),
        }
        if webhook:
            environment["WEBHOOK_URL"] = f"http://127.0.0.1:{behind or webhook_port}/telegram"
            environment |= {"WEBHOOK_PORT": str(webhook_port), "WEBHOOK_SECRET": SECRET}
        polls, hooked = telegram.queue.polls, len(telegram.of("setWebhook"))
        with log.open("wb") as stderr:
            process = await asyncio.create_subprocess_exec(
                *command, cwd=ROOT, env=environment, stdout=asyncio.subprocess.DEVNULL, stderr=stderr
            )
        try:
            if webhook:
                await telegram.until(lambda: len(telegram.of("setWebhook")) > hooked, _STARTING)
            else:
                await telegram.queue.polled(polls + 1, _STARTING)
            yield BotProcess(process, environment, log, health_port, webhook_port)
        finally:
            telegram.queue.stop()
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
            try:
                await asyncio.wait_for(process.wait(), 15.0)
            except TimeoutError:
                process.kill()


def forget(folder: Path) -> None:
    """Deletes the database: the next fake Telegram counts update ids from the start again."""
    for path in folder.glob("faqbot.db*"):
        path.unlink()


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown; all columns but the first hold figures."""
    lines = [head, ["---", *("---:" for _ in head[1:])], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
