"""Numbers of things in words: "1 wording", "3 wordings"."""

from __future__ import annotations

from collections.abc import Sequence


def counted(number: int, one: str, many: str = "") -> str:
    """A number and its noun; `many` is the plural where it is not made with an s."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def some_of(shown: Sequence[str], most: int) -> str:
    """At most `most` of the names in one line, and how many more there are. The last is joined with "and"."""
    if len(shown) <= most:
        return " and ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))
    return f"{', '.join(shown[:most])} and {len(shown) - most} more"
