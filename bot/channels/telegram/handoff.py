"""Hand-off: relays a patient's message to the staff chat on request, and a reply of staff to the patient.

Nothing is stored: the return address is an encrypted token in the relayed message's link, valid for a week. Only
replies of staff in the staff chat to a message of the bot are relayed, and of each patient so many messages a minute.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime

from telegram import Message, MessageEntity, Update, User
from telegram.error import BadRequest, TelegramError

from bot.channels.telegram.reply_token import ReplyTokens, ReturnAddress, TokenExpired, TokenInvalid
from bot.channels.telegram.sending.sender import Destination, Sender
from bot.channels.telegram.staff_chat import StaffChat
from bot.core.dialogue.dialogue import Dialogue
from bot.core.dialogue.replies import Reply
from bot.core.dialogue.token_buckets import Admission, TokenBuckets
from bot.live_faq.live_faq import LiveFaq
from bot.logs import failure

log = logging.getLogger(__name__)

_FROM_PATIENT = "**A patient writes:**"
_HOW = "[Reply to this message]({link}) to answer. It works for 7 days. The patient sees only the text you write."
_NOT_STAFF = "Only staff can answer patients, so this was not sent. An admin can add the number that /whoami shows you."
_DELIVERED = "Your reply was passed on."
_TEXT_ONLY = "Only text can be passed on to a patient. This was not sent."
_EDITED = "The patient does not see your change. Reply once more to send it."
_EXPIRED = (
    "This message is older than 7 days, so your reply was not sent. The clinic has no other way to reach them here."
)
_BROKEN = "I can't tell where this reply should go, so it was not sent. Reply to the message as I sent it."
_BLOCKED = "The patient has blocked the bot or left, so your reply was not delivered."
_FAILED = "Your reply could not be delivered just now. Please try again."

_TOKEN = re.compile(r"[?&]start=to-([\w-]{40,400})$", re.ASCII)


@dataclass(frozen=True, slots=True)
class Handoff:
    """Relays messages between patients and the staff chat. `bot` is the bot's own account, `staff` are the ids of those
    who may answer. `clock` is a monotonic clock in seconds."""

    sender: Sender
    reply_tokens: ReplyTokens
    staff_chat: StaffChat
    bot: User
    dialogue: Dialogue
    live_faq: LiveFaq
    now: Callable[[], datetime]
    staff: Collection[int]
    clock: Callable[[], float]
    limits: TokenBuckets = field(default_factory=lambda: TokenBuckets(per_minute=1.0, burst=3.0))

    def admits(self, chat_id: int) -> bool:
        """Whether one more message of a patient may be relayed now."""
        return self.limits.admit(chat_id, now=self.clock()) is Admission.ADMITTED

    async def relay(self, text: str, chat_id: int, message_id: int, language: str) -> bool:
        """Posts a patient's text in the staff chat. Returns False if that fails."""
        token = self.reply_tokens.encrypt(ReturnAddress(chat_id, message_id, language), self.now())
        link = f"https://t.me/{self.bot.username}?start=to-{token}"
        reply = Reply(_FROM_PATIENT, quoted=text, closing=_HOW.format(link=link))
        if self.staff_chat.id is None:
            return False
        try:
            return await self.sender.send(Destination(self.staff_chat.id), reply)
        except TelegramError as error:
            log.error("a message could not be passed on to the staff chat: %s", failure(error))
            return False

    async def answer(self, update: Update) -> bool:
        """Relays a reply to the patient and confirms it; returns False if the update replies to no relayed message."""
        message = update.message or update.edited_message
        relayed = message.reply_to_message if message is not None else None
        if message is None or relayed is None or message.chat_id != self.staff_chat.id:
            return False
        token = _token(relayed)
        if relayed.from_user is None or relayed.from_user.id != self.bot.id or token is None:
            return False
        if message.from_user is None or message.from_user.id not in self.staff:
            said = _NOT_STAFF
        elif update.edited_message is not None:
            said = _EDITED
        elif not (message.text or "").strip():
            said = _TEXT_ONLY
        else:
            said = await self._deliver(token, message.text or "")
        await self.sender.send(Destination.of(message), Reply(said))
        return True

    async def _deliver(self, token: str, text: str) -> str:
        try:
            to = self.reply_tokens.decrypt(token, self.now())
        except TokenExpired:
            return _EXPIRED
        except TokenInvalid:
            return _BROKEN
        destination = Destination(to.chat_id, reply_to=to.message_id)
        answer = self.dialogue.clinic_answered(text, to.language, self.live_faq.live)
        try:
            there = await self.sender.send(destination, *answer.replies)
        except BadRequest:
            return _BLOCKED
        except TelegramError as error:
            log.error("a reply of the clinic could not be delivered: %s", failure(error))
            return _FAILED
        return _DELIVERED if there else _BLOCKED


def _token(message: Message) -> str | None:
    """The token of a relayed message: "" if it is damaged, None if the message is not a relayed one."""
    links = [entity.url or "" for entity in message.entities if entity.type == MessageEntity.TEXT_LINK]
    # without mark-up, if the message had to be sent so; what the patient wrote stands before it
    links += list(message.parse_entities([MessageEntity.URL]).values())[-1:]
    links = [link for link in links if "?start=to-" in link]
    return next((match[1] for link in links if (match := _TOKEN.search(link))), "") if links else None
