"""Somebody's own words, which are shown to the letter: how long Telegram counts them, and how they are cut."""

from __future__ import annotations


def length_of(text: str) -> int:
    """The length in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, limit: int) -> tuple[str, ...]:
    """The text in pieces of at most `limit` UTF-16 units, cut at line ends or blanks where any are near; at least
    one piece, and nothing but blanks is lost."""
    pieces: list[str] = []
    rest = text.strip()
    while length_of(rest) > limit:
        piece = rest.encode("utf-16-le", "surrogatepass")[: 2 * limit].decode("utf-16-le", "ignore")
        ends = (piece.rfind("\n", len(piece) // 2), piece.rfind(" ", len(piece) // 2))
        at = next((end for end in ends if end > 0), len(piece))
        pieces.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return (*pieces, rest)
