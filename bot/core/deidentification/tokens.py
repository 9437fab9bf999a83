"""The words, punctuation marks and masks of a message during de-identification. Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

KINDS = ("name", "phone", "email", "link", "handle", "date", "age", "place", "address", "number", "id", "other")
"""What a mask may say of the words that it stands for."""


@dataclass(slots=True)
class Token:
    """A word, a punctuation mark or a mask. `kind` is None for a word that is not masked."""

    text: str
    """Lower case; empty for a mask."""
    word: bool
    capital: bool = False
    shouted: bool = False
    opens: bool = False
    """The first word of a sentence or line."""
    telling: bool = False
    """Its line uses capitals as prose does, so that a capital is evidence."""
    kind: str | None = None
    reason: str = ""
    unknown: bool = False
    """Masked because it is not in the vocabulary, not because of its shape or context."""
    repair: str = ""
    """The word of which an unknown one is probably a typo. It takes its place unless a rule finds a name there."""
    start: int = 0
    """Where it begins in the text, …"""
    end: int = 0
    """… and where it ends. A mask has the range of what it masks."""

    @property
    def base(self) -> str:
        """The word without a possessive ending."""
        return self.text[:-2] if self.text.endswith("'s") else self.text

    @property
    def typo(self) -> bool:
        """An unknown word that no rule has found to be a name, and that will be repaired."""
        return self.unknown and self.kind == "other" and bool(self.repair)

    @property
    def kept(self) -> bool:
        """A word that is not masked."""
        return self.word and self.kind is None

    def mask(self, kind: str, reason: str) -> None:
        """Masks the word, or changes the kind of an unknown word from "other"."""
        if self.kept or (self.unknown and self.kind == "other"):
            self.kind, self.reason = kind, reason


END = Token("", word=False)


def word_at(tokens: Sequence[Token], at: int, over: str = "", back: bool = True) -> Token:
    """The word or mask at that position, or behind (`back`: before) it if a mark of `over` is there; else `END`."""
    if 0 <= at < len(tokens) and not tokens[at].word and tokens[at].text and tokens[at].text in over:
        at += -1 if back else 1
    return tokens[at] if 0 <= at < len(tokens) and tokens[at].word else END


def mark_at(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].text if at < len(tokens) and not tokens[at].word else ""


def lines_of(tokens: Sequence[Token]) -> list[list[Token]]:
    """The lines that contain a word."""
    lines: list[list[Token]] = [[]]
    for token in tokens:
        if token.text == "\n":
            lines.append([])
        else:
            lines[-1].append(token)
    return [line for line in lines if any(token.word for token in line)]
