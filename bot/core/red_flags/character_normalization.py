"""Ordinary characters for the signs, digits and repetitions that people write in their place.

To an encoder and to the lexicon, bold or full-width letters, an ambulance, "br3ath" and "ahogooo" mean nothing. Knows
nothing of what the words say.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

LONGEST = 8_192
"""Characters of a message in ordinary letters: twice Telegram's limit, since some signs become several."""

_EMOJI = {"🆘": " SOS ", "🚑": " ambulance "}
_ANY_EMOJI = re.compile("|".join(_EMOJI))
_REPEATED = re.compile(r"([^\W\d_])\1{2,}", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = str.maketrans("@0134$", "aoieas")
_DIGIT_IN_WORD = re.compile(r"(?<=[^\W\d_])[@0134$](?=[^\W\d_])")
_PHONE_NUMBER = re.compile(r"[+(]?(?:\d[ ().-]{0,2}){9,15}")
"""It says nothing of an emergency, and hides the words beside it from a classifier of letters."""


def with_ordinary_characters(text: str, is_known: Callable[[str], bool]) -> str:
    """A message in ordinary letters, without telephone numbers. "ahogooo" becomes the word that it stretches if that
    one `is_known`."""
    text = _PHONE_NUMBER.sub(" ", unicodedata.normalize("NFKC", text)[:LONGEST])
    text = _ANY_EMOJI.sub(lambda found: _EMOJI[found.group()], text)
    text = _DIGIT_IN_WORD.sub(lambda found: found.group().translate(_LETTERS), text)
    if not _REPEATED.search(text):
        return text

    def unstretched(word: re.Match[str]) -> str:
        short = _REPEATED.sub(r"\1", word.group())
        return short if is_known(short) else word.group()

    return _WORD.sub(unstretched, text)
