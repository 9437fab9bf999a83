"""Throttling: refuses updates of chats that write or tap too fast, with one notice.

Owns the cost of an update and the notice. Knows nothing of red flags or of how admitted updates are served.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from telegram import CallbackQuery, Message, Update, User
from telegram.constants import CallbackQueryLimit, ChatType

from bot.channels.telegram.incoming import IncomingMessage
from bot.channels.telegram.patients import PatientServices
from bot.channels.telegram.sending.render import truncated
from bot.channels.telegram.sending.sender import Destination
from bot.core.dialogue.token_buckets import Admission, TokenBuckets
from bot.core.records import CountedEvent, Handled, Tally, Week
from bot.core.text.markup import plain

TAP = 0.5
"""The cost of a tap: browsing takes more taps than asking takes messages."""
INLINE = 0.2
"""The cost of an inline query: Telegram sends one at every pause in typing."""


@dataclass(frozen=True, slots=True)
class Throttle:
    """Limits the rate of updates by chat. Users in `exempt` are never refused; `clock` returns Unix time."""

    services: PatientServices
    clock: Callable[[], float]
    exempt: Collection[int] = ()
    limits: TokenBuckets = field(default_factory=TokenBuckets)

    async def admits(self, update: Update, incoming: IncomingMessage | None, *, urgent: bool = False) -> bool:
        """Whether to serve an update, whose message is `incoming` if it has one that is meant for the bot.

        One that is `urgent` is counted but never refused."""
        sender = update.effective_user
        if sender is None or sender.id in self.exempt:
            return True
        query = update.callback_query
        message = incoming.message if incoming is not None and incoming.command is not None else None
        if query is None and update.inline_query is None and message is None:
            return True
        # Inline queries, and taps below a channel's messages, have no chat: the sender stands for it.
        chat = update.effective_chat.id if update.effective_chat else sender.id
        cost = INLINE if update.inline_query else TAP if query else 1.0
        admission = self.limits.admit(chat, now=self._time_of(message, query), cost=cost)
        if admission is Admission.ADMITTED or urgent:
            return True
        if admission is Admission.NOTICE:
            await self._notify(update, message if query is None else None, chat, sender)
        tally = Tally(CountedEvent.SLOWED_DOWN)
        await self.services.recorder.record(Handled(update.update_id, Week.of(self.services.today()), (tally,)))
        return False

    def _time_of(self, message: Message | None, query: CallbackQuery | None) -> float:
        """When an update was sent, not when it arrived: after an outage, messages of hours arrive at once."""
        now = self.clock()
        if message is None or query is not None:
            return now
        return min((message.edit_date or message.date).timestamp(), now)

    async def _notify(self, update: Update, message: Message | None, chat: int, sender: User) -> None:
        private = message.chat.type == ChatType.PRIVATE if message is not None else True
        session = self.services.session(chat, sender, private=private)
        replies = self.services.dialogue.slow_down(session, self.services.live_faq.live).replies
        if message is not None:
            await self.services.sender.send(Destination.of(message, quote=not private), *replies)
        elif update.callback_query is not None:
            most = CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH
            text = truncated(plain("\n".join(reply.text for reply in replies)), most)
            await self.services.sender.acknowledge(update.callback_query, text, dialog=False)
