"""The key of everything that matching learns from: the same key, the same result."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

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

VERSION = 1
"""To be raised when the code learns something else from the same."""
_MODULES = (
    calibration,
    calibration_set,
    cross_validation,
    kernel_regression,
    matcher,
    similarity,
    spelling,
    tfidf,
)


def learning_key(faq: Faq, encoder: str, known_words: Collection[str]) -> str:
    """The key for a FAQ. `encoder` identifies the encoder, "" for words alone; `known_words` are no typing mistakes."""
    settings = [
        (module.__name__, name, repr(value))
        for module in _MODULES
        for name, value in sorted(vars(module).items())
        if name.isupper()
    ]
    entries = [(entry.id, entry.all_phrasings, entry.checks, entry.answer) for entry in faq.published]
    learnt_from = (VERSION, settings, faq.language, entries, faq.synonyms, faq.off_topic, faq.matching, encoder)
    digest = hashlib.sha256(repr(learnt_from).encode())
    digest.update("\0".join(sorted(known_words)).encode())
    return digest.hexdigest()
