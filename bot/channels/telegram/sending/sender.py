"""Sends and edits messages and acknowledges taps.

What Telegram refuses is sent again plainer before it is given up; what is given up is counted. A failed acknowledgement
costs nothing else.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache

from telegram import CallbackQuery, Document, ForceReply, InlineKeyboardMarkup, Message
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.channels.telegram.api.bot import TelegramBot
from bot.channels.telegram.sending.render import keyboard, message, plain_message
from bot.channels.telegram.sending.undelivered import Undelivered
from bot.core.dialogue.replies import Button, Buttons, Reply, Turn
from bot.core.text.markup import plain
from bot.logs import failure

log = logging.getLogger(__name__)

_UNCHANGED = "message is not modified"
_OVER = ("query is too old", "query id is invalid", "query_id_invalid")
_NOBODY_THERE = ("chat not found", "user is deactivated", "bot was kicked", "not a member", "have no rights")
TYPING_AFTER_SECONDS = 0.3
TYPING_SECONDS = 4.5
"""How long one notice of it counts: Telegram shows it for five seconds."""
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


@dataclass(frozen=True, slots=True)
class _Form:
    """One way to send a reply."""

    destination: Destination
    text: str
    keyboard: str | None
    marked_up: bool = True


def _forms(destination: Destination, reply: Reply) -> Iterator[_Form]:
    """The ways to send a reply, each plainer than the one before: as it is meant; without the thread and the message
    that it answers; without mark-up; short and without buttons."""
    text = message(reply)
    buttons = ForceReply(input_field_placeholder=reply.asks).to_json() if reply.asks else _keyboard(reply.buttons)
    yield _Form(destination, text, buttons)
    bare = Destination(destination.chat_id)
    if destination != bare:
        yield _Form(bare, text, buttons)
    yield _Form(bare, plain_message(reply), buttons, marked_up=False)
    yield _Form(bare, plain_message(reply, short=True), None, marked_up=False)


def is_over(error: BadRequest) -> bool:
    """Whether a query is refused because it is too late to answer it."""
    return _among(_OVER, error)


def _among(refusals: Sequence[str], error: BadRequest) -> bool:
    return any(part in error.message.lower() for part in refusals)


@lru_cache(maxsize=512)
def _keyboard(buttons: Buttons) -> str | None:
    """Rows of buttons as JSON. Cached, as most are sent repeatedly; they contain only words of the FAQ."""
    made = keyboard(buttons)
    return made.to_json() if made else None


class Sender:
    """Sends through one bot. `undelivered` counts what could not be sent in any form; `pause` waits some seconds."""

    def __init__(
        self,
        bot: TelegramBot,
        undelivered: Undelivered | None = None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._bot = bot
        self._pause = pause
        self.undelivered = undelivered or Undelivered()

    async def send(self, destination: Destination, *replies: Reply, urgent: bool = False) -> bool:
        """Sends the replies in order, urgent ones before all that wait. Returns False if the user blocked the bot.

        A reply that cannot be sent keeps no other from being sent; its error is raised at the end.
        """
        failed: TelegramError | None = None
        for nth, reply in enumerate(replies):
            try:
                await self._send(destination, reply, urgent)
            except ChatMigrated as moved:  # the group has become a supergroup
                return await self.send(Destination(moved.new_chat_id), *replies[nth:], urgent=urgent)
            except Forbidden:
                return False
            except TelegramError as error:
                failed = failed or error
        if failed is not None:
            if not (isinstance(failed, BadRequest) and _among(_NOBODY_THERE, failed)):
                self.undelivered.give_up(failed)
            raise failed
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
        """Sends a reply, plainer if Telegram refuses it. Raises the last refusal."""
        refusal: BadRequest | None = None
        for form in _forms(destination, reply):
            try:
                await self._call(form, reply, urgent)
            except BadRequest as error:
                refusal = error
                if _among(_NOBODY_THERE, error):
                    break
            else:
                if refusal is not None:
                    log.warning("a message was refused and sent plainer: %s", failure(refusal))
                return
        assert refusal is not None
        raise refusal

    async def _call(self, form: _Form, reply: Reply, urgent: bool) -> None:
        to = form.destination
        if reply.attachment is not None:
            await self._bot.send_document(
                to.chat_id,
                reply.attachment.content,
                filename=reply.attachment.name,
                caption=form.text or None,
                reply_markup=keyboard(reply.buttons) if form.keyboard else None,
                message_thread_id=to.thread_id,
                reply_to_message_id=to.reply_to,
                parse_mode=ParseMode.HTML if form.marked_up else None,
            )
            return
        await self._bot.send_text(
            to.chat_id,
            form.text,
            marked_up=form.marked_up,
            keyboard=form.keyboard,
            reply_to=to.reply_to,
            thread_id=to.thread_id,
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

    async def acknowledge(self, query: CallbackQuery, alert: str = "", *, dialog: bool = True) -> None:
        """Ends the progress indicator of the tapped button; an `alert` is shown above the chat, or in a `dialog`.

        Never raises an error of Telegram: an acknowledgement that is late or lost is no reason to ignore the tap."""
        try:
            await query.answer(alert or None, show_alert=True if alert and dialog else None)
        except TelegramError as error:
            log.debug("a tap could not be acknowledged: %s", failure(error))

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
        try:
            await query.edit_message_text(message(reply), reply_markup=buttons)
        except Forbidden:
            return
        except BadRequest as error:  # too old, deleted meanwhile, or refused: it must not get lost for that
            if not _among((_UNCHANGED,), error):
                await self.send(destination, reply)

    async def _edit_buttons(self, query: CallbackQuery, buttons: InlineKeyboardMarkup | None) -> None:
        """Changes the buttons of the tapped message; if that is refused, the old ones stay, which harms nobody."""
        if buttons != _shown_buttons(query):
            with suppress(Forbidden, BadRequest):
                await query.edit_message_reply_markup(buttons, api_kwargs=_NO_TEXT)

    @asynccontextmanager
    async def typing(self, destination: Destination) -> AsyncIterator[None]:
        """Shows "typing …" while the body takes longer than a moment, as long as it takes."""
        task = asyncio.create_task(self._type(destination))
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _type(self, destination: Destination) -> None:
        await self._pause(TYPING_AFTER_SECONDS)
        with suppress(TelegramError):
            while True:
                await self._bot.send_chat_action(
                    destination.chat_id, ChatAction.TYPING, message_thread_id=destination.thread_id
                )
                await self._pause(TYPING_SECONDS)


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
