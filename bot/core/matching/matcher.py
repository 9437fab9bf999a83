"""Ranks the FAQ's entries for a message, each with the calibrated probability that it is the right one.

Owns the phrasings, coefficients, calibration and thresholds of a FAQ. Knows nothing of answers and conversations.
Deterministic; keeps nothing of a message.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cache
from typing import Self

import numpy as np

from bot.core.faq.model import Entry, Matching
from bot.core.matching import calibration, calibration_set, cross_validation, kernel_regression
from bot.core.matching.arrays import Doubles, Flags, Floats, Ints
from bot.core.matching.calibration import Calibrator, Thresholds
from bot.core.matching.cross_validation import HeldOutPredictions
from bot.core.matching.entry_words import EntryWords
from bot.core.matching.kernel_regression import BoundedCurvature
from bot.core.matching.ranking import Band, Match, Ranking
from bot.core.matching.similarity import Encode, Encoders, PhrasingSimilarity, PreparedMessage, exact_matches
from bot.core.text.markup import plain
from bot.core.text.normalization import Normalizer, Word, normalize

SHOWN = 8
"""Matches in a ranking."""
AS_GOOD_AS_EXACT = 0.99
"""Confidence in a match that differs from a phrasing by endings, synonyms and typing mistakes only."""
FEW = 4
"""With fewer entries there is too little competition to learn from, so the similarity limits the probability."""
MOST = 3000
"""Phrasings compared by similarity; beyond, only the first ones of each entry. All are matched exactly."""


@dataclass(frozen=True, slots=True)
class HeldOutPhrasing:
    """A phrasing, or an off-topic line, with its prediction when left out of the fit."""

    phrasing: str
    entry_id: str
    """"" for an off-topic line."""
    predicted_id: str
    confidence: float
    closest: str
    """The phrasing of the predicted entry closest to it."""

    @property
    def right(self) -> bool:
        """Whether the prediction is its own entry."""
        return self.entry_id == self.predicted_id


@dataclass(frozen=True, slots=True)
class LearntMatching:
    """What a fit takes its time for: all of it follows from the phrasings, checks and off-topic lines of a FAQ, its
    synonyms, its wishes for matching, and the encoder."""

    coefficients: Floats
    """(phrasings, classes)"""
    curve: Calibrator
    held_out: tuple[HeldOutPhrasing, ...]
    thresholds: Thresholds
    held_out_lines: tuple[HeldOutPhrasing, ...] | None = None
    """The off-topic lines; None where that was not looked at."""


class Matcher:
    """Ranks the entries of one FAQ. Build it with `Matcher.fit`. Thread-safe."""

    def __init__(
        self,
        *,
        entry_ids: Sequence[str],
        phrasings: Sequence[str],
        labels: Ints,
        comparison: PhrasingSimilarity,
        answers: Sequence[str],
        exact: Mapping[str, tuple[int, int]],
        checks: Ints,
        matching: Matching,
        learnt: LearntMatching | None = None,
        go_on: Callable[[], None] = lambda: None,
    ) -> None:
        """`labels` are the entries of `phrasings` (off-topic beyond the entries), `checks` those of the samples in
        `comparison`, `answers` what each entry answers; `learnt` is known if the same was learnt before; `go_on` is
        called between the steps of learning."""
        self._ids = tuple(entry_ids)
        self._numbers = {entry_id: number for number, entry_id in enumerate(self._ids)}
        self._phrasings = tuple(phrasings)
        self._labels = labels
        self._comparison = comparison
        self._exact = exact
        self._same_words = exact_matches(
            (_stems(words), int(label)) for words, label in zip(comparison.words, labels, strict=True)
        )
        self._of_entry = [np.flatnonzero(labels == number) for number in range(len(self._ids))]
        answering = [comparison.read(answer).words for answer in answers]
        texts = [
            [answer, *(comparison.words[at] for at in own)]
            for answer, own in zip(answering, self._of_entry, strict=True)
        ]
        self._entry_words = EntryWords(texts, comparison.weight)
        classes = int(labels.max()) + 1
        self._starts = np.searchsorted(labels, np.arange(classes))  # phrasings are in the order of their entries
        self._curve = Calibrator()
        self.held_out: tuple[HeldOutPhrasing, ...] = ()
        self.held_out_lines: tuple[HeldOutPhrasing, ...] | None = ()
        if learnt is not None:
            self._coefficients, self._curve = learnt.coefficients, learnt.curve
            self.held_out, self.thresholds = learnt.held_out, learnt.thresholds
            self.held_out_lines = learnt.held_out_lines
            return
        go_on()
        kernel = comparison.matrix()
        go_on()
        curvature = BoundedCurvature.of(kernel, classes)
        large = kernel_regression.is_large(len(labels), classes)
        steps = kernel_regression.FEW_STEPS if large else kernel_regression.STEPS
        self._coefficients = curvature.fit(labels, classes, steps=steps, go_on=go_on)
        self.thresholds = self._calibrate(kernel, curvature, checks, matching, go_on)

    @classmethod
    def fit(
        cls,
        entries: Sequence[Entry],
        *,
        synonyms: Sequence[Sequence[str]] = (),
        language: str = "en",
        matching: Matching | None = None,
        off_topic: Sequence[str] = (),
        encoders: Encoders | None = None,
        known_words: Collection[str] = frozenset(),
        learnt: LearntMatching | None = None,
        go_on: Callable[[], None] = lambda: None,
    ) -> Matcher:
        """Fits a matcher to `entries`, whose checks serve for calibration only.

        `off_topic` are messages without an answer; `known_words` are words of the language in normal form that are no
        typing mistakes; `learnt` is what was learnt from the very same before; `go_on` is called between the steps of
        learning, of at most some seconds each, and what it raises ends it.

        Raises:
            ValueError: there is no entry.
        """
        if not entries:
            raise ValueError("a matcher needs at least one entry")
        distinct = [_distinct(entry) for entry in entries]
        exact = exact_matches((form, number) for number, forms in enumerate(distinct) for form in forms)
        compared = _compared([list(forms.values()) for forms in distinct])
        compared += [(text, len(entries)) for text in off_topic if normalize(text)]
        labels = np.array([label for _, label in compared], dtype=np.int32)
        checks = [(check, number) for number, entry in enumerate(entries) for check in entry.checks if normalize(check)]
        comparison = PhrasingSimilarity(
            [text for text, _ in compared],
            labels.tolist(),
            Normalizer(language, synonyms),
            encoders=encoders,
            known_words=known_words,
            samples=[check for check, _ in checks] if learnt is None else (),
        )
        return cls(
            entry_ids=[entry.id for entry in entries],
            phrasings=[text for text, _ in compared],
            labels=labels,
            comparison=comparison,
            answers=[plain(entry.answer) for entry in entries],
            exact=exact,
            checks=np.array([number for _, number in checks], dtype=np.int32),
            matching=matching or Matching(),
            learnt=learnt,
            go_on=go_on,
        )

    @property
    def learnt(self) -> LearntMatching:
        """What was learnt, to be kept."""
        return LearntMatching(self._coefficients, self._curve, self.held_out, self.thresholds, self.held_out_lines)

    def encoding_with(self, exchange: Callable[[Encode], Encode]) -> Self:
        """A copy with another encoder for messages, which returns the same vectors."""
        other = copy(self)
        other._comparison = self._comparison.encoding_with(exchange)
        return other

    @property
    def encodes(self) -> bool:
        """Whether ranking uses the encoder."""
        return self._comparison.encodes

    def rank(self, text: str, lean: Mapping[str, float] | None = None) -> Ranking:
        """The entries that may answer the text, best first.

        `lean` are log-odds added to entries by id. May use the encoder for several milliseconds: call it off the event
        loop.
        """
        return self.rank_all((text,), lean)[0]

    def rank_all(
        self, texts: Sequence[str], lean: Mapping[str, float] | None = None, *, story: str = ""
    ) -> tuple[Ranking, ...]:
        """`rank` for several texts, encoded in one batch. If they are cut out of a `story`, each is read with it: its
        similarity is the mean of its own and the story's."""
        if not texts:
            return ()
        repair = cache(self._comparison.repair)
        messages = [self._comparison.read(text, repair) for text in texts]
        worded = [message for message in messages if message.words]
        rows = iter(self._similarity(worded, self._comparison.read(story, repair))) if worded else iter(())
        rankings = []
        for text, message in zip(texts, messages, strict=True):
            if not message.words:
                rankings.append(Ranking((), Band.NONE))
                continue
            similarity = next(rows)
            sure = self._sure(text, message) if not story else None
            probabilities = self._probabilities(message, similarity, lean or {})
            rankings.append(self._ranking(message, similarity, probabilities, sure))
        return tuple(rankings)

    def explained(self, words: str, text: str) -> bool:
        """Whether a text has most of these words, by their weight."""
        known = {word.stem for word in self._comparison.read(text, str).words}
        weights = {word.stem: self._comparison.weight(word.stem) for word in self._comparison.read(words).words}
        return sum(weight for stem, weight in weights.items() if stem in known) > sum(weights.values()) / 2

    def share_naming(self, words: str, entry_id: str) -> float:
        """The share of an entry's phrasings that have one of these words; 0 for an unknown entry."""
        if entry_id not in self._numbers:
            return 0.0
        stems = {word.stem for word in self._comparison.read(words).words}
        own = self._of_entry[self._numbers[entry_id]].tolist()
        return sum(not stems.isdisjoint(word.stem for word in self._comparison.words[at]) for at in own) / len(own)

    def rank_early(self, text: str) -> Ranking | None:
        """The ranking of a text with the words of a phrasing; None if `rank` has to decide."""
        message = self._comparison.read(text)
        sure = self._sure(text, message)
        if sure is None:
            return None
        similarity = self._comparison.by_words(message)
        return self._ranking(message, similarity, np.zeros(len(self._ids)), sure)

    def _sure(self, text: str, message: PreparedMessage) -> tuple[int, float] | None:
        """Entry and confidence of a text with the words of a phrasing."""
        if not message.words:
            return None
        place = self._exact.get(normalize(text))
        if place is not None:
            return place[1], 1.0
        place = self._same_words.get(_stems(message.words))
        if place is not None and place[1] < len(self._ids):
            return place[1], AS_GOOD_AS_EXACT
        return None

    def _similarity(self, messages: Sequence[PreparedMessage], story: PreparedMessage) -> Floats:
        if not story.words:
            return self._comparison.similarity(messages)
        rows = self._comparison.similarity([*messages, story])
        both: Floats = (rows[:-1] + rows[-1]) / 2
        return both

    def _raw_probabilities(self, similarity: Floats, lean: Mapping[str, float]) -> Floats:
        """(n, phrasings) similarity -> (n, classes) probabilities."""
        scores = similarity @ self._coefficients
        for entry_id, odds in lean.items():
            if entry_id in self._numbers:
                scores[:, self._numbers[entry_id]] += odds
        probabilities = kernel_regression.predict(scores)
        if len(self._ids) < FEW:
            probabilities *= np.minimum(similarity.max(axis=1, keepdims=True), 1)
        return probabilities

    def _probabilities(self, message: PreparedMessage, similarity: Floats, lean: Mapping[str, float]) -> Doubles:
        """(phrasings,) similarity -> (entries,) calibrated probabilities, which sum to at most one."""
        raw = self._raw_probabilities(similarity[None, :], lean).astype(np.float64)
        first = int(raw[0, : len(self._ids)].argmax())
        unexplained = np.array([self._entry_words.unexplained(message.words, first)])
        features = self._features(raw, np.maximum.reduceat(similarity, self._starts)[None, :], unexplained)
        # what else speaks for the first entry holds for the others, so that their order stays
        each = np.repeat(features, len(self._ids), axis=0)
        each[:, 0] = calibration.log_odds(raw[0, : len(self._ids)])
        probabilities = self._curve.probability(each)
        best = probabilities[first]
        shrink = min(1.0, (1 - best) / max(float(probabilities.sum() - best), 1e-12))
        return np.where(np.arange(len(self._ids)) == first, probabilities, probabilities * shrink)

    def _features(self, probabilities: Floats | Doubles, nearest: Floats, unexplained: Doubles) -> Doubles:
        """(n, features) of the first entry of each message, see `calibration.DIRECTIONS`. Both `probabilities` and
        `nearest`, the similarity to the nearest phrasing, are (n, classes)."""
        rows = np.arange(len(probabilities))
        first = probabilities[:, : len(self._ids)].argmax(axis=1)
        others = nearest.copy()
        others[rows, first] = 0
        odds = calibration.log_odds(probabilities[rows, first].astype(np.float64))
        return np.stack([odds, nearest[rows, first], others.max(axis=1), unexplained], axis=1).astype(np.float64)

    def _ranking(
        self, message: PreparedMessage, similarity: Floats, probabilities: Doubles, sure: tuple[int, float] | None
    ) -> Ranking:
        if sure is not None:
            number, confidence = sure
            probabilities = probabilities * min(
                1.0, (1 - confidence) / max(float(probabilities.sum() - probabilities[number]), 1e-12)
            )
            probabilities[number] = confidence
        closest = np.maximum.reduceat(similarity, self._starts)[: len(self._ids)]
        order = np.lexsort((-closest, -probabilities))[:SHOWN].tolist()
        matches = []
        for number in order:
            own = self._of_entry[number]
            phrasing = int(own[int(np.argmax(similarity[own]))])
            words = self._comparison.shared_words(message, phrasing)
            matches.append(Match(self._ids[number], float(probabilities[number]), self._phrasings[phrasing], words))
        return Ranking(tuple(matches), self.band(matches[0].confidence))

    def band(self, confidence: float) -> Band:
        """The band of a first match of that confidence."""
        if confidence >= self.thresholds.answer:
            return Band.ANSWER
        return Band.SUGGEST if confidence >= self.thresholds.suggest else Band.NONE

    def _calibrate(
        self,
        kernel: Floats,
        curvature: BoundedCurvature,
        checks: Ints,
        matching: Matching,
        go_on: Callable[[], None],
    ) -> Thresholds:
        """Fits the curve, records the held-out phrasings for reports, and returns the thresholds."""
        entries = len(self._ids)
        left_out = cross_validation.predict(
            kernel, curvature, self._labels, self._coefficients.shape[1], entries, self._coefficients, go_on
        )
        samples = self._raw_probabilities(self._comparison.samples, {})
        features = self._features(
            np.concatenate([left_out.probabilities, samples]),
            np.concatenate([left_out.nearest, np.maximum.reduceat(self._comparison.samples, self._starts, axis=1)]),
            np.concatenate([self._unexplained_phrasings(left_out), self._unexplained_samples(samples)]),
        )
        known = calibration_set.gather(
            left_out, self._labels, samples, checks, features, entries, matching.off_topic_share
        )
        if entries < FEW or int(known.inside.sum()) < entries // 2:
            return calibration.bands_on_trust(matching.wrong_answers)
        self._curve = calibration.fit(known.features, known.right, known.weights)
        probabilities = self._curve.probability(known.features)

        def reported(rows: Flags) -> tuple[HeldOutPhrasing, ...]:
            return tuple(
                self._reported(kernel, int(left_out.phrasings[at]), int(known.first[at]), float(probabilities[at]))
                for at in np.flatnonzero(rows)
            )

        self.held_out = reported(left_out.inside)
        self.held_out_lines = reported(self._labels[left_out.phrasings] >= entries)
        return calibration.thresholds(
            probabilities, known.right, known.among, known.inside, known.weights, matching.wrong_answers
        )

    def _unexplained_phrasings(self, left_out: HeldOutPredictions) -> Doubles:
        """(n,) what the first entries do not explain of the phrasings that were left out."""
        first = left_out.probabilities[:, : len(self._ids)].argmax(axis=1)
        words = self._comparison.words
        return np.array(
            [
                self._entry_words.unexplained(words[phrasing], int(entry), own=bool(self._labels[phrasing] == entry))
                for phrasing, entry in zip(left_out.phrasings, first, strict=True)
            ],
            dtype=np.float64,
        )

    def _unexplained_samples(self, samples: Floats) -> Doubles:
        """(n,) the same of the checks."""
        first = samples[:, : len(self._ids)].argmax(axis=1)
        messages = self._comparison.sample_words
        found = [self._entry_words.unexplained(words, int(entry)) for words, entry in zip(messages, first, strict=True)]
        return np.array(found, dtype=np.float64)

    def _reported(self, kernel: Floats, phrasing: int, predicted: int, confidence: float) -> HeldOutPhrasing:
        own = self._of_entry[predicted]
        own = own[own != phrasing]
        closest = int(own[int(np.argmax(kernel[phrasing, own]))]) if len(own) else phrasing
        label = int(self._labels[phrasing])
        return HeldOutPhrasing(
            self._phrasings[phrasing],
            self._ids[label] if label < len(self._ids) else "",
            self._ids[predicted],
            confidence,
            self._phrasings[closest],
        )


def _distinct(entry: Entry) -> dict[str, str]:
    """The entry's phrasings with words by their normal form; the question if there are none."""
    found: dict[str, str] = {}
    for text in entry.all_phrasings:
        if form := normalize(text):
            found.setdefault(form, text)
    return found or {"": entry.question}


def _stems(words: Sequence[Word]) -> str:
    return " ".join(word.stem for word in words)


def _compared(phrasings: Sequence[Sequence[str]]) -> list[tuple[str, int]]:
    """(phrasing, entry) of at most `MOST` phrasings: the same number of first ones for every entry."""
    most = max((len(own) for own in phrasings), default=0)
    while most > 1 and sum(min(len(own), most) for own in phrasings) > MOST:
        most -= 1
    return [(text, number) for number, own in enumerate(phrasings) for text in own[:most]]
