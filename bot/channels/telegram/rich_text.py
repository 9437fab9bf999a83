"""The plain text of a rich message, as the Bot API delivers it in JSON: the library does not parse these messages yet.

Knows the fields that hold words, not the kinds of block and style, so that it also reads kinds to come.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_WORDS = ("summary", "text", "caption", "credit")
"""The fields of a block, list item or table cell that hold rich text; a caption may also be like a block."""
_PARTS = ("blocks", "items", "cells")


def plain_text(rich_message: Any) -> str:
    """The words of a rich message, a line for each block; "" if there are none."""
    return "\n".join(line for line in _lines(rich_message) if line.strip())


def _lines(block: Any) -> Iterator[str]:
    if isinstance(block, list):
        for one in block:
            yield from _lines(one)
    elif isinstance(block, dict):
        for name in _WORDS:
            words = block.get(name)
            if name == "caption" and isinstance(words, dict):
                yield from _lines(words)
            else:
                yield _flat(words)
        for name in _PARTS:
            yield from _lines(block.get(name))


def _flat(rich_text: Any) -> str:
    """Rich text is a string, a list of rich texts, or an object around one."""
    match rich_text:
        case str():
            return rich_text
        case list():
            return "".join(map(_flat, rich_text))
        case dict():
            return _flat(rich_text.get("text", rich_text.get("alternative_text")))
    return ""
