"""Words that are written as they sound, and are no slips of the fingers: "wen will it ware off".

Repairing slips cannot find them, as they are too short or words of their own. The words are data of each language.
"""

from __future__ import annotations

from bot.core.languages import language


def as_meant(text: str, code: str) -> str:
    """The text with these words as they are meant to be written."""
    for pattern, meant in language(code).sounded:
        text = pattern.sub(meant, text)
    return text
