"""Nothing that could tell who a patient is gets written anywhere: not by any journey, not by any failure.

A real process runs with a folder of its own for everything it may write: database, cache, temporary files, home. People
whose names, numbers, ids and words are canaries live through everything, faults included. Then every file, all output
and every number in the database is searched for them.
"""

from __future__ import annotations

import asyncio
import base64
import os
import random
import sqlite3
import struct
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.bootstrap import Bootstrap
from bot.channels.telegram.reply_token import new_key
from tests.journeys.conftest import Open
from tests.journeys.test_patients import SIDE_EFFECTS
from tests.support import updates
from tests.support.faults import Fault, Trouble
from tests.support.paths import FAQ, ROOT
from tests.support.patient import Patient
from tests.support.server import Server
from tests.support.telegram import Telegram

TOKEN = "7391004417:AAzqTokenZqTokenZqTokenZqToken7Q"
PATIENT, STRANGER, REVIEWER, BOSS = 7_390_412_655, 7_390_412_656, 7_390_412_657, 7_390_412_658
GROUP, STAFF_CHAT, ANOTHER_GROUP = -1_007_390_412_661, -1_007_390_412_662, -1_007_390_412_663
IDS = (PATIENT, STRANGER, REVIEWER, BOSS, -GROUP, -STAFF_CHAT, -ANOTHER_GROUP)
NAMES = ("Zebediah", "Quuxworth", "zebquux_77", "Samanthrix", "Orlandoux")
WORDS = ("zorblaxian", "wibblethwaite")
PHONE, EMAIL, BORN = "07700 900461", "zeb.quux@example.org", "14/03/1961"
PERSONAL = f"I am {NAMES[0]} {NAMES[1]}, born {BORN}, call {PHONE} or {EMAIL}, patient of Dr {WORDS[1]}"
UNKNOWN = f"{PERSONAL}: do you sell parrots and {WORDS[0]} garden furniture?"
SMALL = f"""\
topics: [{{id: treatment, title: Treatment}}]
entries:
  - {{id: effects, topic: treatment, question: {SIDE_EFFECTS}, answer: Bruises., phrasings: [is botox dangerous]}}
  - {{id: needle, topic: treatment, question: Does the needle hurt?, answer: A bit., phrasings: [is it painful]}}
  - {{id: price, topic: treatment, question: What does it cost?, answer: It depends., phrasings: [how expensive is it]}}
urgent:
  signs: [{{id: breathing, title: Breathing, message: Call for help., alarm: [i can't breathe]}}]
"""
"""A FAQ that is read at once, where it is not what the test is about."""
CANARIES = (*NAMES, *WORDS, PHONE, PHONE.replace(" ", ""), "7700900461", "900461", EMAIL, BORN, *map(str, IDS), TOKEN)


def forms(canary: str) -> Iterator[bytes]:
    """How a text may stand in a file: in small letters (as is the file), in UTF-16, in base64 at any offset."""
    yield canary.lower().encode()
    for encoding in ("utf-16-le", "utf-16-be"):
        yield canary.lower().encode(encoding)
    for offset in range(3):
        whole = base64.b64encode(b"\0" * offset + canary.encode())
        yield whole[4 if offset else 0 : -4].lower()  # the ends depend on what stands beside it


def numbers(value: int) -> Iterator[bytes]:
    """How an id may stand in a file as a number."""
    for sign in (1, -1):
        for order in "<>":
            yield struct.pack(f"{order}q", sign * value)
        yield (sign * value).to_bytes(6, "big", signed=True)  # as SQLite has it


def leaks(content: bytes) -> list[str]:
    """The canaries in some bytes."""
    small = content.lower()
    found = [canary for canary in CANARIES if any(len(form) > 5 and form in small for form in forms(canary))]
    return found + [f"{value} as a number" for value in IDS if any(form in content for form in numbers(value))]


def leaks_in_tables(path: Path) -> list[str]:
    """The canaries in the rows of a database, numbers compared as numbers."""
    found: list[str] = []
    with closing(sqlite3.connect(path)) as connection:
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for row in connection.execute(f'SELECT * FROM "{table}"'):
                found += [f"{value} in {table}" for value in row if isinstance(value, int) and abs(value) in IDS]
                found += [f"{one} in {table}" for one in leaks(" ".join(map(str, row)).encode())]
    return found


def leaks_below(folder: Path) -> dict[str, list[str]]:
    """The canaries in every file of a folder, names of files included."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    found = {str(path): leaks(path.read_bytes()) for path in files}
    found |= {f"name of {path}": leaks(str(path.relative_to(folder)).encode()) for path in folder.rglob("*")}
    found |= {f"rows of {path}": leaks_in_tables(path) for path in files if path.suffix == ".db"}
    return {place: canaries for place, canaries in found.items() if canaries}


@pytest.mark.parametrize("value", IDS)
def test_the_search_finds_what_it_is_to_find(tmp_path: Path, value: int) -> None:
    assert leaks(f"x{value}y".encode())
    assert leaks(NAMES[0].encode("utf-16-le"))
    assert leaks(b"abc" + base64.b64encode(f"chat {value}".encode()))
    assert leaks(base64.b64encode(b"12" + TOKEN.encode()))
    assert leaks(struct.pack("<q", value))
    with closing(sqlite3.connect(tmp_path / "x.db")) as connection, connection:
        connection.execute("CREATE TABLE t (a)")
        connection.execute("INSERT INTO t VALUES (?)", (value,))
    assert f"rows of {tmp_path / 'x.db'}" in leaks_below(tmp_path)
    assert leaks(b"nothing to be seen here 12345") == []


@dataclass
class Stage:
    """A bot's process, its Telegram, and the folder of all it may write."""

    telegram: Telegram
    process: asyncio.subprocess.Process
    folder: Path
    health_port: int
    said: list[bytes] = field(default_factory=list)

    def patient(self, user_id: int = PATIENT, **given: Any) -> Patient:
        person = Patient(self.telegram, user_id, name=NAMES[0], **given)
        person.user |= {"last_name": NAMES[1], "username": NAMES[2]}
        if "chat" not in given:
            person.chat = updates.private(person.user) | {"last_name": NAMES[1]}
        return person


@asynccontextmanager
async def staged(folder: Path, faq: str = SMALL, **environment: str) -> AsyncIterator[Stage]:
    """Runs the bot until the end of the block; `said` is complete afterwards."""
    for name in ("home", "tmp", "cache", "data", "work"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "data" / "faq.yaml").write_text(faq, encoding="utf-8")
    telegram = Telegram(token=TOKEN)
    async with Server(telegram) as server:
        port = _free_port()
        variables = {
            "PATH": os.environ.get("PATH", ""),
            "PYTHONPATH": str(ROOT),
            "PYTHONPYCACHEPREFIX": os.environ.get("PYTHONPYCACHEPREFIX", ""),
            "HOME": str(folder / "home"),
            "TMPDIR": str(folder / "tmp"),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_BASE_URL": server.base_url,
            "FAQ_PATH": str(folder / "data" / "faq.yaml"),
            "DATABASE_PATH": str(folder / "data" / "faqbot.db"),
            "SENTENCE_MODEL": "off",
            "MULTILINGUAL_MODEL": "off",
            "PERSONAL_DATA_MODEL": "off",
            "STAFF_IDS": str(REVIEWER),
            "ADMIN_IDS": str(BOSS),
            "STAFF_CHAT_ID": str(STAFF_CHAT),
            "HANDOFF": "true",
            "HANDOFF_KEY": new_key(),
            "HEALTH_PORT": str(port),
            **environment,
        }
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=folder / "work", env=variables, stdout=pipe, stderr=pipe
        )
        stage = Stage(telegram, process, folder, port)
        ending = asyncio.create_task(process.communicate())
        try:
            await telegram.queue.polled(1, 60.0)
            yield stage
        finally:
            with suppress(ProcessLookupError):
                process.terminate()
            stage.said += await ending


def _free_port() -> int:
    import socket

    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


# -- what people live through ------------------------------------------------------------------------------------------


async def patients_journeys(stage: Stage) -> None:
    patient = stage.patient()
    await patient.ask(f"/start {WORDS[0]}")
    await patient.ask(f"{SIDE_EFFECTS} {PERSONAL}")
    await patient.ask(SIDE_EFFECTS)
    await patient.tap("Not helpful")
    await patient.ask(UNKNOWN)
    for command in ("/topics", "/contact", "/privacy", "/whoami", f"/{WORDS[0]}", f"/help {PERSONAL}"):
        await patient.ask(command)
    await patient.ask(f"I am {NAMES[0]} and I can't breathe, {PHONE}")
    number = next(stage.telegram.numbers)
    await patient.ask(f"hello this is {NAMES[0]}", message_id=number)
    patient.edit(number, f"{SIDE_EFFECTS} says {NAMES[1]}")
    for content in (
        updates.photo(patient.file(), PERSONAL),
        updates.contact(PHONE, NAMES[0]),
        updates.document(patient.file(PERSONAL.encode()), f"{NAMES[1]}.yaml", PERSONAL),
        updates.poll(f"{WORDS[0]}?"),
        updates.location(),
    ):
        await patient.show(content)
    await patient.tap_data(f"e:{WORDS[0]}:0")
    await patient.tap_data(f"zz:{PATIENT}:0")
    member = stage.patient(STRANGER, chat=updates.group(GROUP, f"{WORDS[1]} family"))
    await member.ask(f"@clinic_faq_bot {UNKNOWN}")
    await member.ask(f"/help@clinic_faq_bot {PERSONAL}")


async def clinics_journeys(stage: Stage) -> None:
    stage.telegram.chats[STAFF_CHAT] = updates.group(STAFF_CHAT, f"{WORDS[1]} staff")
    patient = stage.patient(STRANGER)
    await patient.ask("/contact")
    await patient.tap("Write to the clinic")
    await patient.ask(UNKNOWN)
    await patient.tap("Send my message")
    nurse = Patient(stage.telegram, REVIEWER, chat=stage.telegram.chats[STAFF_CHAT], name=NAMES[3])
    await nurse.ask(f"Dear {NAMES[0]}, come on {BORN}", reply_to_message=nurse.last)
    reviewer = Patient(stage.telegram, REVIEWER, name=NAMES[3])
    for command in ("/review", "/stats", f"/why {UNKNOWN}", "/export_faq"):
        await reviewer.ask(command)
    boss = Patient(stage.telegram, BOSS, name=NAMES[4])
    await boss.ask("/versions")
    broken = f"clinic: {{phone: {PHONE}}}\n{WORDS[0]}: [{NAMES[0]}\n".encode()
    await boss.show(updates.document(boss.file(broken), f"{NAMES[1]}.yaml"))


async def failures(stage: Stage) -> None:
    """Telegram's errors, updates that cannot be read, a chat that is gone, a patient who left, a flood of messages."""
    telegram = stage.telegram
    telegram.queue.push({"message": {"message_id": 1, "text": PERSONAL, "from": {"id": PATIENT}}})
    telegram.queue.push({"callback_query": {"id": TOKEN, "from": PERSONAL, "data": f"{PATIENT}"}})
    gone = stage.patient(STRANGER + 10_000_000)
    gone.send(UNKNOWN)
    del telegram.chats[gone.id]  # the handler raises
    left = stage.patient(STRANGER + 20_000_000)
    left.block()
    left.send(UNKNOWN)
    group = stage.patient(chat=updates.group(ANOTHER_GROUP, PERSONAL))
    telegram.migrated[ANOTHER_GROUP] = GROUP
    group.send(f"/help@clinic_faq_bot {PERSONAL}")
    for trouble in (Trouble.TOO_MANY, Trouble.SERVER_ERROR, Trouble.BAD_GATEWAY, Trouble.RESET, Trouble.GARBAGE):
        telegram.faults.plan(Fault(trouble), "sendMessage")
    for trouble in (Trouble.CONFLICT, Trouble.RESET, Trouble.GARBAGE):
        telegram.faults.plan(Fault(trouble), "getUpdates")
    await stage.patient(STRANGER + 30_000_000, seconds=40.0).ask(UNKNOWN)
    telegram.faults.rate, telegram.faults.dice = 0.2, random.Random(1)
    telegram.faults.choices = (
        Fault(Trouble.SERVER_ERROR),
        Fault(Trouble.GARBAGE, effective=True),
        Fault(Trouble.RESET),
    )
    hasty = stage.patient(STRANGER + 40_000_000)
    for _ in range(30):
        hasty.send(UNKNOWN)
    await telegram.queue.empty(60.0)
    telegram.faults.clear()


async def looked_at(stage: Stage) -> bytes:
    """What the bot tells whoever asks how it is."""
    pages = b""
    async with aiohttp.ClientSession() as session:
        for path in ("healthz", "metrics", WORDS[0]):
            async with session.get(f"http://127.0.0.1:{stage.health_port}/{path}") as answer:
                pages += await answer.read()
    return pages


async def test_nothing_that_identifies_anybody_is_written_anywhere(tmp_path: Path) -> None:
    async def is_clean(log_format: str, faq: str) -> None:
        folder = tmp_path / log_format
        async with staged(folder, faq, LOG_LEVEL="DEBUG", LOG_FORMAT=log_format) as stage:
            await patients_journeys(stage)
            await clinics_journeys(stage)
            await failures(stage)
            assert leaks(await looked_at(stage)) == []
            assert leaks_below(folder) == {}  # while it runs: journals too
        said = b"".join(stage.said)
        assert stage.process.returncode == 0
        assert b"handling an update failed" in said
        assert b"Traceback" not in said
        assert leaks(said) == []
        assert leaks_below(folder) == {}
        with closing(sqlite3.connect(folder / "data" / "faqbot.db")) as connection:
            assert connection.execute("SELECT count(*) FROM questions").fetchone()[0] > 0

    await asyncio.gather(is_clean("text", FAQ.read_text(encoding="utf-8")), is_clean("json", SMALL))


async def test_nothing_is_written_anywhere_while_the_database_is_out_of_order(tmp_path: Path) -> None:
    (tmp_path / "blocked").write_bytes(b"no folder")
    path = str(tmp_path / "blocked" / "faqbot.db")
    async with staged(tmp_path, LOG_LEVEL="DEBUG", DATABASE_PATH=path) as stage:
        await patients_journeys(stage)
        await clinics_journeys(stage)
    said = b"".join(stage.said)
    assert stage.process.returncode == 0
    assert b"without its database" in said
    assert leaks(said) == []
    assert leaks_below(tmp_path) == {}


async def test_a_damaged_database_that_was_set_aside_tells_nothing_either(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "faqbot.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 8_000)
    async with staged(tmp_path, LOG_LEVEL="DEBUG") as stage:
        await patients_journeys(stage)
    assert leaks(b"".join(stage.said)) == []
    assert leaks_below(tmp_path) == {}


async def test_a_refused_token_is_not_shown(tmp_path: Path) -> None:
    async with staged(tmp_path, LOG_LEVEL="DEBUG") as stage:
        stage.telegram.token = "1:revoked"
        stage.patient().send(UNKNOWN)
        await stage.process.wait()
    assert stage.process.returncode == 3
    assert leaks(b"".join(stage.said)) == []


async def test_errors_carry_no_words_even_where_others_would_print_them(
    open_harness: Open, patients_bootstrap: Bootstrap, caplog: pytest.LogCaptureFixture
) -> None:
    """`caplog` formats as the standard library does, with the text of every exception."""
    harness = await open_harness(patients_bootstrap, database_path=Path("/proc/no/such/folder/faqbot.db"))
    patient = harness.patient(PATIENT, NAMES[0])
    await patient.ask(UNKNOWN)
    gone = harness.patient(STRANGER, NAMES[1])
    update_id = gone.send(UNKNOWN)
    del harness.telegram.chats[gone.id]
    harness.telegram.queue.push({"message": {"message_id": 1, "text": PERSONAL, "from": {"id": PATIENT}}})
    harness.telegram.faults.plan(Fault(Trouble.GARBAGE), "sendMessage", times=2)
    await patient.ask(UNKNOWN)
    await harness.telegram.queue.confirmed(update_id)
    harness.telegram.calls.clear()
    assert "failed" in caplog.text
    assert leaks(caplog.text.encode()) == []
