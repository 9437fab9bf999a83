"""The whole bot beside an echo bot: `python -m benchmarks.whole_bot [--backlogs 500,5000] [--profile FILE]`.

Both run as processes of their own, one after the other, on the same python-telegram-bot and the same strict local
server (tests.support.server, a third process). Ours answers from faq.yaml, once by words alone and once with sentence
vectors. The server is not Telegram's own, so the bot does not pace itself to Telegram's 30 messages a second.

Messages are those of `faqs.messages_for`: like the FAQ's phrasings but none of them, half with typing mistakes. Every
one comes from another chat and is answered once. CPU is that of the bot's process alone.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import numpy as np

from benchmarks import faqs
from benchmarks.bot_process import forget
from bot.core.faq.yaml_reader import read_faq
from tests.support import updates
from tests.support.telegram import Telegram

BACKLOGS = (500, 5_000)
PACE, PACED = 20.0, 300
ECHO, LEXICAL, VECTORS = "echo bot", "bot, words only", "bot, with sentence vectors"
_LOOK = 0.02  # seconds between two looks at the server; what is measured does not depend on it
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Backlog:
    """How a number of waiting messages is worked off: messages a second, and milliseconds of CPU for each."""

    messages: int
    pace: float
    cpu: float
    lost: int


@dataclass(slots=True)
class Figures:
    """What one bot needs. Seconds from the start, megabytes, milliseconds."""

    name: str
    to_poll: float = 0.0
    to_answer: float = 0.0
    rss: float = 0.0
    peak: float = 0.0
    p50: float = 0.0
    p99: float = 0.0
    backlogs: list[Backlog] = field(default_factory=list)


class Server:
    """The local server's process."""

    def __init__(self, base_url: str, session: aiohttp.ClientSession) -> None:
        self.base_url = base_url
        self._control = base_url.removesuffix("/bot") + "/control"
        self._session = session
        self._people = itertools.count(1_000)

    async def push(self, texts: Sequence[str]) -> list[int]:
        """Queues one message for each text, each from a different chat; returns the chats."""
        chats = [next(self._people) for _ in texts]
        made = []
        for chat, words in zip(chats, texts, strict=True):
            person = updates.user(chat)
            made.append({"message": updates.message(chat, updates.private(person), person, **updates.text(words))})
        async with self._session.post(f"{self._control}/push", json=made) as response:
            response.raise_for_status()
        return chats

    async def count(self, method: str) -> int:
        async with self._session.get(f"{self._control}/state") as response:
            return int((await response.json())["counts"].get(method, 0))

    async def answered(self, method: str, times: int, seconds: float) -> None:
        """Waits until a method was called that often. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while await self.count(method) < times:  # noqa: ASYNC110
                await asyncio.sleep(_LOOK)

    async def replies(self) -> dict[int, float]:
        """When each chat was first answered."""
        async with self._session.get(f"{self._control}/calls") as response:
            calls = await response.json()
        at: dict[int, float] = {}
        for call in calls:
            if call["method"] == "sendMessage" and call["status"] == 200:
                at.setdefault(int(call["sent"]["chat_id"]), call["at"])
        return at

    async def replies_to(self, chats: Sequence[int], seconds: float = 10.0) -> dict[int, float]:
        """The same, once each of these chats was answered, or the time is over: some messages get two replies, so that
        as many replies as messages do not mean that nobody waits."""
        until = time.monotonic() + seconds
        while True:
            replies = await self.replies()
            if set(chats) <= replies.keys() or time.monotonic() > until:
                return replies
            await asyncio.sleep(_LOOK)

    async def reset(self) -> None:
        async with self._session.post(f"{self._control}/reset") as response:
            response.raise_for_status()


@asynccontextmanager
async def running(command: Sequence[str], environment: Mapping[str, str]) -> AsyncIterator[asyncio.subprocess.Process]:
    """A process that is terminated and awaited at the end."""
    started = await asyncio.create_subprocess_exec(
        *command, env={**os.environ, **environment}, stdout=asyncio.subprocess.PIPE
    )
    try:
        yield started
    finally:
        if started.returncode is None:
            started.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(started.wait(), 15.0)
        except TimeoutError:
            started.kill()


@asynccontextmanager
async def local_server() -> AsyncIterator[Server]:
    async with (
        running([sys.executable, "-m", "tests.support.server"], {}) as process,
        aiohttp.ClientSession() as session,
    ):
        assert process.stdout is not None
        yield Server((await process.stdout.readline()).decode().strip(), session)


def _cpu(pid: int) -> float:
    """Seconds of processor time so far."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def memory(pid: int, name: str) -> float:
    line = next(line for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines() if name in line)
    return int(line.split()[1]) / 1024


async def measure(
    name: str,
    command: Sequence[str],
    environment: Mapping[str, str],
    texts: Sequence[str],
    *,
    backlogs: Sequence[int] = BACKLOGS,
    paced: int = PACED,
) -> Figures:
    """One bot from its start to its end."""
    figures = Figures(name)
    unused = itertools.cycle(texts)
    async with local_server() as server:
        (first,) = await server.push([next(unused)])
        settings = {**environment, "TELEGRAM_BOT_TOKEN": Telegram.token, "TELEGRAM_API_BASE_URL": server.base_url}
        began = time.monotonic()
        async with running(command, settings) as bot:
            await server.answered("getUpdates", 1, 120.0)
            figures.to_poll = time.monotonic() - began
            await server.answered("sendMessage", 1, 120.0)
            figures.to_answer = (await server.replies())[first] - began
            await _warm_up(server, [next(unused) for _ in range(50)])
            await _latency(server, [next(unused) for _ in range(paced)], figures)
            figures.rss = memory(bot.pid, "VmRSS")
            for count in backlogs:
                waiting = [next(unused) for _ in range(count)]
                figures.backlogs.append(await _work_off(server, waiting, bot.pid))
            figures.peak = memory(bot.pid, "VmHWM")
    return figures


async def _warm_up(server: Server, texts: Sequence[str]) -> None:
    await server.reset()
    await server.push(texts)
    await server.answered("sendMessage", len(texts), 60.0)


async def _latency(server: Server, texts: Sequence[str], figures: Figures) -> None:
    """From a message's arrival at the server to the answer's, at a steady pace with jitter."""
    await server.reset()
    dice = random.Random(len(texts))
    came: dict[int, float] = {}
    due = time.monotonic()
    for words in texts:
        due += dice.expovariate(PACE)
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        at = time.monotonic()
        (chat,) = await server.push([words])
        came[chat] = at
    await server.answered("sendMessage", len(texts), 60.0)
    replies = await server.replies_to(list(came))
    waits = [1000 * (replies[chat] - at) for chat, at in came.items()]
    figures.p50, figures.p99 = (float(value) for value in np.percentile(waits, [50, 99]))


async def _work_off(server: Server, texts: Sequence[str], pid: int) -> Backlog:
    await server.reset()
    cpu, began = _cpu(pid), time.monotonic()
    chats = await server.push(texts)
    try:
        await server.answered("sendMessage", len(texts), max(60.0, len(texts) / 20))
    except TimeoutError:
        sys.stderr.write("a backlog was not worked off in time\n")
    replies = await server.replies_to(chats)
    seconds = max(replies.values()) - began
    lost = sum(chat not in replies for chat in chats)
    return Backlog(len(texts), len(replies) / seconds, 1000 * (_cpu(pid) - cpu) / len(texts), lost)


def report(all_figures: Sequence[Figures]) -> str:
    """A table in Markdown."""
    head = ["", *(one.name for one in all_figures)]
    rows = [
        ["start to first poll, s", *(f"{one.to_poll:.2f}" for one in all_figures)],
        ["start to first answer, s", *(f"{one.to_answer:.2f}" for one in all_figures)],
        [f"latency at {PACE:.0f}/s, p50, ms", *(f"{one.p50:.1f}" for one in all_figures)],
        [f"latency at {PACE:.0f}/s, p99, ms", *(f"{one.p99:.1f}" for one in all_figures)],
        ["RSS, MB", *(f"{one.rss:.0f}" for one in all_figures)],
        ["RSS at the peak, MB", *(f"{one.peak:.0f}" for one in all_figures)],
    ]
    for at, backlog in enumerate(all_figures[0].backlogs):
        paces = [one.backlogs[at].pace for one in all_figures]
        rows.append([f"backlog of {backlog.messages:,}, messages/s", *(f"{pace:.0f}" for pace in paces)])
        rows.append(["… of the echo bot's", *(f"{pace / paces[0]:.0%}" for pace in paces)])
        rows.append(["… CPU a message, ms", *(f"{one.backlogs[at].cpu:.1f}" for one in all_figures)])
        rows.append(["… messages lost", *(f"{one.backlogs[at].lost}" for one in all_figures)])
    lines = [head, ["---", *("---:" for _ in all_figures)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _texts(count: int) -> list[str]:
    """Messages. The question mark ends them, so that the bot waits for no continuation."""
    entries = read_faq(Path("faq.yaml").read_bytes()).faq.published
    return [f"{text.rstrip('?')}?" for text in faqs.messages_for(entries, count)]


async def run(
    names: Sequence[str] = (ECHO, LEXICAL, VECTORS),
    *,
    backlogs: Sequence[int] = BACKLOGS,
    paced: int = PACED,
    profile: Path | None = None,
) -> list[Figures]:
    """Measures the bots of these names, in this order."""
    texts = _texts(2_000)
    ours = [sys.executable, "-m", "bot", "run"]
    if profile is not None:
        ours = [sys.executable, "-m", "cProfile", "-o", str(profile), "-m", "bot", "run"]
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            environment = {"DATABASE_PATH": str(Path(folder) / "faqbot.db"), "LOG_LEVEL": "WARNING"}
            environment["SENTENCE_MODEL"] = "" if name == VECTORS else "off"
            environment["MULTILINGUAL_MODEL"] = environment["PERSONAL_DATA_MODEL"] = environment["SENTENCE_MODEL"]
            command = [sys.executable, "-m", "benchmarks.echo"] if name == ECHO else ours
            if name == VECTORS:  # the first start makes the vectors of the FAQ, all others find them
                await measure(name, command, environment, texts, backlogs=(), paced=1)
                forget(Path(folder))
            figures.append(await measure(name, command, environment, texts, backlogs=backlogs, paced=paced))
            forget(Path(folder))
    return figures


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Measure the whole bot beside an echo bot.")
    parser.add_argument("--backlogs", default=",".join(map(str, BACKLOGS)))
    parser.add_argument("--paced", type=int, default=PACED, help="messages that latency is measured with")
    parser.add_argument("--only", nargs="*", default=[ECHO, LEXICAL, VECTORS])
    parser.add_argument("--profile", type=Path, help="write a profile of our bot (of the last one measured)")
    chosen = parser.parse_args(arguments)
    backlogs = [int(count) for count in chosen.backlogs.split(",") if count]
    figures = asyncio.run(run(chosen.only, backlogs=backlogs, paced=chosen.paced, profile=chosen.profile))
    sys.stdout.write(report(figures) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
