"""What the bot says when a patient writes to the clinic. Knows nothing of how a message gets there."""

from __future__ import annotations

from dataclasses import replace

from bot.core.dialogue.replies import Reply, Turn
from bot.core.dialogue.reply_builder import ReplyBuilder
from bot.core.faq.messages import Messages
from bot.core.records import CountedEvent, Tally
from bot.core.text.markup import split_verbatim, verbatim_length

HANDOFF_LIMIT = 3000
"""UTF-16 units of a message to or from the clinic; with the text around it, it fits into one Telegram message."""


class HandoffReplies:
    """The replies about messages to the clinic, in one language."""

    def __init__(self, words: Messages, replies: ReplyBuilder) -> None:
        self._words = words
        self._replies = replies

    def offered(self, text: str) -> Turn:
        """The message to the clinic verbatim, with buttons to send it or not."""
        if verbatim_length(text) > HANDOFF_LIMIT:
            return Turn((self._replies.say(self._words.handoff_too_long),))
        offer = self._replies.say(self._words.handoff_offer, self._replies.handoff_buttons(), text="")
        return Turn((replace(offer, quoted=text),))

    def sent(self, *, passed_on: bool) -> Turn:
        """Whether the message reached the clinic, in place of the offer."""
        wording = self._words.handoff_sent if passed_on else self._words.handoff_failed
        counts = (Tally(CountedEvent.HANDED_OVER),) if passed_on else ()
        return Turn(replace=self._replies.say(wording), counts=counts)

    def answered(self, text: str) -> Turn:
        """The reply of the clinic's staff, verbatim."""
        first, *others = split_verbatim(text, HANDOFF_LIMIT)
        heading = self._replies.say(self._words.handoff_reply, text="")
        return Turn((replace(heading, quoted=first), *(Reply("", quoted=one) for one in others)))
