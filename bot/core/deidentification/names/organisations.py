"""Names of organisations, which end with a word such as "hospital" or "ltd". Employers are found by `employers`."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.deidentification import name_cues as cues
from bot.core.deidentification.names.name_words import NameWords
from bot.core.deidentification.tokens import Token, word_at


def mark(tokens: list[Token], words: NameWords) -> None:
    """Masks the tokens in place."""
    for at, token in enumerate(tokens):
        if token.text in cues.COMPANY or (token.kept and token.text in cues.BUILDINGS):
            _mark_before_building(tokens, at, words)


def _mark_before_building(tokens: Sequence[Token], at: int, words: NameWords) -> None:
    legal = tokens[at].text in cues.LEGAL_FORMS
    start = at
    while start > max(0, at - 4):
        other = tokens[start - 1]
        if not other.word or (other.text in cues.ORDINARY and not (legal and other.text in {"and", "of"})):
            break
        start -= 1
    named = legal or (0 < at - start < 4 and word_at(tokens, start - 1).text in cues.AT_BUILDING)
    for other in tokens[start:at]:
        if named or other.base in words.either | words.towns:
            other.mask("other", "names an organisation")
