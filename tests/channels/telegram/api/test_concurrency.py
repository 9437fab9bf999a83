"""The limit: how many slots are held at once, the order of waiters, and that no slot is held for ever."""

import asyncio

from bot.channels.telegram.api.concurrency import ConcurrencyLimit, UpdateSlot


class Callers:
    """Tasks that take a slot and hold it until they are released."""

    def __init__(self, limit: ConcurrencyLimit) -> None:
        self.limit = limit
        self.holding: list[str] = []
        self.let_go: dict[str, asyncio.Event] = {}
        self.entered: dict[str, asyncio.Event] = {}
        self.tasks: dict[str, asyncio.Task[None]] = {}

    async def come(self, *names: str, urgent: bool = False) -> None:
        for name in names:
            self.let_go[name], self.entered[name] = asyncio.Event(), asyncio.Event()
            self.tasks[name] = asyncio.create_task(self._call(name, urgent))
        await self.settle()

    async def go(self, *names: str) -> None:
        for name in names:
            self.let_go[name].set()
        await self.settle()

    async def settle(self) -> None:
        for _ in range(10):
            await asyncio.sleep(0)

    async def _call(self, name: str, urgent: bool) -> None:
        async with self.limit.slot(urgent):
            self.holding.append(name)
            self.entered[name].set()
            await self.let_go[name].wait()
            self.holding.remove(name)


async def test_many_slots_are_granted_while_hardly_anybody_waits() -> None:
    callers = Callers(ConcurrencyLimit(2, 4))
    for name in "abcd":
        await callers.come(name)
    assert callers.holding == list("abcd")
    await callers.come("e")
    assert callers.holding == list("abcd")
    await callers.go(*"abcde")
    assert not callers.holding


async def test_few_slots_are_granted_while_many_wait_in_the_order_in_which_they_came() -> None:
    callers = Callers(ConcurrencyLimit(2, 4))
    await callers.come(*"abcdefgh")
    assert callers.holding == list("ab")
    await callers.go("a")
    assert callers.holding == list("bc")
    await callers.go(*"bcdefgh")
    assert not callers.holding
    assert not callers.limit.busy


async def test_urgent_goes_to_the_head_of_the_queue() -> None:
    callers = Callers(ConcurrencyLimit(1, 1))
    await callers.come(*"abc")
    await callers.come("urgent", urgent=True)
    await callers.go("a")
    assert callers.holding == ["urgent"]
    await callers.go("urgent", "b", "c")


async def test_cancelled_caller_leaves_no_gap() -> None:
    callers = Callers(ConcurrencyLimit(1, 1))
    await callers.come(*"abc")
    callers.tasks["b"].cancel()
    callers.tasks["a"].cancel()
    await callers.settle()
    assert callers.holding[-1] == "c"
    await callers.go("c")


async def test_caller_who_hangs_is_not_counted_after_a_while() -> None:
    callers = Callers(ConcurrencyLimit(1, 1, patience=0.01))
    await callers.come("hangs", "next")
    assert callers.holding == ["hangs"]
    await asyncio.wait_for(callers.entered["next"].wait(), 5)
    await callers.go("hangs", "next")
    await callers.come("a", "b")
    assert callers.holding == ["a"]
    await callers.go("a", "b")


async def test_update_keeps_its_slot_until_it_is_recorded_as_done() -> None:
    limit = ConcurrencyLimit(1, 1)
    update = UpdateSlot()

    async def answer() -> None:
        update.begin()
        async with limit.slot():
            pass
        async with limit.slot():  # a second message of the same answer needs no second slot
            pass

    await asyncio.create_task(answer())
    callers = Callers(limit)
    await callers.come("next")
    assert not callers.holding
    update.end()
    await callers.settle()
    assert callers.holding == ["next"]
    await callers.go("next")
