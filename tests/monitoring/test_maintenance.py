"""The maintenance over a real store and a real FAQ file; only time, the disk's size and the admins are made up."""

# ruff: noqa: ASYNC240 - a test looks into files, and nobody waits for it

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.core.alerts import Alert, AlertSubject
from bot.core.logged_messages import LoggedMessages
from bot.core.records import CountedEvent, Handled, Tally, Week
from bot.core.repeat_filter import RepeatFilter
from bot.live_faq.live_faq import LiveFaq
from bot.live_faq.reload_events import RefusalOver, Reloaded, ReloadRefused
from bot.monitoring import health
from bot.monitoring.health import Health, HealthFile
from bot.monitoring.maintenance import Clock, Contact, Maintenance
from bot.monitoring.supervisor import Supervisor
from bot.storage.recorder import Recorder
from bot.storage.store import Store

DAY = date(2026, 11, 16)
GB = 10**9
FAQ = """\
entries:
  - id: swelling
    question: Will my face swell?
    answer: A little.
    reviewed: {by: Dr. A, on: 2026-01-01, expires: 2026-11-18, text: "235c0956"}
  - id: driving
    question: May I drive home?
    answer: Yes.
"""


class Hours:
    """Time that moves on only when the maintenance has nothing left to do, however long the machine takes for that."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self._until = 0.0
        self._asleep = asyncio.Event()
        self._wake = asyncio.Event()

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self._until = self.now + seconds
        self._asleep.set()
        try:
            await self._wake.wait()
        finally:
            self._asleep.clear()
            self._wake.clear()

    async def later(self, seconds: float) -> None:
        """Returns when so much time has passed and all that was due is done."""
        end = self.now + seconds
        while True:
            await self._asleep.wait()
            if alerts := [task for task in asyncio.all_tasks() if task.get_name() == "alert"]:
                await asyncio.wait(alerts)
            if self._until > end:
                self.now = end
                return
            self.now = self._until
            self._asleep.clear()
            self._wake.set()


@dataclass
class World:
    """What the maintenance lives in, and what it told the admins."""

    folder: Path
    time: Hours = field(default_factory=Hours)
    told: list[str] = field(default_factory=list)
    deaf: bool = False
    broken: bool = False
    deafness: str = ""
    disk_fails: bool = False
    concern: Alert | None = None
    offline: bool = False
    free: int = 50 * GB
    no_opinion: str = ""
    undelivered: int = 0
    too_slow: int = 0
    day: date = DAY

    @property
    def database(self) -> Path:
        return self.folder / "data" / "faqbot.db"

    @property
    def faq(self) -> Path:
        return self.folder / "faq.yaml"

    def disk(self, _: Path) -> tuple[int, int]:
        if self.disk_fails:
            raise ZeroDivisionError
        return self.free, 100 * GB

    def today(self) -> date:
        return self.day

    async def tell(self, text: str) -> bool:
        if self.broken:
            raise RuntimeError
        if self.deaf:
            return False
        self.told.append(text)
        return True

    def contact(self) -> Contact:
        return Contact(None if self.offline else self.time.now - 5, self.deafness)

    @property
    def written(self) -> Health | None:
        return health.read(health.file_of(self.database))


@dataclass
class Cared:
    """A running maintenance and what it looks after."""

    maintenance: Maintenance
    recorder: Recorder
    live_faq: LiveFaq


@pytest.fixture
def world(tmp_path: Path) -> World:
    one = World(tmp_path)
    one.faq.write_text(FAQ, encoding="utf-8")
    return one


@asynccontextmanager
async def cared_for(world: World) -> AsyncIterator[Cared]:
    recorder = Recorder(
        Store(world.database, keep_days=90, today=world.today),
        RepeatFilter(bytes(16)),
        LoggedMessages(bytes(16)),
        clock=world.time.clock,
    )
    live_faq = LiveFaq.open(world.faq)
    clock = Clock(world.time.clock, world.today, world.time.sleep)
    supervisor = Supervisor(world.tell, world.time.clock)
    maintenance = Maintenance(
        recorder,
        live_faq,
        world.contact,
        world.tell,
        clock,
        supervisor,
        disk=world.disk,
        second_opinion=lambda: world.no_opinion,
        concern=lambda: world.concern,
        undelivered=lambda: world.undelivered,
        too_slow=lambda: world.too_slow,
    )
    task = asyncio.create_task(maintenance.run())
    try:
        yield Cared(maintenance, recorder, live_faq)
    finally:
        task.cancel()
        await asyncio.wait([task])
        await supervisor.close()
        await maintenance.end()
        await recorder.end()


async def test_signs_of_life_are_written_while_the_bot_runs_and_gone_afterwards(world: World) -> None:
    async with cared_for(world):
        await world.time.later(30)
        assert world.written is not None
        assert health.problems(world.written, world.time.now) == ()
        assert world.written.entries == 2
        await world.time.later(600)
        assert world.time.now - world.written.written <= health.BEAT_SECONDS + 5
    assert world.written is None


async def test_losing_telegram_makes_the_bot_unhealthy_and_tells_nobody(world: World) -> None:
    async with cared_for(world):
        world.offline = True
        world.free = 1
        await world.time.later(300)
        assert world.written is not None
        assert "no contact with Telegram yet" in health.problems(world.written, world.time.now)[0]
        assert world.told == []
        world.offline = False
        await world.time.later(90)
        assert len(world.told) == 1


async def test_a_failing_database_is_told_once_with_the_remedy_and_its_end_once(world: World) -> None:
    async with cared_for(world) as cared:
        await world.time.later(30)
        world.database.unlink()
        world.database.mkdir()
        await world.time.later(900)
        assert len(world.told) == 1
        assert "The database fails" in world.told[0]
        assert "Point DATABASE_PATH to a file" in world.told[0]
        assert world.written is not None
        assert "is a folder" in health.problems(world.written, world.time.now)[0]
        await cared.recorder.record(Handled(1, Week.of(DAY), (Tally(CountedEvent.ASKED),)))
        assert cared.recorder.waiting == 1
        world.database.rmdir()
        await world.time.later(300)
        assert [text.split(":")[0] for text in world.told[1:]] == ["✅ The database works again."]
        assert cared.recorder.waiting == 0


async def test_a_damaged_database_is_told_with_the_way_back(world: World) -> None:
    world.database.parent.mkdir()
    world.database.write_bytes(b"no database at all" * 1_000)
    async with cared_for(world):
        await world.time.later(300)
        assert len(world.told) == 1
        assert "faqbot.db.corrupt-1" in world.told[0]
        assert "bot restore FILE" in world.told[0]


async def test_an_empty_database_is_told_with_the_way_back(world: World) -> None:
    world.database.parent.mkdir()
    world.database.touch()
    async with cared_for(world):
        await world.time.later(300)
        assert len(world.told) == 1
        assert "was an empty file" in world.told[0]
        assert "bot restore FILE" in world.told[0]


async def test_a_disk_that_fills_up_is_told_once_and_again_only_after_it_was_over(world: World) -> None:
    async with cared_for(world):
        world.free = 30_000_000
        await world.time.later(600)
        world.free = 50 * GB
        await world.time.later(600)
        world.free = 20_000_000
        await world.time.later(600)
    assert [text[:2] for text in world.told] == ["⚠️", "✅ ", "⚠️"]
    assert "30 MB are free" in world.told[0]


async def test_messages_that_cannot_be_delivered_are_told_once_when_they_repeat(world: World) -> None:
    async with cared_for(world):
        world.undelivered = 1
        await world.time.later(300)
        assert world.told == []
        world.undelivered = 3
        await world.time.later(300)
        world.undelivered = 0
        await world.time.later(300)
    begun, over = world.told
    assert "Telegram refused 3 messages" in begun
    assert "could be delivered" in over


async def test_a_message_that_could_not_be_read_in_time_is_told(world: World) -> None:
    async with cared_for(world):
        world.too_slow = 1
        await world.time.later(300)
        world.too_slow = 0
        await world.time.later(300)
    begun, over = world.told
    assert "Reading 1 message of the last hour took too long" in begun
    assert "read in time" in over


async def test_the_log_says_why_a_change_was_refused(world: World, caplog: pytest.LogCaptureFixture) -> None:
    async with cared_for(world) as cared:
        world.faq.write_text(FAQ.replace("answer", "anwser"), encoding="utf-8")
        event = await cared.live_faq.reload()
        assert isinstance(event, ReloadRefused)
        await cared.maintenance.faq_changed(event, told=True)
    lines = [record.getMessage() for record in caplog.records if "was refused" in record.getMessage()]
    assert "the one from before it stays live: faq.yaml:4:5: " in lines[1]
    assert "did you mean 'answer'" in lines[1]


async def test_a_change_that_is_taken_back_is_no_refused_one_any_more(world: World) -> None:
    async with cared_for(world) as cared:
        world.faq.write_text(FAQ.replace("answer", "anwser"), encoding="utf-8")
        event = await cared.live_faq.reload()
        assert isinstance(event, ReloadRefused)
        await cared.maintenance.faq_changed(event, told=True)
        refused = cared.maintenance.health
        world.faq.write_text(FAQ, encoding="utf-8")
        await cared.maintenance.faq_changed(RefusalOver(), told=True)
        assert (refused.refused, cared.maintenance.health.refused) == (True, False)
        await world.time.later(300)
    assert world.told == []


async def test_a_restart_does_not_repeat_an_alert(world: World) -> None:
    world.free = 1
    for _ in range(3):
        async with cared_for(world):
            await world.time.later(300)
    assert len(world.told) == 1
    world.free = 50 * GB
    async with cared_for(world):
        await world.time.later(300)
    assert world.told[1:] == ["✅ There is enough space on the disk again."]


async def test_what_could_not_be_told_is_tried_again(world: World) -> None:
    world.deaf, world.free = True, 1
    async with cared_for(world):
        await world.time.later(300)
        world.deaf = False
        await world.time.later(120)
    assert len(world.told) == 1


async def test_a_review_that_expires_is_told_that_day(world: World) -> None:
    async with cared_for(world):
        world.day = date(2026, 11, 18)
        await world.time.later(300)
        assert world.told == []
        world.day = date(2026, 11, 19)
        await world.time.later(300)
        assert len(world.told) == 1
        assert "- swelling (until 2026-11-18)" in world.told[0]


async def test_a_signature_that_a_changed_answer_voids_is_told_and_counted_no_more(world: World) -> None:
    async with cared_for(world) as cared:
        await world.time.later(30)
        assert world.written is not None
        assert (world.written.signed, world.written.expiring) == (1, 1)
        world.faq.write_text(FAQ.replace("A little.", "A lot."), encoding="utf-8")
        await cared.live_faq.reload()
        await world.time.later(300)
        assert "- swelling (changed since it was signed)" in world.told[0]
        assert (world.written.signed, world.written.expiring) == (0, 0)


async def test_a_refused_edit_is_told_with_its_line_and_is_over_when_taken_back(world: World) -> None:
    async with cared_for(world) as cared:
        await world.time.later(30)
        world.faq.write_text(FAQ.replace("answer", "anwser"), encoding="utf-8")
        event = await cared.live_faq.reload()
        assert isinstance(event, ReloadRefused)
        await cared.maintenance.faq_changed(event)
        await world.time.later(600)
        assert len(world.told) == 1
        assert "faq.yaml:4:5" in world.told[0]
        assert world.written is not None
        assert world.written.refused
        world.faq.write_text(FAQ, encoding="utf-8")
        await world.time.later(300)
        assert len(world.told) == 2
        assert not world.written.refused


async def test_why_there_is_no_second_opinion_is_written_as_long_as_there_is_none(world: World) -> None:
    async with cared_for(world):
        for reason in ("", "model.onnx cannot be read", ""):
            world.no_opinion = reason
            await world.time.later(60)
            assert world.written is not None
            assert world.written.second_opinion == reason


async def test_an_edit_that_admins_were_told_of_already_is_not_told_again(world: World) -> None:
    async with cared_for(world) as cared:
        for text in (FAQ.replace("answer", "anwser"), FAQ.replace("Yes", "No")):
            world.faq.write_text(text, encoding="utf-8")
            event = await cared.live_faq.reload()
            assert isinstance(event, ReloadRefused | Reloaded)
            await cared.maintenance.faq_changed(event, told=True)
            await world.time.later(300)
    assert world.told == []


async def test_what_is_too_old_is_deleted_at_the_start_and_every_day(world: World) -> None:
    async def left(recorder: Recorder) -> int:
        weeks = await recorder.store.by_week(Week.of(DAY).back(310), Week.of(DAY))
        return sum(counts[CountedEvent.ASKED] for counts in weeks.values())

    async with cared_for(world) as cared:
        for number, weeks in enumerate((300, 156, 0)):
            await cared.recorder.record(Handled(number, Week.of(DAY).back(weeks), (Tally(CountedEvent.ASKED),)))
    async with cared_for(world) as cared:
        await world.time.later(100)
        assert await left(cared.recorder) == 2
        world.day += timedelta(weeks=1)
        await world.time.later(100)
        assert await left(cared.recorder) == 1


async def test_an_admin_who_cannot_be_told_ends_no_chore(world: World) -> None:
    world.broken, world.free = True, 1
    async with cared_for(world):
        await world.time.later(600)
        assert world.written is not None
        assert world.time.now - world.written.written < 60


async def test_a_deaf_webhook_makes_the_bot_unhealthy_and_is_told_within_a_minute(world: World) -> None:
    async with cared_for(world):
        await world.time.later(30)
        world.deafness = "3 wait at Telegram. Check WEBHOOK_URL."
        await world.time.later(60)
        assert world.written is not None
        assert health.problems(world.written, world.time.now) == (world.deafness,)
        assert world.told == ["⚠️ Messages of patients do not arrive: 3 wait at Telegram. Check WEBHOOK_URL."]
        world.deafness = ""
        await world.time.later(180)
        assert world.told[1:] == ["✅ Messages of patients arrive again."]


async def test_what_others_are_concerned_about_is_told_once_and_again_when_it_gets_worse(world: World) -> None:
    async with cared_for(world):
        for text, mark in (("It moved.", "1"), ("It is gone.", "2")):
            world.concern = Alert(AlertSubject.STAFF_CHAT, text, mark=mark, lasting=True)
            await world.time.later(300)
    assert world.told == ["⚠️ It moved.", "⚠️ It is gone."]


async def test_a_chore_that_fails_keeps_no_other_from_being_done_and_is_told(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    async with cared_for(world):
        world.disk_fails = True
        await world.time.later(300)
        assert world.written is not None
        assert world.time.now - world.written.written <= health.BEAT_SECONDS + 5
        assert "failed three times in ten minutes" in health.problems(world.written, world.time.now)[0]
    assert "looking after the database, the disk and the FAQ failed: ZeroDivisionError at" in caplog.text
    assert len(world.told) == 1


async def test_a_second_bot_on_a_database_says_so_once_and_takes_the_file_over_when_the_first_has_ended(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.database.parent.mkdir()
    first = HealthFile(health.file_of(world.database))
    first.write(Health(written=1.0, started=1.0, entries=77))
    async with cared_for(world) as second:
        await world.time.later(100)
        assert world.written is not None
        assert world.written.entries == 77
        assert caplog.text.count("another bot runs with this database") == 1
        first.remove()
        await world.time.later(100)
        assert world.written is not None
        assert world.written.entries == 2
        await second.maintenance.end()
