"""Sends sheets to staff: texts with buttons, files, prompts that ask for a reply. Decides nothing.

A chat that cannot be written to (never started, blocked) ends here; everything else is the caller's.
"""

from __future__ import annotations

import logging
from contextlib import suppress

from telegram import (
    BotCommand,
    BotCommandScopeChat,
    CallbackQuery,
    Document,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    ReplyParameters,
)
from telegram.constants import MessageLimit
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.channels.telegram.api.bot import TelegramBot
from bot.channels.telegram.sending.render import html, label
from bot.channels.telegram.sending.sender import Destination, harmless
from bot.core.review.staff_replies import Reaction, Sheet
from bot.core.text.markup import length, plain, split_text

log = logging.getLogger(__name__)

_NOBODY_THERE = ("chat not found", "user is deactivated", "bot was kicked", "not a member", "have no rights")
_ROOM = MessageLimit.MAX_TEXT_LENGTH - 96


class StaffSender:
    """What goes to staff, through one bot."""

    def __init__(self, bot: TelegramBot) -> None:
        self._bot = bot

    async def show(self, destination: Destination, *sheets: Sheet, below: int | None = None) -> None:
        """Sends the sheets in order. `below` is the message that those with `below` reply to."""
        for sheet in sheets:
            reply = ReplyParameters(below) if below and sheet.below else None
            if sheet.attachment is not None:
                caption = html(_cut(sheet.text, MessageLimit.CAPTION_LENGTH - 24))
                await self._bot.send_document(
                    destination.chat_id,
                    sheet.attachment.content,
                    filename=sheet.attachment.name,
                    caption=caption or None,  # the library sends "" as "[]"
                    reply_markup=_keyboard(sheet),
                    message_thread_id=destination.thread_id,
                )
                continue
            asks = ForceReply(selective=False, input_field_placeholder=sheet.asks) if sheet.asks else None
            await self._bot.send_message(
                destination.chat_id,
                html(_cut(sheet.text)),
                reply_markup=asks or _keyboard(sheet),
                reply_parameters=reply,
                message_thread_id=destination.thread_id,
            )

    async def answer(self, query: CallbackQuery, message: Message, reaction: Reaction) -> None:
        """Puts a sheet in place of the tapped message, where that can be, and sends the others below it."""
        destination = Destination.of(message, quote=False)
        sheet = reaction.replace
        if sheet is not None:
            if message.text is None or sheet.asks or sheet.attachment is not None:
                await self.show(destination, sheet)  # a file, or what asks for a reply, cannot take a message's place
            elif not _says(message, sheet):
                with harmless():
                    await query.edit_message_text(html(_cut(sheet.text)), reply_markup=_keyboard(sheet))
        await self.show(destination, *reaction.then)

    async def alert(self, query: CallbackQuery, text: str) -> None:
        """Answers a tap with a small window."""
        with harmless():
            await query.answer(text, show_alert=True)

    async def post(self, chat_id: int, *sheets: Sheet) -> bool:
        """Writes to a chat of its own accord. False where nobody is to be reached there."""
        try:
            await self.show(Destination(chat_id), *sheets)
        except Forbidden:
            return False
        except BadRequest as error:
            if not any(part in error.message.lower() for part in _NOBODY_THERE):
                raise
            return False
        return True

    async def download(self, document: Document) -> bytes:
        """The content of a file that somebody sent."""
        return bytes(await (await self._bot.get_file(document)).download_as_bytearray())

    async def offer_commands(self, chat_id: int, commands: dict[str, str]) -> None:
        """Puts commands into the menu of one chat; a failure harms nobody."""
        menu = [BotCommand(name, text) for name, text in commands.items()]
        with suppress(TelegramError):
            await self._bot.set_my_commands(menu, scope=BotCommandScopeChat(chat_id))


def _keyboard(sheet: Sheet) -> InlineKeyboardMarkup | None:
    rows = [
        [InlineKeyboardButton(label(one.label), callback_data=one.move.data) for one in row] for row in sheet.choices
    ]
    return InlineKeyboardMarkup(rows) if rows else None


def _says(message: Message, sheet: Sheet) -> bool:
    """Whether a message says just this already, as after a second tap on the same button."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    buttons = [[button.callback_data for button in row] for row in rows]
    moves = [[one.move.data for one in row] for row in sheet.choices]
    return message.text == plain(_cut(sheet.text)) and buttons == moves


def _cut(text: str, room: int = _ROOM) -> str:
    return text if length(text) <= room else split_text(text, room)[0]
