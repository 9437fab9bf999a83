"""What a message on Telegram holds for the bot: whether it is meant for it, the words, a command, a photo.

Knows nothing of what is answered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from telegram import Message, MessageEntity, Update, User
from telegram.constants import ChatType, MessageAttachmentType
from telegram.helpers import effective_message_type

from bot.core.dialogue.conversation import ContentType

_CONTENT: tuple[tuple[str, ContentType], ...] = (
    ("photo", ContentType.PHOTO),
    ("voice", ContentType.VOICE),
    ("audio", ContentType.VOICE),
    ("video", ContentType.VIDEO),
    ("video_note", ContentType.VIDEO),
    ("animation", ContentType.VIDEO),
    ("sticker", ContentType.STICKER),
    ("document", ContentType.DOCUMENT),
    ("venue", ContentType.LOCATION),
    ("location", ContentType.LOCATION),
    ("contact", ContentType.CONTACT),
    ("poll", ContentType.POLL),
    ("paid_media", ContentType.PHOTO),
)

_ATTACHMENTS = frozenset(kind.value for kind in MessageAttachmentType)


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """A message that is meant for the bot. `words` are its text or caption without the mention of the bot.

    `command` is the lower-case name and what follows it, ("", "") for none; None for another bot's.
    """

    message: Message
    sender: User
    words: str
    private: bool
    content: ContentType | None
    command: tuple[str, str] | None = ("", "")

    @property
    def has_words(self) -> bool:
        """Whether there is a text, be it only blanks: those are met kindly too."""
        return self.message.text is not None or bool(self.words.strip())

    @property
    def has_question(self) -> bool:
        """Whether the words are the patient's own: those of a command are not."""
        return self.has_words and self.command == ("", "")


def incoming_message(update: Update, bot: User) -> IncomingMessage | None:
    """The message of an update, or None if it is not for the bot: unaddressed in a group, by a bot, about the chat."""
    message = update.message or update.edited_message
    if message is None or message.from_user is None or message.from_user.is_bot:
        return None
    if message.via_bot is not None and message.via_bot.id == bot.id:
        return None  # our own answer, sent through inline mode
    words = message.text or message.caption or ""
    if update.edited_message is not None and not words:
        return None  # a live location that moves
    private = message.chat.type == ChatType.PRIVATE
    if not private:
        if not _addressed(message, bot):
            return None
        words = re.sub(rf"@{re.escape(bot.username or '')}\b", " ", words, flags=re.IGNORECASE).strip()
    content = _content(message)
    if content is None and message.text is None:
        kind = effective_message_type(message)
        if kind is not None and kind not in _ATTACHMENTS:
            return None  # about the chat itself: somebody came, a title was changed
        content = ContentType.OTHER
    command = parse_command(message.text or "", bot)
    return IncomingMessage(message, message.from_user, words, private, content, command)


def _content(message: Message) -> ContentType | None:
    return next((content for name, content in _CONTENT if getattr(message, name, None)), None)


def parse_command(text: str, bot: User) -> tuple[str, str] | None:
    """The lower-case name of a command and what follows it; ("", "") for none, None for a command to another bot."""
    if not text.startswith("/"):
        return ("", "")
    name, _, argument = text[1:].partition(" ")
    name, _, addressee = name.partition("@")
    if addressee and addressee.lower() != (bot.username or "").lower():
        return None
    return (name.lower() or "?", argument.strip())


def _addressed(message: Message, bot: User) -> bool:
    """Whether a message in a group is for the bot: a command, a mention, or a reply to it."""
    if (message.text or "").startswith("/"):
        return True
    asked = message.reply_to_message
    if asked is not None and asked.from_user is not None and asked.from_user.id == bot.id:
        return asked.forum_topic_created is None  # the first message of a thread counts as replied to by all others
    return f"@{bot.username}".lower() in {*_mentions(message.text, message.entities)} | {
        *_mentions(message.caption, message.caption_entities)
    }


def _mentions(text: str | None, entities: Sequence[MessageEntity]) -> Iterator[str]:
    """The names mentioned, in small letters. The library's own way fails where an entity ends inside a character."""
    units = (text or "").encode("utf-16-le", "surrogatepass")
    for entity in entities:
        if entity.type == MessageEntity.MENTION:
            own = units[2 * entity.offset : 2 * (entity.offset + entity.length)]
            yield own.decode("utf-16-le", "replace").lower()
