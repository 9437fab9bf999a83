"""Replies, buttons and turns for patients and staff, as plain values.

A button carries all that a tap needs, so that buttons work after a restart. Knows nothing of databases, and of Telegram
only that a button carries at most 64 bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import blake2b

from bot.core.dialogue.sessions import Session
from bot.core.faq.rules import MESSAGE_LIMIT
from bot.core.records import Question, Tally
from bot.core.text.markup import length, verbatim_length


class Verb(StrEnum):
    """What a patient's button does. Buttons carry the value, so it must never change its meaning."""

    ENTRY = "e"
    """Show an entry's answer."""
    CHOOSE = "s"
    """Show the answer of an entry that was suggested."""
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
    NOT_EMERGENCY = "o"
    """It was no emergency; the target is the sign."""


class StaffVerb(StrEnum):
    """What a staff button does. Buttons carry the value, so it must never change its meaning."""

    CARD = "rc"
    """Show the theme's card again."""
    SKIP = "rk"
    """Show the card after the theme's; `mark` is the position of the theme in the list."""
    BELONGS = "rb"
    """Show what adding the theme to the entry would do."""
    PUBLISH = "rp"
    """Add the theme to the entry; `mark` identifies the preview."""
    FORCE = "rf"
    """Add the theme to the entry although it breaks checks."""
    WORDING = "rW"
    """Ask for a wording of staff's own to add to the entry."""
    PUBLISH_OWN = "rP"
    """Add the wording that the preview answers, and the theme, to the entry; `mark` identifies the preview."""
    FORCE_OWN = "rF"
    """The same although it breaks checks."""
    SEARCH = "rs"
    """Ask for words to search entries with."""
    NEW = "rn"
    """Begin a new entry for the theme."""
    OTHER_QUESTION = "rw"
    """Ask for the new entry's question."""
    TOPIC = "rt"
    """Save the draft under the topic whose code is the target."""
    UNDER = "rO"
    """Show the draft once more, under the topic whose code is the target, before it is saved."""
    CHANGE = "rC"
    """Ask for another text in place of the part of the draft whose name is the target."""
    TICK = "rT"
    """Show what adding the questions that `mark` leaves ticked to the entry would do."""
    EFFECTS = "rE"
    """Show everything that this would change."""
    QUESTIONS = "rQ"
    """Show a page of the questions of a theme; the target is its number, `mark` says what is ticked."""
    SPLIT = "rS"
    """Put the questions that `mark` leaves unticked on a card of their own."""
    UNDO_PUBLISH = "rU"
    """Take back what was added to the entry; `mark` identifies the published file and the decision."""
    DISMISS = "rd"
    """Dismiss the theme."""
    UNDO = "ru"
    """Undo a dismissal; `mark` is the number of the decision."""
    RELOAD = "rl"
    """Load the changed file although it breaks checks; `mark` identifies it."""
    VERSION = "rv"
    """Show what going back to a version would do; the target is its language, "" for the main one, `mark` the beginning
    of its digest."""
    VERSIONS = "rh"
    """Show the versions in the language that is the target; `mark` is the page."""
    PUT = "ro"
    """Publish the shown file; `mark` identifies it."""
    PUT_FORCE = "rx"
    """Publish the shown file although it breaks checks."""
    DROP = "rz"
    """Forget the file that was shown."""
    DRAFTS = "ri"
    """Show the drafts."""
    DRAFT = "ra"
    """Show one draft and what publishing it would do."""
    DRAFT_PUBLISH = "re"
    """Publish the draft."""
    DRAFT_FORCE = "rg"
    """Publish the draft although it breaks checks."""
    DRAFT_WITHOUT = "rJ"
    """Take a wording out of a draft; `mark` is its code."""
    DISCARD = "rj"
    """Ask whether to remove the draft."""
    DISCARD_SURE = "ry"
    """Remove the draft."""
    TEACH_WHY = "tq"
    """Show again why the message gets its answer."""
    TEACH_SIGNS = "ta"
    """Ask which sign the message should raise."""
    TEACH_CALM = "tn"
    """Show what teaching that the message is no emergency would do."""
    TEACH = "tp"
    """Show what adding the message to the list whose code is the target would do."""
    TEACH_PUBLISH = "tw"
    """Add the message to the list; `mark` identifies the preview."""
    TEACH_FORCE = "tf"
    """Add the message to the list although it breaks checks."""
    TEACH_UNDO = "tu"
    """Take the message out of the list again; in the theme's place stands the code of the list that it came from."""
    SIGN_SHOW = "sn"
    """Show the first text of a language that a clinician has to sign."""
    SIGN = "sa"
    """Sign the text whose code is the target; `mark` has the digest of the words shown, and the months."""
    SIGN_SKIP = "sk"
    """Show the text behind it; `mark` is that of the button to sign."""
    SIGN_CHANGE = "sc"
    """Ask what should change in the text; `mark` is the digest of the words shown."""
    SIGN_NO_NOTE = "sw"
    """Tell admins that the text needs a change, and no more."""
    SIGN_UNDO = "su"
    """Take a signature back; `mark` is the digest of the words signed."""
    SIGN_AS = "sy"
    """Sign under the name in the file whose code is the target."""
    SIGN_NAME = "sm"
    """Ask for a name to sign under."""


SIGNING = frozenset(
    {
        StaffVerb.SIGN_SHOW, StaffVerb.SIGN, StaffVerb.SIGN_SKIP, StaffVerb.SIGN_CHANGE, StaffVerb.SIGN_NO_NOTE,
        StaffVerb.SIGN_UNDO, StaffVerb.SIGN_AS, StaffVerb.SIGN_NAME,
    }
)  # fmt: skip
"""The verbs of clinicians."""
_OF_A_DRAFT = frozenset(
    {
        StaffVerb.DRAFT,
        StaffVerb.DRAFT_PUBLISH,
        StaffVerb.DRAFT_FORCE,
        StaffVerb.DRAFT_WITHOUT,
        StaffVerb.DISCARD,
        StaffVerb.DISCARD_SURE,
    }
)
_DATA = re.compile(r"([A-Za-z]{1,2})((?::[0-9a-z-]{0,48}){0,3})")
_NUMBER = re.compile(r"[0-9]{1,6}")


@dataclass(frozen=True, slots=True)
class Action:
    """What a button does when tapped.

    A patient's action has a target (an id of the FAQ, or ""), a number from 0 to 999,999, and the language of the
    button's message if the bot has several. A staff action has a target (the `code` of an entry or a topic), the key of
    a theme or the language of a draft or text to sign, and a mark, which the verb defines.
    """

    verb: Verb | StaffVerb
    target: str = ""
    number: int = 0
    language: str = ""
    theme: str = ""
    mark: str = ""

    @property
    def data(self) -> str:
        """The action as callback data, at most 64 bytes: ids have at most 48, the other fields are short."""
        if isinstance(self.verb, StaffVerb):
            fields = (self.theme or self.language, self.target, self.mark)
        else:
            fields = (self.target, str(self.number), self.language)
        return ":".join((self.verb.value, *fields)).rstrip(":")

    @classmethod
    def parse(cls, data: str | None) -> Action | None:
        """The action of callback data; None for data of any other form."""
        found = _DATA.fullmatch(data or "")
        if found is None:
            return None
        first, second, third = (*found[2].split(":")[1:], "", "", "")[:3]
        if found[1] in list(Verb):
            return cls(Verb(found[1]), first, int(second), third) if _NUMBER.fullmatch(second) else None
        if found[1] not in list(StaffVerb):
            return None
        verb = StaffVerb(found[1])
        if verb in _OF_A_DRAFT or verb in SIGNING:
            return cls(verb, second, language=first, mark=third)
        return cls(verb, second, theme=first, mark=third)


@dataclass(frozen=True, slots=True)
class Button:
    """An action and its label."""

    label: str
    action: Action


Buttons = tuple[tuple[Button, ...], ...]
"""Rows of buttons."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file sent with a text."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """One message: text with mark-up, a quotation shown verbatim, a folded part, a closing, and rows of buttons.

    The parts may be empty; together they fit into one Telegram message.
    """

    text: str
    quoted: str = ""
    folded: str = ""
    closing: str = ""
    buttons: Buttons = ()
    entry_id: str = ""
    """The entry whose answer this is, if any."""
    title: str = ""
    """Its title in a list of replies."""
    attachment: Attachment | None = None
    asks: str = ""
    """What to write in reply to a prompt, which has no buttons; "" for other messages."""
    below: bool = False
    """Whether it is sent as a reply to the message that led to it, from which that text is read again later."""


@dataclass(frozen=True, slots=True)
class Turn:
    """The result of one event: replies, counts, a question for the log, and the session afterwards.

    `replace` replaces the tapped message, `buttons` only its buttons, `row` only the row of the tapped button. An
    `urgent` turn is sent before all that waits. `failure` is the error that led to this turn, for the channel to log.
    """

    replies: tuple[Reply, ...] = ()
    replace: Reply | None = None
    buttons: Buttons | None = None
    row: tuple[Button, ...] | None = None
    counts: tuple[Tally, ...] = ()
    note: Callable[[], Question] | None = None
    """Makes the question for the log. De-identifying it takes time, and no reply waits for that."""
    session: Session = Session()
    urgent: bool = False
    failure: Exception | None = None

    @property
    def shown(self) -> tuple[Reply, ...]:
        """All messages, from top to bottom."""
        return self.replies if self.replace is None else (self.replace, *self.replies)

    def then(self, other: Turn) -> Turn:
        """This turn followed by another."""
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


def above(line: str, turn: Turn, *, each: bool = False) -> Turn:
    """The turn with a line above its first message, or above `each`; where it does not fit, it is a message before."""
    if turn.replace is not None:
        shown, *before = reversed(_under(line, turn.replace))
        return replace(turn, replace=shown, replies=(*before, *turn.replies))
    number = len(turn.replies) if each else 1
    replies = (under for reply in turn.replies[:number] for under in _under(line, reply))
    return replace(turn, replies=(*replies, *turn.replies[number:]))


def _under(line: str, reply: Reply) -> tuple[Reply, ...]:
    shown = below(line, reply)
    parts = (length(shown.text), verbatim_length(shown.quoted), length(shown.folded), length(shown.closing))
    return (shown,) if sum(parts) + len(parts) * 2 <= MESSAGE_LIMIT else (Reply(line), reply)


def below(line: str, reply: Reply) -> Reply:
    """The message below a line, if there is one."""
    return replace(reply, text=f"{line}\n\n{reply.text}") if line else reply


def code(text: str) -> str:
    """A short hash of an id or a state, the same in every process: long ids don't fit into a button."""
    return blake2b(text.encode(), digest_size=5).hexdigest()
