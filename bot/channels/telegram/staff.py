"""Staff's updates: who may do what, commands, taps, files and replies to prompts; the rest is for the patients' side.

Owns who may: anyone else is not even noticed here, so they get what patients get. Knows nothing of how a review goes
or a FAQ is published.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date

from telegram import CallbackQuery, Chat, Message, Update, User
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.channels.telegram.faq_admin import FaqAdmin
from bot.channels.telegram.incoming import parse_command
from bot.channels.telegram.notifications import Notifications
from bot.channels.telegram.profile import offer_commands, patients_commands
from bot.channels.telegram.sending.sender import Destination, Sender
from bot.channels.telegram.staff_review import StaffReview
from bot.core.dialogue.replies import Action, Reply, StaffVerb
from bot.core.records import Role
from bot.core.review import notices, staff_messages
from bot.core.review.cards import Prompt
from bot.core.review.statistics import summary
from bot.core.text.markup import literal, plain
from bot.live_faq.live_faq import LiveFaq, Reloaded, ReloadRefused
from bot.logs import failure
from bot.review.queue import figures
from bot.storage.errors import StoreError
from bot.storage.store import Store

log = logging.getLogger(__name__)

PROMPTS = 200
"""Prompts remembered, for those who write on without replying to them."""
_REVIEWING = frozenset(
    {
        StaffVerb.CARD, StaffVerb.SKIP, StaffVerb.BELONGS, StaffVerb.PUBLISH, StaffVerb.FORCE, StaffVerb.SEARCH,
        StaffVerb.NEW, StaffVerb.WRITE, StaffVerb.TAKE, StaffVerb.TOPIC, StaffVerb.DISMISS, StaffVerb.UNDO,
    }
)  # fmt: skip
Answer = Callable[[], Awaitable[tuple[Reply, ...]]]


@dataclass(frozen=True, slots=True)
class Roles:
    """Ids of staff and admins, and the chat where they meet."""

    staff: frozenset[int]
    admins: frozenset[int]
    chat: int | None = None

    def role(self, user: User | None, chat: Chat | None) -> Role | None:
        """The part somebody may play in this chat; None for patients, and in any other group."""
        if user is None or chat is None or (chat.type != ChatType.PRIVATE and chat.id != self.chat):
            return None
        if user.id in self.admins:
            return Role.ADMIN
        return Role.STAFF if user.id in self.staff else None


@dataclass(frozen=True, slots=True)
class StaffServices:
    """What staff are served with. `today` is the clinic's."""

    live_faq: LiveFaq
    store: Store
    sender: Sender
    reviewing: StaffReview
    administration: FaqAdmin
    notifications: Notifications
    today: Callable[[], date]


class StaffHandler:
    """Serves staff and admins."""

    def __init__(self, roles: Roles, services: StaffServices, bot: User) -> None:
        self._roles = roles
        self._services = services
        self._bot = bot
        self._prompts: OrderedDict[tuple[int, int], str] = OrderedDict()
        self._menus: set[int] = set()

    async def handle(self, update: Update) -> bool:
        """Serves an update if it is staff's business. False: it is for the patients' side, untouched."""
        if (query := update.callback_query) is not None:
            message = query.message if isinstance(query.message, Message) and query.message.is_accessible else None
            role = self._roles.role(query.from_user, message.chat if message else None)
            action = Action.parse(query.data)
            if role is None or message is None or action is None or not isinstance(action.verb, StaffVerb):
                return False
            await self._tap(query, message, action, role)
            return True
        message = update.message
        if message is None:
            return False
        role = self._roles.role(message.from_user, message.chat)
        if role is None:
            return False
        await self._offer_commands(message, role)
        work = self._work(message, role)
        if work is None:
            return False
        async with self._services.sender.typing(Destination.of(message)):
            replies = await self._safely(work)
        quote = any(reply.below for reply in replies)
        await self._services.sender.send(Destination.of(message, quote=quote), *replies)
        self._expect(message, replies)
        return True

    # Messages

    def _work(self, message: Message, role: Role) -> Answer | None:
        """What a message asks for; None where it is no business of staff."""
        if message.document is not None:
            name = (message.document.file_name or "").lower()
            private = message.chat.type == ChatType.PRIVATE
            if role is Role.ADMIN and private and name.endswith((".yaml", ".yml")):
                return lambda: self._upload(message)
            return None
        text = message.text or ""
        command = parse_command(text, self._bot)
        if command is None or command[0]:
            self._prompts.pop(_key(message), None)
            return self._commands(command[1], message, role).get(command[0]) if command else None
        prompt = self._prompt(message) if text.strip() else None
        return (lambda: self._heard(prompt, text, role)) if prompt is not None else None

    def _commands(self, argument: str, message: Message, role: Role) -> Mapping[str, Answer]:
        services, administration = self._services, self._services.administration

        async def review() -> tuple[Reply, ...]:
            return (await services.reviewing.first(),)

        async def stats() -> tuple[Reply, ...]:
            return (Reply(summary(await figures(services.store, services.live_faq.live, services.today()))),)

        async def why() -> tuple[Reply, ...]:
            if not argument:
                return (Reply(staff_messages.WHY_USAGE),)
            live = services.live_faq.live
            interpretation = await asyncio.to_thread(live.interpreter().interpret, argument)
            return (notices.why(interpretation, live.main.matcher.thresholds),)

        async def reload() -> tuple[Reply, ...]:
            event, replies = await administration.reload()
            if isinstance(event, Reloaded | ReloadRefused) and message.from_user is not None:
                await services.notifications.tell_admins(*replies, but=message.from_user.id)
            return replies

        async def export_faq() -> tuple[Reply, ...]:
            return administration.export()

        async def versions() -> tuple[Reply, ...]:
            return (administration.versions(),)

        async def rollback() -> tuple[Reply, ...]:
            return await administration.roll_back(argument)

        async def drafts() -> tuple[Reply, ...]:
            return (administration.drafts(),)

        staff: dict[str, Answer] = {"review": review, "stats": stats, "why": why}
        admin: dict[str, Answer] = {
            "reload": reload,
            "export_faq": export_faq,
            "versions": versions,
            "rollback": rollback,
            "drafts": drafts,
        }
        return staff | admin if role is Role.ADMIN else staff

    async def _upload(self, message: Message) -> tuple[Reply, ...]:
        document = message.document
        if document is None:
            return ()
        administration = self._services.administration
        refused = administration.too_big(document.file_size)
        if refused is not None:
            return (refused,)
        content = await self._services.sender.download(document)
        return await administration.upload(content, document.file_name or "faq.yaml")

    async def _heard(self, prompt: Prompt, text: str, role: Role) -> tuple[Reply, ...]:
        turn = await self._services.reviewing.hear(prompt, text, role)
        return turn.replies

    def _prompt(self, message: Message) -> Prompt | None:
        """The prompt of ours that a message answers: by replying to it or, in private, by writing on."""
        asked = message.reply_to_message
        remembered = self._prompts.pop(_key(message), None)
        if asked is not None:
            own = asked.from_user is not None and asked.from_user.id == self._bot.id
            prompt = Prompt.parse(asked.text) if own else None
        else:
            prompt = Prompt.parse(remembered) if message.chat.type == ChatType.PRIVATE else None
        return prompt if prompt is not None and prompt.asked != "topic" else None

    def _expect(self, message: Message, replies: tuple[Reply, ...], user: User | None = None) -> None:
        """Remembers a prompt that was shown last, so that the next message is taken for the answer."""
        person = user or message.from_user
        if person is None or not replies or not replies[-1].asks:
            return
        self._prompts[message.chat_id, person.id] = plain(replies[-1].text)
        while len(self._prompts) > PROMPTS:
            self._prompts.popitem(last=False)

    # Taps

    async def _tap(self, query: CallbackQuery, message: Message, action: Action, role: Role) -> None:
        services = self._services
        if role is not Role.ADMIN and (action.verb is StaffVerb.FORCE or action.verb not in _REVIEWING):
            await services.sender.acknowledge(query, staff_messages.ONLY_ADMINS)
            return
        await services.sender.acknowledge(query)
        self._prompts.pop((message.chat_id, query.from_user.id), None)

        destination = Destination.of(message, quote=False)

        async def work() -> tuple[Reply, ...]:
            if action.verb in _REVIEWING:
                turn = await services.reviewing.tap(action, role, _drafted(message, self._bot.id))
            else:
                turn = await services.administration.tap(action)
            await services.sender.show(destination, turn, query)
            self._expect(message, turn.shown, query.from_user)
            if action.verb is StaffVerb.TOPIC and turn.replace is not None:
                await self._draft_waits(message, query.from_user.id)
            return ()

        async with services.sender.typing(destination):
            replies = await self._safely(work)
        await services.sender.send(destination, *replies)

    async def _draft_waits(self, message: Message, by: int) -> None:
        prompt = Prompt.parse(message.text)
        if prompt is not None:
            waits = Reply(staff_messages.DRAFT_WAITS.format(question=literal(prompt.question)))
            await self._services.notifications.tell_admins(waits, but=by)

    async def _safely(self, work: Answer) -> tuple[Reply, ...]:
        """Tells staff plainly what is broken. What Telegram refuses is not theirs to mend."""
        try:
            return await work()
        except StoreError as error:
            return (Reply(staff_messages.DATABASE.format(problem=literal(str(error)))),)
        except TelegramError:
            raise
        except Exception as error:
            log.error("something for staff failed: %s", failure(error))
            return (Reply(staff_messages.FAILED.format(where=failure(error))),)

    # Menus

    async def _offer_commands(self, message: Message, role: Role) -> None:
        """The menu of one chat, once a process: Telegram knows the chat only after somebody wrote there."""
        if message.chat_id in self._menus:
            return
        self._menus.add(message.chat_id)
        private = message.chat.type == ChatType.PRIVATE
        admin = staff_messages.ADMIN_COMMANDS if role is Role.ADMIN and private else {}
        live = self._services.live_faq.live
        shown = patients_commands(live.main.faq.messages, several=len(live.by_language) > 1)
        await offer_commands(message.get_bot(), message.chat_id, {**staff_messages.COMMANDS, **admin, **shown})


def _drafted(message: Message, bot_id: int) -> tuple[str, str | None]:
    """The question and the answer that stand in the chat, where the tapped message ends a draft."""
    prompt = Prompt.parse(message.text)
    if prompt is None or prompt.asked != "topic":
        return "", None
    answer = message.reply_to_message
    from_us = answer is not None and answer.from_user is not None and answer.from_user.id == bot_id
    return prompt.question, answer.text if answer is not None and not from_us else None


def _key(message: Message) -> tuple[int, int]:
    return message.chat_id, message.from_user.id if message.from_user else 0
