"""Short messages never wait for long ones, and waiting is not counted as work."""

from __future__ import annotations

import asyncio
from functools import partial
from threading import Event

import pytest

from bot.channels.telegram.api.deadline import DeadlineExceeded, deadline
from bot.channels.telegram.updates.threads import LONG, VERY_LONG, TooSlow, in_thread


async def test_short_messages_are_read_while_any_number_of_long_ones_are_not_done() -> None:
    done = Event()
    long = [asyncio.create_task(in_thread(done.wait, LONG + 1)) for _ in range(40)]
    try:
        assert [await in_thread(partial(abs, number), LONG) for number in range(5)] == [0, 1, 2, 3, 4]
        assert not any(task.done() for task in long)
    finally:
        done.set()
        assert all(await asyncio.gather(*long))


async def test_a_story_is_read_while_any_number_of_longer_messages_are_not_done() -> None:
    done = Event()
    longer = [asyncio.create_task(in_thread(done.wait, VERY_LONG + 1)) for _ in range(40)]
    try:
        assert await in_thread(partial(abs, 7), VERY_LONG) == 7
        assert not any(task.done() for task in longer)
    finally:
        done.set()
        assert all(await asyncio.gather(*longer))


@pytest.mark.parametrize("size", [LONG + 1, VERY_LONG + 1])
async def test_long_messages_are_read_one_after_the_other(size: int) -> None:
    read, now = list[int](), 0

    def work(number: int) -> int:
        nonlocal now
        now += 1
        read.append(number)
        together = now
        now -= 1
        return together

    assert set(await asyncio.gather(*(in_thread(partial(work, number), size) for number in range(20)))) == {1}
    assert read == list(range(20))


async def test_what_is_not_done_in_time_is_given_up() -> None:
    done = Event()
    try:
        with pytest.raises(TooSlow):
            await in_thread(done.wait, 1, seconds=0.01)
    finally:
        done.set()


async def test_only_the_work_itself_counts_towards_a_handler_s_deadline() -> None:
    first, second = Event(), Event()
    before = asyncio.create_task(in_thread(first.wait, LONG + 1))

    async def handled() -> None:
        async with deadline(0.05):
            await in_thread(second.wait, LONG + 1)

    waiting = asyncio.create_task(handled())
    await asyncio.wait({waiting}, timeout=0.1)
    assert not waiting.done()  # its turn has not come
    first.set()
    await before
    with pytest.raises(DeadlineExceeded):
        await waiting
    second.set()


async def test_an_error_is_that_of_the_work() -> None:
    with pytest.raises(ZeroDivisionError):
        await in_thread(lambda: 1 // 0, 1)
