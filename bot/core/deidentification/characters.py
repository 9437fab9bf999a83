"""The characters of a message in the one form that all steps of de-identification read."""

from __future__ import annotations

import re
import unicodedata

_DROPPED = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]"
)
_STRAIGHT = str.maketrans(
    {
        **dict.fromkeys("‘’‛`´ʼ＇′", "'"),
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "…": ".",
        "\r": "\n",
    }
)


def unify_characters(text: str, limit: int | None = None) -> str:
    """Unifies letters, digits, apostrophes, quotes and dashes, and drops invisible characters.

    One character can expand to eighteen; `limit` applies after the expansion.
    """
    if text.isascii():
        return text.translate(_STRAIGHT)
    text = unicodedata.normalize("NFKC", text)[:limit].translate(_STRAIGHT)
    text = _DROPPED.sub("", text)
    return "".join(
        str(unicodedata.digit(c)) if not c.isascii() and unicodedata.digit(c, None) is not None else c for c in text
    )
