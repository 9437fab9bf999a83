"""Bars made of characters, for messages. Knows nothing of what they count."""

from __future__ import annotations

BAR = 12
"""Characters of the longest bar."""
_EIGHTHS = " ▏▎▍▌▋▊▉█"


def bar(total: int, light: int, most: int) -> str:
    """The bar of a number of which a part is `light`, where `most` is the largest; "" for none."""
    if not most:
        return ""
    faint = max(round(BAR * light / most), 1) if light else 0
    return _full(max(BAR * total / most - faint, 0)) + "░" * faint


def _full(length: float) -> str:
    """A bar of this many characters, in steps of an eighth."""
    eighths = round(8 * length)
    return "█" * (eighths // 8) + (_EIGHTHS[eighths % 8] if eighths % 8 else "")
