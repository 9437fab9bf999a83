"""The parts that staff split a card into: the one that stays, and those put on cards of their own.

A part is a text of 21 hexadecimal digits that is stored with its questions; questions of an older version have shorter
ones, which say only that they are apart.
"""

from __future__ import annotations

import re

from bot.core.dialogue.replies import code
from bot.core.records import LoggedQuestion
from bot.core.review.selection import Selection
from bot.core.review.themes import Theme

_STAYS, _SPLIT_OFF = "0", "1"
_PART = re.compile(r"([0-9a-f]{10})[0-9a-f]{10}([01])")


def split(selection: Selection) -> tuple[str, str]:
    """The parts of the ticked questions, which stay, and of the others."""
    card = _card(selection.theme) or code(selection.mark)
    number = code(f"{selection.mark} split")
    return f"{card}{number}{_STAYS}", f"{card}{number}{_SPLIT_OFF}"


def is_split_off(question: LoggedQuestion, theme: Theme) -> bool:
    """Whether a question was on the card of a theme before staff split it."""
    found = _PART.fullmatch(question.part or "")
    return found is not None and found[2] == _SPLIT_OFF and found[1] == _card(theme)


def _card(theme: Theme) -> str:
    """The card that a theme is what stayed of; "" if it was never split."""
    parts = (_PART.fullmatch(one.part) for one in theme.questions if one.part)
    return next((found[1] for found in parts if found is not None and found[2] == _STAYS), "")
