"""Does memory stay flat? `python -m benchmarks.soak [--updates 200000]`: the whole bot over a wire without sockets.

Updates come from a million possible senders: questions with and without an answer, commands, red flags, small talk,
taps below whatever the bot said. Prints memory as it goes; exit code 1 if it grew by more than `--allowed` megabytes
after the first fifth, in which the bounded sessions fill.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bot import runtime
from bot.app import App
from bot.bootstrap import Bootstrap
from bot.channels.telegram.api.bot import TelegramBot
from bot.channels.telegram.api.rate_limiter import RateLimiter
from bot.core.faq.model import Faq
from bot.settings import Settings
from tests.support import updates
from tests.support.chats import BOT
from tests.support.telegram import Telegram
from tests.support.wire import Wire

SENDERS = 1_000_000
AT_ONCE = 1_000
_UNKNOWN = (
    "parrot", "saxophone", "furniture", "carpet", "piano", "garden", "bicycle", "trombone", "aquarium", "castle",
    "rocket",
    "umbrella",
)  # fmt: skip
_OTHERS = ("/start", "/topics", "/help", "/privacy", "hello", "thank you", "I can't breathe", "👍", "ok?")


def resident() -> float:
    """Megabytes of this process in memory now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


class Crowd:
    """Makes updates of many users and remembers the last message each of them got."""

    def __init__(self, telegram: Telegram, faq: Faq, seed: int) -> None:
        self._telegram = telegram
        self._dice = random.Random(seed)
        self._phrasings = [text for entry in faq.published for text in entry.all_phrasings]

    def writes(self) -> None:
        """Pushes a random update."""
        dice = self._dice
        if dice.random() < 0.25 and self._taps():
            return
        person = updates.user(5_000_000_000 + dice.randrange(SENDERS), f"Pat {dice.randrange(SENDERS)}")
        chat = updates.private(person)
        self._telegram.chats[chat["id"]] = chat
        number = next(self._telegram.numbers)
        self._telegram.queue.push({"message": updates.message(number, chat, person, **updates.text(self._words()))})

    def _words(self) -> str:
        kind = self._dice.random()
        if kind < 0.6:
            return self._dice.choice(self._phrasings)
        if kind < 0.85:
            return f"do you sell a {' '.join(self._dice.sample(_UNKNOWN, 3))} with a {self._dice.choice(_UNKNOWN)}?"
        return self._dice.choice(_OTHERS)

    def _taps(self) -> bool:
        own = [message for message in self._telegram.messages.values() if message["from"]["id"] == BOT["id"]][-200:]
        buttons = [
            (message, button["callback_data"])
            for message in self._dice.sample(own, min(3, len(own)))
            for row in message.get("reply_markup", {}).get("inline_keyboard", [])
            for button in row
            if "callback_data" in button
        ]
        if not buttons:
            return False
        message, data = self._dice.choice(buttons)
        person = {**message["chat"], "is_bot": False}
        del person["type"]
        self._telegram.chats[message["chat"]["id"]] = message["chat"]
        number = f"tap-{next(self._telegram.numbers)}"
        self._telegram.queries[number] = True
        self._telegram.queue.push(updates.callback(number, person, message, data))
        return True


async def _briefly(_: float) -> None:
    """Never waits for the rest of a message."""
    await asyncio.sleep(0)


async def soak(count: int, seed: int, folder: Path, every: int) -> list[tuple[int, float]]:
    """(updates so far, megabytes), in order."""
    telegram = Telegram(keep_calls=False)
    settings = Settings(
        _env_file=None,
        sentence_model="off",
        multilingual_model="off",
        personal_data_model="off",
        faq_path=Path("faq.yaml"),
        database_path=folder / "faqbot.db",
    )
    bootstrap = Bootstrap(settings)
    bot = TelegramBot(
        telegram.token, rate_limiter=RateLimiter(), request=Wire(telegram), get_updates_request=Wire(telegram)
    )
    app = App(settings, bootstrap, bot, _briefly)
    running = asyncio.create_task(app.run())
    await telegram.queue.polled(1, 60.0)
    crowd = Crowd(telegram, bootstrap.live_faq.live.main.faq, seed)
    seen = [(0, resident())]
    began = time.monotonic()
    for so_far in range(AT_ONCE, count + 1, AT_ONCE):
        for _ in range(AT_ONCE):
            crowd.writes()
        await telegram.queue.empty(600.0)
        telegram.chats.clear()
        if so_far % every == 0:
            gc.collect()
            seen.append((so_far, resident()))
            counts = app.delivery.counts if app.delivery else None
            pace = so_far / (time.monotonic() - began)
            failed = counts.failed + counts.expired + counts.unparseable if counts else so_far
            line = f"{so_far:8d} updates  {seen[-1][1]:6.1f} MB  {pace:5.0f} a second  {failed} failed"
            sys.stdout.write(f"{line}  ({len(telegram.messages)} messages known to the fake Telegram)\n")
            sys.stdout.flush()
    await app.stop()
    await running
    return seen


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Sends the bot many updates and watches its memory.")
    parser.add_argument("--updates", type=int, default=200_000)
    parser.add_argument("--every", type=int, default=20_000, help="updates between two lines")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--allowed", type=float, default=5.0, help="megabytes that memory may grow by")
    chosen = parser.parse_args(arguments)
    runtime.start()  # as the bot's own process does
    runtime.settle()
    with tempfile.TemporaryDirectory() as folder:
        seen = asyncio.run(soak(chosen.updates, chosen.seed, Path(folder), chosen.every))
    warm = [megabytes for so_far, megabytes in seen if so_far >= chosen.updates / 5] or [seen[-1][1]]
    grown = warm[-1] - warm[0]
    sys.stdout.write(f"grown by {grown:.1f} MB after the first fifth (allowed: {chosen.allowed:g} MB)\n")
    return int(grown > chosen.allowed)


if __name__ == "__main__":
    raise SystemExit(main())
