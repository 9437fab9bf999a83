"""A model of languages: how probable each of some is, by the groups of bytes that a text has.

Owns the model's file, which `scripts/build_language_model.py` builds, its digest, and the naive Bayes classifier on it
(Lui and Baldwin, langid.py, ACL 2012). Knows nothing of what a language is needed for. Keeps nothing of what it reads.
"""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import accumulate, pairwise
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.embeddings.model_files import ModelError, digest

DEFAULT = Path(__file__).with_name("languages") / "model.npz"
"""Where the model is built."""
DIGEST = "033c9996cadc16f4b0582b0671e847f41be0b765e6d030df32d70d1488f02462"
"""SHA-256 of the model's file."""
LONGEST = 200
"""Letters of a text that are read."""


@cache
def language_model(path: Path = DEFAULT) -> NgramModel:
    """The model in a file, whose digest is verified. It is read once a process. Raises ModelError."""
    digest(path, DIGEST)
    try:
        with np.load(path, allow_pickle=False) as found:
            return NgramModel(dict(found))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        raise ModelError(f"{path} cannot be read as a model of languages; build it again with `make`") from None


class NgramModel:
    """Tells languages by groups of bytes. Safe to use from several threads."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """`arrays`: "features", the groups one behind the other, and their "lengths"; "scores", (groups, languages)
        int8 numbers that are logarithms of probabilities with the "scale"; the codes of the "languages"."""
        features, lengths = arrays["features"].tobytes(), arrays["lengths"].tolist()
        places = pairwise(accumulate(lengths, initial=0))
        self._rows = {features[begin:end]: row for row, (begin, end) in enumerate(places)}
        self._sizes: list[int] = sorted(set(lengths), reverse=True)
        self._scores = arrays["scores"]
        self._scale = float(arrays["scale"])
        self._languages: list[str] = arrays["languages"].tolist()

    def __call__(self, text: str) -> Mapping[str, float]:
        """The probability of each language; nothing if the text tells none. Accented letters must be single signs."""
        content = text[:LONGEST].lower().encode(errors="surrogatepass")
        counts = Counter(self._found(content))
        if not counts:
            return {}
        often = np.log1p(np.fromiter(counts.values(), np.float32))
        # the root keeps the probabilities honest whatever the length: what groups tell is not independent
        scores = often @ self._scores[list(counts)] * (self._scale / sqrt(len(content)))
        shares = np.exp(scores - scores.max())
        probable = dict.fromkeys(self._languages, 0.0)
        for code, share in zip(self._languages, (shares / shares.sum()).tolist(), strict=True):
            probable[code] += share  # Serbian has two alphabets
        return probable

    def _found(self, content: bytes) -> Iterator[int]:
        """The row of the longest group that ends at each byte."""
        rows = self._rows
        for end in range(1, len(content) + 1):
            for size in self._sizes:
                if size <= end and (row := rows.get(content[end - size : end])) is not None:
                    yield row
                    break
