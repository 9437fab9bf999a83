"""How long an emergency waits behind 40 messages of its own chat: `python -m benchmarks.emergency [--webhook]`.

The bot runs as a process on the fake Telegram, 30 ms away in each direction. It gets everything by polling at once;
with a webhook, Telegram posts a chat's next message only when the one before is answered. Exit code 1 if an emergency
waited more than `--most` seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import faqs, hostile
from benchmarks.bot_process import bot_process, table
from bot.core.faq.yaml_reader import read_faq
from tests.support.paths import FAQ
from tests.support.patient import Patient
from tests.support.telegram import Telegram

BEFORE = 40
MOST = 2.0
EMERGENCY = "I can't breathe"
FRAGMENTS = ("my eye", "how long does", "i had botox last week", "side effects and")
_PATIENCE = 120.0


async def measure(folder: Path, *, models: bool, webhook: bool) -> list[tuple[str, float, float]]:
    """The kind of the messages before, and the seconds until the emergency and until everything was answered."""
    entries = read_faq(FAQ.read_bytes()).faq.published
    bad = hostile.of_faq(entries)
    kinds = {
        "nothing": [],
        "whole questions": [f"{text.rstrip('?')}?" for text in faqs.messages_for(entries, BEFORE)],
        "fragments": [FRAGMENTS[at % len(FRAGMENTS)] for at in range(BEFORE)],
        "4,096 characters of one question": [bad["repeated 'does it hurt? '"]] * BEFORE,
        "4,096 characters of misspelt words": [bad["misspelt words"]] * BEFORE,
    }
    found = []
    telegram = Telegram(latency=0.03, latency_back=0.03)
    async with bot_process(telegram, folder, models=models, webhook=webhook):
        await Patient(telegram, 1_000, seconds=_PATIENCE).ask("What is synkinesis?")
        for number, (kind, texts) in enumerate(kinds.items(), 2_000):
            patient = Patient(telegram, number, seconds=_PATIENCE)
            for text in texts:
                patient.send(text)
            began = time.monotonic()
            patient.send(EMERGENCY)
            await telegram.until(lambda one=patient: any(map(_alarms, telegram.texts(one.id))), _PATIENCE)  # type: ignore[misc]
            waited = time.monotonic() - began
            await telegram.queue.empty(_PATIENCE)
            found.append((kind, waited, time.monotonic() - began))
    return found


def _alarms(text: str) -> bool:
    return text.startswith("Call ")


def main() -> int:
    parser = argparse.ArgumentParser(description="How long an emergency waits behind messages of its own chat.")
    parser.add_argument("--models", action="store_true", help="with all models instead of by words only")
    parser.add_argument("--webhook", action="store_true", help="by webhook instead of polling")
    parser.add_argument("--most", type=float, default=MOST, help="seconds that it may wait")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(measure(Path(folder), models=chosen.models, webhook=chosen.webhook))
    rows = [[kind, f"{waited:.2f}", f"{everything:.1f}"] for kind, waited, everything in found]
    sys.stdout.write(table([f"{BEFORE} messages before", "the emergency is answered, s", "all are, s"], rows))
    return int(any(waited > chosen.most for _, waited, _ in found))


if __name__ == "__main__":
    raise SystemExit(main())
