"""The prompts that staff have not answered yet, a person's latest in each chat.

Owns which prompt a message answers. They are lost in a restart, after which one answers by replying to the prompt
itself. Knows nothing of what follows.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from telegram import Message, User
from telegram.constants import ChatType

from bot.core.dialogue.replies import Action, Reply, StaffVerb
from bot.core.review.prompts import Asked, Prompt

MOST = 200
"""Prompts that are remembered."""


class WaitingPrompts:
    """`bot_id` is the bot's own id: only its messages are prompts."""

    def __init__(self, bot_id: int) -> None:
        self._bot_id = bot_id
        self._waiting: OrderedDict[tuple[int, int], Reply] = OrderedDict()

    def expect(self, chat_id: int, person: User | None, replies: Sequence[Reply]) -> None:
        """Remembers a prompt that was shown last, so that the next message counts as its answer."""
        if person is None or not replies or Prompt.of(replies[-1]) is None:
            return
        self._waiting[chat_id, person.id] = replies[-1]
        while len(self._waiting) > MOST:
            self._waiting.popitem(last=False)

    def of_a_draft(self, chat_id: int, person: User | None) -> Reply | None:
        """The prompt that waits for a part of a new entry."""
        waiting = self._waiting.get(_key(chat_id, person))
        prompt = Prompt.of(waiting) if waiting is not None else None
        return waiting if prompt is not None and prompt.of_a_draft else None

    def take(self, chat_id: int, person: User | None) -> Reply | None:
        """The prompt that waits, which is forgotten."""
        return self._waiting.pop(_key(chat_id, person), None)

    def answered_by(self, message: Message) -> Prompt | None:
        """The prompt that a message answers: by replying to it or, in private, by following it. It is forgotten."""
        asked, waiting = message.reply_to_message, self.take(message.chat_id, message.from_user)
        if asked is not None:
            own = asked.from_user is not None and asked.from_user.id == self._bot_id
            return prompt_of(asked) if own else None
        private = message.chat.type == ChatType.PRIVATE
        return Prompt.of(waiting) if private and waiting is not None else None

    def tapped(self, chat_id: int, person: User, action: Action) -> None:
        """Forgets the prompt that waits if a tap goes on with something else. A new entry waits until it is cancelled,
        unless its question was only proposed."""
        waiting = self._waiting.get(_key(chat_id, person))
        prompt = Prompt.of(waiting) if waiting is not None else None
        if waiting is None or prompt is None:
            return
        proposed = prompt.asked is Asked.ANSWER and not waiting.asks
        if not prompt.of_a_draft or proposed or action.verb is StaffVerb.CARD:
            del self._waiting[_key(chat_id, person)]

    def saved(self, draft: Prompt) -> None:
        """Forgets what was still asked for an entry that is saved, of whoever was writing it."""
        prompts = {key: Prompt.of(reply) for key, reply in self._waiting.items()}
        for key, prompt in prompts.items():
            if prompt is not None and prompt.of_a_draft and prompt.theme == draft.theme:
                del self._waiting[key]


def prompt_of(message: Message) -> Prompt | None:
    """The prompt that a message of the bot is; None for any other."""
    addresses = " ".join(entity.url for entity in message.entities if entity.url)
    return Prompt.parse(message.text or "", addresses or message.text or "")


def _key(chat_id: int, person: User | None) -> tuple[int, int]:
    return chat_id, person.id if person is not None else 0
