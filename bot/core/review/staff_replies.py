"""What staff are shown: a text with buttons, and what a button stands for in the 64 bytes that Telegram carries for it.

Everything a tap needs travels in the button, so that buttons work after a restart. Knows nothing of Telegram otherwise,
and nothing of what the steps do. The steps are distinct from the patients' verbs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b

from bot.core.text.markup import escaped, plain

_DATA = re.compile(r"(r[a-z])((?::[0-9a-z-]{0,20}){0,3})")


class Step(StrEnum):
    """What a button of staff does. The value is what travels in a button, so it must never change its meaning."""

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
    """Save the draft under the topic whose code is `entry`."""
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
    """Show one draft and what publishing it would do; `theme` is the language."""
    DRAFT_PUBLISH = "re"
    """Publish it."""
    DRAFT_FORCE = "rg"
    """The same although it breaks checks."""
    DISCARD = "rj"
    """Ask whether to remove the draft."""
    DISCARD_SURE = "ry"
    """Remove it."""


@dataclass(frozen=True, slots=True)
class Move:
    """What a tap of staff asks for. Entries and topics travel as `code`, because a long id would not fit."""

    step: Step
    theme: str = ""
    entry: str = ""
    mark: str = ""

    @property
    def data(self) -> str:
        """The move as callback data."""
        return ":".join((self.step.value, self.theme, self.entry, self.mark)).rstrip(":")

    @classmethod
    def parse(cls, data: str | None) -> Move | None:
        """The move that callback data stands for; None for anything this bot did not write."""
        found = _DATA.fullmatch(data or "")
        if found is None or found[1] not in list(Step):
            return None
        return cls(Step(found[1]), *found[2].split(":")[1:])


@dataclass(frozen=True, slots=True)
class Choice:
    """A button."""

    label: str
    move: Move


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a text."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Sheet:
    """One message to staff: text with mark-up and rows of buttons; or with a file, or asking for words."""

    text: str
    choices: tuple[tuple[Choice, ...], ...] = ()
    attachment: Attachment | None = None
    asks: str = ""
    """What to write, where the sheet waits for words in reply."""
    below: bool = False
    """Whether it has to stand below the message that led to it, which is read again later."""

    @property
    def plain(self) -> str:
        """The text as it is shown."""
        return plain(self.text)


@dataclass(frozen=True, slots=True)
class Reaction:
    """All that is shown after an event: what takes the place of the tapped message, and what comes below."""

    replace: Sheet | None = None
    then: tuple[Sheet, ...] = ()


def code(text: str) -> str:
    """A short stand-in for an id or a state, the same in every process."""
    return blake2b(text.encode(), digest_size=5).hexdigest()


def literal(text: str, limit: int = 300) -> str:
    """Words of others on one line, cut where they are too long, with nothing that mark-up would take for its own."""
    line = " ".join(text.split())
    line = line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
    return escaped(line)


def bullets(lines: list[str], most: int = 10) -> str:
    """A list of at most `most` lines."""
    more = [f"and {len(lines) - most} more"] if len(lines) > most else []
    return "\n".join(f"- {line}" for line in lines[:most] + more)
