"""The bot's ports in trouble: `python -m benchmarks.ports [--only half-sent]`.

*half-sent*: strangers open 1,100 connections to each port, those of health and webhook, and send half a request each,
while patients write. *deaf*: the proxy before the webhook ends, so that no post arrives, and comes back. The bot runs
as a process on the fake Telegram. Exit code 1 if a patient is not answered, the log gets 20 lines or more, a connection
is open after a minute, or the deaf webhook is not reported within two minutes, or more than once.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.bot_process import ADMIN, BotProcess, bot_process, table
from tests.support.free_port import free_port
from tests.support.patient import Patient
from tests.support.telegram import Telegram

CONNECTIONS = 1_100
LINES = 20
CLOSED = 60.0
REPORTED = 120.0
QUESTION = "What is synkinesis?"
_PATIENTS = 30
_HALF = (
    *(b"", b"GE", b"GET /healthz HTTP/1.1\r\nHost: a\r\nX: "),
    b"POST /telegram HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc",
)
_TWICE = 65.0  # seconds after the first report in which a second one would come


@dataclass(slots=True)
class Flood:
    """What half-sent requests did."""

    kind: str
    alone: float
    """The longest wait of a patient before, in seconds."""
    beside: float = 0.0
    answered: int = 0
    lines: int = 0
    closed: float = 0.0
    """Seconds until the last connection was closed by the bot."""

    @property
    def fine(self) -> bool:
        return self.answered == 2 * _PATIENTS and self.lines < LINES and self.closed <= CLOSED


@dataclass(frozen=True, slots=True)
class Deaf:
    """What an unreachable webhook led to. Seconds from the end of the proxy; reports after that of the first."""

    unhealthy: float
    told: float
    reports: int
    answered_after: float
    over: bool

    @property
    def fine(self) -> bool:
        return max(self.unhealthy, self.told) <= REPORTED and self.reports == 1 and self.over


class Relay:
    """A proxy before the webhook."""

    def __init__(self) -> None:
        self.port, self.to = free_port(), 0
        self._server: asyncio.Server | None = None
        self._writers = set[asyncio.StreamWriter]()

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", self.port)

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
        for writer in self._writers:
            writer.close()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            there, back = await asyncio.open_connection("127.0.0.1", self.to)
            self._writers |= {writer, back}
            await asyncio.gather(_copy(reader, back), _copy(there, writer))


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    writer.close()


async def _closed(port: int, sent: bytes) -> float:
    """Opens a connection, sends, and waits until it is closed; the time of that."""
    with suppress(OSError):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(sent)
        with suppress(OSError):
            while await reader.read(1_024):
                pass
        writer.close()
    return time.monotonic()


async def _patients(telegram: Telegram, first: int) -> tuple[float, int]:
    """The longest wait in seconds of patients who write ten a second, and how many were answered within ten."""
    waits, asked = list[float](), list[asyncio.Task[float]]()

    async def ask(number: int) -> float:
        began = time.monotonic()
        await Patient(telegram, first + number).ask(QUESTION)
        return time.monotonic() - began

    for number in range(_PATIENTS):
        asked.append(asyncio.create_task(ask(number)))
        await asyncio.sleep(0.1)
    for one in asked:
        with suppress(TimeoutError):
            waits.append(await one)
    return max(waits, default=0.0), len(waits)


async def flood(folder: Path, *, webhook: bool) -> Flood:
    """Half-sent requests at both ports, or at the one there is with polling."""
    telegram = Telegram(latency=0.02, latency_back=0.02)
    async with bot_process(telegram, folder, models=False, webhook=webhook) as bot:
        await _patients(telegram, 1_000)
        result = Flood("webhook" if webhook else "polling", (await _patients(telegram, 2_000))[0])
        ports = (bot.health_port, bot.webhook_port) if webhook else (bot.health_port,)
        before, began = len(bot.lines()), time.monotonic()
        sent = [
            asyncio.create_task(_closed(port, _HALF[at % len(_HALF)])) for port in ports for at in range(CONNECTIONS)
        ]
        for first in (3_000, 4_000):
            longest, answered = await _patients(telegram, first)
            result.beside = max(result.beside, longest)
            result.answered += answered
        done, waiting = await asyncio.wait(sent, timeout=2 * CLOSED)
        result.closed = max(one.result() for one in done) - began if not waiting else float("inf")
        for one in waiting:
            one.cancel()
        result.lines = len(bot.lines()) - before
    return result


async def deaf(folder: Path) -> Deaf:
    """The proxy before the webhook ends while a patient writes, and comes back after the report."""
    telegram, relay = Telegram(), Relay()
    telegram.queue.redelivery = 1.0
    await relay.start()
    admin, patient = Patient(telegram, ADMIN), Patient(telegram, 1_000, seconds=60.0)
    telegram.chats[ADMIN] = admin.chat
    async with bot_process(telegram, folder, models=False, webhook=True, behind=relay.port) as bot:
        relay.to = bot.webhook_port
        await patient.ask(QUESTION)
        before = len(admin.messages)
        await relay.stop()
        began = time.monotonic()
        patient.send(QUESTION)
        unhealthy, told = await asyncio.gather(_unhealthy(bot, began), _told(admin, before, began))
        await asyncio.sleep(_TWICE)
        reports = len(admin.messages) - before
        await relay.start()
        back, answers = time.monotonic(), len(patient.messages)
        await telegram.until(lambda: len(patient.messages) > answers, 60.0)
        answered = time.monotonic() - back
        over = await _told(admin, before + reports, back)
    await relay.stop()
    return Deaf(unhealthy, told, reports, answered, over < float("inf"))


async def _unhealthy(bot: BotProcess, began: float) -> float:
    """Seconds until `python -m bot health` ends with 1."""
    while time.monotonic() - began < 2 * REPORTED:
        if not await bot.is_healthy():
            return time.monotonic() - began
        await asyncio.sleep(2.0)
    return float("inf")


async def _told(admin: Patient, before: int, began: float) -> float:
    """Seconds until an admin has more messages than before."""
    try:
        await admin.telegram.until(lambda: len(admin.messages) > before, 2 * REPORTED)
    except TimeoutError:
        return float("inf")
    return time.monotonic() - began


def main() -> int:
    parser = argparse.ArgumentParser(description="The bot's ports in trouble.")
    parser.add_argument("--only", choices=("half-sent", "deaf"), help="one of the two; a deaf webhook takes minutes")
    chosen = parser.parse_args()
    fine = True
    with tempfile.TemporaryDirectory() as folder:
        if chosen.only != "deaf":
            floods = [asyncio.run(flood(Path(folder), webhook=webhook)) for webhook in (False, True)]
            head = [f"{CONNECTIONS:,} half-sent requests at every port"]
            head += ["a patient's longest wait before, s", "meanwhile, s", "answered", "lines", "all closed after, s"]
            rows = [
                [one.kind, f"{one.alone:.2f}", f"{one.beside:.2f}", f"{one.answered} of {2 * _PATIENTS}"]
                + [f"{one.lines}", f"{one.closed:.0f}"]
                for one in floods
            ]
            sys.stdout.write(table(head, rows) + "\n")
            fine = all(one.fine for one in floods)
        if chosen.only != "half-sent":
            one = asyncio.run(deaf(Path(folder)))
            head = ["a webhook that is not reached", "not healthy after, s", "admins told after, s", "times"]
            head += ["answered again after, s", "told that it is over"]
            row = ["", f"{one.unhealthy:.0f}", f"{one.told:.0f}", f"{one.reports}", f"{one.answered_after:.1f}"]
            sys.stdout.write(table(head, [[*row, "yes" if one.over else "no"]]))
            fine = fine and one.fine
    return 0 if fine else 1


if __name__ == "__main__":
    raise SystemExit(main())
