"""Which buttons messages have by now: a second tap must not take away what came of the first.

In memory only; after a restart a tap is taken as it is. Knows nothing of what buttons do.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace

from telegram import CallbackQuery, Message

from bot.core.dialogue.replies import Action, StaffVerb, Turn

REMEMBERED = 200
"""Messages that are remembered."""
_UNDOING = frozenset({StaffVerb.UNDO, StaffVerb.UNDO_PUBLISH, StaffVerb.TEACH_UNDO})
"""Whoever taps these twice may read in the same place that it is done."""


class ShownButtons:
    """The buttons of the messages that were replaced lately."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[int, int], frozenset[str]] = OrderedDict()

    def once(self, message: Message, query: CallbackQuery, action: Action, turn: Turn) -> Turn:
        """The turn of a tap. If the message no longer had the tapped button, another tap has replaced it, perhaps with
        an *Undo*: then nothing is replaced, and what there is to say is said below."""
        if turn.replace is None:
            return turn
        key = message.chat_id, message.message_id
        shown = self._known.get(key)
        if shown is not None and query.data not in shown and (shown or action.verb not in _UNDOING):
            return replace(turn, replace=None, replies=turn.shown)
        self._known[key] = frozenset(button.action.data for row in turn.replace.buttons for button in row)
        self._known.move_to_end(key)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return turn
