"""Lists within a line: "1. does it hurt 2. how long", "a) … b) …". Knows nothing of what is listed."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NUMBERED = re.compile(r"(?<!\S)\(?(\d{1,2})[.):](?=\s|[^\W\d])")
_DASHED = re.compile(r"^[ \t]*[-–*•·][ \t]+(\S.*)$", re.MULTILINE)
_LETTERED = re.compile(r"(?<!\S)\(?([a-hA-H])\)(?=\s|[^\W\d])")


def as_lines(text: str) -> str:
    """The text with every item of a list on a line of its own, without its mark. A list counts on from 1 or a, at least
    to two."""
    numbered = _counted([(found, int(found[1])) for found in _NUMBERED.finditer(text)])
    marks = numbered or _counted([(found, ord(found[1].lower()) - ord("a") + 1) for found in _LETTERED.finditer(text)])
    if not marks:
        return text
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    items = [text[mark.end() : end].strip(" ,;") for mark, end in zip(marks, ends, strict=True)]
    return "\n".join(filter(None, (text[: marks[0].start()].strip(), *items)))


def list_items(text: str) -> tuple[str, ...]:
    """The items of a list, numbered or with a dash or dot before each line; empty without one."""
    if (listed := as_lines(text)) != text:
        marks = [found.start() for pattern in (_NUMBERED, _LETTERED) for found in pattern.finditer(text)]
        before = text[: min(marks)].strip()
        return tuple(line for line in listed.split("\n") if line and line != before)
    items = tuple(found[1].strip() for found in _DASHED.finditer(text))
    return items if len(items) > 1 else ()


def _counted(marks: Sequence[tuple[re.Match[str], int]]) -> list[re.Match[str]]:
    """The marks that count on from 1; none if there are not two."""
    found: list[re.Match[str]] = []
    for mark, number in marks:
        if number == len(found) + 1:
            found.append(mark)
    return found if len(found) > 1 else []
