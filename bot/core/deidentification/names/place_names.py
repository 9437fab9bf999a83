"""Names of places: those of several words, and towns behind a cue such as "live in"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.deidentification import name_cues as cues
from bot.core.deidentification.names.name_words import NameWords
from bot.core.deidentification.tokens import Token, word_at


def mark_long_places(tokens: list[Token], words: NameWords) -> None:
    """Masks the places of two or three words, wherever they stand."""
    for at in range(len(tokens) - 1):
        for size in (3, 2):
            part = tokens[at : at + size]
            if tokens[at].text not in words.place_starts:
                break
            kept = len(part) == size and all(token.kept for token in part)
            if kept and "-".join(token.text for token in part) in words.places:
                for token in part:
                    token.mask("place", "a place of several words")


def is_place_here(tokens: Sequence[Token], at: int) -> bool:
    """Whether a town in this position means the town."""
    before, after = word_at(tokens, at - 1), word_at(tokens, at + 1)
    near = {token.text for token in tokens[max(0, at - 3) : at]}
    if before.text == "to":
        return (
            bool(near & {"moved", "move", "moving", "travel", "from", "drive"})
            or word_at(tokens, at - 2).kind == "place"
        )
    if before.text in cues.SETTLEMENTS and not after.word:
        return True
    if after.text == "is" and word_at(tokens, at + 2).text in {"too", "so", "very", "quite"}:
        return word_at(tokens, at + 3).text in {"far", "near", "close"} and before.text not in cues.UNASKED
    if before.text not in cues.PLACE_CUES:
        return False
    return bool(near & cues.MUST_LIVE) or not after.word or after.text in cues.AFTER_PLACE
