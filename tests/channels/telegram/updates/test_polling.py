"""Delivery over the fake Telegram, without sockets: nothing is lost, nobody is held up, errors are survived."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from time import monotonic

import pytest
from telegram import Update

from bot.channels.telegram.api.bot import TelegramBot, TokenRefused
from bot.channels.telegram.api.rate_limiter import RateLimiter
from bot.channels.telegram.updates.polling import Poller, PollingLimits
from bot.core.dialogue.screened_message import ScreenedMessage
from tests.support import updates
from tests.support.clock import VirtualTime
from tests.support.faults import Fault, Trouble
from tests.support.patient import Patient
from tests.support.processed_updates import InMemoryProcessedUpdates
from tests.support.screening import screen_help
from tests.support.server import Server
from tests.support.telegram import TOKEN, Telegram
from tests.support.wire import Wire

Handle = Callable[[TelegramBot, Update], Awaitable[None]]


async def echo(bot: TelegramBot, update: Update) -> None:
    message = update.effective_message
    if message is not None and message.text is not None:
        await bot.send_message(message.chat_id, message.text)


class Blocking:
    """Echoes, but blocks on messages whose text is in `held` until they are released."""

    def __init__(self, *held: str) -> None:
        self.events = {text: asyncio.Event() for text in held}
        self.begun: list[str] = []

    async def __call__(self, bot: TelegramBot, update: Update) -> None:
        text = update.effective_message.text or "" if update.effective_message else ""
        self.begun.append(text)
        if text in self.events:
            await self.events[text].wait()
        await echo(bot, update)


@asynccontextmanager
async def delivering(
    telegram: Telegram,
    handle: Handle = echo,
    *,
    processed: InMemoryProcessedUpdates | None = None,
    limits: PollingLimits | None = None,
    time: VirtualTime | None = None,
) -> AsyncIterator[Poller]:
    """A bot that runs inside the block and is stopped, gracefully, at its end."""
    clock, sleep = (time.clock, time.sleep) if time else (monotonic, asyncio.sleep)
    limiter = RateLimiter(per_second=1_000, few=16, many=16, clock=clock, sleep=sleep)
    bot = TelegramBot(TOKEN, rate_limiter=limiter, request=Wire(telegram), get_updates_request=Wire(telegram))

    async def handler(update: Update, _: ScreenedMessage) -> None:
        await handle(bot, update)

    delivery = Poller(
        bot,
        handler,
        processed or InMemoryProcessedUpdates(),
        screen=screen_help,
        limits=limits,
        clock=clock,
        sleep=sleep,
    )
    running = asyncio.create_task(delivery.run())
    try:
        yield delivery
    finally:
        if not running.done():
            await delivery.stop(grace=0.2)
        await running


@asynccontextmanager
async def killed(telegram: Telegram, handle: Handle, processed: InMemoryProcessedUpdates) -> AsyncIterator[None]:
    """A bot that is killed at the end of the block."""
    bot = TelegramBot(TOKEN, request=Wire(telegram), get_updates_request=Wire(telegram))

    async def handler(update: Update, _: ScreenedMessage) -> None:
        await handle(bot, update)

    running = asyncio.create_task(Poller(bot, handler, processed, screen=screen_help).run())
    yield
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


async def test_update_is_confirmed_only_when_it_is_handled(telegram: Telegram) -> None:
    handle = Blocking("first")
    async with delivering(telegram, handle) as delivery:
        slow, quick = Patient(telegram, 1), Patient(telegram, 2)
        first = slow.send("first")
        await quick.ask("second")
        await quick.ask("third")
        assert first in telegram.queue.pending
        assert delivery.in_flight
        handle.events["first"].set()
        await telegram.queue.empty()
    assert telegram.texts(1) == ["first"]
    assert telegram.texts(2) == ["second", "third"]


async def test_order_is_kept_within_a_chat(telegram: Telegram) -> None:
    handle = Blocking("a")
    async with delivering(telegram, handle):
        patient, other = Patient(telegram, 1), Patient(telegram, 2)
        for text in ("a", "b", "c"):
            patient.send(text)
        await other.ask("x")
        assert handle.begun == ["a", "x"]
        handle.events["a"].set()
        await telegram.queue.empty()
    assert telegram.texts(1) == ["a", "b", "c"]


async def test_an_emergency_overtakes_a_full_lane_whose_first_update_hangs(telegram: Telegram) -> None:
    handle, processed = Blocking("0"), InMemoryProcessedUpdates()
    async with delivering(telegram, handle, processed=processed) as delivery:
        patient = Patient(telegram, 1)
        earlier = [patient.send(str(number)) for number in range(40)]
        emergency = patient.send("help")
        later = patient.send("later")
        assert (await patient.next_message())["text"] == "help"
        assert handle.begun == ["0", "help"]
        await telegram.queue.polled(telegram.queue.polls + 2)
        assert {*earlier, emergency, later} <= telegram.queue.pending.keys()
        assert processed.seen(emergency)
        handle.events["0"].set()
        await telegram.queue.empty()
        assert delivery.counts.handled == 42
    assert telegram.texts(1) == ["help", *map(str, range(40)), "later"]


async def test_emergencies_overtake_without_waiting_for_each_other(telegram: Telegram) -> None:
    handle = Blocking("first", "help me")
    async with delivering(telegram, handle):
        patient = Patient(telegram, 1)
        for text in ("first", "help me", "help"):
            patient.send(text)
        assert (await patient.next_message())["text"] == "help"
        for event in handle.events.values():
            event.set()
        await telegram.queue.empty()


async def test_an_emergency_that_overtook_is_not_answered_again_after_a_kill(telegram: Telegram) -> None:
    handle, processed = Blocking("first"), InMemoryProcessedUpdates()
    async with killed(telegram, handle, processed):
        patient = Patient(telegram, 1)
        for text in ("first", "second", "help"):
            patient.send(text)
        await patient.next_message()
    async with delivering(telegram, processed=processed):
        await telegram.queue.empty()
    assert telegram.texts(1) == ["help", "first", "second"]


async def test_update_in_flight_is_fetched_again_but_not_handled_again(telegram: Telegram) -> None:
    handle = Blocking("slow")
    async with delivering(telegram, handle):
        slow = Patient(telegram, 1).send("slow")
        for number in range(20):
            await Patient(telegram, 2).ask(str(number))
        assert telegram.queue.deliveries[slow] > 1
        handle.events["slow"].set()
        await telegram.queue.empty()
    assert handle.begun.count("slow") == 1
    assert telegram.texts(2) == [str(number) for number in range(20)]


async def test_a_stuck_update_causes_no_busy_loop(telegram: Telegram) -> None:
    handle = Blocking("slow")
    limits = PollingLimits(shortest_gap=0.01, longest_gap=0.1)
    async with delivering(telegram, handle, limits=limits):
        Patient(telegram, 1).send("slow")
        await Patient(telegram, 2).ask("x")
        before = telegram.queue.polls
        with suppress(TimeoutError):
            await telegram.until(lambda: False, seconds=0.5)
        assert telegram.queue.polls - before <= 12
        handle.events["slow"].set()


async def test_full_window_behind_a_stuck_update_is_let_go_in_the_end(telegram: Telegram) -> None:
    handle = Blocking("stuck")
    async with delivering(telegram, handle, limits=PollingLimits(hold=0.3)) as delivery:
        Patient(telegram, 1).send("stuck")
        for number in range(250):
            Patient(telegram, 10 + number).send("x")
        await telegram.until(lambda: len(telegram.of("sendMessage")) == 250)
        assert delivery.counts.released == 1
        assert telegram.queue.polls < 60
        handle.events["stuck"].set()
        await telegram.until(lambda: telegram.texts(1) == ["stuck"])


async def test_update_that_cannot_be_read_is_skipped_and_counted(telegram: Telegram) -> None:
    async with delivering(telegram) as delivery:
        poison = telegram.queue.push(updates.unparseable())
        telegram.queue.push({"message": "not even an object"})
        await Patient(telegram).ask("hello")
        await telegram.queue.empty()
        assert delivery.counts.unparseable == 2
    assert telegram.queue.deliveries[poison] <= 2


async def test_failing_handler_is_counted_and_logged_without_words(
    telegram: Telegram, caplog: pytest.LogCaptureFixture
) -> None:
    async def fails(bot: TelegramBot, update: Update) -> None:
        if update.message and update.message.text == "my secret illness":
            raise RuntimeError(update.message.text)
        await echo(bot, update)

    async with delivering(telegram, fails) as delivery:
        Patient(telegram, 1).send("my secret illness")
        await Patient(telegram, 2).ask("hello")
        await telegram.queue.empty()
        assert delivery.counts.failed == 1
    assert "RuntimeError at bot/channels/telegram/updates/processor.py:" in caplog.text
    assert "secret" not in caplog.text


async def test_endless_handler_is_cancelled_and_not_tried_again(telegram: Telegram) -> None:
    handle = Blocking("endless")
    async with delivering(telegram, handle, limits=PollingLimits(handling=0.05)) as delivery:
        Patient(telegram, 1).send("endless")
        await Patient(telegram, 1).ask("after it")
        await telegram.queue.empty()
        assert delivery.counts.expired == 1
    assert handle.begun == ["endless", "after it"]


async def test_time_that_telegram_makes_a_handler_wait_is_not_held_against_it(telegram: Telegram) -> None:
    async with VirtualTime() as time:
        telegram.clock = telegram.flood.clock = time.clock
        telegram.faults.plan(Fault(Trouble.TOO_MANY, retry_after=60), "sendMessage")
        async with delivering(telegram, limits=PollingLimits(handling=5.0), time=time) as delivery:
            assert (await Patient(telegram).ask("hello"))["text"] == "hello"
            await telegram.queue.empty()
            assert delivery.counts.expired == 0
    assert not telegram.flood.violations


async def test_refused_token_ends_the_run(telegram: Telegram) -> None:
    async with VirtualTime() as time:
        telegram.faults.plan(Fault(Trouble.UNAUTHORIZED), "getUpdates", times=2)
        with pytest.raises(TokenRefused, match="BotFather") as caught:
            async with delivering(telegram, time=time):
                await telegram.until(lambda: False, seconds=0.2)
        assert TOKEN not in str(caught.value)


async def test_one_slip_of_401_is_survived(telegram: Telegram) -> None:
    async with VirtualTime() as time:
        telegram.faults.plan(Fault(Trouble.UNAUTHORIZED), "getUpdates")
        async with delivering(telegram, time=time):
            await Patient(telegram).ask("hello")


async def test_second_instance_is_named_and_waited_for(telegram: Telegram, caplog: pytest.LogCaptureFixture) -> None:
    async with VirtualTime() as time:
        telegram.faults.plan(Fault(Trouble.CONFLICT), "getUpdates", times=5)
        async with delivering(telegram, time=time) as delivery:
            await Patient(telegram).ask("hello")
            assert delivery.counts.conflicts == 5
    assert caplog.text.count("another instance is polling") == 1
    assert min(time.slept) >= 1.0


async def test_outage_is_waited_out_with_growing_jittered_pauses(
    telegram: Telegram, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with VirtualTime() as time:
        for trouble in (Trouble.RESET, Trouble.SERVER_ERROR, Trouble.BAD_GATEWAY, Trouble.GARBAGE):
            telegram.faults.plan(Fault(trouble), "getUpdates", times=3)
        async with delivering(telegram, time=time) as delivery:
            await Patient(telegram).ask("hello")
            assert delivery.counts.outages == 1
            assert delivery.last_contact is not None
    pauses = time.slept
    assert len(pauses) == 12
    assert all(low / 2 <= pause <= low for low, pause in zip((0.5, 1, 2, 4), pauses, strict=False))
    assert max(pauses) <= 5
    assert len(set(pauses)) == len(pauses)
    assert "Telegram answers again" in caplog.text
    assert caplog.text.count("trying again") <= 3


async def test_getting_updates_obeys_retry_after(telegram: Telegram) -> None:
    async with VirtualTime() as time:
        telegram.clock = telegram.flood.clock = time.clock
        telegram.faults.plan(Fault(Trouble.TOO_MANY, retry_after=30), "getUpdates")
        async with delivering(telegram, time=time):
            await Patient(telegram).ask("hello")
    assert not telegram.flood.violations


async def test_every_patient_is_answered_when_every_fifth_call_fails(telegram: Telegram) -> None:
    faults = telegram.faults
    faults.rate = 0.2
    faults.choices = (
        Fault(Trouble.TOO_MANY, retry_after=3),
        Fault(Trouble.SERVER_ERROR),
        Fault(Trouble.BAD_GATEWAY),
        Fault(Trouble.RESET),
        Fault(Trouble.RESET, effective=True),
        Fault(Trouble.TIMEOUT, hang=0.001),
    )
    async with VirtualTime() as time:
        telegram.clock = telegram.flood.clock = time.clock
        async with delivering(telegram, time=time) as delivery:
            patients = [Patient(telegram, 10 + number) for number in range(60)]
            for number in range(5):
                for patient in patients:
                    patient.send(str(number))
            await telegram.queue.empty()
            assert delivery.counts.failed == delivery.counts.expired == 0
    assert faults.injected.total() > 60
    assert not telegram.flood.violations
    for patient in patients:
        assert list(dict.fromkeys(telegram.texts(patient.id))) == ["0", "1", "2", "3", "4"]


async def test_stop_finishes_what_is_in_flight_loses_and_doubles_nothing(telegram: Telegram) -> None:
    telegram.latency = telegram.latency_back = 0.002
    patients = [Patient(telegram, 10 + number) for number in range(400)]
    for patient in patients:
        patient.send("x")
    for stop_after in (30, 150):
        async with delivering(telegram) as delivery:
            await telegram.until(lambda enough=stop_after: len(telegram.of("sendMessage")) >= enough)  # type: ignore[misc]
            await delivery.stop()
        assert not delivery.in_flight
        assert len(telegram.queue.pending) == 400 - len(telegram.of("sendMessage"))
    async with delivering(telegram):
        await telegram.queue.empty()
    assert [telegram.texts(patient.id) for patient in patients] == [["x"]] * 400


async def test_stop_does_not_wait_longer_than_its_grace_and_leaves_the_rest_to_the_next_process(
    telegram: Telegram,
) -> None:
    handle = Blocking("stuck")
    async with delivering(telegram, handle) as delivery:
        stuck = Patient(telegram, 1).send("stuck")
        await Patient(telegram, 2).ask("x")
        await delivery.stop(grace=0.05)
    assert stuck in telegram.queue.pending
    assert telegram.texts(1) == []
    async with delivering(telegram):
        await telegram.queue.empty()
    assert telegram.texts(1) == ["stuck"]


async def test_after_a_kill_what_is_known_to_be_done_is_not_answered_again(telegram: Telegram) -> None:
    processed = InMemoryProcessedUpdates()
    async with killed(telegram, Blocking("stuck"), processed):
        Patient(telegram, 1).send("stuck")  # keeps the offset from moving past the others
        for number in range(30):
            await Patient(telegram, 10 + number).ask("x")
    assert len(telegram.queue.pending) > 30
    async with delivering(telegram, processed=processed) as delivery:
        await telegram.queue.empty()
        assert delivery.counts.repeated == 30
    assert telegram.texts(1) == ["stuck"]
    assert all(telegram.texts(10 + number) == ["x"] for number in range(30))


async def test_leftover_webhook_is_removed_and_its_updates_are_kept(telegram: Telegram) -> None:
    telegram.queue.webhook = {"url": "https://clinic.example/hook"}
    Patient(telegram).send("waiting since yesterday")
    async with delivering(telegram):
        await telegram.queue.empty()
    assert telegram.texts(1_001) == ["waiting since yesterday"]


async def test_ids_that_start_over_after_a_quiet_week_are_noticed(telegram: Telegram) -> None:
    async with VirtualTime() as time:
        limits = PollingLimits(poll=0)
        async with delivering(telegram, time=time, limits=limits):
            telegram.queue.next_id = 900_000
            await Patient(telegram).ask("before")
            time.now += 8 * 86_400
            await telegram.queue.polled(telegram.queue.polls + 3)
            telegram.queue.next_id = 17
            await Patient(telegram).ask("after")
    assert telegram.texts(1_001) == ["before", "after"]


async def test_answers_again_within_a_moment_of_the_networks_return() -> None:
    asked = asyncio.Event()

    async def sleep(_seconds: float) -> None:
        asked.set()
        await asyncio.sleep(0.01)

    async with Server() as server:
        bot = TelegramBot(TOKEN, server.base_url, rate_limiter=RateLimiter())
        await bot.open()

        async def handler(update: Update, _: ScreenedMessage) -> None:
            await echo(bot, update)

        delivery = Poller(bot, handler, InMemoryProcessedUpdates(), screen=screen_help, sleep=sleep)
        running = asyncio.create_task(delivery.run())
        patient = Patient(server.telegram)
        await patient.ask("before")
        await server.stop()
        await asyncio.wait_for(asked.wait(), 10)
        await server.start()
        assert (await patient.ask("after"))["text"] == "after"
        assert delivery.counts.outages == 1
        await delivery.stop()
        await running
        await bot.shutdown()


async def test_others_have_their_turns_while_a_hundred_updates_are_taken(telegram: Telegram) -> None:
    handle, seen = Blocking("x"), set[int]()
    for number in range(100):
        Patient(telegram, 1 + number).send("x")
    async with delivering(telegram, handle) as delivery:
        while delivery.in_flight < 100:
            seen.add(delivery.in_flight)
            await asyncio.sleep(0)
        handle.events["x"].set()
        await telegram.queue.empty()
    assert len(seen) > 10
