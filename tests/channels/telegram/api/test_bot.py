"""The bot's defaults hold however a text is sent, and a token that is refused is reported as such at any time."""

from __future__ import annotations

import pytest
from telegram.error import InvalidToken

from bot.channels.telegram.api.bot import TelegramBot
from bot.channels.telegram.api.rate_limiter import RateLimiter
from bot.channels.telegram.notifications import Notifications
from bot.channels.telegram.sending.sender import Sender
from bot.channels.telegram.staff_chat import StaffChat
from tests.support import updates
from tests.support.faults import Fault, Trouble
from tests.support.telegram import TOKEN, Telegram
from tests.support.wire import Wire


@pytest.fixture
def telegram() -> Telegram:
    telegram = Telegram()
    telegram.chats[1] = updates.private(updates.user(1))
    return telegram


@pytest.fixture
async def bot(telegram: Telegram) -> TelegramBot:
    bot = TelegramBot(TOKEN, rate_limiter=RateLimiter(), request=Wire(telegram), get_updates_request=Wire(telegram))
    await bot.open()
    return bot


async def test_texts_are_html_without_a_preview_and_need_not_find_what_they_reply_to(
    telegram: Telegram, bot: TelegramBot
) -> None:
    await bot.send_text(1, "<b>a</b>", reply_to=77)
    await bot.send_message(1, "<b>a</b>", reply_to_message_id=77)
    for call in telegram.of("sendMessage"):
        assert call.sent["parse_mode"] == "HTML"
        assert call.sent["link_preview_options"] == {"is_disabled": True}
        assert call.sent["reply_parameters"]["allow_sending_without_reply"] is True
    assert telegram.texts(1) == ["a", "a"]


async def test_what_admins_are_told_is_plain_text(telegram: Telegram, bot: TelegramBot) -> None:
    assert await Notifications(Sender(bot), {1}, StaffChat(None)).alert("less than <1 GB> & falling")
    assert telegram.texts(1) == ["less than <1 GB> & falling"]


async def test_a_token_revoked_after_the_first_contact_is_refused(telegram: Telegram, bot: TelegramBot) -> None:
    telegram.faults.plan(Fault(Trouble.UNAUTHORIZED), "getUpdates")
    with pytest.raises(InvalidToken):
        await bot.raw_updates(None, limit=1, timeout=0, kinds=())
