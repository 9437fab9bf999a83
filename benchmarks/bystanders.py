"""What one stranger's hostile messages do to everybody else: `python -m benchmarks.bystanders [--models]`.

The bot runs as a process on the fake Telegram. Others write ordinary messages at a steady pace, in three languages,
each from a chat of its own; in every other wave one stranger sends `STRANGERS` messages of 4,096 characters at once
besides, all of one kind (`hostile`). Waits run from the message's arrival at the fake Telegram to its answer's, in
milliseconds. *Longer* is how much longer than in the wave before, in which the same was written without the stranger.
Exit code 1 if anybody waited more than `--most` milliseconds longer.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks import faqs, hostile
from benchmarks.bot_process import bot_process, table
from bot.core.faq.yaml_reader import read_faq
from tests.support.paths import FAQ
from tests.support.patient import Patient
from tests.support.telegram import Telegram

STRANGERS = 20
MOST = 300.0
WAVE, PACE = 40, 8.0  # messages of others, and how many a second
KINDS = (
    *("repeated 'does it hurt? '", "repeated 'and is it safe '", "repeated 'can botox cause eye pain or '"),
    *("misspelt words", "questions of misspelt words", "phrasings", "phrasings without an end"),
    "repeated 'me duele mucho y no puedo tragar '",
)
_PATIENCE = 60.0
_OTHERS = ("was kostet die Behandlung?", "¿cuánto dura el efecto?", "combien de temps dure l'effet ?")


@dataclass(frozen=True, slots=True)
class Wave:
    """The waits of the others in milliseconds, and the seconds until the stranger's messages were answered."""

    name: str
    waits: tuple[float, ...]
    stranger: float = 0.0


class Street:
    """Everybody who writes to the bot."""

    def __init__(self, telegram: Telegram, texts: Sequence[str]) -> None:
        self._telegram = telegram
        self._texts = texts
        self._people = 10_000

    def _patient(self) -> Patient:
        self._people += 1
        return Patient(self._telegram, self._people)

    async def wave(self, name: str, hostile_text: str = "") -> Wave:
        """The others' messages, with the stranger's if there is a text of his."""
        began, dice = time.monotonic(), random.Random(1)
        stranger, others = self._patient(), [self._patient() for _ in self._texts]
        for _ in range(STRANGERS if hostile_text else 0):
            stranger.send(hostile_text)
        came, due = list[float](), time.monotonic()
        for patient, text in zip(others, self._texts, strict=True):
            due += dice.expovariate(PACE)
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            came.append(time.monotonic())
            patient.send(text)
        await self._telegram.until(lambda: all(patient.messages for patient in others), _PATIENCE)
        await self._telegram.queue.empty(_PATIENCE)
        ended, answered = time.monotonic(), dict[int, float]()
        for call in self._telegram.of("sendMessage"):
            answered.setdefault(call.sent["chat_id"], call.at)
        waits = [1_000 * (answered[patient.id] - at) for patient, at in zip(others, came, strict=True)]
        return Wave(name, tuple(waits), ended - began if hostile_text else 0.0)


async def measure(folder: Path, *, models: bool, kinds: Sequence[str] = KINDS) -> list[Wave]:
    """Waves without and with the stranger, in turn."""
    entries = read_faq(FAQ.read_bytes()).faq.published
    ordinary = [f"{text.rstrip('?')}?" for text in faqs.messages_for(entries, WAVE)]
    texts = [_OTHERS[at // 4 % len(_OTHERS)] if at % 4 == 3 else text for at, text in enumerate(ordinary)]
    bad = hostile.of_faq(entries)
    telegram = Telegram(latency=0.02, latency_back=0.02)
    async with bot_process(telegram, folder, models=models):
        street, waves = Street(telegram, texts), list[Wave]()
        await street.wave("to warm up")
        for kind in kinds:
            waves.append(await street.wave(""))
            waves.append(await street.wave(kind, bad[kind]))
    return waves


def report(waves: Sequence[Wave]) -> tuple[str, float]:
    """The table, and the milliseconds that the worst off waited longer."""
    calm = [wait for wave in waves if not wave.name for wait in wave.waits]
    rows, worst = [["nobody hostile", *_figures(calm), "", "", ""]], 0.0
    for before, wave in zip(waves, waves[1:], strict=False):
        if wave.name:
            longer = [wait - usual for wait, usual in zip(wave.waits, before.waits, strict=True)]
            worst = max(worst, *longer)
            shown = [f"{median(longer):.0f}", f"{max(longer):.0f}", f"{wave.stranger:.1f}"]
            rows.append([wave.name, *_figures(wave.waits), *shown])
    head = ["the others' waits, ms", "median", "95 %", "longest", "longer: median", "most", "the stranger's 20, s"]
    return table(head, rows), worst


def _figures(waits: Sequence[float]) -> list[str]:
    ordered = sorted(waits)
    return [f"{one:.0f}" for one in (median(ordered), ordered[int(0.95 * len(ordered))], ordered[-1])]


def main() -> int:
    parser = argparse.ArgumentParser(description="What one stranger's hostile messages do to everybody else.")
    parser.add_argument("--models", action="store_true", help="with all models instead of by words only")
    parser.add_argument("--most", type=float, default=MOST, help="milliseconds that anybody may wait longer")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        text, worst = report(asyncio.run(measure(Path(folder), models=chosen.models)))
    sys.stdout.write(text)
    return int(worst > chosen.most)


if __name__ == "__main__":
    raise SystemExit(main())
