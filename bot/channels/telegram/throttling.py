"""Slows down whoever writes or taps faster than anybody reads, and says so once.

Owns what counts as an event for the bot and what a refused one is met with. Knows nothing of red flags and of how an
admitted event is served.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from telegram import CallbackQuery, Message, Update, User
from telegram.constants import CallbackQueryLimit, ChatType

from bot.channels.telegram.patient_services import PatientServices
from bot.channels.telegram.sending.sender import Destination, harmless
from bot.core.dialogue.token_buckets import Admission, TokenBuckets
from bot.core.records import Handled, Outcome, Tally, Week
from bot.core.text.markup import plain

TAP = 0.5
"""What a tap costs: browsing takes more of them than asking takes messages."""
INLINE = 0.2
"""What an inline query costs: Telegram sends one at every pause in typing."""


class Throttle:
    """Admits updates at a pace, by chat. `exempt` are the people who work with the bot; `clock` is in seconds since the
    epoch, as Telegram's times are.
    """

    def __init__(
        self,
        services: PatientServices,
        bot: User,
        clock: Callable[[], float],
        exempt: Collection[int] = (),
        limits: TokenBuckets | None = None,
    ) -> None:
        self._services = services
        self._bot = bot
        self._clock = clock
        self._exempt = exempt
        self._limits = TokenBuckets() if limits is None else limits

    async def admits(self, update: Update, *, urgent: bool = False) -> bool:
        """Whether to go on with an update; if not, it is done. What is `urgent` is counted, and never refused."""
        sender = update.effective_user
        if sender is None or sender.id in self._exempt:
            return True
        query, message = update.callback_query, update.message or update.edited_message
        if query is None and update.inline_query is None and (message is None or not self._concerned(message)):
            return True
        # A tap below a message of a channel, and an inline query, come without a chat: the sender's own stands for it.
        chat = update.effective_chat.id if update.effective_chat else sender.id
        cost = INLINE if update.inline_query else TAP if query else 1.0
        admission = self._limits.admit(chat, now=self._time_of(message, query), cost=cost)
        if admission is Admission.ADMITTED or urgent:
            return True
        if admission is Admission.NOTICE:
            await self._say(update, message if query is None else None, chat, sender)
        tally = Tally(Outcome.SLOWED_DOWN)
        await self._services.recorder.record(Handled(update.update_id, Week.of(self._services.today()), (tally,)))
        return False

    def _time_of(self, message: Message | None, query: CallbackQuery | None) -> float:
        """When something was sent, not when it arrived: what was written over hours of an outage comes all at once."""
        now = self._clock()
        if message is None or query is not None:
            return now
        return min((message.edit_date or message.date).timestamp(), now)

    def _concerned(self, message: Message) -> bool:
        """Whether a message may be meant for the bot; people in a group may talk among themselves at any pace."""
        if message.chat.type == ChatType.PRIVATE:
            return True
        words = message.text or message.caption or ""
        asked = message.reply_to_message
        to_bot = asked is not None and asked.from_user is not None and asked.from_user.id == self._bot.id
        return to_bot or words.startswith("/") or f"@{self._bot.username}".lower() in words.lower()

    async def _say(self, update: Update, message: Message | None, chat: int, sender: User) -> None:
        private = message.chat.type == ChatType.PRIVATE if message is not None else True
        session = self._services.session(chat, private=private, app_language=sender.language_code)
        replies = self._services.dialogue.slow_down(session, self._services.live_faq.live).replies
        if message is not None:
            await self._services.sender.send(Destination.of(message, quote=not private), *replies)
        elif update.callback_query is not None:
            most = CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH
            text = plain("\n".join(reply.text for reply in replies))
            with harmless():
                await update.callback_query.answer(text if len(text) <= most else f"{text[: most - 1]}…")
