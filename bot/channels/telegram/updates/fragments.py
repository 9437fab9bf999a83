"""Whether a message looks like a part of a thought, so that the rest may follow at once.

People on a phone send one thought in several messages. Owns the signs of that in English and Spanish; knows nothing
of what a message means, of who sends it and of how long to wait.
"""

from __future__ import annotations

import re

from bot.core.text.normalization import normalize

SHORT = 8
"""A message of more words is taken to be a whole thought, unless it breaks off."""
ASKS = 4
"""From so many words on, a message that opens like a question is one, with or without its question mark."""

_OPENING_WORDS = (
    "how what whats when where why which who whom whose can cant could do does did doesnt dont is isnt are am was "
    "were will wont would should shall may might must "
    "como que cual cuales cuando cuanto cuanta cuantos cuantas donde quien puedo puede pueden podria debo deberia "
    "por para"
)
_BREAKING_OFF_WORDS = (
    "a an the my your his her our their this that these those and or but because so if when while since after before "
    "until with without of for from to in on at by about into over under between than as is are was were am be been "
    "do does did have has had can could will would should may might i we they he she who which just also very more "
    "un una el la los las mi tu su y o pero porque si cuando desde despues antes con sin de del para por en sobre "
    "que es son esta fue tengo he ha puedo muy"
)
_OPENING, _BREAKING_OFF = frozenset(_OPENING_WORDS.split()), frozenset(_BREAKING_OFF_WORDS.split())


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
