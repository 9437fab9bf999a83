"""What a message tells of the patient besides a question: fear, anger, or violence that was done to them.

Owns the kinds and their order. The cues are data of each language. Knows nothing of what is said to them.
"""

from __future__ import annotations

from enum import StrEnum

from bot.core import languages
from bot.core.text.normalization import normalize


class Feeling(StrEnum):
    """The kinds, those that need kind words most first. The values name the lines in `messages`."""

    DISCLOSURE = "kind_disclosure"
    FEAR = "kind_fear"
    ANGER = "kind_anger"


def feeling(text: str, code: str) -> Feeling | None:
    """What a message tells, by the cues of this language; None without any."""
    cues = languages.language(code).feelings
    if cues is None:
        return None
    words = normalize(text)
    found = ((Feeling.DISCLOSURE, cues.disclosure), (Feeling.FEAR, cues.fear), (Feeling.ANGER, cues.anger))
    return next((kind for kind, pattern in found if pattern.search(words)), None)
