"""Patients' updates: takes the words and the kind of chat, asks the core, sends what it decided.

Owns no decision about content. Red flags go out before anything that could fail; a database that fails never keeps a
patient from an answer.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from telegram import CallbackQuery, Message, MessageEntity, Update, User
from telegram.constants import ChatType

from bot.core.anonymise import Redacted
from bot.core.conversation import Content, Conversation
from bot.core.decision import Decision, leaning
from bot.core.language import detect
from bot.core.recollection import Recollections
from bot.core.records import Handled, Question, Tally, Week
from bot.core.replies import Turn, Verb
from bot.editions import Edition, Snapshot
from bot.handlers.messenger import Messenger, Spot
from bot.handlers.render import action
from bot.knowledge import Knowledge
from bot.ledger import Ledger
from bot.logs import failure

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
    ledger: Ledger
    messenger: Messenger
    redact: Callable[[str], Redacted]
    memories: Recollections
    today: Callable[[], date]
    now: Callable[[], datetime]
    keep_days: int


@dataclass(frozen=True, slots=True)
class Scene:
    """One update and what it is answered with."""

    update: Update
    snapshot: Snapshot
    edition: Edition
    private: bool
    spot: Spot
    chat_id: int


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
        private = message.chat.type == ChatType.PRIVATE
        if not private:
            if not self._addressed(message):
                return
            text = self._without_mention(text)
        snapshot = self._office.knowledge.live
        edition = self._edition(snapshot, message.chat_id, message.from_user, text)
        scene = Scene(update, snapshot, edition, private, Spot.of(message, quote=not private), message.chat_id)
        if message.text is not None and text.startswith("/"):
            turn = self._command(scene, message, text)
            if turn is not None:
                await self._carry_out(scene, turn)
            return
        content = _content(message)
        turn = self._talk(scene).content(content) if content is not None else Turn()
        if text.strip() or content is None:
            turn = turn.then(await self._question(scene, message, text))
        await self._carry_out(scene, turn)

    async def tap(self, update: Update) -> None:
        """A tapped button."""
        query = update.callback_query
        if query is None:
            return
        await self._office.messenger.acknowledge(query)
        asked = action(query.data)
        message = query.message if isinstance(query.message, Message) else None
        if asked is None or message is None:
            return
        snapshot = self._office.knowledge.live
        edition = self._edition(snapshot, message.chat_id, query.from_user, "")
        private = message.chat.type == ChatType.PRIVATE
        scene = Scene(update, snapshot, edition, private, Spot.of(message, quote=False), message.chat_id)
        question = self._question_of(message) if private else None
        others: Sequence[str] = ()
        if asked.verb is Verb.NOT_HELPFUL and question:
            decision = await self._decide(question, scene, {})
            others = [match.entry_id for match in decision.matches]
        turn = self._talk(scene).tapped(asked, question, others)
        await self._carry_out(scene, turn, query)
        self._remember(message.chat_id, turn, None)

    async def _question(self, scene: Scene, message: Message, text: str) -> Turn:
        """The turn for a patient's words; a red flag's message is sent at once, whatever happens afterwards."""
        alarm = scene.snapshot.gate.look(text)
        if alarm is not None and alarm.certain:
            scene = replace(scene, edition=scene.snapshot.edition(alarm.language))
            turn = self._talk(scene).alarm(alarm.sign)
            await self._office.messenger.send(replace(scene.spot, reply_to=message.message_id), *turn.replies)
            return Turn(counts=turn.counts)
        talk = self._talk(scene)
        spot = replace(scene.spot, reply_to=message.message_id)
        try:
            lean = self._lean(scene, text)
            async with self._office.messenger.typing(spot):
                decision = await self._decide(text, scene, lean)
            turn = talk.asked(decision, text)
        except Exception as error:  # the patient must not be left without a word
            log.error("a question could not be answered: %s", failure(error))
            turn = talk.trouble()
        if scene.private:
            self._remember(message.chat_id, turn, text)
        late = talk.late() if self._is_late(message) else ""
        await self._office.messenger.send(spot, *turn.replies, above=late)
        return replace(turn, replies=())

    def _command(self, scene: Scene, message: Message, text: str) -> Turn | None:
        name, _, argument = text[1:].partition(" ")
        name, _, addressee = name.partition("@")
        if addressee and addressee.lower() != (self._bot.username or "").lower():
            return None
        talk = self._talk(scene)
        commands: dict[str, Callable[[], Turn]] = {
            "start": lambda: talk.started(argument.strip()),
            "help": talk.help,
            "topics": talk.topics,
            "contact": talk.contact,
            "privacy": talk.privacy,
            "whoami": lambda: talk.whoami(message.from_user.id if message.from_user else 0),
        }
        known = commands.get(name.lower())
        if known is None and not scene.private and not addressee:
            return None  # in a group it may be another bot's
        return known() if known else talk.unknown_command()

    async def _carry_out(self, scene: Scene, turn: Turn, query: CallbackQuery | None = None) -> None:
        messenger = self._office.messenger
        if query is not None and turn.replace is not None:
            await messenger.replace(query, turn.replace)
        if query is not None and turn.buttons is not None:
            await messenger.rekey(query, turn.buttons)
        await messenger.send(scene.spot, *turn.replies)
        if turn.counts or turn.note:
            handled = self._handled(scene, turn)
            await self._office.ledger.record(handled, chat_id=scene.chat_id)

    def _handled(self, scene: Scene, turn: Turn) -> Handled:
        week = Week.of(self._office.today())
        tallies = tuple(Tally(count.outcome, count.subject or None, count.by) for count in turn.counts)
        note = turn.note
        if note is None:
            return Handled(scene.update.update_id, week, tallies)
        question = Question(
            week=week,
            language=scene.edition.language,
            redacted=note.redacted,
            kind=note.kind,
            nearest=note.nearest or None,
            confidence=min(max(note.confidence, 0.0), 1.0) if note.nearest else None,
            faq_digest=scene.edition.digest,
        )
        return Handled(scene.update.update_id, week, tallies, (question,))

    async def _decide(self, text: str, scene: Scene, lean: Mapping[str, float]) -> Decision:
        reader = scene.snapshot.reader(scene.edition.language)
        early = None if lean else reader.decide_early(text)
        return early if early is not None else await asyncio.to_thread(reader.decide, text, lean)

    def _talk(self, scene: Scene) -> Conversation:
        office = self._office
        return Conversation(
            scene.edition.shown,
            office.redact,
            today=office.today(),
            keep_days=office.keep_days,
            noting=scene.private,
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

    def _lean(self, scene: Scene, text: str) -> Mapping[str, float]:
        entry = scene.edition.faq.entry(self._office.memories.of(scene.chat_id).entry_id) if scene.private else None
        return leaning(entry, text) if entry else {}

    def _remember(self, chat_id: int, turn: Turn, question: str | None) -> None:
        answered = next((reply.entry_id for reply in turn.replies if reply.entry_id), None)
        self._office.memories.remember(chat_id, question=question, entry_id=answered)

    def _question_of(self, message: Message) -> str | None:
        """The patient's words that a message of ours answers. Telegram brings them along; nothing is looked up."""
        asked = message.reply_to_message
        remembered = self._office.memories.of(message.chat_id).question
        return (asked.text or asked.caption if asked else None) or remembered or None

    def _is_late(self, message: Message) -> bool:
        return self._office.now() - (message.edit_date or message.date) > LATE_AFTER

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
