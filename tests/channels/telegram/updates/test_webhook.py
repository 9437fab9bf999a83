"""The webhook over real sockets: 200 only after handling, forged posts refused, modes changed without loss."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp
import pytest
from telegram import Update

from bot.channels.telegram.api.bot import TelegramBot, TokenRefused
from bot.channels.telegram.updates.polling import Poller
from bot.channels.telegram.updates.receiver import PortRefused
from bot.channels.telegram.updates.webhook import Webhook
from bot.core.dialogue.screened_message import ScreenedMessage
from tests.support import updates
from tests.support.clock import VirtualTime
from tests.support.faults import Fault, Trouble
from tests.support.free_port import free_port
from tests.support.patient import Patient
from tests.support.processed_updates import InMemoryProcessedUpdates
from tests.support.screening import screen_help
from tests.support.telegram import TOKEN, Telegram
from tests.support.wire import Wire

SECRET = "a-secret_of-ours"
HEADER = {"X-Telegram-Bot-Api-Secret-Token": SECRET}


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    telegram = Telegram()
    telegram.queue.redelivery = 0.02
    yield telegram
    telegram.queue.stop()


@asynccontextmanager
async def hooked(
    telegram: Telegram,
    handle: Callable[[TelegramBot, Update], Awaitable[None]] | None = None,
    *,
    processed: InMemoryProcessedUpdates | None = None,
    patience: float = 5.0,
    handling: float = 5.0,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> AsyncIterator[tuple[Webhook, str]]:
    """A bot in webhook mode and its URL."""
    bot = TelegramBot(TOKEN, request=Wire(telegram), get_updates_request=Wire(telegram))

    async def handler(update: Update, _: ScreenedMessage) -> None:
        if handle is not None:
            await handle(bot, update)
        if update.message and update.message.text:
            await bot.send_message(update.message.chat_id, update.message.text)

    port = free_port()
    url = f"http://127.0.0.1:{port}/telegram"
    webhook = Webhook(
        bot,
        handler,
        processed or InMemoryProcessedUpdates(),
        screen=screen_help,
        url=url,
        port=port,
        secret=SECRET,
        host="127.0.0.1",
        patience=patience,
        handling=handling,
        sleep=sleep,
    )
    running, watching = asyncio.create_task(webhook.run()), asyncio.create_task(webhook.watch())
    listening = asyncio.create_task(telegram.until(lambda: bool(telegram.of("setWebhook"))))
    try:
        await asyncio.wait({running, listening}, return_when=asyncio.FIRST_COMPLETED)
        yield webhook, url
    finally:
        listening.cancel()
        if not running.done():
            await webhook.stop(grace=0.2)
        watching.cancel()
        await running


async def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=headers) as response:
        return response.status


async def test_a_port_in_use_is_told_from_other_failures(telegram: Telegram) -> None:
    async def nothing(update: Update, heard: ScreenedMessage) -> None:
        pass

    bot = TelegramBot(TOKEN, request=Wire(telegram), get_updates_request=Wire(telegram))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        webhook = Webhook(
            bot,
            nothing,
            InMemoryProcessedUpdates(),
            screen=screen_help,
            url="http://127.0.0.1/telegram",
            port=port,
            secret=SECRET,
            host="127.0.0.1",
        )
        with pytest.raises(PortRefused, match="in use"):
            await webhook.run()


async def test_posted_update_is_handled_and_confirmed(telegram: Telegram) -> None:
    async with hooked(telegram) as (webhook, _):
        for number in range(5):
            assert (await Patient(telegram).ask(str(number)))["text"] == str(number)
        await telegram.queue.empty()
        assert webhook.counts.handled == 5
        assert webhook.last_contact is not None
    assert not telegram.refused()


async def test_200_comes_only_after_handling_and_redelivery_handles_nothing_twice(telegram: Telegram) -> None:
    release = asyncio.Event()
    begun = 0

    async def slow(_bot: TelegramBot, _update: Update) -> None:
        nonlocal begun
        begun += 1
        await release.wait()

    async with hooked(telegram, slow, patience=0.03):
        update = Patient(telegram).send("slow")
        while len(telegram.queue.webhook_errors) < 3:
            await telegram.queue.delivered(update)
        assert update in telegram.queue.pending
        release.set()
        await telegram.queue.empty()
    assert begun == 1
    assert telegram.texts(1_001) == ["slow"]
    assert set(telegram.queue.webhook_errors) == {"Wrong response from the webhook: 500"}


async def test_one_slow_chat_holds_up_no_other_and_order_is_kept(telegram: Telegram) -> None:
    release = asyncio.Event()

    async def slow(_bot: TelegramBot, update: Update) -> None:
        if update.message and update.message.text == "a":
            await release.wait()

    async with hooked(telegram, slow):
        patient = Patient(telegram, 1)
        patient.send("a")
        patient.send("b")
        await Patient(telegram, 2).ask("x")
        release.set()
        await telegram.queue.empty()
    assert telegram.texts(1) == ["a", "b"]


async def test_an_emergency_is_confirmed_though_the_update_before_it_hangs(telegram: Telegram) -> None:
    begun, release = asyncio.Event(), asyncio.Event()

    async def slow(_bot: TelegramBot, update: Update) -> None:
        if update.message and update.message.text == "a":
            begun.set()
            await release.wait()

    person = updates.user(1)
    telegram.chats[1] = updates.private(person)
    a, b, emergency = (
        json.dumps({"update_id": n, "message": updates.message(n, telegram.chats[1], person, text=words)}).encode()
        for n, words in enumerate(("a", "b", "help"), 1)
    )
    async with hooked(telegram, slow) as (webhook, url):
        first = asyncio.create_task(post(url, a, HEADER))
        await begun.wait()
        second = asyncio.create_task(post(url, b, HEADER))
        assert await post(url, emergency, HEADER) == 200
        assert telegram.texts(1) == ["help"]
        assert not first.done()
        release.set()
        assert (await first, await second) == (200, 200)
        assert await post(url, emergency, HEADER) == 200
        assert webhook.counts.repeated == 1
    assert telegram.texts(1) == ["help", "a", "b"]


async def test_update_that_is_known_to_be_done_is_confirmed_without_handling(telegram: Telegram) -> None:
    processed = InMemoryProcessedUpdates()
    await processed.done(telegram.queue.next_id)
    async with hooked(telegram, processed=processed) as (webhook, _):
        Patient(telegram).send("answered before the restart")
        await telegram.queue.empty()
        assert webhook.counts.repeated == 1
    assert telegram.texts(1_001) == []


async def test_forged_posts_are_refused(telegram: Telegram) -> None:
    forged = b'{"update_id": 5, "message": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}}}'
    async with hooked(telegram) as (webhook, url):
        assert await post(url, forged, {}) == 403
        assert await post(url, forged, {"X-Telegram-Bot-Api-Secret-Token": SECRET + "x"}) == 403
        assert await post(url, forged, {"X-Telegram-Bot-Api-Secret-Token": "\u00fc"}) == 403
        assert await post(url + "/else", forged, HEADER) == 404
        assert await post(url, b"{", HEADER) == 400
        assert await post(url, b"[1, 2]", HEADER) == 400
        assert await post(url, b"[" * 100_000, HEADER) == 400
        assert await post(url, b"\xff", HEADER) == 400
        assert await post(url, b" " * 1_010_000, HEADER) == 413
        assert webhook.counts.received == 0
        assert webhook.refused == 8
        assert await post(url, b'{"update_id": "x"}', HEADER) == 200


async def test_failing_endless_and_unreadable_updates_are_confirmed_so_that_they_do_not_come_for_ever(
    telegram: Telegram,
) -> None:
    async def bad(_bot: TelegramBot, update: Update) -> None:
        if update.message and update.message.text == "endless":
            await asyncio.Event().wait()
        raise RuntimeError

    async with hooked(telegram, bad, handling=0.05) as (webhook, _):
        Patient(telegram, 1).send("endless")
        Patient(telegram, 2).send("failing")
        telegram.queue.push(updates.unparseable())
        await telegram.queue.empty()
        counts = webhook.counts
        assert (counts.expired, counts.failed, counts.unparseable) == (1, 1, 1)


async def test_changing_from_polling_to_webhook_and_back_keeps_what_waits(telegram: Telegram) -> None:
    patient = Patient(telegram)
    patient.send("while nobody ran")
    async with hooked(telegram):
        await telegram.queue.empty()
    patient.send("between")
    bot = TelegramBot(TOKEN, request=Wire(telegram), get_updates_request=Wire(telegram))

    async def handler(update: Update, _: ScreenedMessage) -> None:
        if update.message and update.message.text:
            await bot.send_message(update.message.chat_id, update.message.text)

    delivery = Poller(bot, handler, InMemoryProcessedUpdates(), screen=screen_help)
    running = asyncio.create_task(delivery.run())
    await telegram.queue.empty()
    await delivery.stop()
    await running
    assert not telegram.queue.webhook["url"]
    patient.send("after")
    telegram.calls.clear()
    async with hooked(telegram):
        await telegram.queue.empty()
    assert telegram.texts(1_001) == ["while nobody ran", "between", "after"]


async def test_stop_finishes_what_was_posted_and_loses_nothing(telegram: Telegram) -> None:
    telegram.latency = 0.005
    patients = [Patient(telegram, 10 + number) for number in range(200)]
    for patient in patients:
        patient.send("x")
    async with hooked(telegram) as (webhook, _):
        await telegram.until(lambda: len(telegram.of("sendMessage")) >= 50)
        await webhook.stop(grace=2.0)
    telegram.queue.stop()
    telegram.calls.clear()
    processed = InMemoryProcessedUpdates()
    async with hooked(telegram, processed=processed):
        await telegram.queue.empty()
    assert [telegram.texts(patient.id) for patient in patients] == [["x"]] * 200


async def test_refused_token_ends_the_run(telegram: Telegram) -> None:
    telegram.faults.plan(Fault(Trouble.UNAUTHORIZED), times=2)
    with pytest.raises(TokenRefused):
        async with VirtualTime() as time, hooked(telegram, sleep=time.sleep):
            pass


async def test_a_webhook_that_no_post_reaches_is_deaf_after_a_minute_until_one_arrives(telegram: Telegram) -> None:
    telegram.queue.webhook_errors.append("SSL error {certificate verify failed}")
    async with VirtualTime() as time, hooked(telegram, sleep=time.sleep) as (webhook, _):
        began = time.now
        telegram.queue.webhook["secret_token"] = "another"
        Patient(telegram).send("hello")
        await telegram.until(lambda: bool(webhook.deaf))
        assert time.slept[:2] == [30.0, 30.0]
        assert began + 60.0 <= time.now
        assert "1 wait at Telegram" in webhook.deaf
        assert "Check WEBHOOK_URL" in webhook.deaf
        telegram.queue.webhook["secret_token"] = SECRET
        await telegram.queue.confirmed(Patient(telegram, 2).send("hello"))
        await telegram.until(lambda: not webhook.deaf)


async def test_posts_that_are_answered_late_do_not_make_a_webhook_deaf(telegram: Telegram) -> None:
    release = asyncio.Event()

    async def slow(_bot: TelegramBot, _update: Update) -> None:
        await release.wait()

    async with VirtualTime() as time, hooked(telegram, slow, patience=0.001, sleep=time.sleep) as (webhook, _):
        update = Patient(telegram).send("slow")
        await telegram.queue.delivered(update)
        await telegram.queue.delivered(update)
        assert telegram.queue.webhook_errors
        assert webhook.deaf == ""
        release.set()
        await telegram.queue.empty()


async def test_a_webhook_that_telegram_refuses_is_deaf_though_telegram_answers(telegram: Telegram) -> None:
    bot = TelegramBot(TOKEN, request=Wire(telegram), get_updates_request=Wire(telegram))
    url = "http://bot.example.org/telegram"
    webhook = Webhook(
        bot,
        screen_nothing_to_do,
        InMemoryProcessedUpdates(),
        screen=screen_help,
        url=url,
        port=0,
        secret=SECRET,
        host="127.0.0.1",
    )
    running, watching = asyncio.create_task(webhook.run()), asyncio.create_task(webhook.watch())
    await telegram.until(lambda: bool(webhook.deaf) and webhook.last_contact is not None)
    assert "an https url must be provided" in webhook.deaf
    await webhook.stop(grace=0.0)
    await asyncio.gather(running, watching)
    telegram.calls.clear()


async def screen_nothing_to_do(_update: Update, _screened: ScreenedMessage) -> None:
    """Handles nothing."""
