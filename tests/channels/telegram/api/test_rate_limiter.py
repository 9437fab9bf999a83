"""Rate limits in virtual time: nobody is called too early, everything gets through, nobody waits for another's 429."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from telegram import Message
from telegram.constants import ChatAction
from telegram.error import BadRequest, Forbidden, NetworkError

from bot.channels.telegram.api.bot import TelegramBot
from bot.channels.telegram.api.rate_limiter import RateLimiter
from tests.support import updates
from tests.support.clock import VirtualTime
from tests.support.faults import Fault, Trouble
from tests.support.telegram import TOKEN, Telegram
from tests.support.wire import Wire

Connect = Callable[..., TelegramBot]


@pytest.fixture
async def time() -> AsyncIterator[VirtualTime]:
    async with VirtualTime() as running:
        yield running


@pytest.fixture
def telegram(time: VirtualTime) -> Telegram:
    telegram = Telegram(clock=time.clock)
    for chat_id in range(1, 400):
        telegram.chats[chat_id] = updates.private(updates.user(chat_id))
    return telegram


def connect(telegram: Telegram, time: VirtualTime, limiter: RateLimiter | None = None) -> TelegramBot:
    limiter = limiter or RateLimiter(per_second=1_000, clock=time.clock, sleep=time.sleep)
    return TelegramBot(TOKEN, rate_limiter=limiter, request=Wire(telegram), get_updates_request=Wire(telegram))


def sent_at(telegram: Telegram) -> list[float]:
    return [call.at for call in telegram.of("sendMessage")]


async def test_chat_that_has_to_wait_keeps_no_other_waiting(telegram: Telegram, time: VirtualTime) -> None:
    bot = connect(telegram, time)
    telegram.faults.plan(Fault(Trouble.TOO_MANY, retry_after=30), "sendMessage")
    began = time.now
    await asyncio.gather(*(bot.send_message(chat, "x") for chat in (1, 2, 3)))
    assert [call.sent["chat_id"] for call in telegram.of("sendMessage")] == [2, 3, 1]
    assert sent_at(telegram)[1] == began
    assert 30 <= sent_at(telegram)[2] - began < 31
    assert not telegram.flood.violations


async def test_messages_to_one_chat_keep_their_order_through_a_429(telegram: Telegram, time: VirtualTime) -> None:
    bot = connect(telegram, time)
    telegram.faults.plan(Fault(Trouble.TOO_MANY, retry_after=5), "sendMessage", times=2)
    await asyncio.gather(*(bot.send_message(1, str(number)) for number in range(6)))
    assert telegram.texts(1) == list("012345")
    assert not telegram.flood.violations


async def test_several_chats_told_to_wait_at_once_stop_everybody(telegram: Telegram, time: VirtualTime) -> None:
    bot = connect(telegram, time)
    telegram.faults.plan(Fault(Trouble.TOO_MANY, retry_after=9), "sendMessage", times=3)
    first: list[Awaitable[Message]] = [asyncio.create_task(bot.send_message(chat, "x")) for chat in (1, 2, 3)]
    await time.idle()
    began = time.now
    await bot.send_message(4, "x")
    assert time.now - began >= 9
    await asyncio.gather(*first)


async def test_floods_trip_no_limit_of_telegram(telegram: Telegram, time: VirtualTime) -> None:
    telegram.flood.limited = True
    bot = connect(telegram, time, RateLimiter(always=True, clock=time.clock, sleep=time.sleep))
    began = time.now
    await asyncio.gather(*(bot.send_message(chat, "x") for chat in range(1, 300)))
    assert not [call for call in telegram.calls if call.status == 429]
    assert time.now - began < 299 / 25


async def test_urgent_message_goes_before_all_others(telegram: Telegram, time: VirtualTime) -> None:
    bot = connect(telegram, time, RateLimiter(per_second=5, always=True, clock=time.clock, sleep=time.sleep))
    others = [asyncio.create_task(bot.send_message(chat, "x")) for chat in range(1, 50)]
    await time.idle()
    began = time.now
    await bot.send_text(99, "call an ambulance", urgent=True)
    assert time.now == began
    await asyncio.gather(*others)


async def test_urgent_message_waits_for_no_other_of_its_chat(telegram: Telegram, time: VirtualTime) -> None:
    bot = connect(telegram, time)
    telegram.faults.plan(Fault(Trouble.RESET), "sendMessage")
    others = [asyncio.create_task(bot.send_message(1, "x")) for _ in range(40)]
    await time.idle()
    assert time.slept  # until the first is sent again
    began = time.now
    await bot.send_text(1, "call an ambulance", urgent=True)
    assert time.now == began
    assert telegram.texts(1) == ["call an ambulance"]
    await asyncio.gather(*others)
    assert len(telegram.texts(1)) == 41


async def test_without_need_nothing_is_slowed_until_telegram_says_so(telegram: Telegram, time: VirtualTime) -> None:
    bot = connect(telegram, time, RateLimiter(per_second=10, clock=time.clock, sleep=time.sleep))
    began = time.now
    await asyncio.gather(*(bot.send_message(chat, "x") for chat in range(1, 50)))
    assert time.now == began
    telegram.faults.plan(Fault(Trouble.TOO_MANY, retry_after=1), "sendMessage")
    await asyncio.gather(*(bot.send_message(chat, "x") for chat in range(1, 50)))
    assert time.now - began > 3


@pytest.mark.parametrize("trouble", [Trouble.SERVER_ERROR, Trouble.BAD_GATEWAY, Trouble.RESET, Trouble.GARBAGE])
async def test_message_is_sent_again_after_an_error_of_the_network(
    telegram: Telegram, time: VirtualTime, trouble: Trouble
) -> None:
    bot = connect(telegram, time)
    telegram.faults.plan(Fault(trouble), "sendMessage", times=4)
    await bot.send_message(1, "x")
    assert telegram.texts(1) == ["x"]
    assert len(time.slept) == 4
    assert time.slept[0] <= 0.2 < time.slept[3]


async def test_call_that_fails_alone_is_given_up(telegram: Telegram, time: VirtualTime) -> None:
    bot = connect(telegram, time)
    telegram.faults.plan(Fault(Trouble.SERVER_ERROR), "sendMessage", times=100)
    with pytest.raises(NetworkError):
        await bot.send_message(1, "x")
    assert telegram.counts["sendMessage"] == 8


async def test_call_waits_for_the_end_of_an_outage(telegram: Telegram, time: VirtualTime) -> None:
    bot = connect(telegram, time)
    telegram.faults.plan(Fault(Trouble.RESET), times=1_000)
    sending = asyncio.create_task(bot.send_message(1, "x"))
    began = time.now
    while time.now - began < 600:
        await time.idle()
    assert not sending.done()
    telegram.faults.clear()
    await sending
    assert telegram.texts(1) == ["x"]
    assert max(time.slept) <= 5


@pytest.mark.parametrize("blocked", [True, False])
async def test_refusals_are_not_repeated(telegram: Telegram, time: VirtualTime, blocked: bool) -> None:
    bot = connect(telegram, time)
    if blocked:
        telegram.blocked.add(1)
    with pytest.raises(Forbidden if blocked else BadRequest):
        await bot.send_message(1, "x" if blocked else "x" * 5_000)
    assert telegram.counts["sendMessage"] == 1


async def test_typing_is_never_worth_a_wait(telegram: Telegram, time: VirtualTime) -> None:
    bot = connect(telegram, time)
    telegram.faults.plan(Fault(Trouble.TOO_MANY, retry_after=9), "sendChatAction")
    began = time.now
    await bot.send_chat_action(1, ChatAction.TYPING)
    await bot.send_chat_action(1, ChatAction.TYPING)
    assert time.now == began
    assert telegram.counts["sendChatAction"] == 1
    await bot.send_message(1, "x")
    assert not telegram.flood.violations


async def test_group_that_became_a_supergroup_is_followed(telegram: Telegram, time: VirtualTime) -> None:
    bot = connect(telegram, time)
    telegram.migrated[-1] = 7
    await bot.send_message(-1, "x")
    assert telegram.texts(7) == ["x"]


async def test_few_calls_are_on_the_wire_at_once_and_no_chat_is_remembered(time: VirtualTime) -> None:
    limiter = RateLimiter(per_second=10_000, few=2, many=4, clock=time.clock, sleep=time.sleep)
    now = most = 0

    async def call(_endpoint: str, _data: dict[str, int]) -> bool:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0)
        now -= 1
        return True

    def request(chat: int) -> Awaitable[object]:
        data = {"chat_id": chat}
        return limiter.process_request(call, ("sendMessage", data), {}, "sendMessage", data, None)

    await asyncio.gather(*map(request, range(5_000)))
    assert most <= 4
    assert limiter.chats == 0
