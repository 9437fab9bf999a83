"""How long a message holds the event loop: `python -m benchmarks.event_loop [--models] [--show 12]`.

The bot runs as a process whose loop is timed (`timed_bot`), on the fake Telegram. What counts is the processor's time
of a callback in the loop's own thread: everybody waits while it runs. Prints the longest of each kind of message, then
the worst callbacks by name. Exit code 1 if one took more than `--most` milliseconds after the start.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import faqs, hostile
from benchmarks.bot_process import ADMIN, BotProcess, bot_process, table
from benchmarks.timed_bot import LEAST, Hold
from bot.core.faq.yaml_reader import read_faq
from tests.support.patient import Patient
from tests.support.telegram import Telegram

MOST = 5.0  # milliseconds
AT_ONCE = 10
PATIENCE = 120.0  # seconds; a preview of what a change of the FAQ does takes half a minute on a busy machine
START = "the start, before the first message"
_DATA = Path(__file__).parent
_COMMANDS = ("/start", "/help", "/topics", "/privacy", "/language", "/contact", "hello", "thank you", "see a person")
_ASKED = ("does it hurt", "how long does botox last?", "side effects", "/topics", "/language", "what about my dog")
_STAFF = ("/stats", "/review", "/why does botox hurt?", "/help", "/versions", "/signoff", "/export_faq")
_TAPS = 12  # of one person; who taps much faster is not answered
_STAFF_TAPS = 60


@dataclass(frozen=True, slots=True)
class Span:
    """When updates of a kind were handled, on the system's monotonic clock in seconds."""

    name: str
    began: float
    ended: float
    updates: int


@dataclass
class Measured:
    """The kinds of messages with the times between which they were handled."""

    telegram: Telegram
    bot: BotProcess
    faq: Path
    spans: list[Span] = field(default_factory=list)
    people: int = 1_000

    @asynccontextmanager
    async def span(self, name: str, count: int) -> AsyncIterator[None]:
        began = time.monotonic()
        yield
        await self.telegram.queue.empty(PATIENCE)
        await asyncio.sleep(0.2)  # what is recorded after the answer
        self.spans.append(Span(name, began, time.monotonic(), count))

    def patient(self) -> Patient:
        self.people += 1
        return Patient(self.telegram, self.people, seconds=PATIENCE)

    async def written(self, name: str, texts: Sequence[str], at_once: int = AT_ONCE) -> None:
        """Messages, each from another chat."""
        async with self.span(name, len(texts)):
            for at in range(0, len(texts), at_once):
                for text in texts[at : at + at_once]:
                    self.patient().send(text)
                await self.telegram.queue.empty(PATIENCE)

    async def tapped(self, name: str, patient: Patient, words: Sequence[str], most: int) -> None:
        """Messages of one person, who taps one button of every kind that appears, the newest first."""
        tapped, count = set[str](), 0
        async with self.span(name, most):
            for text in words:
                patient.send(text)
                await self.telegram.queue.empty(PATIENCE)
                while count < most and (found := _untapped(patient, tapped)) is not None:
                    data, message = found
                    tapped.add(_kind(data))
                    count += 1
                    await patient.tap_data(data, message)

    async def edited(self) -> None:
        """The FAQ's file with another answer, then broken, then as it was."""
        before = self.faq.read_text(encoding="utf-8")
        async with self.span("edits of faq.yaml", 3):
            changed = before.replace("answer: >-\n", "answer: >-\n      Please note.\n", 1)
            for text in (changed, f"{before}\n- broken", before):
                told = len(self.telegram.sent_to(ADMIN))
                self.faq.write_text(text, encoding="utf-8")
                with suppress(TimeoutError):
                    await self.telegram.until(lambda told=told: len(self.telegram.sent_to(ADMIN)) > told, PATIENCE)  # type: ignore[misc]


def _untapped(patient: Patient, tapped: set[str]) -> tuple[str, dict[str, object]] | None:
    for message in reversed(patient.messages):
        for row in message.get("reply_markup", {}).get("inline_keyboard", []):
            for button in row:
                if button.get("callback_data") and _kind(button["callback_data"]) not in tapped:
                    return button["callback_data"], message
    return None


def _kind(data: str) -> str:
    """What the button with this data does."""
    return data.partition(":")[0]


def _lines(name: str, count: int) -> list[str]:
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    texts = [str(json.loads(line)["text"]) for line in lines]
    return random.Random(1).sample(texts, min(count, len(texts)))


async def measure(folder: Path, *, models: bool, patients: bool = False) -> tuple[list[Span], list[Hold], int]:
    """The spans, the callbacks of a millisecond or more, and the number of all."""
    telegram = Telegram(latency=0.005, latency_back=0.005)
    faq, times = folder / "faq.yaml", folder / "times"
    for path in Path.cwd().glob("faq*.yaml"):
        shutil.copy(path, folder)
    entries = read_faq(faq.read_bytes()).faq.published
    command = (sys.executable, "-m", "benchmarks.timed_bot", str(times))
    began = time.monotonic()
    async with bot_process(telegram, folder, models=models, command=command, more={"FAQ_PATH": str(faq)}) as bot:
        await asyncio.sleep(2.0)
        measured = Measured(telegram, bot, faq, [Span(START, began, time.monotonic(), 0)])
        ordinary = list(faqs.messages_for(entries, 200))
        await measured.written("the first messages", ordinary[:3] + _lines("languages/questions.jsonl", 10), at_once=1)
        await measured.written("ordinary messages", ordinary)
        await measured.written("100 ordinary messages at once", ordinary[:100], at_once=100)
        await measured.written("in other languages", _lines("languages/questions.jsonl", 100))
        emergencies = _lines("red_flags/learned-en.jsonl", 60) + _lines("red_flags/learned-es.jsonl", 40)
        await measured.written("emergencies and near misses", emergencies)
        await measured.written("hostile, 200 characters", list(hostile.of_faq(entries, 100, 200).values()))
        await measured.written("hostile, 4,096 characters", list(hostile.of_faq(entries, 40).values()))
        await measured.written("100 of 4,096 characters at once", ["is it safe? " * 341] * 100, at_once=100)
        for text in _ASKED:
            await measured.tapped("taps", measured.patient(), [text], _TAPS)
        await measured.written("commands and small talk", _COMMANDS * 3)
        async with measured.span("inline queries", 20):
            for text in ordinary[:20]:
                await measured.patient().inline(text)
        if not patients:
            admin = Patient(telegram, ADMIN, seconds=PATIENCE)
            await measured.tapped("/stats, /review, /signoff … and their buttons", admin, _STAFF, _STAFF_TAPS)
            await measured.edited()
    *lines, last = times.read_text(encoding="ascii").splitlines()
    return measured.spans, [Hold(**json.loads(line)) for line in lines], json.loads(last)["count"]


def report(spans: Sequence[Span], holds: Sequence[Hold], count: int, show: int) -> str:
    rows, late = [], []
    for name in dict.fromkeys(span.name for span in spans):
        of_it = [span for span in spans if span.name == name]
        within = [hold for hold in holds if any(span.began <= hold.at < span.ended for span in of_it)]
        messages = sum(span.updates for span in of_it)
        longest = max((hold.processor for hold in within), default=0.0)
        elapsed = max((hold.elapsed for hold in within), default=0.0)
        over = sum(1_000 * hold.processor > MOST for hold in within)
        shown = f"{1_000 * longest:.1f}" if within else f"< {1_000 * LEAST:.0f}"
        rows.append([name, str(messages), shown, str(over), f"{1_000 * elapsed:.0f}"])
        if name != START:
            late += [(hold, name) for hold in within]
    head = ["", "updates", "longest, ms", f"above {MOST:g} ms", "longest with the wait for other threads, ms"]
    worst = dict[tuple[str, str, str], tuple[Hold, str, int]]()
    for hold, name in sorted(late, key=lambda one: -one[0].processor):
        step = (hold.name, hold.resumed, hold.paused)
        first, where, times = worst.get(step, (hold, name, 0))
        worst[step] = (first, where, times + 1)
    lines = [
        f"{1_000 * hold.processor:6.1f} ms ({1_000 * hold.collecting:.1f} of it collecting), {times} of "
        f"{1_000 * LEAST:.0f} ms or more: {hold.name}, from {hold.resumed or 'its beginning'} to "
        f"{hold.paused or 'its end'} ({name})"
        for hold, name, times in list(worst.values())[:show]
    ]
    return table(head, rows) + "\n" + "\n".join(lines) + f"\n{count:,} callbacks in all.\n"


def main() -> int:
    parser = argparse.ArgumentParser(description="How long messages hold the event loop.")
    parser.add_argument("--models", action="store_true", help="with all models instead of by words only")
    parser.add_argument("--patients", action="store_true", help="without staff and edits, which take minutes")
    parser.add_argument("--show", type=int, default=12, help="callbacks to list")
    parser.add_argument("--most", type=float, default=MOST, help="milliseconds that are allowed")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        spans, holds, count = asyncio.run(measure(Path(folder), models=chosen.models, patients=chosen.patients))
    sys.stdout.write(report(spans, holds, count, chosen.show))
    started = spans[0].ended
    return int(any(hold.at > started and 1_000 * hold.processor > chosen.most for hold in holds))


if __name__ == "__main__":
    raise SystemExit(main())
