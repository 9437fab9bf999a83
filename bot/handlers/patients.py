"""Patients' updates: takes the words and the kind of chat, asks the core, sends what it decided.

Owns no decision about content. Red flags go out before anything that could fail; a database that fails never keeps a
patient from an answer.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from telegram import CallbackQuery, Message, MessageEntity, Update, User
from telegram.constants import ChatType

from bot.core.anonymise import Redacted
from bot.core.conversation import Content, Conversation
from bot.core.decision import Decision, Reader, leaning
from bot.core.language import detect
from bot.core.recollection import Recollections
from bot.core.replies import Turn, Verb
from bot.editions import Edition, Snapshot
from bot.handlers.messenger import Messenger, Spot
from bot.handlers.render import action
from bot.journal import Journal
from bot.knowledge import Knowledge

log = logging.getLogger(__name__)

LATE_AFTER = timedelta(hours=1)
COMMANDS = ("start", "help", "topics", "contact", "privacy", "whoami")
_CONTENT: tuple[tuple[str, Content], ...] = (
    ("photo", Content.PHOTO),
    ("voice", Content.VOICE),
    ("audio", Content.VOICE),
    ("video", Content.VIDEO),
    ("video_note", Content.VIDEO),
    ("animation", Content.VIDEO),
    ("sticker", Content.STICKER),
    ("document", Content.DOCUMENT),
    ("venue", Content.LOCATION),
    ("location", Content.LOCATION),
    ("contact", Content.CONTACT),
    ("poll", Content.POLL),
    ("paid_media", Content.PHOTO),
    ("story", Content.OTHER),
    ("dice", Content.OTHER),
    ("game", Content.OTHER),
    ("checklist", Content.OTHER),
)


@dataclass(frozen=True, slots=True)
class Office:
    """What patients are served with.

    `redact` follows the live FAQ's words; `today` and `now` are the clinic's; `blocking` runs slow work elsewhere.
    """

    knowledge: Knowledge
    journal: Journal
    messenger: Messenger
    redact: Callable[[str], Redacted]
    memories: Recollections
    today: Callable[[], date]
    now: Callable[[], datetime]
    keep_days: int


class Patients:
    """Serves everyone who writes to the bot."""

    def __init__(self, office: Office, bot: User) -> None:
        self._office = office
        self._bot = bot

    async def message(self, update: Update) -> None:
        """A new or edited message of any kind, in a private chat or a group."""
        message = update.message or update.edited_message
        if message is None or message.from_user is None or message.from_user.is_bot:
            return
        text = message.text or message.caption or ""
        if message.chat.type != ChatType.PRIVATE:
            if not self._addressed(message):
                return
            text = self._without_mention(text)
        if message.text is not None and text.startswith("/"):
            await self._command(update, message, text)
            return
        content = _content(message)
        if content is not None:
            await self._perform(update, message, self._conversation(message).content(content))
        if text.strip() or content is None and message.text is not None:
            await self._question(update, message, text)

    async def tap(self, update: Update) -> None:
        """A tapped button."""
        query = update.callback_query
        if query is None:
            return
        asked = action(query.data)
        message = query.message if isinstance(query.message, Message) else None
        if asked is None or message is None:
            await self._office.messenger.acknowledge(query)
            return
        await self._office.messenger.acknowledge(query)
        snapshot = self._office.knowledge.live
        edition = self._edition(snapshot, message.chat_id, query.from_user, "")
        question = self._question_of(message)
        others: Sequence[str] = ()
        if asked.verb is Verb.NOT_HELPFUL and question:
            decision = await self._decide(question, snapshot, edition, {})
            others = [match.entry_id for match in decision.matches]
        private = message.chat.type == ChatType.PRIVATE
        turn = self._talk(edition, private).tapped(asked, question, others)
        await self._carry_out(update, turn, Spot.of(message, quote=False), edition, query)
        self._remember(message.chat_id, turn, None)

    async def _question(self, update: Update, message: Message, text: str) -> None:
        snapshot = self._office.knowledge.live
        private = message.chat.type == ChatType.PRIVATE
        spot = Spot.of(message)
        alarm = snapshot.gate.look(text)
        if alarm is not None and alarm.certain:
            edition = snapshot.edition(alarm.language)
            turn = self._talk(edition, private).alarm(alarm.sign)
            await self._carry_out(update, turn, spot, edition)
            return
        edition = self._edition(snapshot, message.chat_id, message.from_user, text)
        talk = self._talk(edition, private)
        try:
            lean = self._lean(message.chat_id, edition, text) if private else {}
            async with self._office.messenger.typing(spot):
                decision = await self._decide(text, snapshot, edition, lean)
            turn = talk.asked(decision, text)
        except Exception as error:  # the patient must not be left without a word
            log.exception("a question could not be answered: %s", type(error).__name__, exc_info=False)
            turn = talk.trouble()
        await self._carry_out(update, turn, spot, edition, late=self._late(message, talk))
        if private:
            self._remember(message.chat_id, turn, text)

    async def _command(self, update: Update, message: Message, text: str) -> None:
        name, _, argument = text[1:].partition(" ")
        name, _, addressee = name.partition("@")
        if addressee and addressee.lower() != (self._bot.username or "").lower():
            return
        talk = self._conversation(message)
        match name.lower():
            case "start":
                turn = talk.started(argument.strip())
            case "help":
                turn = talk.help()
            case "topics":
                turn = talk.topics()
            case "contact":
                turn = Turn((talk.contact(),))
            case "privacy":
                turn = talk.privacy()
            case "whoami" if message.from_user is not None:
                turn = talk.whoami(message.from_user.id)
            case _:
                turn = talk.unknown_command()
        await self._perform(update, message, turn)

    async def _perform(self, update: Update, message: Message, turn: Turn) -> None:
        edition = self._edition(self._office.knowledge.live, message.chat_id, message.from_user, "")
        quote = message.chat.type != ChatType.PRIVATE
        await self._carry_out(update, turn, Spot.of(message, quote=quote), edition)

    async def _carry_out(
        self,
        update: Update,
        turn: Turn,
        spot: Spot,
        edition: Edition,
        query: CallbackQuery | None = None,
        late: str = "",
    ) -> None:
        messenger = self._office.messenger
        if query is not None and turn.replace is not None:
            await messenger.replace(query, turn.replace)
        if query is not None and turn.buttons is not None:
            await messenger.rekey(query, turn.buttons)
        await messenger.send(spot, *turn.replies, above=late)
        self._office.journal.keep(
            update.update_id, turn, language=edition.language, digest=edition.digest, chat_id=spot.chat_id
        )

    async def _decide(self, text: str, snapshot: Snapshot, edition: Edition, lean: Mapping[str, float]) -> Decision:
        reader = Reader(edition.language, edition.matcher, snapshot.gate, edition.own_words)
        early = None if lean else reader.decide_early(text)
        return early or await asyncio.to_thread(reader.decide, text, lean)

    def _conversation(self, message: Message) -> Conversation:
        edition = self._edition(self._office.knowledge.live, message.chat_id, message.from_user, "")
        return self._talk(edition, message.chat.type == ChatType.PRIVATE)

    def _talk(self, edition: Edition, private: bool) -> Conversation:
        office = self._office
        return Conversation(
            edition.faq, office.redact, today=office.today(), keep_days=office.keep_days, noting=private
        )

    def _edition(self, snapshot: Snapshot, chat_id: int, sender: User | None, text: str) -> Edition:
        """The edition to answer in: by the words, by what was chosen or used before, by the app's language."""
        if len(snapshot.editions) == 1:
            return snapshot.main
        written = detect(text, snapshot.own_words) if text else None
        if written in snapshot.editions:
            return snapshot.edition(written)
        remembered = self._office.memories.of(chat_id).language
        return snapshot.edition(remembered or (sender.language_code or "")[:2] if sender else remembered)

    def _lean(self, chat_id: int, edition: Edition, text: str) -> Mapping[str, float]:
        entry = edition.faq.entry(self._office.memories.of(chat_id).entry_id)
        return leaning(entry, text) if entry else {}

    def _remember(self, chat_id: int, turn: Turn, question: str | None) -> None:
        answered = next((reply.entry_id for reply in turn.replies if reply.entry_id), None)
        self._office.memories.remember(chat_id, question=question, entry_id=answered)

    def _question_of(self, message: Message) -> str | None:
        """The patient's words that a message of ours answers. Telegram brings them along; nothing is looked up."""
        asked = message.reply_to_message
        remembered = self._office.memories.of(message.chat_id).question
        return (asked.text or asked.caption if asked else None) or remembered or None

    def _late(self, message: Message, talk: Conversation) -> str:
        written = message.edit_date or message.date
        return talk.late() if self._office.now() - written > LATE_AFTER else ""

    def _addressed(self, message: Message) -> bool:
        """Whether a message in a group is for the bot: a command, a mention, or a reply to it."""
        if (message.text or "").startswith("/"):
            return True
        asked = message.reply_to_message
        if asked is not None and asked.from_user is not None and asked.from_user.id == self._bot.id:
            return True
        return any(name.lower() == f"@{self._bot.username}".lower() for name in _mentions(message))

    def _without_mention(self, text: str) -> str:
        return re.sub(rf"@{re.escape(self._bot.username or '')}\b", " ", text, flags=re.IGNORECASE).strip()


def _content(message: Message) -> Content | None:
    """What a message is, other than text."""
    for attribute, content in _CONTENT:
        if getattr(message, attribute, None):
            return content
    return None


def _mentions(message: Message) -> tuple[str, ...]:
    kinds: list[str | None] = [MessageEntity.MENTION]
    found = {**message.parse_entities(kinds), **message.parse_caption_entities(kinds)}
    return tuple(found.values())
