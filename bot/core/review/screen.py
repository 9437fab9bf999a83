"""The size of a phone's screen: what staff read at a glance has at most 16 lines of 40 characters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from textwrap import wrap
from typing import TypeVar

from bot.core.text.markup import plain

WIDTH = 40
LINES = 16
Size = TypeVar("Size")


def phone_lines(text: str) -> int:
    """The number of lines that a text with mark-up takes on a phone."""
    return sum(max(1, len(wrap(line, WIDTH))) for line in plain(text).split("\n"))


def fitted(build: Callable[[Size], str], sizes: Iterable[Size]) -> str:
    """The text of the first size that fits on a screen, else of the last."""
    text = ""
    for size in sizes:
        text = build(size)
        if phone_lines(text) <= LINES:
            break
    return text
