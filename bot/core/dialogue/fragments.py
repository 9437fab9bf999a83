"""Whether a message looks like a fragment, so that the rest may follow at once: on phones, people often spread one
question over several messages. Knows nothing of what a message means, of its sender and of how long to wait.
"""

from __future__ import annotations

import re

from bot.core import languages
from bot.core.text.normalization import normalize

SHORT = 8
"""A message of more words is complete, unless it breaks off."""
LONG = 300
"""A message of more characters is complete, however it ends."""
ASKS = 4
"""Words from which on a message that begins like a question is one, even without a question mark."""

_OPENING = languages.words(lambda one: one.question_words)
_BREAKING_OFF = languages.words(lambda one: one.unfinished_words)
_CLAUSE = re.compile(r"[.?!,;:\n]+\s*")
_TRAILING = (",", "...", "…", ":", "-", "&")
_ENDED = (".", "!", "?", "？", "؟", "。", "！")


def is_fragment(text: str) -> bool:
    """Whether another message is likely to complete this one."""
    if len(text) > LONG:
        return False
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
