"""Words beside a mask that can be part of the same name, place or address."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.deidentification import name_cues as cues
from bot.core.deidentification.names.eponyms import is_eponym
from bot.core.deidentification.names.name_words import NameWords
from bot.core.deidentification.tokens import Token, word_at


def mark(tokens: list[Token], words: NameWords) -> None:
    """Masks the tokens in place."""
    for step in (-1, 1):
        for at in range(len(tokens)) if step < 0 else reversed(range(len(tokens))):
            token, other = tokens[at], word_at(tokens, at + step, "-", back=step < 0)
            if token.kept and other.kind and not other.typo and not is_eponym(tokens, at):
                reason = _joins(tokens, at, other, step, words)
                if reason:
                    token.mask("address" if other.kind in {"number", "address"} else other.kind, reason)


def _joins(tokens: Sequence[Token], at: int, other: Token, step: int, words: NameWords) -> str:
    """Why the word in this position belongs to the mask `other` beside it; empty if it does not."""
    word, after = tokens[at].base, word_at(tokens, at + 1)
    if other.kind == "name" and word not in cues.PREFIXES and _is_hyphened(tokens, at, step):
        return "joined to a name"
    named = other.kind in {"name", "handle"} or (
        other.kind in {"other", "place"} and (other.unknown or not other.reason)
    )
    if named and word in (cues.LAST_OF_PLACE if step < 0 else cues.FIRST_OF_PLACE):
        return "part of a place"
    if named and word in cues.WITHIN_NAME and after.kind == "name" and word_at(tokens, at - 1).kind:
        return "within a name"
    free = word not in words.careful or not after.word or after.text in cues.FOLLOWS_NAME or after.kind == "name"
    if step < 0 and named and free and word in words.either:
        return "beside a name"
    if step < 0 and other.kind == "name" and word in cues.LITTLE_SURNAMES and (not after.word or after.kind):
        return "ends a name"
    if step > 0 and word in words.given - words.careful and other.unknown:
        return "beside a name"
    if step > 0 and other.kind == "name" and free and word in words.given:
        return "beside a name"
    if step < 0 and other.unknown and word not in words.usual:
        return "" if word.endswith(("s", "ing", "ed", "ly")) else "beside a name"
    around = (word_at(tokens, at - 1).kind, after.kind)
    if step < 0 and around[0] in {"number", "address", "id"} and around[1] not in {None, "date", "phone", "email"}:
        return "" if word in cues.GRAMMAR else "within an address"
    return ""


def _is_hyphened(tokens: Sequence[Token], at: int, step: int) -> bool:
    """Whether a hyphen without spaces joins a word to the next, or (`step` -1) the one before: "so-yeon"."""
    if not 0 <= at + 2 * step < len(tokens):
        return False
    first, hyphen, last = tokens[at : at + 3] if step > 0 else tokens[at - 2 : at + 1]
    return hyphen.text == "-" and first.end == hyphen.start and hyphen.end == last.start
