"""Letters that a wrong encoding has broken: UTF-8 read as Windows-1252 shows "donâ€™t" in place of "don’t".

Knows nothing of where a text stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LOST = "\ufffd"
"""Stands where a letter could not be read at all."""
_MOST_ROUNDS = 3
"""A text may have been read wrongly several times, one after the other."""
_BESIDE = re.compile(r"\S*\Z"), re.compile(r"\S*")


def _shown(byte: int) -> str:
    """What a byte looks like in Windows-1252; the five that it lacks are control characters."""
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


_BYTES = {_shown(byte): byte for byte in range(0x80, 0x100)}
_NEXT = f"[{re.escape(''.join(_shown(byte) for byte in range(0x80, 0xC0)))}]"
_BROKEN = re.compile(
    # a capital before it, and it may be the end of a quoted word: "CAFÉ»", "MAÇÃ”"
    rf"(?<![A-ZÀ-ÖØ-Þ])[ÂÃÄÅ]{_NEXT}|[âãï]{_NEXT}{{2}}|ð{_NEXT}{{3}}"
)
"""What the letters of European languages, typographic marks, Japanese and emoji look like when they are broken."""
_FIRST = re.compile(f"[ÂÃÄÅâãïð{LOST}]")
"""A letter that every broken one begins with."""


@dataclass(frozen=True, slots=True)
class BrokenWord:
    """A word with broken letters, and what it was meant to be; "" if that is lost."""

    word: str
    meant: str


def mended(text: str) -> str:
    """The text with its broken letters put right, as far as that is possible."""
    for _ in range(_MOST_ROUNDS):
        better = _BROKEN.sub(_mended, text)
        if better == text:
            break
        text = better
    return text


def broken_word(text: str) -> BrokenWord | None:
    """The first word with broken letters; None if there is none."""
    if text.isascii() or _FIRST.search(text) is None:
        return None
    found = [at for at in (text.find(LOST), next((one.start() for one in _broken(text)), -1)) if at >= 0]
    if not found:
        return None
    at = min(found)
    before, after = _BESIDE[0].search(text[:at]), _BESIDE[1].match(text[at:])
    word = f"{before[0] if before else ''}{after[0] if after else ''}"
    whole = mended(word)
    return BrokenWord(word, "" if LOST in whole else whole)


def _broken(text: str) -> list[re.Match[str]]:
    return [one for one in _BROKEN.finditer(text) if _mended(one) != one[0]]


def _mended(found: re.Match[str]) -> str:
    try:
        return bytes(_BYTES[letter] for letter in found[0]).decode("utf-8")
    except UnicodeDecodeError:
        return found[0]
