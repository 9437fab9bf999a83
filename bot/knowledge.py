"""The live FAQ: what the bot answers from at this moment, and how it comes to answer from something newer.

Owns the one reference that is swapped. A snapshot is built aside and put in place whole; with problems the old one
keeps serving. Knows nothing of Telegram and of what is in a FAQ.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from bot.core.comparison import Encode
from bot.editions import Aids, Edition, Snapshot, build, read_texts

__all__ = ["Edition", "Knowledge", "Snapshot"]


class Knowledge:
    """The FAQ file at `path` and its translations, served from memory."""

    def __init__(self, path: Path, live: Snapshot, aids: Aids) -> None:
        """Serves `live`; `Knowledge.open` makes it from the files."""
        self._path = path
        self._live = live
        self._aids = aids

    @classmethod
    def open(
        cls, path: Path, encode: Encode | None = None, *, known_words: Mapping[str, Collection[str]] | None = None
    ) -> Knowledge:
        """Read the files and get ready to answer. `known_words`: by language, words that are no typing mistakes.

        Raises:
            FaqProblems: the FAQ file is missing or has problems; those of a translation are in `live.problems`.
        """
        aids = Aids(encode, known_words or {})
        return cls(path, build(read_texts(path), aids), aids)

    @property
    def live(self) -> Snapshot:
        """What to answer from. Take it once a message and use it to the end of that message."""
        return self._live

    @property
    def path(self) -> Path:
        """The main FAQ file."""
        return self._path
