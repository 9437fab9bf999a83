"""Arrays on disk, so that a restart need not compute them again: sentence vectors of a FAQ's phrasings, and what is
learnt of red flags.

Owns the files, which begin with the digest of the rest. A key is a digest of what an array depends on; no text is in a
file. For the FAQ's and the bot's own texts only, never for messages.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.core.matching.arrays import Floats

SPARE = 1.0
"""Vectors not asked for, as a multiple of those asked for, that the file may hold."""


class VectorCache:
    """Vectors of a FAQ's phrasings in one file: digest of the rest, keys, rows. Whatever is odd is not used."""

    def __init__(self, encode: Callable[[Sequence[str]], Floats], dimensions: int, digest: str, path: Path) -> None:
        """`encode` gives rows of `dimensions` values; `digest` tells its vectors from those of any other model."""
        self._encode = encode
        self._dimensions = dimensions
        self._digest = digest
        self._path = path
        self._asked: set[bytes] = set()

    def __call__(self, texts: Sequence[str]) -> Floats:
        """n texts -> (n, dimensions). What is new is encoded and written.

        A file that holds far more than was asked for since the start is cut down to that, so vectors of phrasings
        that are gone do not pile up, and FAQs in several languages can share one file.
        """
        known = self._load()
        keys = [
            hashlib.blake2b(text.encode(), key=self._digest[:64].encode(), digest_size=16).digest() for text in texts
        ]
        missing = [at for at, key in enumerate(keys) if key not in known]
        rows = np.empty((len(texts), self._dimensions), dtype=np.float32)
        for at, key in enumerate(keys):
            if key in known:
                rows[at] = known[key]
        if missing:
            rows[missing] = self._encode([texts[at] for at in missing])
        self._asked.update(keys)
        spare = sum(key not in self._asked for key in known)
        if missing or spare > SPARE * len(self._asked):
            known.update(zip(keys, rows, strict=True))
            kept = known if spare <= SPARE * len(self._asked) else {key: known[key] for key in self._asked & set(known)}
            self._save(kept)
        return rows

    def _load(self) -> dict[bytes, Floats]:
        body, width = _read(self._path), 16 + 4 * self._dimensions
        if body is None or len(body) % width:
            return {}
        count = len(body) // width
        rows = np.frombuffer(body, np.float32, offset=16 * count).reshape(count, -1)
        return {body[16 * at : 16 * at + 16]: rows[at] for at in range(count)}

    def _save(self, kept: Mapping[bytes, Floats]) -> None:
        _write(self._path, b"".join(kept) + np.stack(list(kept.values())).astype(np.float32).tobytes())


@dataclass(frozen=True, slots=True)
class ArrayCache:
    """One array a file in `folder`, by the digest of what it depends on. What is odd is computed anew."""

    folder: Path

    def __call__(self, digest: str, compute: Callable[[], Floats]) -> Floats:
        """The array of that digest, computed and written if it is not there."""
        path = self.folder / f"red-flags-{digest[:16]}.bin"
        body = _read(path)
        if body is not None and len(body) >= 40 and body[:32] == bytes.fromhex(digest):
            rows, columns = np.frombuffer(body, np.int32, 2, offset=32).tolist()
            if len(body) == 40 + 4 * rows * columns:
                return np.frombuffer(body, np.float32, offset=40).reshape(rows, columns)
        result = compute().astype(np.float32)
        _write(path, bytes.fromhex(digest) + np.array(result.shape, np.int32).tobytes() + result.tobytes())
        return result


def _read(path: Path) -> bytes | None:
    """What follows the digest at the beginning of a file; None if it is not of that digest."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    return content[32:] if hashlib.sha256(content[32:]).digest() == content[:32] else None


def _write(path: Path, body: bytes) -> None:
    """Written aside and moved into place. A cache that cannot be written is no cache, not an error."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        aside = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(body).digest() + body)
            aside.replace(path)
        except OSError:
            aside.unlink(missing_ok=True)
    except OSError:
        return
