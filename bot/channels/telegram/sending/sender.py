"""Sends replies: the one place that knows how Telegram wants a message sent, edited or a tap acknowledged.

Harmless refusals (the message did not change, the tap is too old, the patient blocked the bot) end here; everything
else is the caller's.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache

from telegram import CallbackQuery, InlineKeyboardMarkup, Message
from telegram.constants import ChatAction
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.channels.telegram.api.bot import TelegramBot
from bot.channels.telegram.sending.render import keyboard, message
from bot.core.dialogue.replies import Button, Buttons, Reply

_HARMLESS = (
    "message is not modified",
    "query is too old",
    "query id is invalid",
    "message to edit not found",
    "message can't be edited",
)
TYPING_AFTER_SECONDS = 0.3
_NO_TEXT = {"parse_mode": None}
"""The library sends its default parse mode also where there is no text to parse."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a reply goes: a chat, its thread if it has any, and the message it answers."""

    chat_id: int
    thread_id: int | None = None
    reply_to: int | None = None

    @classmethod
    def of(cls, message: Message, *, quote: bool = True) -> Destination:
        """The place below a message."""
        thread = message.message_thread_id if message.is_topic_message else None
        return cls(message.chat_id, thread, message.message_id if quote else None)


@contextmanager
def harmless() -> Iterator[None]:
    """Swallows refusals by Telegram that change nothing for anybody."""
    try:
        yield
    except Forbidden:
        pass  # blocked since the tap
    except BadRequest as error:
        if not any(part in error.message.lower() for part in _HARMLESS):
            raise


@lru_cache(maxsize=512)
def _keyboard(buttons: Buttons) -> str | None:
    """Rows of buttons as JSON. They hold words of the FAQ only, and most are sent over and over."""
    made = keyboard(buttons)
    return made.to_json() if made else None


class Sender:
    """Sends as one bot."""

    def __init__(self, bot: TelegramBot) -> None:
        self._bot = bot

    async def send(self, destination: Destination, *replies: Reply, urgent: bool = False) -> bool:
        """Sends the replies in order. False if nobody is there.

        What is urgent goes before all that waits to be sent to others.
        """
        for reply in replies:
            text = message(reply)
            try:
                try:
                    await self._send(destination, text, reply.buttons, urgent)
                except ChatMigrated as moved:  # a group became a supergroup while we were thinking
                    destination = Destination(moved.new_chat_id)
                    await self._send(destination, text, reply.buttons, urgent)
            except Forbidden:
                return False
        return True

    async def _send(self, destination: Destination, text: str, buttons: Buttons, urgent: bool) -> None:
        written = _keyboard(buttons)
        await self._bot.send_html(
            destination.chat_id,
            text,
            keyboard=written,
            reply_to=destination.reply_to,
            thread_id=destination.thread_id,
            urgent=urgent,
        )

    async def acknowledge(self, query: CallbackQuery) -> None:
        """Ends the little clock on the tapped button."""
        with harmless():
            await query.answer()

    async def replace(self, query: CallbackQuery, reply: Reply) -> None:
        """Puts a reply in place of the tapped message."""
        with harmless():
            await query.edit_message_text(message(reply), reply_markup=keyboard(reply.buttons))

    async def rekey(self, query: CallbackQuery, buttons: Buttons) -> None:
        """Changes only the buttons of the tapped message."""
        shown = query.message.reply_markup if isinstance(query.message, Message) else None
        fresh = keyboard(buttons)
        if fresh != shown:
            with harmless():
                await query.edit_message_reply_markup(fresh, api_kwargs=_NO_TEXT)

    async def rerow(self, query: CallbackQuery, row: Sequence[Button]) -> None:
        """Changes only the row of buttons that the tapped one is in."""
        shown = query.message.reply_markup if isinstance(query.message, Message) else None
        fresh = keyboard((tuple(row),))
        if shown is None or fresh is None:
            return
        rows = [
            fresh.inline_keyboard[0] if any(button.callback_data == query.data for button in old) else old
            for old in shown.inline_keyboard
        ]
        if InlineKeyboardMarkup(rows) != shown:
            with harmless():
                await query.edit_message_reply_markup(InlineKeyboardMarkup(rows), api_kwargs=_NO_TEXT)

    @asynccontextmanager
    async def typing(self, destination: Destination) -> AsyncIterator[None]:
        """Shows "typing …" while what is inside takes longer than a moment."""
        shown: list[asyncio.Task[None]] = []
        loop = asyncio.get_running_loop()
        timer = loop.call_later(
            TYPING_AFTER_SECONDS, lambda: shown.append(asyncio.create_task(self._type(destination)))
        )
        try:
            yield
        finally:
            timer.cancel()
            for task in shown:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task

    async def _type(self, destination: Destination) -> None:
        with suppress(TelegramError):
            await self._bot.send_chat_action(
                destination.chat_id, ChatAction.TYPING, message_thread_id=destination.thread_id
            )
