"""What somebody wrote as a placeholder or as a list, and what is shown as it is written all the same.

Knows the shapes only, not which placeholders there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.core.text.markup import is_placeholder
from bot.core.yaml_mistakes import LIST_LINE, LIST_LINES

_IN_BRACES = re.compile(r"\$?[{｛]{1,4}[^{}｛｝]{0,80}[}｝]{1,4}")
_HALF = re.compile(r"[{｛]{1,4} ?[\w.-]{0,40}|[\w.-]{0,40} ?[}｝]{1,4}")
_BETWEEN = re.compile(r"[\s_.-]+")


def braces(text: str) -> Iterator[str]:
    """Every part in braces that is no placeholder, such as `{clinic phone}`, `{{clinic.phone}}` and `{clinic.phone`."""
    for found in _IN_BRACES.finditer(text):
        if not is_placeholder(found[0]):
            yield found[0]
    for half in _HALF.finditer(_IN_BRACES.sub(" ", text)):
        yield half[0]


def name_in(braced: str) -> str:
    """What stands in the braces in small letters, with dots between its words."""
    return _BETWEEN.sub(".", braced.strip("${}｛｝ \t\n").casefold()).strip(".")


def unmarked_list(text: str) -> str:
    """The mark of the lines that look like a list, though lists have `- `; "" if there are none."""
    found = [one for line in text.splitlines() if (one := LIST_LINE.match(line)) and not line.lstrip().startswith("- ")]
    return found[0]["mark"] if len(found) >= LIST_LINES else ""
