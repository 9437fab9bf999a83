"""Names of illnesses that hold the name of a person. Knows nothing of whoever else has that name."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.deidentification import name_cues as cues
from bot.core.deidentification.tokens import Token, word_at


def is_eponym(tokens: Sequence[Token], at: int) -> bool:
    """Whether a name is part of the name of an illness: "bell's palsy", "ramsay hunt", "parkinson's"."""
    token = tokens[at]
    if token.base not in cues.EPONYMS or word_at(tokens, at - 1).text in cues.ALWAYS_TITLES:
        return False
    if token.text.replace("'", "") in cues.BARE_EPONYMS:
        return True
    before, after = word_at(tokens, at - 1, "-"), word_at(tokens, at + 1, "-", back=False)
    return after.base in cues.EPONYM_OF or before.base in cues.EPONYM_FIRST
