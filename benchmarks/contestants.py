"""Ways to find the entry of a message, all with the same two calls: the bot's matcher and two usual ones.

Each contestant imports its own libraries, so that its memory can be measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from bot.core.faq.model import Entry
from bot.core.matching.matcher import Matcher
from bot.core.matching.similarity import Encoders

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Found:
    """The best entries, best first, and how sure the first one is (any scale)."""

    entry_ids: tuple[str, ...]
    confidence: float
    answered: bool | None = None
    """Whether it would be answered; None for a contestant without a cut-off."""


class Contestant(Protocol):
    """Ready to find entries."""

    def find(self, text: str) -> Found:
        """The entries for one message."""


class Bot:
    """The bot's matcher, with sentence vectors or by words alone."""

    def __init__(self, entries: Sequence[Entry], *, vectors: bool, cache: Path | None = None) -> None:
        """`cache` keeps the vectors of the phrasings."""
        if vectors:
            from bot.embeddings.sentence_encoder import default_encoder, whole_words

            encoder = default_encoder()
            self._matcher = Matcher.fit(
                entries,
                encoders=Encoders(encoder, encoder.cached(cache) if cache else encoder),
                known_words=whole_words(),
            )
        else:
            self._matcher = Matcher.fit(entries)

    def find(self, text: str) -> Found:
        """As the bot does: early where the match is exact, else with everything."""
        ranking = self._matcher.rank_early(text) or self._matcher.rank(text)
        ids = tuple(match.entry_id for match in ranking.matches[:SHOWN])
        return Found(ids, ranking.confidence, ranking.band.value == "answer")


class BestRatio:
    """The usual FAQ bot: the entry of the phrasing with the best rapidfuzz WRatio."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._texts = [(text.lower(), entry.id) for entry in entries for text in entry.all_phrasings]

    def find(self, text: str) -> Found:
        """Every phrasing is compared."""
        from rapidfuzz import fuzz, process

        scores = process.cdist([text.lower()], [known for known, _ in self._texts], scorer=fuzz.WRatio)[0]
        ids: dict[str, None] = {}
        for at in np.argsort(-scores, kind="stable"):
            ids[self._texts[int(at)][1]] = None
            if len(ids) == SHOWN:
                break
        return Found(tuple(ids), float(scores.max()) / 100)


class LinearSvm:
    """TF-IDF of words and letters, and a linear support vector machine on top (scikit-learn)."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.pipeline import make_union
        from sklearn.svm import LinearSVC

        pairs = [(text, entry.id) for entry in entries for text in entry.all_phrasings]
        self._features = make_union(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True),
        )
        rows = self._features.fit_transform([text for text, _ in pairs])
        self._model = LinearSVC().fit(rows, [entry_id for _, entry_id in pairs])

    def find(self, text: str) -> Found:
        """By distance to the hyperplanes."""
        scores = np.atleast_1d(self._model.decision_function(self._features.transform([text]))[0])
        best = np.argsort(-scores, kind="stable")[:SHOWN]
        return Found(tuple(str(self._model.classes_[at]) for at in best), float(scores.max()))


NAMES = ("bot, words only", "bot, with sentence vectors", "rapidfuzz WRatio", "TF-IDF + linear SVM")


def make(name: str, entries: Sequence[Entry], cache: Path | None = None) -> Contestant:
    """The contestant of that name, built from the entries."""
    if name == "rapidfuzz WRatio":
        return BestRatio(entries)
    if name == "TF-IDF + linear SVM":
        return LinearSvm(entries)
    return Bot(entries, vectors=name == "bot, with sentence vectors", cache=cache)
