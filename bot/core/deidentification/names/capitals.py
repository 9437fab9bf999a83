"""Names that are told by capitals, or by a line of their own. Knows nothing of the words around them."""

from __future__ import annotations

from bot.core.deidentification import name_cues as cues
from bot.core.deidentification.names.eponyms import is_eponym
from bot.core.deidentification.names.name_words import NameWords
from bot.core.deidentification.tokens import Token, lines_of, word_at


def mark_capitals(tokens: list[Token], words: NameWords) -> None:
    """Masks the words with a capital that is evidence of a name."""
    for at, token in enumerate(tokens):
        if not token.kept or not token.capital or not token.telling or token.base in words.trusted:
            continue
        if is_eponym(tokens, at):
            continue
        if token.shouted and token.base in words.usual and word_at(tokens, at - 1).text not in cues.SHOUTED_AFTER:
            continue  # stressed, or an abbreviation
        after = word_at(tokens, at + 1)
        if not token.opens:
            token.mask("name", "written with a capital")
        elif after.capital and not after.shouted and after.base not in words.trusted:
            token.mask("name", "opens a run of capitals")
        elif token.base in words.opening and after.text not in cues.OBJECTS:
            token.mask("name", "written with a capital")
    for at, token in enumerate(tokens):
        if token.kept and token.capital and token.base not in cues.GENERIC and not is_eponym(tokens, at):
            around = (word_at(tokens, at - 1).kind, word_at(tokens, at + 1).kind)
            if around == ("name", "name"):
                token.mask("name", "between capitals")


def mark_lines(tokens: list[Token], words: NameWords) -> None:
    """Masks lines of a form or signature that consist of a name."""
    lines = lines_of(tokens)
    for line in lines if len(lines) > 1 else ():
        inside = [token for token in line if token.word]
        open_ones = [token for token in inside if token.kind is None]
        names = words.either | words.towns
        capitals = all(token.capital and token.base not in words.trusted for token in open_ones)
        if len(inside) <= 4 and (capitals or all(token.base in names - words.careful for token in open_ones)):
            for token in open_ones:
                token.mask("name", "a line of its own")
