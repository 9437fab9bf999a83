"""What was found in a text that staff typed for the FAQ: names, and what may be names. Decides nothing about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextLook:
    """A look at a typed text."""

    names: tuple[str, ...] = ()
    """Names that are no everyday words."""
    possible: tuple[str, ...] = ()
    """Names that are everyday words too."""
    kept: str | None = ""
    """What the log would keep of the text; None if nothing."""
    masked: bool = False
    """Whether it would keep less than was typed."""
    telling: bool = False
    """Whether it may tell of a person by a title, an age or an employer."""

    @property
    def doubtful(self) -> bool:
        """Whether the text may name a person, though none for certain."""
        return bool(self.possible) or self.masked or self.telling


NOTHING = TextLook()
