"""Sign-off by clinicians in private chats: /signoff, taps below the cards, names and notes that they write.

Owns who may sign, and which message answers a prompt. Knows nothing of which reply follows which tap.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from telegram import BotCommandScopeChat, CallbackQuery, Message, Update, User
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.channels.telegram.clinician_sign_off import ClinicianSignOff
from bot.channels.telegram.incoming import parse_command
from bot.channels.telegram.profile import patients_commands
from bot.channels.telegram.sending.sender import Destination, Sender
from bot.core.dialogue.replies import SIGNING, Action, Turn
from bot.core.review import sign_off_messages as words
from bot.core.review.sign_off_cards import SignOffPrompt

REMEMBERED = 200
"""Prompts that are remembered, for those who answer without replying to them."""


@dataclass(frozen=True, slots=True)
class Clinicians:
    """Who may sign: clinicians and admins. The menu of those who are `staff` too is set with that of staff."""

    ids: frozenset[int]
    staff: frozenset[int] = frozenset()


class ClinicianHandler:
    """Serves clinicians, any number at the same time. `bot` is the bot's own account."""

    def __init__(self, clinicians: Clinicians, sign_off: ClinicianSignOff, sender: Sender, bot: User) -> None:
        self._clinicians = clinicians
        self._sign_off = sign_off
        self._sender = sender
        self._bot = bot
        self._prompts: OrderedDict[int, SignOffPrompt] = OrderedDict()
        self._menus: set[int] = set()

    async def handle(self, update: Update) -> bool:
        """Handles an update of the sign-off; returns False, and does nothing, if it is none."""
        if (query := update.callback_query) is not None:
            self._prompts.pop(query.from_user.id, None)
            message = query.message if isinstance(query.message, Message) and query.message.is_accessible else None
            action = Action.parse(query.data)
            if (
                message is None
                or action is None
                or action.verb not in SIGNING
                or not self._may(query.from_user, message)
            ):
                return False
            await self._tap(query, message, action)
            return True
        message = update.message
        if message is None or message.from_user is None or not self._may(message.from_user, message):
            return False
        await self._offer_command(message, message.from_user)
        work = self._work(message, message.from_user)
        if work is None:
            return False
        destination = Destination.of(message, quote=False)
        async with self._sender.typing(destination):
            turn = await work()
        await self._sender.send(destination, *turn.shown)
        self._expect(message.from_user, turn)
        return True

    def _may(self, user: User, message: Message) -> bool:
        return user.id in self._clinicians.ids and message.chat.type == ChatType.PRIVATE

    # Messages

    def _work(self, message: Message, user: User) -> Callable[[], Awaitable[Turn]] | None:
        """The work that a message asks for; None if it is no matter of the sign-off."""
        text, expected = (message.text or "").strip(), self._prompts.pop(user.id, None)
        command = parse_command(text, self._bot)
        if command is None or command[0]:
            if command is None or command[0] != "signoff":
                return None
            argument = command[1]
            return lambda: self._sign_off.begin(user.id, argument)
        asked = message.reply_to_message
        if asked is not None:
            own = asked.from_user is not None and asked.from_user.id == self._bot.id
            expected = SignOffPrompt.parse(_addresses(asked)) if own else None
        if expected is None or not text:
            return None
        prompt = expected
        return lambda: self._sign_off.hear(user.id, prompt, text)

    def _expect(self, user: User, turn: Turn) -> None:
        """Remembers a prompt that was shown last, so that the next message counts as its answer."""
        prompt = SignOffPrompt.parse(turn.shown[-1].text) if turn.shown and turn.shown[-1].asks else None
        if prompt is not None:
            self._prompts[user.id] = prompt
        while len(self._prompts) > REMEMBERED:
            self._prompts.popitem(last=False)

    # Taps

    async def _tap(self, query: CallbackQuery, message: Message, action: Action) -> None:
        user, destination = query.from_user, Destination.of(message, quote=False)
        await self._sender.acknowledge(query)
        async with self._sender.typing(destination):
            turn = await self._sign_off.tap(user.id, action)
        await self._sender.show(destination, turn, query)
        self._expect(user, turn)

    async def _offer_command(self, message: Message, user: User) -> None:
        """Sets the menu of a clinician who is not staff, once a process."""
        if user.id in self._clinicians.staff or message.chat_id in self._menus:
            return
        self._menus.add(message.chat_id)
        live = self._sign_off.live
        shown = patients_commands(live.main.faq.messages, several=len(live.by_language) > 1)
        with suppress(TelegramError):
            await message.get_bot().set_my_commands(
                list((words.COMMAND | shown).items()), scope=BotCommandScopeChat(message.chat_id)
            )


def _addresses(message: Message) -> str:
    """The addresses of a message's links."""
    return " ".join(entity.url for entity in message.entities if entity.url)
