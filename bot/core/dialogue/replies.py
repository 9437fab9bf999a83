"""What the bot says to patients and staff, what its buttons carry, and what it wants remembered, as plain values.

Everything a tap needs travels in the button, so that buttons work after a restart. Knows nothing of Telegram, except
that a button carries at most 64 bytes, and nothing of a database.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b

from bot.core.dialogue.sessions import Session
from bot.core.records import Question, Tally


class Verb(StrEnum):
    """What a patient's button does. The value is what travels in a button, so it must never change its meaning."""

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


class StaffVerb(StrEnum):
    """What a button of staff does. As with `Verb`, a value never changes its meaning."""

    CARD = "rc"
    """Show the theme's card again."""
    SKIP = "rk"
    """Show the card after the theme's; `mark` is its place in the list."""
    BELONGS = "rb"
    """Preview adding the theme to the entry."""
    PUBLISH = "rp"
    """Add the theme to the entry; `mark` says what was previewed."""
    FORCE = "rf"
    """The same although it breaks checks."""
    SEARCH = "rs"
    """Ask for words to search entries with."""
    NEW = "rn"
    """Begin a new entry for the theme."""
    WRITE = "rw"
    """Ask for the new entry's question."""
    TAKE = "rq"
    """Take the question that was proposed."""
    TOPIC = "rt"
    """Save the draft under the topic whose code is the target."""
    DISMISS = "rd"
    """The theme is not for us."""
    UNDO = "ru"
    """Take a dismissal back; `mark` is its number."""
    RELOAD = "rl"
    """Take the changed file although it breaks checks; `mark` says which."""
    VERSION = "rv"
    """Show what going back to a version would do; `mark` begins its digest."""
    PUT = "ro"
    """Publish the file (`mark`) that was shown."""
    PUT_FORCE = "rx"
    """The same although it breaks checks."""
    DROP = "rz"
    """Forget the file that was shown."""
    DRAFTS = "ri"
    """Show the drafts."""
    DRAFT = "ra"
    """Show one draft and what publishing it would do."""
    DRAFT_PUBLISH = "re"
    """Publish it."""
    DRAFT_FORCE = "rg"
    """The same although it breaks checks."""
    DISCARD = "rj"
    """Ask whether to remove the draft."""
    DISCARD_SURE = "ry"
    """Remove it."""


_OF_A_DRAFT = frozenset(
    {
        StaffVerb.DRAFT,
        StaffVerb.DRAFT_PUBLISH,
        StaffVerb.DRAFT_FORCE,
        StaffVerb.DISCARD,
        StaffVerb.DISCARD_SURE,
    }
)
_DATA = re.compile(r"([A-Za-z]{1,2})((?::[0-9a-z-]{0,48}){0,3})")
_NUMBER = re.compile(r"[0-9]{1,6}")


@dataclass(frozen=True, slots=True)
class Action:
    """What a tap asks for.

    Patients' actions have a target (an id of the FAQ, or empty), a small number that is not negative, and the language
    of the message below which the button stands, where the bot speaks several. Staff's have a target (the `code` of an
    entry or a topic), the key of a theme or the language of a draft, and a mark, whose meaning the verb says.
    """

    verb: Verb | StaffVerb
    target: str = ""
    number: int = 0
    language: str = ""
    theme: str = ""
    mark: str = ""

    @property
    def data(self) -> str:
        """The action as callback data: at most 64 bytes, since ids have at most 48 and all else is short."""
        if isinstance(self.verb, StaffVerb):
            fields = (self.theme or self.language, self.target, self.mark)
        else:
            fields = (self.target, str(self.number), self.language)
        return ":".join((self.verb.value, *fields)).rstrip(":")

    @classmethod
    def parse(cls, data: str | None) -> Action | None:
        """The action that callback data stands for; None for anything this bot did not write."""
        found = _DATA.fullmatch(data or "")
        if found is None:
            return None
        first, second, third = (*found[2].split(":")[1:], "", "", "")[:3]
        if found[1] in list(Verb):
            return cls(Verb(found[1]), first, int(second), third) if _NUMBER.fullmatch(second) else None
        if found[1] not in list(StaffVerb):
            return None
        verb = StaffVerb(found[1])
        if verb in _OF_A_DRAFT:
            return cls(verb, second, language=first, mark=third)
        return cls(verb, second, theme=first, mark=third)


@dataclass(frozen=True, slots=True)
class Button:
    """A labelled action."""

    label: str
    action: Action


Buttons = tuple[tuple[Button, ...], ...]
"""Rows of buttons."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a text."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """One message: text with mark-up, a part that is folded away at first, and rows of buttons below.

    `quoted` are somebody's own words, shown verbatim. All but `text` may be empty; together they fit into one Telegram
    message.
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
    attachment: Attachment | None = None
    asks: str = ""
    """What to write in reply, where the message is a prompt; it has no buttons then."""
    below: bool = False
    """Whether it is sent as a reply to the message that led to it, whose words are read again from there later."""


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

    @property
    def shown(self) -> tuple[Reply, ...]:
        """Every message of it, from top to bottom."""
        return self.replies if self.replace is None else (self.replace, *self.replies)

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


def code(text: str) -> str:
    """A short stand-in for an id or a state, the same in every process; a long id would not fit into a button."""
    return blake2b(text.encode(), digest_size=5).hexdigest()
