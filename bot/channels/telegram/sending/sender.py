"""Sends and edits messages and acknowledges taps.

Ignores harmless errors (message not changed, tap too old, bot blocked); raises all others.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache

from telegram import CallbackQuery, Document, ForceReply, InlineKeyboardMarkup, Message
from telegram.constants import ChatAction
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.channels.telegram.api.bot import TelegramBot
from bot.channels.telegram.sending.render import keyboard, message
from bot.core.dialogue.replies import Button, Buttons, Reply, Turn
from bot.core.text.markup import plain

_HARMLESS = (
    "message is not modified",
    "query is too old",
    "query id is invalid",
    "message to edit not found",
    "message can't be edited",
)
_NOBODY_THERE = ("chat not found", "user is deactivated", "bot was kicked", "not a member", "have no rights")
TYPING_AFTER_SECONDS = 0.3
_NO_TEXT = {"parse_mode": None}
"""Overrides the default parse mode, which the library sends even without a text."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a reply goes: a chat, its thread if there is one, and the message it answers."""

    chat_id: int
    thread_id: int | None = None
    reply_to: int | None = None

    @classmethod
    def of(cls, message: Message, *, quote: bool = True) -> Destination:
        """The chat and thread of a message, as an answer to it if `quote`."""
        thread = message.message_thread_id if message.is_topic_message else None
        return cls(message.chat_id, thread, message.message_id if quote else None)


@contextmanager
def harmless() -> Iterator[None]:
    """Ignores errors of Telegram that matter to nobody, like a user who has blocked the bot since the tap."""
    try:
        yield
    except (Forbidden, BadRequest) as error:
        if isinstance(error, BadRequest) and not _among(_HARMLESS, error):
            raise


def _among(refusals: Sequence[str], error: BadRequest) -> bool:
    return any(part in error.message.lower() for part in refusals)


@lru_cache(maxsize=512)
def _keyboard(buttons: Buttons) -> str | None:
    """Rows of buttons as JSON. Cached, as most are sent repeatedly; they contain only words of the FAQ."""
    made = keyboard(buttons)
    return made.to_json() if made else None


class Sender:
    """Sends through one bot."""

    def __init__(self, bot: TelegramBot) -> None:
        self._bot = bot

    async def send(self, destination: Destination, *replies: Reply, urgent: bool = False) -> bool:
        """Sends the replies in order, urgent ones before all that wait. Returns False if the user blocked the bot."""
        for nth, reply in enumerate(replies):
            try:
                await self._send(destination, reply, urgent)
            except ChatMigrated as moved:  # the group has become a supergroup
                return await self.send(Destination(moved.new_chat_id), *replies[nth:], urgent=urgent)
            except Forbidden:
                return False
        return True

    async def post(self, chat_id: int, *replies: Reply) -> bool:
        """Writes to a chat unasked. Returns False if the chat does not exist or the bot may not write there."""
        try:
            return await self.send(Destination(chat_id), *replies)
        except BadRequest as error:
            if not _among(_NOBODY_THERE, error):
                raise
            return False

    async def _send(self, destination: Destination, reply: Reply, urgent: bool) -> None:
        text = message(reply)
        if reply.attachment is not None:
            await self._bot.send_document(
                destination.chat_id,
                reply.attachment.content,
                filename=reply.attachment.name,
                caption=text or None,
                reply_markup=keyboard(reply.buttons),
                message_thread_id=destination.thread_id,
                reply_to_message_id=destination.reply_to,
            )
            return
        prompt = ForceReply(input_field_placeholder=reply.asks).to_json() if reply.asks else None
        await self._bot.send_html(
            destination.chat_id,
            text,
            keyboard=prompt or _keyboard(reply.buttons),
            reply_to=destination.reply_to,
            thread_id=destination.thread_id,
            urgent=urgent,
        )

    async def show(self, destination: Destination, turn: Turn, query: CallbackQuery | None = None) -> bool:
        """Sends or edits all that a turn says. `query` is the tap that led to it if its message can be edited."""
        if query is None:
            return await self.send(destination, *turn.shown, urgent=turn.urgent)
        if turn.replace is not None:
            await self._replace(destination, query, turn.replace)
        if turn.buttons is not None:
            await self._edit_buttons(query, keyboard(turn.buttons))
        if turn.row is not None:
            await self._edit_buttons(query, _with_row(query, turn.row))
        return await self.send(destination, *turn.replies, urgent=turn.urgent)

    async def acknowledge(self, query: CallbackQuery, alert: str = "") -> None:
        """Ends the progress indicator of the tapped button; an `alert` is shown in a dialog."""
        with harmless():
            await query.answer(alert or None, show_alert=True if alert else None)

    async def download(self, document: Document) -> bytes:
        """The content of a file in a message."""
        return bytes(await (await self._bot.get_file(document)).download_as_bytearray())

    async def _replace(self, destination: Destination, query: CallbackQuery, reply: Reply) -> None:
        """Replaces the tapped message by a reply; sends the reply below it if one of the two is not plain text."""
        tapped = query.message
        if reply.asks or reply.attachment is not None or not isinstance(tapped, Message) or tapped.text is None:
            await self.send(destination, reply)
            return
        buttons = keyboard(reply.buttons)
        if tapped.text == plain(reply.text) and tapped.reply_markup == buttons:
            return  # tapped twice
        with harmless():
            await query.edit_message_text(message(reply), reply_markup=buttons)

    async def _edit_buttons(self, query: CallbackQuery, buttons: InlineKeyboardMarkup | None) -> None:
        if buttons != _shown_buttons(query):
            with harmless():
                await query.edit_message_reply_markup(buttons, api_kwargs=_NO_TEXT)

    @asynccontextmanager
    async def typing(self, destination: Destination) -> AsyncIterator[None]:
        """Shows "typing …" while the body takes longer than a moment."""
        task = asyncio.create_task(self._type(destination))
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _type(self, destination: Destination) -> None:
        await asyncio.sleep(TYPING_AFTER_SECONDS)
        with suppress(TelegramError):
            await self._bot.send_chat_action(
                destination.chat_id, ChatAction.TYPING, message_thread_id=destination.thread_id
            )


def _shown_buttons(query: CallbackQuery) -> InlineKeyboardMarkup | None:
    return query.message.reply_markup if isinstance(query.message, Message) else None


def _with_row(query: CallbackQuery, row: tuple[Button, ...]) -> InlineKeyboardMarkup | None:
    """The buttons of the tapped message, with `row` in place of the row of the tapped button."""
    shown, fresh = _shown_buttons(query), keyboard((row,))
    if shown is None or fresh is None:
        return shown
    return InlineKeyboardMarkup(
        [
            fresh.inline_keyboard[0] if any(button.callback_data == query.data for button in old) else old
            for old in shown.inline_keyboard
        ]
    )
