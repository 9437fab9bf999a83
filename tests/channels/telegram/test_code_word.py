"""An admin is learnt from a code word; no message of anybody else is taken away from the bot."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.channels.telegram.api.bot import TelegramBot, TokenRefused
from bot.channels.telegram.code_word import (
    DIGITS,
    WINDOW,
    InUse,
    Newcomer,
    NoContact,
    introduced,
    new_code_word,
    who_sent,
)
from tests.support.faults import Fault, Trouble
from tests.support.telegram import TOKEN, Telegram
from tests.support.updates import group, message, private, text, user
from tests.support.wire import Wire

ADA, PAT = user(7, "Ada"), user(8)
WORD = "482913"


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    telegram = Telegram()
    yield telegram
    telegram.queue.stop()


def bot_of(telegram: Telegram, token: str = TOKEN) -> TelegramBot:
    return TelegramBot(token, request=Wire(telegram), get_updates_request=Wire(telegram))


def write(telegram: Telegram, person: dict[str, object], words: str, chat: dict[str, object] | None = None) -> int:
    return telegram.queue.push({"message": message(1, chat or private(person), person, **text(words))})


async def seen(telegram: Telegram) -> Newcomer | None:
    return await who_sent(bot_of(telegram), WORD, seconds=0)


def test_code_words_are_digits_and_differ() -> None:
    words = {new_code_word() for _ in range(20)}
    assert all(len(word) == DIGITS and word.isdigit() for word in words)
    assert len(words) > 10


async def test_a_token_says_whose_it_is(telegram: Telegram) -> None:
    assert await introduced(bot_of(telegram)) == "clinic_faq_bot"
    with pytest.raises(TokenRefused):
        await introduced(bot_of(telegram, "123456:AAwrong"))
    telegram.faults.plan(Fault(Trouble.RESET), "getMe", times=9)
    with pytest.raises(NoContact):
        await introduced(bot_of(telegram))


@pytest.mark.parametrize("words", [WORD, f" {WORD} ", f"/start {WORD}"])
async def test_who_sends_the_code_word_is_the_admin(telegram: Telegram, words: str) -> None:
    write(telegram, ADA, "hello")
    write(telegram, ADA, words)
    assert await seen(telegram) == Newcomer(7, "Ada")
    assert not telegram.queue.pending, "the bot would answer the code word when it starts"


async def test_messages_of_others_stay_for_the_bot(telegram: Telegram) -> None:
    own = write(telegram, ADA, "hello")
    waiting = [write(telegram, PAT, "can botox help"), write(telegram, ADA, WORD), write(telegram, PAT, "please")]
    assert await seen(telegram) == Newcomer(7, "Ada")
    assert [*telegram.queue.pending] == waiting
    assert own not in telegram.queue.pending


async def test_nothing_is_taken_away_while_the_code_word_has_not_come(telegram: Telegram) -> None:
    waiting = [write(telegram, PAT, "482914"), write(telegram, PAT, f"my code is {WORD}")]
    waiting.append(write(telegram, PAT, WORD, group(-100)))
    assert await seen(telegram) is None
    assert [*telegram.queue.pending] == waiting


async def test_a_bot_that_is_in_use_is_left_alone(telegram: Telegram) -> None:
    for _ in range(WINDOW + 1):
        write(telegram, PAT, "can botox help")
    with pytest.raises(InUse, match="many messages"):
        await seen(telegram)
    assert len(telegram.queue.pending) == WINDOW + 1
    telegram.faults.plan(Fault(Trouble.CONFLICT), "getUpdates", times=1)
    with pytest.raises(InUse, match="another program"):
        await seen(telegram)
    telegram.queue.webhook = {"url": "https://bot.example.org/telegram", "secret_token": ""}
    polls = telegram.queue.polls
    with pytest.raises(InUse, match="webhook"):
        await seen(telegram)
    assert telegram.queue.polls == polls
