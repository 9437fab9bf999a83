"""Parses a message: whether it is meant for the bot, its words, its command, the kind of its content."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from telegram import Message, MessageEntity, Update, User
from telegram.constants import ChatType, MessageAttachmentType
from telegram.helpers import effective_message_type

from bot.core.dialogue.conversation import ContentType

_CONTENT = {
    ContentType.PHOTO: ("photo", "paid_media"),
    ContentType.VOICE: ("voice", "audio"),
    ContentType.VIDEO: ("video", "video_note", "animation"),
    ContentType.STICKER: ("sticker",),
    ContentType.DOCUMENT: ("document",),
    ContentType.LOCATION: ("location",),
    ContentType.CONTACT: ("contact",),
    ContentType.POLL: ("poll",),
}
"""The fields of a message by content type. An animation has also a document, and a venue a location."""
_COMMAND = re.compile(r"/([^\s@]*)(?:@(\S*))?(.*)", re.DOTALL)
"""Name, addressee, and what follows after any kind of blank: phones write a line end or a no-break space too."""
_ATTACHMENTS = frozenset(kind.value for kind in MessageAttachmentType)


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """A message that is meant for the bot. `words` are its text or caption without the mention of the bot.

    `command` is the result of `parse_command`.
    """

    message: Message
    sender: User
    words: str
    private: bool
    content: ContentType | None
    command: tuple[str, str] | None = ("", "")

    @property
    def has_words(self) -> bool:
        """Whether there is a text, even a blank one, which is answered too."""
        return self.message.text is not None or bool(self.words.strip())

    @property
    def has_question(self) -> bool:
        """Whether the words are the patient's own, and no command."""
        return self.has_words and self.command == ("", "")


def incoming_message(update: Update, bot: User) -> IncomingMessage | None:
    """The message of an update; None if it is not addressed to the bot, written by a bot, or a notice."""
    message = update.message or update.edited_message
    if message is None or message.from_user is None or message.from_user.is_bot:
        return None
    if message.via_bot is not None and message.via_bot.id == bot.id:
        return None  # the bot's own answer, sent through inline mode
    words = message.text or message.caption or ""
    if update.edited_message is not None and not words:
        return None  # a live location that moves
    private = message.chat.type == ChatType.PRIVATE
    if not private:
        if not _addressed(message, bot):
            return None
        words = re.sub(rf"@{re.escape(bot.username or '')}\b", " ", words, flags=re.IGNORECASE).strip()
    content = next((kind for kind, names in _CONTENT.items() if any(getattr(message, name) for name in names)), None)
    if content is None and message.text is None:
        kind = effective_message_type(message)
        if kind is not None and kind not in _ATTACHMENTS:
            return None  # a notice about the chat, like a new member or title
        content = ContentType.OTHER
    command = parse_command(message.text or "", bot)
    return IncomingMessage(message, message.from_user, words, private, content, command)


def parse_command(text: str, bot: User) -> tuple[str, str] | None:
    """A command's lower-case name and argument; ("", "") if it is no command, None if it is for another bot."""
    found = _COMMAND.fullmatch(text)
    if found is None:
        return ("", "")
    name, addressee, argument = found.groups()
    if addressee and addressee.lower() != (bot.username or "").lower():
        return None
    return (name.lower() or "?", argument.strip())


def _addressed(message: Message, bot: User) -> bool:
    """Whether a message in a group is a command, mentions the bot, or replies to it."""
    if (message.text or "").startswith("/"):
        return True
    asked = message.reply_to_message
    if asked is not None and asked.from_user is not None and asked.from_user.id == bot.id:
        return asked.forum_topic_created is None  # the first message of a thread counts as replied to by all others
    mentions = chain(_mentions(message.text, message.entities), _mentions(message.caption, message.caption_entities))
    return f"@{bot.username}".lower() in mentions


def _mentions(text: str | None, entities: Sequence[MessageEntity]) -> Iterator[str]:
    """The mentions in lower case. The library's own parsing fails where an entity ends inside a character."""
    units = (text or "").encode("utf-16-le", "surrogatepass")
    for entity in entities:
        if entity.type == MessageEntity.MENTION:
            own = units[2 * entity.offset : 2 * (entity.offset + entity.length)]
            yield own.decode("utf-16-le", "replace").lower()
