"""One person who sends many messages at once keeps nobody else waiting."""

from __future__ import annotations

import asyncio

from telegram import Update

from bot.channels.telegram.api.bot import TelegramBot
from bot.channels.telegram.updates.processor import UpdateProcessor
from bot.core.dialogue.screened_message import ScreenedMessage
from tests.support import updates
from tests.support.processed_updates import InMemoryProcessedUpdates
from tests.support.screening import screen_help, screen_nothing
from tests.support.telegram import TOKEN, Telegram
from tests.support.updates import Json
from tests.support.wire import Wire

STRANGER, PATIENT = 7, 8


def written(update_id: int, chat: int) -> Json:
    person = updates.user(chat)
    content = updates.message(update_id, updates.private(person), person, **updates.text("does it hurt? " * 80))
    return {"update_id": update_id, "message": content}


async def test_of_each_chat_one_long_message_is_looked_at_at_a_time() -> None:
    telegram, go_on = Telegram(), asyncio.Event()
    looked_at, most, handled = 0, 0, list[int]()

    async def screen(update: Update) -> ScreenedMessage:
        nonlocal looked_at, most
        if update.effective_chat is not None and update.effective_chat.id == STRANGER:
            looked_at += 1
            most = max(most, looked_at)
            await go_on.wait()
            looked_at -= 1
        return await screen_nothing(update)

    async def handle(update: Update, _: ScreenedMessage) -> None:
        handled.append(update.update_id)

    bot = TelegramBot(TOKEN, request=Wire(telegram), get_updates_request=Wire(telegram))
    processor = UpdateProcessor(bot, handle, InMemoryProcessedUpdates(), screen=screen)
    hostile = [processor.accept(written(number, STRANGER)) for number in range(20)]
    patients = [processor.accept(written(100 + number, PATIENT + number)) for number in range(5)]
    await asyncio.gather(*filter(None, patients))
    assert sorted(handled) == [100, 101, 102, 103, 104]
    assert looked_at == most == 1
    go_on.set()
    await asyncio.gather(*filter(None, hostile))
    assert most == 1
    assert handled[5:] == list(range(20))


async def test_an_emergency_that_answers_a_long_message_waits_for_none() -> None:
    telegram, go_on, handled = Telegram(), asyncio.Event(), list[int]()

    async def screen(update: Update) -> ScreenedMessage:
        if update.update_id != 40:
            await go_on.wait()
        return await screen_help(update)

    async def handle(update: Update, _: ScreenedMessage) -> None:
        handled.append(update.update_id)

    bot = TelegramBot(TOKEN, request=Wire(telegram), get_updates_request=Wire(telegram))
    processor = UpdateProcessor(bot, handle, InMemoryProcessedUpdates(), screen=screen)
    earlier = [processor.accept(written(number, STRANGER)) for number in range(40)]
    person = updates.user(STRANGER)
    answered = written(39, STRANGER)["message"]
    content = updates.message(
        40, updates.private(person), person, reply_to_message=answered, **updates.text("help, I can't breathe")
    )
    urgent = processor.accept({"update_id": 40, "message": content})
    assert urgent is not None
    await urgent
    assert handled == [40]
    go_on.set()
    await asyncio.gather(*filter(None, earlier))
    assert handled == [40, *range(40)]
