"""Works that fail are logged, told of and begun again; only time and the admins are made up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import pytest

from bot.monitoring.supervisor import Supervisor
from tests.support.clock import VirtualTime


@dataclass
class Admins:
    """What admins were told. The first `deaf` times they can't be."""

    told: list[str] = field(default_factory=list)
    deaf: int = 0

    async def tell(self, text: str) -> bool:
        if self.deaf:
            self.deaf -= 1
            if self.deaf % 2:
                raise RuntimeError
            return False
        self.told.append(text)
        return True


@dataclass
class Failing:
    """A work that runs for so many seconds each time and then fails; the last run never ends."""

    time: VirtualTime
    runs: list[float]
    begun: list[float] = field(default_factory=list)
    left: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self) -> None:
        self.begun.append(self.time.now - 1_000.0)
        if len(self.begun) > len(self.runs):
            self.left.set()
            await asyncio.Event().wait()
        await self.time.sleep(self.runs[len(self.begun) - 1])
        raise ZeroDivisionError("words of a patient")


@pytest.fixture
async def time() -> AsyncIterator[VirtualTime]:
    async with VirtualTime() as time:
        yield time


@pytest.fixture
def admins() -> Admins:
    return Admins()


@pytest.fixture
async def supervisor(time: VirtualTime, admins: Admins) -> AsyncIterator[Supervisor]:
    supervisor = Supervisor(admins.tell, time.clock, time.sleep)
    yield supervisor
    await supervisor.close()


async def test_a_work_that_fails_is_logged_with_the_place_told_once_and_begun_again_later_each_time(
    time: VirtualTime, supervisor: Supervisor, admins: Admins, caplog: pytest.LogCaptureFixture
) -> None:
    work = Failing(time, [5.0] * 9)
    supervisor.start("watching", work)
    await work.left.wait()
    pauses = [after - before - 5.0 for before, after in zip(work.begun, work.begun[1:], strict=False)]
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert caplog.text.count("watching failed: ZeroDivisionError at ") == 9
    assert len(admins.told) == 1
    assert "started again: watching (ZeroDivisionError at " in admins.told[0]
    assert "words of a patient" not in caplog.text + admins.told[0]


@pytest.mark.parametrize(("runs", "failing"), [([100.0, 100.0, 100.0], ("watching",)), ([400.0, 400.0, 400.0], ())])
async def test_three_failures_in_ten_minutes_are_more_than_bad_luck(
    time: VirtualTime, supervisor: Supervisor, runs: list[float], failing: tuple[str, ...]
) -> None:
    work = Failing(time, runs)
    supervisor.start("watching", work)
    await work.left.wait()
    assert supervisor.failing == failing
    time.now += 700.0
    assert supervisor.failing == ()


async def test_after_ten_good_minutes_the_next_failure_is_told_again(
    time: VirtualTime, supervisor: Supervisor, admins: Admins
) -> None:
    work = Failing(time, [5.0, 700.0, 5.0])
    supervisor.start("watching", work)
    await work.left.wait()
    assert len(admins.told) == 2


async def ended() -> None:
    """A work that is over at once."""


async def cancelled() -> None:
    raise asyncio.CancelledError


@pytest.mark.parametrize(("work", "why"), [(ended, "it ended"), (cancelled, "it was cancelled")])
async def test_a_work_that_ends_or_is_cancelled_has_failed_too(
    time: VirtualTime, supervisor: Supervisor, admins: Admins, work: Callable[[], object], why: str
) -> None:
    again = asyncio.Event()

    async def once() -> None:
        if not time.slept:
            await (ended() if work is ended else cancelled())
        else:
            again.set()
            await asyncio.Event().wait()

    supervisor.start("watching", once)
    await again.wait()
    assert f"({why})" in admins.told[0]


async def test_a_work_with_an_end_may_end(supervisor: Supervisor, time: VirtualTime, admins: Admins) -> None:
    supervisor.start("the menu", ended, ends=True)
    await time.idle()
    assert admins.told == []
    assert supervisor.failing == ()


async def test_admins_who_cannot_be_told_are_told_later(
    time: VirtualTime, supervisor: Supervisor, admins: Admins
) -> None:
    admins.deaf = 3
    work = Failing(time, [500.0])
    supervisor.start("watching", work)
    await work.left.wait()
    while not admins.told:
        await time.idle()
    assert len(admins.told) == 1
