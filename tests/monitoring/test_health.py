"""Signs of life: what the running bot writes, and what the command makes of it."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path

import pytest

from bot.channels.telegram.metrics import Gauges, Metrics
from bot.channels.telegram.updates.processor import UpdateCounts
from bot.core.dialogue.screened_message import ScreenedMessage
from bot.core.records import CountedEvent, Tally
from bot.monitoring import health
from bot.monitoring.health import Health, HealthFile, HeldElsewhere
from bot.monitoring.health_server import HealthServer
from bot.settings import Settings
from tests.support.clock import VirtualTime
from tests.support.paths import ROOT
from tests.support.screening import screen_nothing

NOW = 1_800_000_000.0
GB = 10**9


def state(**changed: object) -> Health:
    well = {"written": NOW, "started": NOW - 3600, "contact": NOW - 5, "entries": 45, "free": 9 * GB, "total": 99 * GB}
    return Health(**(well | changed))  # type: ignore[arg-type]


def command(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", "health"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )


def test_a_bot_that_is_well_has_no_problem() -> None:
    assert health.report(state(), NOW) == (True, "healthy: 45 entries (0 signed by a clinician), up 1 hour")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"written": NOW - 600}, "no sign of life for 10 minutes"),
        ({"written": NOW + 7200}, "no sign of life"),
        ({"contact": NOW - 3 * 86_400}, "no contact with Telegram for 3 days"),
        ({"contact": None}, "no contact with Telegram yet"),
        ({"database": "faqbot.db: cannot be written. Do this."}, "cannot be written. Do this."),
        ({"entries": 0}, "no FAQ is loaded"),
        ({"deaf": "5 wait at Telegram. Do this."}, "5 wait at Telegram. Do this."),
        ({"failing": "watching the FAQ"}, "failed three times in ten minutes: watching the FAQ"),
        ({"free": 50_000_000}, "the disk is nearly full: 50 MB are free"),
    ],
)
def test_a_bot_that_is_not_well_says_why(changed: dict[str, object], said: str) -> None:
    healthy, line = health.report(state(**changed), NOW)
    assert not healthy
    assert said in line


def test_several_problems_are_all_named() -> None:
    line = health.report(state(contact=None, entries=0), NOW)[1]
    assert "Telegram" in line
    assert "no FAQ" in line


def test_a_missing_second_opinion_is_mentioned_and_leaves_the_bot_healthy() -> None:
    healthy, line = health.report(state(second_opinion="model.onnx cannot be read"), NOW)
    assert healthy
    assert "the rules alone decide what is personal data: model.onnx cannot be read" in line


def test_a_refused_edit_is_mentioned_and_leaves_the_bot_healthy() -> None:
    healthy, line = health.report(state(refused=True), NOW)
    assert healthy
    assert "an edit of the FAQ was refused" in line


def test_a_small_disk_is_not_called_full_for_being_small() -> None:
    assert not health.is_low(100_000_000, 500_000_000)
    assert health.is_low(40_000_000, 500_000_000)


def test_what_is_written_is_read_and_nothing_else_stays(tmp_path: Path) -> None:
    file = HealthFile(health.file_of(tmp_path / "faqbot.db"))
    for changed in ({}, {"entries": 46}):
        file.write(state(**changed))
        assert health.read(file.path) == state(locked=True, **changed)
        assert [one.name for one in tmp_path.iterdir()] == ["faqbot.db.health"]
    file.remove()
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"written": 1, "from": "the future"}', "\xff"])
def test_a_file_that_cannot_be_read_counts_as_none(tmp_path: Path, content: str) -> None:
    path = tmp_path / "faqbot.db.health"
    path.write_text(content, encoding="latin-1")
    assert health.read(path) is None


def test_the_command_answers_with_its_exit_code_and_one_line(tmp_path: Path) -> None:
    none = command(tmp_path, DATABASE_PATH="faqbot.db")
    assert (none.returncode, none.stderr) == (1, "the bot is not running\n")
    now = time.time()
    file = HealthFile(tmp_path / "faqbot.db.health")
    file.write(state(written=now, contact=now, started=now))
    well = command(tmp_path, DATABASE_PATH="faqbot.db")
    file.remove()
    assert (well.returncode, well.stdout) == (0, "healthy: 45 entries (0 signed by a clinician), up 0 seconds\n")


ALIVE = """
import sys, time
from pathlib import Path
from bot.monitoring.health import Health, HealthFile

now = time.time()
file = HealthFile(Path(sys.argv[1]))
for _ in range(2):
    file.write(Health(written=now, started=now, contact=now, entries=45, free=9 * 10**9, total=99 * 10**9))
print("alive", flush=True)
sys.stdin.read()
"""
"""A process that is well until it is killed."""


def test_a_bot_that_was_killed_is_not_called_healthy_for_another_second(tmp_path: Path) -> None:
    start = [sys.executable, "-c", ALIVE, str(tmp_path / "faqbot.db.health")]
    with subprocess.Popen(start, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as bot:
        assert bot.stdout is not None
        assert bot.stdout.readline() == "alive\n"
        assert command(tmp_path, DATABASE_PATH="faqbot.db").returncode == 0
        bot.kill()
        bot.wait()
        killed = command(tmp_path, DATABASE_PATH="faqbot.db")
    assert (killed.returncode, killed.stderr) == (1, "the bot is not running: its process was killed, or crashed\n")


def test_a_second_bot_leaves_the_file_of_the_first_alone_until_that_has_ended(tmp_path: Path) -> None:
    path = tmp_path / "faqbot.db.health"
    start = [sys.executable, "-c", ALIVE, str(path)]
    with subprocess.Popen(start, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "alive\n"
        before = path.read_bytes()
        second = HealthFile(path)
        with pytest.raises(HeldElsewhere):
            second.write(state(entries=1))
        assert path.read_bytes() == before
        assert "healthy: 45 entries" in command(tmp_path, DATABASE_PATH="faqbot.db").stdout
        HealthFile(path).remove()  # a second bot that ends
        assert path.read_bytes() == before
        first.kill()
        first.wait()
    second.write(state(entries=1))
    written = health.read(path)
    assert written is not None
    assert (written.entries, written.locked) == (1, True)
    second.remove()
    assert list(tmp_path.iterdir()) == []


def test_two_bots_that_start_at_once_do_not_write_into_each_others_file(tmp_path: Path) -> None:
    path = tmp_path / "faqbot.db.health"
    for _ in range(20):
        files = [HealthFile(path) for _ in range(4)]
        with ThreadPoolExecutor(4) as threads:
            held = list(threads.map(lambda pair: _is_written(pair[1], pair[0]), enumerate(files)))
        assert sum(held) == 1
        written = health.read(path)
        assert written is not None
        assert written.entries == held.index(True)
        for file in files:
            file.remove()


def _is_written(file: HealthFile, entries: int) -> bool:
    try:
        file.write(state(entries=entries))
    except HeldElsewhere:
        return False
    return True


def test_a_bot_that_replaces_its_file_while_it_is_looked_at_is_not_called_dead(tmp_path: Path) -> None:
    file = HealthFile(tmp_path / "faqbot.db.health")

    def write() -> None:
        for _ in range(500):
            file.write(state())

    write()
    written = state(locked=True)
    with ThreadPoolExecutor(1) as thread:
        writing = thread.submit(write)
        while not writing.done():
            assert not health.has_died(file.path, written)
    file.remove()


def test_what_is_written_after_the_end_leaves_nothing(tmp_path: Path) -> None:
    file = HealthFile(tmp_path / "health")
    file.write(state())
    file.remove()
    file.write(state())
    assert list(tmp_path.iterdir()) == []


def test_without_locks_the_age_of_the_file_decides(tmp_path: Path) -> None:
    path = tmp_path / "faqbot.db.health"
    path.write_text(json.dumps(asdict(state())))
    read = health.read(path)
    assert read is not None
    assert not health.has_died(path, read)
    assert not health.report(read, NOW + 600)[0]


def test_the_command_finds_the_database_as_the_settings_do(tmp_path: Path) -> None:
    assert Settings.model_fields["database_path"].default == Path(health.DEFAULT_DATABASE)
    (tmp_path / ".env").write_text("database_path=elsewhere/b.db\n")
    (tmp_path / "elsewhere").mkdir()
    now = time.time()
    file = HealthFile(tmp_path / "elsewhere/b.db.health")
    file.write(state(written=now, contact=now))
    assert command(tmp_path).returncode == 0
    file.remove()
    assert command(tmp_path, DATABASE_PATH="faqbot.db").returncode == 1


@pytest.mark.parametrize("folder", [".", "/"])
def test_the_command_says_that_a_folder_is_no_database(tmp_path: Path, folder: str) -> None:
    found = command(tmp_path, DATABASE_PATH=folder)
    assert (found.returncode, found.stderr) == (1, "the bot is not running: DATABASE_PATH must be the path of a file\n")


def test_the_command_imports_none_of_the_bot() -> None:
    heavy = "[m for m in sys.modules if m.startswith(('telegram', 'bot.', 'pydantic'))]"
    code = f"import sys, bot.monitoring.health; print({heavy})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "['bot.monitoring', 'bot.monitoring.health']\n"


GAUGES = Gauges(UpdateCounts(received=3), 1, 2, 0, 4, 5, True, NOW, 45, "abc123", 9 * GB)


@asynccontextmanager
async def serving(server: HealthServer) -> AsyncIterator[HealthServer]:
    running = asyncio.create_task(server.run())
    await server.opened.wait()
    try:
        yield server
    finally:
        running.cancel()
        await asyncio.wait([running])


async def fetched(port: int, path: str) -> tuple[int, str]:
    from aiohttp import ClientSession

    async with ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as answer:
        return answer.status, await answer.text()


async def test_the_pages_say_what_is_wrong_and_show_the_figures() -> None:
    problems: list[str] = []
    metrics = Metrics()
    metrics.count((Tally(CountedEvent.ANSWERED, "side-effects"), Tally(CountedEvent.HELPFUL, None, -1)))
    async with serving(HealthServer("127.0.0.1", 0, lambda: tuple(problems), lambda: metrics.page(GAUGES))) as port:
        status, body = await fetched(port.port, "/healthz")
        assert (status, json.loads(body)) == (200, {"healthy": True, "problems": []})
        problems.append("no contact with Telegram yet")
        status, body = await fetched(port.port, "/healthz")
        assert (status, json.loads(body)["problems"]) == (503, problems)
        status, body = await fetched(port.port, "/metrics")
        assert status == 200
        assert 'faqbot_outcomes_total{outcome="answered"} 1.0' in body
        assert 'faqbot_outcomes_total{outcome="helpful"} 0.0' in body
        assert 'faqbot_delivery_total{what="received"} 3.0' in body
        assert "faqbot_flood_waits_total 4.0" in body
        assert "side-effects" not in body
        assert (await fetched(port.port, "/"))[0] == 404


async def test_a_port_in_use_is_named(caplog: pytest.LogCaptureFixture) -> None:
    async with serving(HealthServer("127.0.0.1", 0, tuple, bytes)) as first:
        with pytest.raises(OSError, match="in use"):
            await HealthServer("127.0.0.1", first.port, tuple, bytes).run()
    assert f"HEALTH_PORT {first.port} cannot be opened" in caplog.text


async def test_updates_are_counted_and_timed_and_errors_named_by_type() -> None:
    from telegram import Update

    time_ = VirtualTime()
    metrics = Metrics(time_.clock)

    async def handle(update: Update, _: ScreenedMessage) -> None:
        time_.now += 0.2
        if update.update_id == 2:
            raise ZeroDivisionError("patient 4711 wrote something")

    handled = metrics.measured(handle)
    await handled(Update(1), await screen_nothing(Update(1)))
    with pytest.raises(ZeroDivisionError):
        await handled(Update(2), await screen_nothing(Update(2)))
    page = metrics.page(GAUGES).decode()
    assert 'faqbot_updates_total{kind="other"} 2.0' in page
    assert 'faqbot_errors_total{type="ZeroDivisionError"} 1.0' in page
    assert 'faqbot_handling_seconds_bucket{le="0.1"} 0.0' in page
    assert 'faqbot_handling_seconds_bucket{le="0.25"} 2.0' in page
    assert "4711" not in page
