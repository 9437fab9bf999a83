"""Updates of staff and admins: roles, commands, taps, files and replies to prompts.

Owns who may do what; everybody else, and every other update, is served like a patient. Knows nothing of how a review
or a publication works.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from telegram import BotCommandScopeChat, CallbackQuery, Document, Message, Update, User
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.channels.telegram.api.deadline import suspended
from bot.channels.telegram.cut_texts import CutTexts
from bot.channels.telegram.faq_admin import FaqAdmin
from bot.channels.telegram.incoming import parse_command
from bot.channels.telegram.marked_up import marked_up
from bot.channels.telegram.notifications import Notifications, with_effect
from bot.channels.telegram.profile import patients_commands
from bot.channels.telegram.roles import Roles
from bot.channels.telegram.sending.sender import Destination, Sender
from bot.channels.telegram.shown_buttons import ShownButtons
from bot.channels.telegram.staff_review import StaffReview, cancelled
from bot.channels.telegram.staff_teaching import StaffTeaching
from bot.channels.telegram.waiting_prompts import WaitingPrompts, prompt_of
from bot.core.dialogue.replies import Action, Reply, StaffVerb
from bot.core.records import Role
from bot.core.review import draft_messages, faq_file_messages, prompt_messages, sign_off_messages, staff_messages
from bot.core.review.prompts import Prompt, is_cancel, is_word, reminder
from bot.core.review.statistics import over_weeks, summary
from bot.core.text.markup import joined, literal
from bot.live_faq.live_faq import LiveFaq
from bot.logs import failure
from bot.review.queue import figures
from bot.storage.errors import StoreError
from bot.storage.store import Store

log = logging.getLogger(__name__)

PATIENCE = 600.0
"""Seconds that what staff ask for may take."""
_REVIEWING = frozenset(
    {
        StaffVerb.CARD, StaffVerb.SKIP, StaffVerb.BELONGS, StaffVerb.PUBLISH, StaffVerb.FORCE, StaffVerb.SEARCH,
        StaffVerb.WORDING, StaffVerb.PUBLISH_OWN, StaffVerb.FORCE_OWN, StaffVerb.TICK, StaffVerb.EFFECTS,
        StaffVerb.QUESTIONS, StaffVerb.SPLIT, StaffVerb.UNDO_PUBLISH,
        StaffVerb.NEW, StaffVerb.OTHER_QUESTION, StaffVerb.UNDER, StaffVerb.CHANGE, StaffVerb.TOPIC,
        StaffVerb.DISMISS, StaffVerb.UNDO,
    }
)  # fmt: skip
_TEACHING = frozenset(
    {
        StaffVerb.TEACH_WHY, StaffVerb.TEACH_SIGNS, StaffVerb.TEACH_CALM, StaffVerb.TEACH, StaffVerb.TEACH_PUBLISH,
        StaffVerb.TEACH_FORCE, StaffVerb.TEACH_UNDO,
    }
)  # fmt: skip
_FORCING = frozenset({StaffVerb.FORCE, StaffVerb.FORCE_OWN, StaffVerb.TEACH_FORCE})
_FOR_STAFF = (_REVIEWING | _TEACHING) - _FORCING
Answer = Callable[[], Awaitable[tuple[Reply, ...]]]


@dataclass(frozen=True, slots=True)
class StaffServices:
    """The services for staff. `today` returns the day in the clinic's time zone."""

    live_faq: LiveFaq
    store: Store
    sender: Sender
    reviewing: StaffReview
    teaching: StaffTeaching
    administration: FaqAdmin
    notifications: Notifications
    today: Callable[[], date]


class StaffHandler:
    """Serves staff and admins."""

    def __init__(self, roles: Roles, services: StaffServices, bot: User) -> None:
        self._roles = roles
        self._services = services
        self._bot = bot
        self._prompts = WaitingPrompts(bot.id)
        self._cut = CutTexts()
        self._buttons = ShownButtons()
        self._menus: set[int] = set()

    async def handle(self, update: Update) -> bool:
        """Handles an update of staff; returns False, and does nothing, if it is to be served like a patient's."""
        if (query := update.callback_query) is not None:
            message = query.message if isinstance(query.message, Message) and query.message.is_accessible else None
            role = self._roles.role(query.from_user, message.chat if message else None)
            action = Action.parse(query.data)
            if role is None or message is None or action is None or not isinstance(action.verb, StaffVerb):
                return False
            await self._tap(query, message, action, role)
            return True
        message = update.message or update.edited_message
        if message is None:
            return False
        role = self._roles.role(message.from_user, message.chat)
        if role is None:
            return False
        await self._offer_commands(message, role)
        work = self._work(message, role) if update.edited_message is None else self._edited(message)
        if work is None:
            return False
        async with self._services.sender.typing(Destination.of(message)):
            replies = await self._safely(work)
        quote = any(reply.below for reply in replies)
        await self._services.sender.send(Destination.of(message, quote=quote), *replies)
        self._prompts.expect(message.chat_id, message.from_user, replies)
        return True

    # Messages

    def _work(self, message: Message, role: Role) -> Answer | None:
        """The work that a message asks for, or None if it is to be served like a patient's."""
        if (document := message.document) is not None:
            name = (document.file_name or "").lower()
            private = message.chat.type == ChatType.PRIVATE
            if role is not Role.ADMIN or not private:
                return None
            if name.endswith((".yaml", ".yml")):
                return lambda: self._upload(document)
            nearly = self._services.administration.not_yaml(document.file_name or "")
            return (lambda: _said(nearly)) if nearly is not None else None
        text = message.text or ""
        command = parse_command(text, self._bot)
        if command is None or command[0]:
            admin = staff_messages.ADMIN_COMMANDS if role is Role.ADMIN else {}
            if command is None or command[0] not in staff_messages.COMMANDS | admin:
                return None
            return lambda: self._beside_a_draft(*command, message, role)
        if self._cut.is_rest(message) and not is_word(text):
            return lambda: _said(Reply(prompt_messages.REST_NOT_TAKEN))
        prompt = self._prompts.answered_by(message) if text.strip() else None
        if prompt is None and is_cancel(text) and message.chat.type == ChatType.PRIVATE:
            return lambda: _said(Reply(prompt_messages.NOTHING_TO_CANCEL))
        if prompt is None:
            return None
        self._cut.heed(message)
        written = marked_up(message) if prompt.takes_mark_up else text
        return lambda: self._services.reviewing.hear(prompt, written)

    def _edited(self, message: Message) -> Answer | None:
        """The work for a message that staff edit while they write a new entry: what was sent is taken already."""
        waiting = self._prompts.of_a_draft(message.chat_id, message.from_user)
        if waiting is None:
            return None
        note = prompt_messages.EDITED_LATE
        return lambda: _said(replace(waiting, text=joined(note, waiting.text.removeprefix(note).strip())))

    async def _beside_a_draft(self, name: str, argument: str, message: Message, role: Role) -> tuple[Reply, ...]:
        """The replies to a command, and what a new entry that is being written still waits for."""
        waiting = self._prompts.take(message.chat_id, message.from_user)
        prompt = Prompt.of(waiting) if waiting is not None else None
        if name == "cancel":
            return (cancelled(prompt) if prompt is not None else Reply(prompt_messages.NOTHING_TO_CANCEL),)
        replies = await self._command(name, argument, message, role)
        if waiting is None or prompt is None or not prompt.of_a_draft:
            return replies
        return (*replies, reminder(waiting))

    async def _command(self, name: str, argument: str, message: Message, role: Role) -> tuple[Reply, ...]:
        services, administration = self._services, self._services.administration
        live = services.live_faq.live
        match name:
            case "review":
                return (await services.reviewing.first(),)
            case "stats":
                counted = await figures(services.store, live, services.today())
                return (Reply(summary(counted), folded=over_weeks(counted)),)
            case "why" if argument:
                return (await services.teaching.why(argument),)
            case "why":
                return (Reply(staff_messages.WHY_USAGE),)
            case "help":
                admin = staff_messages.HELP_ADMIN if role is Role.ADMIN else ""
                return (Reply(staff_messages.HELP.format(admin=admin)),)
            case "reload":
                event, replies = await administration.reload()
                if event is not None and message.from_user is not None:
                    await services.notifications.tell_admins(*replies, but=message.from_user.id)
                return replies
            case "export_faq":
                return administration.export()
            case "versions":
                return (await administration.versions.listed(argument),)
            case "rollback":
                return await administration.versions.roll_back(argument)
            case _:
                return (administration.drafts.listed(),)

    async def _upload(self, document: Document) -> tuple[Reply, ...]:
        administration = self._services.administration
        refused = administration.too_big(document.file_size)
        if refused is not None:
            return (refused,)
        content = await self._services.sender.download(document)
        return await administration.upload(content, document.file_name or "faq.yaml")

    # Taps

    async def _tap(self, query: CallbackQuery, message: Message, action: Action, role: Role) -> None:
        services = self._services
        if role is not Role.ADMIN and action.verb not in _FOR_STAFF:
            await services.sender.acknowledge(query, staff_messages.ONLY_ADMINS)
            return
        await services.sender.acknowledge(query)
        self._prompts.tapped(message.chat_id, query.from_user, action)
        tapped = prompt_of(message)
        destination = Destination.of(message, quote=False)

        async def work() -> tuple[Reply, ...]:
            news: Reply | None = None
            before = services.live_faq.live
            if action.verb in _TEACHING:
                turn, news = await services.teaching.tap(action, role, _asked_about(message, self._bot))
            elif action.verb in _REVIEWING:
                turn = await services.reviewing.tap(action, role, tapped, _written(message, self._bot.id))
            else:
                turn, news = await services.administration.tap(action)
            turn = self._buttons.once(message, query, action, turn)
            saved = tapped if action.verb is StaffVerb.TOPIC and services.live_faq.live is not before else None
            if saved is not None and turn.replace is not None and Prompt.of(turn.replace) is None:
                self._prompts.saved(saved)
                news = Reply(draft_messages.DRAFT_WAITS.format(question=literal(saved.texts.question)))
            changed = services.live_faq.latest
            if news is None and services.live_faq.live is not before and changed is not None and changed.is_seen:
                news = Reply(with_effect(faq_file_messages.WENT_LIVE, changed))
            try:
                await services.sender.show(destination, turn, query)
                self._prompts.expect(message.chat_id, query.from_user, turn.shown)
            finally:  # also if whoever tapped cannot be answered
                if news is not None:
                    await services.notifications.tell_admins(news, but=query.from_user.id)
            return ()

        async with services.sender.typing(destination):
            replies = await self._safely(work)
        await services.sender.send(destination, *replies)

    async def _safely(self, work: Answer) -> tuple[Reply, ...]:
        """The work's replies, or one that tells staff what failed. Errors of Telegram are raised. To try what an edit
        changes takes longer than a patient's message may."""
        try:
            with suspended():
                async with asyncio.timeout(PATIENCE):
                    return await work()
        except StoreError as error:
            return (Reply(staff_messages.DATABASE.format(problem=literal(str(error)))),)
        except TelegramError:
            raise
        except TimeoutError:
            log.error("a command or tap of staff was given up after %s seconds", PATIENCE)
            return (Reply(staff_messages.TOO_LONG),)
        except Exception as error:
            log.error("a command or tap of staff failed: %s", failure(error))
            return (Reply(staff_messages.FAILED.format(where=failure(error))),)

    # Menus

    async def _offer_commands(self, message: Message, role: Role) -> None:
        """Sets the menu of a chat, once a process: Telegram accepts it only after somebody has written there."""
        if message.chat_id in self._menus:
            return
        self._menus.add(message.chat_id)
        private = message.chat.type == ChatType.PRIVATE
        admin = staff_messages.ADMIN_COMMANDS if role is Role.ADMIN and private else {}
        signs = role is Role.ADMIN or (message.from_user is not None and message.from_user.id in self._roles.clinicians)
        sign = sign_off_messages.COMMAND if signs and private else {}
        live = self._services.live_faq.live
        shown = patients_commands(live.main.faq.messages, several=len(live.by_language) > 1)
        commands = staff_messages.COMMANDS | sign | admin | shown
        with suppress(TelegramError):
            await message.get_bot().set_my_commands(list(commands.items()), scope=BotCommandScopeChat(message.chat_id))


async def _said(reply: Reply) -> tuple[Reply, ...]:
    return (reply,)


def _written(message: Message, bot_id: int) -> str | None:
    """What staff wrote in the message that the tapped one answers; None if it can't be seen."""
    asked = message.reply_to_message
    from_us = asked is not None and asked.from_user is not None and asked.from_user.id == bot_id
    return asked.text if asked is not None and not from_us else None


def _asked_about(message: Message, bot: User) -> str | None:
    """The message of the /why that the tapped message answers; None if it can't be seen any more."""
    asked = message.reply_to_message
    command = parse_command(asked.text or "", bot) if asked is not None else None
    return command[1] if command is not None and command[0] == "why" and command[1] else None
