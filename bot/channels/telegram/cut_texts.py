"""Texts that Telegram cut in two, as it does with what is too long for a message: the rest is no message of its own.

Knows nothing of what the texts are for.
"""

from __future__ import annotations

from telegram import Message

from bot.core.text.markup import verbatim_length

CUT = 4000
"""Characters from which on a text may have been cut."""
APART_SECONDS = 3.0
"""A message sent later than this is not the rest of one before."""


class CutTexts:
    """The latest long text of each person in each chat."""

    def __init__(self) -> None:
        self._last: dict[tuple[int, int], Message] = {}

    def heed(self, message: Message) -> None:
        """Notes a text that may have been cut."""
        if message.from_user is not None and verbatim_length(message.text or "") >= CUT:
            self._last[message.chat_id, message.from_user.id] = message

    def is_rest(self, message: Message) -> bool:
        """Whether a message is the rest of the one before it."""
        if message.from_user is None or not message.text:
            return False
        before = self._last.pop((message.chat_id, message.from_user.id), None)
        if before is None or abs((message.date - before.date).total_seconds()) > APART_SECONDS:
            return False
        self.heed(message)
        return True
