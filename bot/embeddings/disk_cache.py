"""Sentence vectors of a FAQ's phrasings on disk, so that a restart need not compute them again.

Owns the file: the digest of the rest, then keys, then rows. A key is a digest of model and text; no text is in the
file. For phrasings only, never for messages.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Lock

import numpy as np

from bot.core.matching.arrays import Floats

SPARE = 8_000
"""Vectors not asked for since the start that the file may hold: twice those of a large FAQ."""


class VectorCache:
    """Vectors of a FAQ's phrasings in one file: digest of the rest, keys, rows. Whatever is odd is not used.
    Thread-safe."""

    def __init__(
        self,
        encode: Callable[[Sequence[str]], Floats],
        dimensions: int,
        digest: str,
        path: Path,
        *,
        most_spare: int = SPARE,
    ) -> None:
        """`encode` gives rows of `dimensions` values; `digest` tells its vectors from those of any other model."""
        self._encode = encode
        self._dimensions = dimensions
        self._digest = digest
        self._path = path
        self._most_spare = most_spare
        self._asked: set[bytes] = set()
        self._working = Lock()  # of two that read the file, add their own and write it, one would be lost

    def __call__(self, texts: Sequence[str]) -> Floats:
        """n texts -> (n, dimensions). What is new is encoded and written.

        A file that holds far more than was asked for since the start is cut down to that: vectors of phrasings that are
        gone do not pile up, and FAQs in several languages share one file.
        """
        with self._working:
            return self._vectors(texts)

    def _vectors(self, texts: Sequence[str]) -> Floats:
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
        if missing or spare > self._most_spare:
            known.update(zip(keys, rows, strict=True))
            kept = known if spare <= self._most_spare else {key: known[key] for key in self._asked & set(known)}
            self._save(kept)
        return rows

    def _load(self) -> dict[bytes, Floats]:
        try:
            content = self._path.read_bytes()
        except OSError:
            return {}
        digest, body = content[:32], memoryview(content)[32:]
        width = 16 + 4 * self._dimensions
        if hashlib.sha256(body).digest() != digest or len(body) % width:
            return {}
        count = len(body) // width
        rows = np.frombuffer(body, np.float32, offset=16 * count).reshape(count, -1)
        return {bytes(body[16 * at : 16 * at + 16]): rows[at] for at in range(count)}

    def _save(self, kept: Mapping[bytes, Floats]) -> None:
        """Written aside and moved into place. A cache that cannot be written is no cache, not an error."""
        body = b"".join(kept) + np.stack(list(kept.values())).astype(np.float32).tobytes()
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=self._path.name)
            aside = Path(name)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(hashlib.sha256(body).digest() + body)
                aside.replace(self._path)
            except OSError:
                aside.unlink(missing_ok=True)
        except OSError:
            return
