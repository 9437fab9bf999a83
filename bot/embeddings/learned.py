"""What is learnt of red flags, from the files in `learned` that `scripts/learn_red_flags.py` writes.

If they were learnt from other examples or with another encoder, the bot learns anew when it starts, and keeps that
beside the database.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from bot.core.languages import language
from bot.core.matching.arrays import Floats
from bot.core.red_flags.classifier import RedFlagClassifier
from bot.core.red_flags.learning import digest, from_arrays, learn, to_arrays
from bot.embeddings import keyed_arrays

LEARNED = Path(__file__).with_name("learned")
"""What comes with the bot."""


_READ: dict[tuple[Path, str], RedFlagClassifier] = {}
"""What this process has read, by file and key, without an encoder."""


class IdentifiedEncoder(Protocol):
    """An encoder whose vectors are told from those of others by a key."""

    @property
    def key(self) -> str: ...
    def __call__(self, texts: Sequence[str], /) -> Floats: ...


class LearnedRedFlags:
    """What is learnt of each language."""

    def __init__(
        self, encoder: Callable[[str], IdentifiedEncoder | None], folder: Path, shipped: Path = LEARNED
    ) -> None:
        """`encoder`: by language, None for words alone; `folder`: for what has to be learnt; `shipped`: what comes with
        the bot."""
        self._encoder = encoder
        self._folder = folder
        self._shipped = shipped

    def __call__(self, code: str) -> RedFlagClassifier:
        """The classifier of a language. Takes a minute if it has to be learnt: call it off the event loop."""
        encoder, name, key = self._identified(code)
        for folder in (self._shipped, self._folder):
            place = folder / name, key
            if place not in _READ and (arrays := keyed_arrays.load(*place)) is not None:
                _READ[place] = from_arrays(code, arrays)
            if place in _READ:
                return replace(_READ[place], encode=encoder)
        return self.keep(code, learn(code, encoder))

    def keep(self, code: str, learnt: RedFlagClassifier) -> RedFlagClassifier:
        """Keeps what is learnt of a language. Returns it as it will be read."""
        encoder, name, key = self._identified(code)
        arrays = to_arrays(learnt)
        keyed_arrays.save(self._folder / name, key, arrays)
        return replace(from_arrays(code, arrays), encode=encoder)

    def _identified(self, code: str) -> tuple[IdentifiedEncoder | None, str, str]:
        """The encoder for a language, the name of its file, and what the file must have been learnt from."""
        encoder = self._encoder(code) if language(code).sentence_model else None
        name = f"red-flags-{code}-{'vectors' if encoder is not None else 'words'}.npz"
        return encoder, name, digest(code, encoder.key if encoder is not None else "")
