"""What a message wants of the clinic or the bot, in however many words: its data deleted or shown, a visit cancelled or
moved.

Owns the kinds. The cues are data of each language; a message is read by those of all of them, as its language is not
known yet. Knows nothing of what is said.
"""

from __future__ import annotations

from enum import StrEnum

from bot.core.languages import known
from bot.core.languages.language import SmallTalk
from bot.core.text.normalization import normalize

LONGEST = 1_000
"""Characters of a message that are looked at, the first ones."""


class Wish(StrEnum):
    """The kinds, the one that decides first. The values name the replies."""

    DATA = SmallTalk.PRIVACY.value
    APPOINTMENT = SmallTalk.CONTACT.value


def wish(text: str) -> Wish | None:
    """The wish that a message tells of, perhaps among other things."""
    words = normalize(text[:LONGEST])
    for cues in (record.wishes for record in known() if record.wishes is not None):
        if cues.data.search(words):
            return Wish.DATA
        if cues.appointment.search(words):
            return Wish.APPOINTMENT
    return None


def mere_wish(text: str) -> Wish | None:
    """The wish that a message is nothing but, so that nobody needs to look for anything else in it."""
    if len(text) > LONGEST:
        return None
    words = normalize(text)
    for cues in (record.wishes for record in known() if record.wishes is not None):
        for kind, pattern in ((Wish.DATA, cues.data), (Wish.APPOINTMENT, cues.appointment)):
            rest, found = pattern.subn(" ", words)
            if found and cues.beside.issuperset(rest.split()):
                return kind
    return None
