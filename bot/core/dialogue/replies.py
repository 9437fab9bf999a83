"""What the bot says and what it wants remembered, as plain values. Knows nothing of Telegram or of a database."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.core.dialogue.sessions import Session
from bot.core.records import Question, Tally


class Verb(StrEnum):
    """What a button does. The value is what travels in a button, so it must never change its meaning."""

    ENTRY = "e"
    """Show an entry's answer."""
    CHOOSE = "s"
    """Show an entry's answer: it was one of several suggestions."""
    BROWSE = "b"
    """Show an entry's answer in place of the list of questions."""
    MORE = "m"
    """Show an entry's details."""
    TOPICS = "T"
    """Show the topics."""
    TOPIC = "t"
    """Show a topic's questions; `number` is the page."""
    NONE_OF_THESE = "n"
    """Reject the suggestions; the target is the nearest entry, `number` its confidence in percent."""
    HELPFUL = "h"
    """The answer helped; `number` 1 takes back "not helpful"."""
    NOT_HELPFUL = "u"
    """The answer did not help; `number` 1 takes back "helpful"."""
    CONTACT = "c"
    """Show how to reach the clinic."""
    LANGUAGE = "l"
    """Use the language whose code is the target."""
    HANDOFF = "w"
    """Ask for a message to the clinic."""
    HANDOFF_SEND = "y"
    """Pass the shown message on."""
    HANDOFF_CANCEL = "x"
    """Pass nothing on."""


@dataclass(frozen=True, slots=True)
class Action:
    """What a tap asks for. A target is an id of the FAQ or empty; a number is small and not negative.

    `language` is that of the message below which the button stands, where the bot speaks several.
    """

    verb: Verb
    target: str = ""
    number: int = 0
    language: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """A labelled action."""

    label: str
    action: Action


Buttons = tuple[tuple[Button, ...], ...]
"""Rows of buttons."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One message: text with mark-up, a part that is folded away at first, and rows of buttons below.

    `quoted` are somebody's own words, shown to the letter. All but `text` may be empty; together they fit into one
    Telegram message.
    """

    text: str
    quoted: str = ""
    folded: str = ""
    closing: str = ""
    buttons: Buttons = ()
    entry_id: str = ""
    """The entry that this message answers with, if it does."""
    title: str = ""
    """What it is about, where it may stand in a list of replies."""


@dataclass(frozen=True, slots=True)
class Turn:
    """All that follows from one event: what is said, what is counted, what is kept, and the session it leaves.

    `replace` takes the place of the tapped message, `buttons` only of the buttons below it, `row` only of the row
    that the tapped button is in. What is `urgent` goes out before all that waits. `failure` is what went wrong on the
    way to this turn, for the channel to log.
    """

    replies: tuple[Reply, ...] = ()
    replace: Reply | None = None
    buttons: Buttons | None = None
    row: tuple[Button, ...] | None = None
    counts: tuple[Tally, ...] = ()
    note: Question | None = None
    session: Session = Session()
    urgent: bool = False
    failure: Exception | None = None

    def then(self, other: Turn) -> Turn:
        """Both, one after the other."""
        return Turn(
            (*self.replies, *other.replies),
            other.replace or self.replace,
            other.buttons if other.buttons is not None else self.buttons,
            other.row or self.row,
            (*self.counts, *other.counts),
            other.note or self.note,
            other.session,
            other.urgent or self.urgent,
            other.failure or self.failure,
        )
