"""What the whole bot takes: `python -m benchmarks.memory`.

With the FAQ in both its languages, by words only, with the English sentence model, and with all models: at the start,
after the first question in English, in Spanish and in another language, and after `MANY` in all of them. RSS and, of
it, what is mapped from files and can be had back at any time. The first start, which makes the vectors of the FAQ, does
not count.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.bot_process import forget
from benchmarks.whole_bot import local_server, memory, running
from bot.runtime import TRIM_SECONDS
from tests.support.telegram import Telegram

OFF = {"SENTENCE_MODEL": "off", "MULTILINGUAL_MODEL": "off", "PERSONAL_DATA_MODEL": "off"}
MODES = {
    "by words only": OFF,
    "with the English sentence model": {**OFF, "SENTENCE_MODEL": ""},
    "with all models": dict.fromkeys(OFF, ""),
}
FIRST = {
    "English": "Does the treatment hurt a lot?",
    "Spanish": "¿Duele mucho el tratamiento?",
    "German": "Tut die Behandlung sehr weh?",
}
MANY = 400
QUESTIONS = Path(__file__).with_name("languages") / "questions.jsonl"


async def measure(environment: dict[str, str]) -> dict[str, str]:
    """RSS by moment, one start of the bot."""
    found: dict[str, str] = {}
    async with local_server() as server:
        settings = {**environment, "TELEGRAM_BOT_TOKEN": Telegram.token, "TELEGRAM_API_BASE_URL": server.base_url}
        async with running([sys.executable, "-m", "bot", "run"], settings) as bot:

            def note(moment: str) -> None:
                found[moment] = f"{memory(bot.pid, 'VmRSS'):.0f} ({memory(bot.pid, 'RssFile'):.0f})"

            await server.answered("getUpdates", 1, 300.0)
            note("at the start")
            for language, text in FIRST.items():
                await server.reset()
                await server.push([text])
                await server.answered("sendMessage", 1, 120.0)
                note(f"after a question in {language}")
            await asyncio.sleep(TRIM_SECONDS + 5)
            note("… a minute later")
            texts = [json.loads(line)["text"] for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
            await server.reset()
            await server.push(list(itertools.islice(itertools.cycle(texts), MANY)))
            await server.answered("sendMessage", MANY, 300.0)
            note(f"after {MANY} questions in ten languages")
            await asyncio.sleep(TRIM_SECONDS + 5)
            note("… a minute later still")
            found["at the peak"] = f"{memory(bot.pid, 'VmHWM'):.0f}"
    return found


async def main() -> int:
    """Prints the table."""
    columns: dict[str, dict[str, str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, models in MODES.items():
            environment = {**models, "DATABASE_PATH": str(Path(folder) / "faqbot.db"), "LOG_LEVEL": "WARNING"}
            for _ in range(2):
                columns[name] = await measure(environment)
                forget(Path(folder))
    table = Table("RSS, of it from files, MB", *columns)
    for moment in next(iter(columns.values())):
        table.add_row(moment, *(found[moment] for found in columns.values()))
    Console().print(table)
    return 0


if __name__ == "__main__":
    raise SystemExit(asyncio.run(main()))
