"""The key of everything that matching learns from: the same key, the same result."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

import numpy as np

from bot.core.faq.model import Faq
from bot.core.matching import (
    calibration,
    calibration_set,
    cross_validation,
    kernel_regression,
    matcher,
    similarity,
    spelling,
    tfidf,
)

VERSION = 3
"""To be raised when the code learns something else from the same."""


def learning_key(faq: Faq, encoder: str, known_words: Collection[str]) -> str:
    """The key for a FAQ. `encoder` identifies the encoder, "" for words alone; `known_words` are no typing mistakes."""
    modules = (
        calibration,
        calibration_set,
        cross_validation,
        kernel_regression,
        matcher,
        similarity,
        spelling,
        tfidf,
    )
    # Numbers and names only: an imported module is in capitals too, and where it lies is nothing that is learnt from.
    constants = [
        (module.__name__, name, np.asarray(value).tolist())
        for module in modules
        for name, value in sorted(vars(module).items())
        if name.isupper() and isinstance(value, int | float | str | tuple | np.ndarray)
    ]
    entries = [(entry.id, entry.all_phrasings, entry.checks, entry.answer) for entry in faq.published]
    learnt_from = (VERSION, constants, faq.language, entries, faq.synonyms, faq.off_topic, faq.matching, encoder)
    digest = hashlib.sha256(repr(learnt_from).encode())
    digest.update("\0".join(sorted(known_words)).encode())
    return digest.hexdigest()
