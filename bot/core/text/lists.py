"""Lists within a line: "1. does it hurt 2. how long", "a) … b) …". Knows nothing of what is listed."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NUMBERED = re.compile(r"(?<!\S)\(?(\d{1,2})[.):](?=\s|[^\W\d])")
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


def _counted(marks: Sequence[tuple[re.Match[str], int]]) -> list[re.Match[str]]:
    """The marks that count on from 1; none if there are not two."""
    found: list[re.Match[str]] = []
    for mark, number in marks:
        if number == len(found) + 1:
            found.append(mark)
    return found if len(found) > 1 else []
