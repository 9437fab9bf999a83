"""Parses a message: whether it is meant for the bot, its words, its command, the kind of its content."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from telegram import Message, MessageEntity, MessageOrigin, MessageOriginUser, Update, User
from telegram.constants import ChatType, MessageAttachmentType
from telegram.helpers import effective_message_type

from bot.channels.telegram.rich_text import plain_text
from bot.core.dialogue.commands import Command
from bot.core.dialogue.content_type import ContentType

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
_ATTACHMENTS = frozenset({"checklist", *(kind.value for kind in MessageAttachmentType)})


REMARK = 8
"""Words up to which a text is a remark on what it quotes, and no question of its own."""


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """A message that is meant for the bot. `words` are its own, without the mention of the bot or of another one that
    a command is for.

    `command` is the result of `parse_command`.
    """

    message: Message
    sender: User
    words: str
    private: bool
    content: ContentType | None
    command: tuple[str, str] | None = ("", "")
    asks: bool = True
    """Whether the words are a text or caption. Others, like those of a poll, are only looked at for red flags."""
    beside: str = ""
    """What is looked at for red flags by itself: what follows a command, or what the words are a remark on."""

    @property
    def has_words(self) -> bool:
        """Whether there is a text, even a blank one, which is answered too."""
        return self.message.text is not None or (self.asks and bool(self.words.strip()))

    @property
    def has_question(self) -> bool:
        """Whether the words are the patient's own, and no command."""
        return self.has_words and self.command == ("", "")


def incoming_message(update: Update, bot: User) -> IncomingMessage | None:
    """The message of an update; None if it is not addressed to the bot, written by a bot, or a wordless notice."""
    message = update.message or update.edited_message
    if message is None or message.from_user is None or _is_robot(message):
        return None
    if message.via_bot is not None and message.via_bot.id == bot.id:
        return None  # the bot's own answer, sent through inline mode
    text, quoted = text_of(message), _quoted(message, bot)
    called = Command.parse(message.text or "")
    words = called.words if called is not None else text or _listed(message)
    private = message.chat.type == ChatType.PRIVATE
    if not private:
        if not _addressed(message, bot, words):
            return None
        words = _mention_of(bot).sub(" ", words).strip()
    content = _content(message) if update.message is not None or text else None  # a live location that moves
    if message.text is None and content is None and not words:
        return None
    beside = quoted if len(words.split()) <= REMARK else ""
    if called is not None:
        beside = f"{called.argument}\n{beside}".strip()
    asks = bool(text)
    if message.text is None and not words:
        words, beside, asks = quoted, "", False
    command = parse_command(message.text or "", bot)
    return IncomingMessage(message, message.from_user, words, private, content, command, asks, beside)


def text_of(message: Message) -> str:
    """The text or caption of a message, plain or rich."""
    return message.text or message.caption or plain_text(message.api_kwargs.get("rich_message"))


def parse_command(text: str, bot: User) -> tuple[str, str] | None:
    """A command's lower-case name and argument; ("", "") if it is no command, None if it is for another bot."""
    command = Command.parse(text)
    if command is None:
        return ("", "")
    if command.addressee and command.addressee.lower() != (bot.username or "").lower():
        return None
    return (command.name, command.argument)


def _is_robot(message: Message) -> bool:
    """Whether a bot wrote a message. Who writes as a group or channel is shown as a bot, too, but is a person."""
    return message.from_user is not None and message.from_user.is_bot and message.sender_chat is None


def _listed(message: Message) -> str:
    """The words of a poll or checklist, or of what is added to one."""
    lines: list[str | None] = []
    if (poll := message.poll) is not None:
        lines += [poll.question, poll.description, *(option.text for option in poll.options), poll.explanation]
    if (checklist := message.checklist) is not None:
        lines += [checklist.title, *(task.text for task in checklist.tasks)]
    if (added := message.checklist_tasks_added) is not None:
        lines += [task.text for task in added.tasks]
    if message.poll_option_added is not None:
        lines.append(message.poll_option_added.option_text)
    return "\n".join(filter(None, lines))


def _quoted(message: Message, bot: User) -> str:
    """What a message quotes, or in a group replies to; "" if it is the bot's, whose messages name emergencies."""
    replied, elsewhere = message.reply_to_message, message.external_reply
    if elsewhere is not None and _is_from(elsewhere.origin, bot):
        return ""
    if replied is not None:
        authors = (replied.from_user, replied.via_bot)
        if any(one is not None and one.id == bot.id for one in authors) or _is_from(replied.forward_origin, bot):
            return ""
    if message.quote is not None:
        return message.quote.text
    # in a private chat, the message was looked at when it came
    return text_of(replied) if replied is not None and message.chat.type != ChatType.PRIVATE else ""


def _is_from(origin: MessageOrigin | None, bot: User) -> bool:
    return isinstance(origin, MessageOriginUser) and origin.sender_user.id == bot.id


def _content(message: Message) -> ContentType | None:
    """The kind of what is no text; None for a text, and for a notice about the chat, like a new member or title."""
    known = next((kind for kind, names in _CONTENT.items() if any(getattr(message, name) for name in names)), None)
    if known is not None or (text_of(message) and message.caption is None):
        return known
    kind = effective_message_type(message)
    return ContentType.OTHER if kind is None or kind in _ATTACHMENTS else None


def _addressed(message: Message, bot: User, words: str) -> bool:
    """Whether a message in a group is a command, mentions the bot, or replies to it."""
    if (message.text or "").startswith("/"):
        return True
    asked = message.reply_to_message
    if asked is not None and asked.from_user is not None and asked.from_user.id == bot.id:
        return asked.forum_topic_created is None  # the first message of a thread counts as replied to by all others
    if message.text is None and message.caption is None:  # words without entities
        return _mention_of(bot).search(words) is not None
    mentions = chain(_mentions(message.text, message.entities), _mentions(message.caption, message.caption_entities))
    return f"@{bot.username}".lower() in mentions


def _mention_of(bot: User) -> re.Pattern[str]:
    return re.compile(rf"@{re.escape(bot.username or '')}\b", re.IGNORECASE)


def _mentions(text: str | None, entities: Sequence[MessageEntity]) -> Iterator[str]:
    """The mentions in lower case. The library's own parsing fails where an entity ends inside a character."""
    units = (text or "").encode("utf-16-le", "surrogatepass")
    for entity in entities:
        if entity.type == MessageEntity.MENTION:
            own = units[2 * entity.offset : 2 * (entity.offset + entity.length)]
            yield own.decode("utf-16-le", "replace").lower()
