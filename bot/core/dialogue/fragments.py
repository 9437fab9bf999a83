"""Whether a message looks like a part of a thought, so that the rest may follow at once.

People on a phone send one thought in several messages. Owns the signs of that, in whichever language; knows nothing of
what a message means, of who sends it and of how long to wait.
"""

from __future__ import annotations

import re

from bot.core import languages
from bot.core.text.normalization import normalize

SHORT = 8
"""A message of more words is taken to be a whole thought, unless it breaks off."""
ASKS = 4
"""From so many words on, a message that opens like a question is one, with or without its question mark."""

_OPENING = languages.words(lambda one: one.question_words)
_BREAKING_OFF = languages.words(lambda one: one.unfinished_words)
_CLAUSE = re.compile(r"[.?!,;:\n]+\s*")
_TRAILING = (",", "...", "…", ":", "-", "&")
_ENDED = (".", "!", "?", "？", "؟", "。", "！")


def is_fragment(text: str) -> bool:
    """Whether more of the same thought is likely to follow."""
    end = text.rstrip(" \n\"')")
    if end.endswith(_TRAILING):
        return True
    words = normalize(end).split()
    if end.endswith(_ENDED) or not words or len(words) > SHORT:
        return False
    if words[-1] in _BREAKING_OFF or len(words) < ASKS:
        return True
    return not any(_opens(clause) for clause in _CLAUSE.split(end))


def _opens(clause: str) -> bool:
    words = normalize(clause).split()
    return bool(words) and words[0] in _OPENING
