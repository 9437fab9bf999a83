"""Arrays in a file, each with the key of what they were computed from. Knows nothing of what they mean."""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]


def load(path: Path, key: str) -> Arrays | None:
    """The arrays in a file; None if they are not those of the key, or cannot be read."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as found:
            return dict(found) if bytes(found["key"]).decode() == key else None
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def save(path: Path, key: str, arrays: Arrays) -> None:
    """Written aside and moved into place. What cannot be kept is computed again at the next start, not an error."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        aside = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                np.savez_compressed(
                    file, allow_pickle=False, **{**arrays, "key": np.frombuffer(key.encode(), np.uint8)}
                )
            aside.replace(path)
        except OSError:
            aside.unlink(missing_ok=True)
    except OSError:
        return
