"""The words, marks and masks of a message while it is being de-identified. Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(slots=True)
class Token:
    """A word, a mark of punctuation or a mask. `kind` is None for a word that is kept so far."""

    text: str
    """Lower case; of a mask that was read from redacted text it is empty."""
    word: bool
    capital: bool = False
    shouted: bool = False
    opens: bool = False
    """The first word of a sentence or line."""
    telling: bool = False
    """Its line uses capitals as books do, so that a capital tells something."""
    kind: str | None = None
    reason: str = ""
    unknown: bool = False
    """Masked because nobody knows the word, not because of its shape or place."""

    @property
    def base(self) -> str:
        """The word without a possessive ending."""
        return self.text[:-2] if self.text.endswith("'s") else self.text

    @property
    def kept(self) -> bool:
        """A word that is not masked."""
        return self.word and self.kind is None

    def mask(self, kind: str, reason: str) -> None:
        """Masks the word; an unknown word may still learn that it is a name."""
        if self.kept or (self.unknown and self.kind == "other"):
            self.kind, self.reason = kind, reason


END = Token("", word=False)


def word_at(tokens: Sequence[Token], at: int, over: str = "", back: bool = True) -> Token:
    """The word or mask in that place; past a mark of `over` the one beyond it, backwards or not. Else `END`."""
    if 0 <= at < len(tokens) and not tokens[at].word and tokens[at].text and tokens[at].text in over:
        at += -1 if back else 1
    return tokens[at] if 0 <= at < len(tokens) and tokens[at].word else END


def mark_at(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].text if at < len(tokens) and not tokens[at].word else ""


def lines_of(tokens: Sequence[Token]) -> list[list[Token]]:
    """The message's lines that hold a word."""
    lines: list[list[Token]] = [[]]
    for token in tokens:
        if token.text == "\n":
            lines.append([])
        else:
            lines[-1].append(token)
    return [line for line in lines if any(token.word for token in line)]
