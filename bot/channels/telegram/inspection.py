"""Looks at a set-up from Telegram's side: the token, the webhook, the clock, who can be told. Changes nothing there.

Knows nothing of how the result is shown.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum

from telegram import WebhookInfo
from telegram.constants import ChatAction, ChatMemberStatus
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, TelegramError

from bot.channels.telegram.api.aiohttp_request import AiohttpRequest
from bot.channels.telegram.api.bot import TelegramBot
from bot.settings import Settings

MOST_SKEW = timedelta(seconds=60)
"""A clock that is off by more puts questions into the wrong week and breaks certificates."""
RECENT = timedelta(hours=1)
"""For how long a failed post of Telegram's counts as a fault."""


class Condition(StrEnum):
    """What an inspection comes to."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Inspection:
    """One thing that was looked at."""

    subject: str
    condition: Condition
    found: str
    remedy: str = ""


async def inspect_telegram(bot: TelegramBot, settings: Settings, now: datetime) -> AsyncIterator[Inspection]:
    """What Telegram says of the token and of the chats in the settings; after the first contact fails, nothing more."""
    try:
        await bot.initialize()
    except (InvalidToken, Forbidden):
        remedy = "copy the current one from @BotFather into TELEGRAM_BOT_TOKEN"
        yield Inspection("token", Condition.FAULT, "Telegram refuses it", remedy)
        return
    except TelegramError as error:
        remedy = "look at the network, the proxy, the clock and TELEGRAM_API_BASE_URL"
        yield Inspection("Telegram", Condition.FAULT, f"cannot be reached ({error.message})", remedy)
        return
    yield Inspection("token", Condition.OK, f"that of @{bot.username}")
    try:
        yield _webhook(await bot.get_webhook_info(), settings, now)
    except TelegramError as error:
        yield Inspection("webhook", Condition.FAULT, f"Telegram does not tell its state ({error.message})", "try again")
    if (told := _clock(bot, now)) is not None:
        yield told
    yield await _admins(bot, settings)
    if settings.staff_chat_id is not None:
        yield await _staff_chat(bot, settings.staff_chat_id)


def _webhook(info: WebhookInfo, settings: Settings, now: datetime) -> Inspection:
    waiting = f", {info.pending_update_count} messages wait there" if info.pending_update_count else ""
    if not settings.webhook_url:
        if info.url:
            remedy = "the bot removes it when it starts; if another program needs it, give the bot a token of its own"
            return Inspection("webhook", Condition.WARNING, "one is set, though WEBHOOK_URL is empty", remedy)
        return Inspection("webhook", Condition.OK, f"none: the bot asks for messages{waiting}")
    failed = info.last_error_date
    if failed is not None and info.last_error_message and now - failed < RECENT:
        found = f"Telegram could not post, {_minutes(now - failed)} ago: {info.last_error_message}{waiting}"
        remedy = "look at the proxy, its certificate, and that it passes WEBHOOK_URL on to WEBHOOK_PORT"
        return Inspection("webhook", Condition.FAULT, found, remedy)
    if info.url != settings.webhook_url:
        found = "another address is set" if info.url else "not set yet"
        return Inspection("webhook", Condition.WARNING, found, "the bot sets WEBHOOK_URL when it starts")
    return Inspection("webhook", Condition.OK, f"set{waiting}")


def _clock(bot: TelegramBot, now: datetime) -> Inspection | None:
    """How far the clock is off, or None where Telegram's time is not known."""
    request = bot.request
    if not isinstance(request, AiohttpRequest) or request.answered_on is None:
        return None
    skew = now - parsedate_to_datetime(request.answered_on).astimezone(UTC)
    if abs(skew) <= MOST_SKEW:
        return Inspection("clock", Condition.OK, "right")
    way = "ahead" if skew > timedelta() else "behind"
    return Inspection("clock", Condition.FAULT, f"{_minutes(abs(skew))} {way}", "let the system set it (NTP)")


async def _admins(bot: TelegramBot, settings: Settings) -> Inspection:
    unreachable = []
    for admin in sorted(settings.admin_ids):
        try:
            await bot.send_chat_action(admin, ChatAction.TYPING)
        except TelegramError:
            unreachable.append(str(admin))
    count = len(settings.admin_ids)
    if not count:
        remedy = "put the id that /whoami shows into ADMIN_IDS"
        return Inspection("admins", Condition.WARNING, "none, so nobody is told when something fails", remedy)
    if unreachable:
        found = f"{len(unreachable)} of {count} cannot be written to: {', '.join(unreachable)}"
        condition = Condition.FAULT if len(unreachable) == count else Condition.WARNING
        return Inspection("admins", condition, found, "each must send the bot /start, and not block it")
    return Inspection("admins", Condition.OK, f"{count} can be written to")


async def _staff_chat(bot: TelegramBot, chat_id: int) -> Inspection:
    try:
        member = await bot.get_chat_member(chat_id, bot.id)
    except ChatMigrated as error:
        found = "the group has become a supergroup with another id"
        return Inspection("staff chat", Condition.FAULT, found, f"write STAFF_CHAT_ID={error.new_chat_id}")
    except (BadRequest, Forbidden):
        remedy = "add the bot to the group, and see that STAFF_CHAT_ID is that group's, a negative number"
        return Inspection("staff chat", Condition.FAULT, "the bot is not in it", remedy)
    except TelegramError as error:
        return Inspection("staff chat", Condition.FAULT, f"Telegram does not tell ({error.message})", "try again")
    if member.status in {ChatMemberStatus.LEFT, ChatMemberStatus.BANNED}:
        return Inspection(
            "staff chat", Condition.FAULT, "the bot was taken out of it", "add the bot to the group again"
        )
    if getattr(member, "can_send_messages", True) is False:
        return Inspection("staff chat", Condition.FAULT, "the bot may not write in it", "let it send messages there")
    return Inspection("staff chat", Condition.OK, "the bot is in it")


def _minutes(span: timedelta) -> str:
    minutes = round(span.total_seconds() / 60)
    return f"{minutes} minute{'' if minutes == 1 else 's'}"
