"""A command as a patient types it, "/help", "/help@clinic_bot my chest hurts", the same in every channel."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_COMMAND = re.compile(r"/([^\s@]*)(?:@(\S*))?(.*)", re.DOTALL)
"""Name, addressee, and what follows after any kind of blank: phones write a line end or a no-break space too."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command of a message."""

    name: str
    """In small letters; "?" for a mere slash."""
    addressee: str
    """The name of the bot that it is for, "" if it names none."""
    argument: str = field(repr=False)
    """What follows, which may hold a red flag: it is looked at by itself too."""
    words: str = field(repr=False)
    """The message without the addressee."""

    @classmethod
    def parse(cls, text: str) -> Command | None:
        """The command in a text; None if it is no command."""
        found = _COMMAND.fullmatch(text)
        if found is None:
            return None
        name, addressee, rest = found.groups()
        return cls(name.lower() or "?", addressee or "", rest.strip(), f"/{name}{rest}")
