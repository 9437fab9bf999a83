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
from bot.channels.telegram.notifications import Notifications
from bot.channels.telegram.profile import patients_commands
from bot.channels.telegram.sending.sender import Destination, Sender
from bot.channels.telegram.sending.staff_sender import StaffSender
from bot.channels.telegram.staff_review import StaffReview
from bot.core.records import Role
from bot.core.review import notices, staff_messages
from bot.core.review.cards import Prompt
from bot.core.review.staff_replies import Move, Sheet, Step, literal
from bot.core.review.statistics import summary
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
        Step.CARD, Step.SKIP, Step.BELONGS, Step.PUBLISH, Step.FORCE, Step.SEARCH, Step.NEW, Step.WRITE, Step.TAKE,
        Step.TOPIC, Step.DISMISS, Step.UNDO,
    }
)  # fmt: skip
Answer = Callable[[], Awaitable[tuple[Sheet, ...]]]


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
    outbox: StaffSender
    reviewing: StaffReview
    administration: FaqAdmin
    announcements: Notifications
    today: Callable[[], date]


class StaffHandler:
    """Serves staff and admins."""

    def __init__(self, people: Roles, services: StaffServices, bot: User) -> None:
        self._people = people
        self._services = services
        self._bot = bot
        self._prompts: OrderedDict[tuple[int, int], str] = OrderedDict()
        self._menus: set[int] = set()

    async def handle(self, update: Update) -> bool:
        """Serves an update if it is staff's business. False: it is for the patients' side, untouched."""
        if (query := update.callback_query) is not None:
            message = query.message if isinstance(query.message, Message) and query.message.is_accessible else None
            role = self._people.role(query.from_user, message.chat if message else None)
            move = Move.parse(query.data)
            if role is None or message is None or move is None:
                return False
            await self._tap(query, message, move, role)
            return True
        message = update.message
        if message is None:
            return False
        role = self._people.role(message.from_user, message.chat)
        if role is None:
            return False
        await self._offer_commands(message, role)
        work = self._work(message, role)
        if work is None:
            return False
        destination = Destination.of(message, quote=False)
        async with self._services.sender.typing(destination):
            sheets = await self._safely(work)
        await self._services.outbox.show(destination, *sheets, below=message.message_id)
        self._expect(message, sheets)
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
        if text.startswith("/"):
            self._prompts.pop(_key(message), None)
            name, _, argument = text[1:].partition(" ")
            name, _, addressee = name.partition("@")
            if addressee and addressee.lower() != (self._bot.username or "").lower():
                return None
            return self._commands(argument.strip(), message, role).get(name.lower())
        prompt = self._prompt(message) if text.strip() else None
        return (lambda: self._heard(prompt, text, role)) if prompt is not None else None

    def _commands(self, argument: str, message: Message, role: Role) -> Mapping[str, Answer]:
        services, administration = self._services, self._services.administration

        async def review() -> tuple[Sheet, ...]:
            return (await services.reviewing.first(),)

        async def stats() -> tuple[Sheet, ...]:
            return (Sheet(summary(await figures(services.store, services.live_faq.live, services.today()))),)

        async def why() -> tuple[Sheet, ...]:
            if not argument:
                return (notices.usage_of_why(),)
            live = services.live_faq.live
            interpretation = await asyncio.to_thread(live.interpreter().interpret, argument)
            return (notices.why(interpretation, live.main.matcher.thresholds),)

        async def reload() -> tuple[Sheet, ...]:
            event, sheets = await administration.reload()
            if isinstance(event, Reloaded | ReloadRefused) and message.from_user is not None:
                await services.announcements.tell_admins(*sheets, but=message.from_user.id)
            return sheets

        async def export_faq() -> tuple[Sheet, ...]:
            return administration.export()

        async def versions() -> tuple[Sheet, ...]:
            return (administration.versions(),)

        async def rollback() -> tuple[Sheet, ...]:
            return await administration.roll_back(argument)

        async def drafts() -> tuple[Sheet, ...]:
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

    async def _upload(self, message: Message) -> tuple[Sheet, ...]:
        document = message.document
        if document is None:
            return ()
        administration = self._services.administration
        refused = administration.too_big(document.file_size)
        if refused is not None:
            return (refused,)
        content = await self._services.outbox.download(document)
        return await administration.upload(content, document.file_name or "faq.yaml")

    async def _heard(self, prompt: Prompt, text: str, role: Role) -> tuple[Sheet, ...]:
        reaction = await self._services.reviewing.hear(prompt, text, role)
        return reaction.then

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

    def _expect(self, message: Message, sheets: tuple[Sheet, ...], user: User | None = None) -> None:
        """Remembers a prompt that was shown last, so that the next message is taken for the answer."""
        person = user or message.from_user
        if person is None or not sheets or not sheets[-1].asks:
            return
        self._prompts[message.chat_id, person.id] = sheets[-1].plain
        while len(self._prompts) > PROMPTS:
            self._prompts.popitem(last=False)

    # Taps

    async def _tap(self, query: CallbackQuery, message: Message, move: Move, role: Role) -> None:
        services = self._services
        if role is not Role.ADMIN and (move.step is Step.FORCE or move.step not in _REVIEWING):
            await services.outbox.alert(query, staff_messages.ONLY_ADMINS)
            return
        await services.sender.acknowledge(query)
        self._prompts.pop((message.chat_id, query.from_user.id), None)

        async def work() -> tuple[Sheet, ...]:
            if move.step in _REVIEWING:
                reaction = await services.reviewing.tap(move, role, _drafted(message, self._bot.id))
            else:
                reaction = await services.administration.tap(move)
            await services.outbox.answer(query, message, reaction)
            self._expect(message, tuple(filter(None, (reaction.replace, *reaction.then))), query.from_user)
            if move.step is Step.TOPIC and reaction.replace is not None:
                await self._draft_waits(message, query.from_user.id)
            return ()

        destination = Destination.of(message, quote=False)
        async with services.sender.typing(destination):
            sheets = await self._safely(work)
        await services.outbox.show(destination, *sheets)

    async def _draft_waits(self, message: Message, by: int) -> None:
        prompt = Prompt.parse(message.text)
        if prompt is not None:
            waits = Sheet(staff_messages.DRAFT_WAITS.format(question=literal(prompt.question)))
            await self._services.announcements.tell_admins(waits, but=by)

    async def _safely(self, work: Answer) -> tuple[Sheet, ...]:
        """Tells staff plainly what is broken. What Telegram refuses is not theirs to mend."""
        try:
            return await work()
        except StoreError as error:
            return (Sheet(staff_messages.DATABASE.format(problem=literal(str(error)))),)
        except TelegramError:
            raise
        except Exception as error:
            log.error("something for staff failed: %s", failure(error))
            return (Sheet(staff_messages.FAILED.format(where=failure(error))),)

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
        await self._services.outbox.offer_commands(message.chat_id, {**staff_messages.COMMANDS, **admin, **shown})


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
