"""Verifies the files of models. Knows nothing of what is in them."""

from __future__ import annotations

import hashlib
from pathlib import Path


class ModelError(Exception):
    """A model cannot be used. The text says why and what to do; it never contains a patient's words."""


def digest(path: Path, expected: str | None = None) -> str:
    """The SHA-256 of a file, which must be `expected`, if given. Raises ModelError."""
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"{path} cannot be read: {error.strerror}; build it with `make`") from None
    if expected is not None and found != expected:
        raise ModelError(f"{path} is not the file it should be; build it again with `make`")
    return found
