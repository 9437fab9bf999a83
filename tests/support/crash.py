"""Kills a bot's process at a random moment, starts it again, and counts who was not answered or answered twice.

`crash(command, …)` takes any bot that reads TELEGRAM_BOT_TOKEN, TELEGRAM_API_BASE_URL and DATABASE_PATH from its
environment and sends one reply to a message. The Telegram it talks to lives in this process.
"""

import asyncio
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.support.faults import WIRE_TROUBLES, Faults, Trouble
from tests.support.free_port import free_port
from tests.support.paths import ROOT
from tests.support.patient import Patient
from tests.support.server import Server
from tests.support.telegram import Telegram

ECHO = (sys.executable, "-m", "tests.support.echo_bot")


@dataclass(frozen=True, slots=True)
class CountedEvent:
    """The result of one run. `exit_code` and `stop_seconds` are those of the SIGTERM that ends it. `resets` are the
    calls whose connection broke, some of them after they had taken effect: a message may come twice for each."""

    seed: int
    messages: int
    kills: int
    lost: int
    doubled: int
    exit_code: int
    stop_seconds: float
    seconds: float
    resets: int = 0


async def crash(
    command: Sequence[str] = ECHO,
    *,
    seed: int,
    messages: int = 300,
    kills: int = 1,
    latency: float = 0.03,
    latency_back: float = 0.03,
    text: str = "What is synkinesis?",
    signal_number: int = signal.SIGKILL,
    environment: Mapping[str, str] | None = None,
    patience: float = 60.0,
    webhook: bool = False,
    faults: float = 0.0,
) -> CountedEvent:
    """One run: `messages` patients write one message each, half of them at once and the others one after another.

    `signal_number` SIGTERM asks for the graceful end instead of the sudden one. `latency` and `latency_back` are
    seconds before and after a call takes effect. Of all calls a share of `faults` fails, in one of the ways of
    `WIRE_TROUBLES`. With `webhook` the bot gets WEBHOOK_URL, WEBHOOK_PORT and WEBHOOK_SECRET too.
    """
    dice = random.Random(seed)
    telegram = Telegram(latency=latency, latency_back=latency_back)
    telegram.faults = Faults(faults, WIRE_TROUBLES, dice=random.Random(seed))
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        async with Server(telegram) as server:
            variables = {
                **os.environ,
                **(environment or {}),
                "TELEGRAM_BOT_TOKEN": telegram.token,
                "TELEGRAM_API_BASE_URL": server.base_url,
                "DATABASE_PATH": str(Path(folder) / "bot.db"),
            }
            if webhook:
                port = free_port()
                variables |= {"WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram", "WEBHOOK_PORT": str(port)}
                variables |= {"WEBHOOK_SECRET": "only-for-crashes_0123456789"}
            polls = telegram.queue.polls
            bot = await _start(command, variables)
            writing = asyncio.create_task(_write(telegram, messages, text, dice))
            moments = sorted(dice.sample(range(1, messages), kills))
            for answered in moments:
                await telegram.until(lambda enough=answered: _answered(telegram) >= enough, patience)  # type: ignore[misc]
                await asyncio.sleep(dice.random() * (latency + latency_back))
                bot.send_signal(signal_number)
                await bot.wait()
                polls = telegram.queue.polls
                bot = await _start(command, variables)
            await writing
            with suppress(TimeoutError):
                if not webhook:
                    await telegram.queue.polled(polls + 1, patience)
                await telegram.queue.empty(patience)
            asked = time.monotonic()
            with suppress(ProcessLookupError):
                bot.terminate()
            code = await bot.wait()
            stopped = time.monotonic() - asked
    replies = [len(telegram.sent_to(chat_id)) for chat_id in telegram.chats]
    return CountedEvent(
        seed=seed,
        messages=messages,
        kills=kills,
        lost=sum(count == 0 for count in replies),
        doubled=sum(count - 1 for count in replies if count > 1),
        exit_code=code,
        stop_seconds=stopped,
        seconds=time.monotonic() - began,
        resets=telegram.faults.injected[Trouble.RESET],
    )


async def _start(command: Sequence[str], variables: Mapping[str, str]) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=variables)


async def _write(telegram: Telegram, messages: int, text: str, dice: random.Random) -> None:
    for number in range(messages):
        Patient(telegram, 1_000 + number).send(text)
        if number > messages // 2:
            await asyncio.sleep(dice.random() * 0.02)


def _answered(telegram: Telegram) -> int:
    return len(telegram.of("sendMessage"))
