"""Work in a thread ends at its next step once nobody waits for it."""

from __future__ import annotations

import asyncio
from threading import Event

import pytest

from bot.live_faq.interruptible import GoOn, Interrupted, interruptible


async def test_the_result_is_that_of_the_work() -> None:
    def work(go_on: GoOn) -> int:
        go_on()
        return 5

    assert await interruptible(work) == 5


async def test_work_that_was_cancelled_ends_at_its_next_step() -> None:
    begun, cancelled, over, ended = Event(), Event(), Event(), list[bool]()

    def work(go_on: GoOn) -> None:
        go_on()
        begun.set()
        cancelled.wait(10)
        try:
            go_on()
        except Interrupted:
            ended.append(True)
            raise
        finally:
            over.set()

    task = asyncio.create_task(interruptible(work))
    await asyncio.to_thread(begun.wait, 10)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    cancelled.set()
    await asyncio.to_thread(over.wait, 10)
    assert ended == [True]
