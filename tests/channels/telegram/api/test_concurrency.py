"""The gate: how many are inside at once, who goes first, and that nobody blocks it for good."""

import asyncio

from bot.channels.telegram.api.concurrency import ConcurrencyLimit, UpdateSlot


class Visitors:
    """Tasks that go through a gate and stay inside until they are let out."""

    def __init__(self, gate: ConcurrencyLimit) -> None:
        self.gate = gate
        self.inside: list[str] = []
        self.let_out: dict[str, asyncio.Event] = {}
        self.entered: dict[str, asyncio.Event] = {}
        self.tasks: dict[str, asyncio.Task[None]] = {}

    async def come(self, *names: str, urgent: bool = False) -> None:
        for name in names:
            self.let_out[name], self.entered[name] = asyncio.Event(), asyncio.Event()
            self.tasks[name] = asyncio.create_task(self._visit(name, urgent))
        await self.settle()

    async def go(self, *names: str) -> None:
        for name in names:
            self.let_out[name].set()
        await self.settle()

    async def settle(self) -> None:
        for _ in range(10):
            await asyncio.sleep(0)

    async def _visit(self, name: str, urgent: bool) -> None:
        async with self.gate.passing(urgent):
            self.inside.append(name)
            self.entered[name].set()
            await self.let_out[name].wait()
            self.inside.remove(name)


async def test_many_pass_while_hardly_anybody_waits() -> None:
    visitors = Visitors(ConcurrencyLimit(2, 4))
    for name in "abcd":
        await visitors.come(name)
    assert visitors.inside == list("abcd")
    await visitors.come("e")
    assert visitors.inside == list("abcd")
    await visitors.go(*"abcde")
    assert not visitors.inside


async def test_few_pass_while_many_wait_in_the_order_in_which_they_came() -> None:
    visitors = Visitors(ConcurrencyLimit(2, 4))
    await visitors.come(*"abcdefgh")
    assert visitors.inside == list("ab")
    await visitors.go("a")
    assert visitors.inside == list("bc")
    await visitors.go(*"bcdefgh")
    assert not visitors.inside
    assert not visitors.gate.busy


async def test_urgent_goes_to_the_head_of_the_queue() -> None:
    visitors = Visitors(ConcurrencyLimit(1, 1))
    await visitors.come(*"abc")
    await visitors.come("urgent", urgent=True)
    await visitors.go("a")
    assert visitors.inside == ["urgent"]
    await visitors.go("urgent", "b", "c")


async def test_cancelled_visitor_leaves_no_gap() -> None:
    visitors = Visitors(ConcurrencyLimit(1, 1))
    await visitors.come(*"abc")
    visitors.tasks["b"].cancel()
    visitors.tasks["a"].cancel()
    await visitors.settle()
    assert visitors.inside[-1] == "c"
    await visitors.go("c")


async def test_visitor_who_hangs_is_not_counted_after_a_while() -> None:
    visitors = Visitors(ConcurrencyLimit(1, 1, patience=0.01))
    await visitors.come("hangs", "next")
    assert visitors.inside == ["hangs"]
    await asyncio.wait_for(visitors.entered["next"].wait(), 5)
    await visitors.go("hangs", "next")
    await visitors.come("a", "b")
    assert visitors.inside == ["a"]
    await visitors.go("a", "b")


async def test_visit_keeps_its_place_until_it_is_noted_as_done() -> None:
    gate = ConcurrencyLimit(1, 1)
    visit = UpdateSlot()

    async def answer() -> None:
        visit.begin()
        async with gate.passing():
            pass
        async with gate.passing():  # a second message of the same answer needs no second place
            pass

    await asyncio.create_task(answer())
    visitors = Visitors(gate)
    await visitors.come("next")
    assert not visitors.inside
    visit.end()
    await visitors.settle()
    assert visitors.inside == ["next"]
    await visitors.go("next")
