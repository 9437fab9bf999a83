"""An echo bot in a separate process, which `crash.py` runs and kills.

Settings as those of the real bot: TELEGRAM_BOT_TOKEN, TELEGRAM_API_BASE_URL and DATABASE_PATH (here a file of ids).
"""

import asyncio
import os
import signal
from pathlib import Path

from telegram import Update

from bot.channels.telegram.api.bot import TelegramBot
from bot.channels.telegram.api.rate_limiter import RateLimiter
from bot.channels.telegram.updates.polling import Poller
from bot.core.dialogue.screened_message import ScreenedMessage
from tests.support.screening import screen_nothing


class ProcessedUpdatesFile:
    """Ids of handled updates, one a line, written without a buffer: a killed process has written them."""

    def __init__(self, path: Path) -> None:
        self._ids = {int(line) for line in path.read_text().split()} if path.exists() else set()
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def seen(self, update_id: int) -> bool:
        return update_id in self._ids

    async def done(self, update_id: int) -> None:
        self._ids.add(update_id)
        os.write(self._file, f"{update_id}\n".encode())


async def main() -> None:
    bot = TelegramBot(
        os.environ["TELEGRAM_BOT_TOKEN"], os.environ["TELEGRAM_API_BASE_URL"], rate_limiter=RateLimiter(always=False)
    )
    await bot.open()

    async def echo(update: Update, _: ScreenedMessage) -> None:
        if update.message and update.message.text:
            await bot.send_message(update.message.chat_id, update.message.text)

    delivery = Poller(bot, echo, ProcessedUpdatesFile(Path(os.environ["DATABASE_PATH"])), screen=screen_nothing)
    stopping: list[asyncio.Task[None]] = []
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, lambda: stopping.append(asyncio.create_task(delivery.stop())))
    await delivery.run()
    await bot.shutdown()


if __name__ == "__main__":
    asyncio.run(main())
