"""What is learnt of red flags, from files that `scripts/learn_red_flags.py` builds beside the sentence model.

Whatever is not built, or was built from other examples, is learnt when the bot starts, and kept beside the database.
"""

from __future__ import annotations

import os
import tempfile
import zipfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bot.core.languages import language
from bot.core.red_flags.classifier import RedFlagClassifier
from bot.core.red_flags.learning import Arrays, digest, from_arrays, learn, to_arrays

if TYPE_CHECKING:
    from bot.embeddings.sentence_encoder import SentenceEncoder

LEARNED = Path(__file__).with_name("learned")
"""Where the files are built."""


class LearnedRedFlags:
    """What is learnt of each language."""

    def __init__(self, encoder: SentenceEncoder | None, folder: Path) -> None:
        """`encoder`: None for words alone; `folder`: for what is not built."""
        self._encoder = encoder
        self._folder = folder

    def __call__(self, code: str) -> RedFlagClassifier:
        """The classifier of a language. Takes half a minute if it has to be learnt: call it off the event loop."""
        encoder = self._encoder if language(code).has_sentence_model else None
        key = digest(code, encoder.key if encoder is not None else "")
        name = f"red-flags-{code}-{'vectors' if encoder is not None else 'words'}.npz"
        for folder in (LEARNED, self._folder):
            arrays = _load(folder / name, key)
            if arrays is not None:
                return from_arrays(code, arrays, encoder)
        learnt = learn(code, encoder)
        _save(self._folder / name, key, to_arrays(learnt))
        return learnt


@cache
def _load(path: Path, key: str) -> Arrays | None:
    """The arrays in a file, once a process; None if they are not those of the key."""
    try:
        with np.load(path, allow_pickle=False) as found:
            return dict(found) if bytes(found["key"]).decode() == key else None
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def _save(path: Path, key: str, arrays: Arrays) -> None:
    """Written aside and moved into place. What cannot be kept is learnt again at the next start, not an error."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        aside = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                np.savez(file, allow_pickle=False, **{**arrays, "key": np.frombuffer(key.encode(), np.uint8)})
            aside.replace(path)
        except OSError:
            aside.unlink(missing_ok=True)
    except OSError:
        return
