"""Groups the questions that the FAQ could not answer into themes, and says what is proposed for each.

Deterministic: the order of the questions makes no difference. Knows nothing of where questions are kept, and of what
reviewers see.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from bot.core.deidentification.listed_names import ListedNames
from bot.core.faq.model import Faq
from bot.core.matching.arrays import Floats
from bot.core.matching.matcher import Matcher
from bot.core.matching.ranking import Match
from bot.core.matching.similarity import Encoders
from bot.core.records import LoggedQuestion, QuestionKind
from bot.core.review import clustering, suggestions
from bot.core.review.question_similarity import QuestionSimilarity
from bot.core.review.theme_keys import theme_keys
from bot.core.review.themes import CENTRAL, AddedQuestion, OpenQuestions, Theme, by_size
from bot.core.text.normalization import normalize

MOST = 1000
"""Distinct texts grouped at a time, the latest first; the others wait until some are settled."""
NEAREST = 3
APART = 1.5
APART_BY_WORDS = 2.0
"""Within a theme, questions that a grouping with so many times the similarity leaves out of its largest group may ask
something else. Of eleven pure themes of `tests/support/unmatched_*.txt` (nine by words) two (one) have such a question,
of fourteen mixtures (eighteen) eleven (ten); of two themes put together at random all. That is by similarity alone:
entries that are likely for some of the questions and unlikely for the others tell more of them."""
UNLIKELY = 0.15
"""Confidence below which an entry is unlikely for a question."""
_APART = -1e6
"""The similarity of questions that staff put on different cards."""


class ThemeFinder:
    """Groups questions in the language of one FAQ. Building one encodes the FAQ's questions: keep it."""

    def __init__(self, faq: Faq, matcher: Matcher, names: ListedNames, encoders: Encoders | None = None) -> None:
        """No wording with one of the `names` is offered. Without `encoders` questions are grouped by words alone."""
        self._similarity = QuestionSimilarity(faq, encoders)
        self._matcher = matcher if encoders is None else matcher.encoding_with(lambda _: encoders.for_messages)
        self._names = names
        self._proper = suggestions.proper_words(faq)
        self._apart_from = self._similarity.enough * (APART if encoders is not None else APART_BY_WORDS)

    def group(self, questions: Iterable[LoggedQuestion], added: Iterable[AddedQuestion] = ()) -> OpenQuestions:
        """The themes of open questions.

        `added` are questions settled lately by adding them to an entry: a similar one for which that entry did not help
        brings their theme back. Takes about 20 ms a question with encoders: call it off the event loop.
        """
        ordered = sorted(questions, key=lambda question: (question.week, question.key))
        shown = [question for question in ordered if question.text and normalize(question.text)]
        same: defaultdict[str, list[LoggedQuestion]] = defaultdict(list)
        for question in shown:
            same[normalize(question.text or "")].append(question)
        latest = sorted(same, key=lambda text: (same[text][-1].week, same[text][-1].key), reverse=True)[:MOST]
        alike = [same[text] for text in sorted(latest, key=lambda text: (same[text][0].week, same[text][0].key))]
        former = _former(added)[:MOST]
        texts = [group[0].text or "" for group in alike]
        similarity = self._similarity.matrix(texts + [one.question.text or "" for one in former])
        own, before = similarity[: len(texts), : len(texts)], similarity[: len(texts), len(texts) :]
        groups = clustering.groups(_held(own, [_part(group) for group in alike]), self._similarity.enough)
        returned = [self._returned(group, alike, former, before) for group in groups]
        keys = theme_keys([[question for at in group for question in alike[at]] for group in groups], returned)
        apart = [self._apart(group, own, alike) for group in groups]
        themes = [
            self._theme(key, [alike[at] for at in _central_first(group, own, alike)], back, others)
            for key, group, back, others in zip(keys, groups, returned, apart, strict=True)
        ]
        themes.sort(key=by_size)
        kept = sum(map(len, alike))
        return OpenQuestions(
            tuple(theme for theme in themes if theme.size > 1 or theme.failed),
            tuple(theme for theme in themes if theme.size == 1 and not theme.failed),
            len(ordered) - len(shown),
            len(shown) - kept,
        )

    def is_like(self, question: str, others: Sequence[str]) -> bool:
        """Whether a question is as like one of the others as questions within a theme are; True without others.

        Of 111 questions of `tests/support/unmatched_*.txt` 109 are like others of their theme (86 by words), of 1,221
        pairs of a question and another theme 129 are taken for alike (30).
        """
        similarity = self._similarity.matrix([question, *others])[0, 1:]
        return not others or bool(similarity.max() >= self._similarity.enough)

    def _apart(
        self, group: Sequence[int], similarity: Floats, alike: Sequence[Sequence[LoggedQuestion]]
    ) -> frozenset[str]:
        """The texts of a group that may ask something else, also where staff have split a card: once may be too few.
        They are less like the others, or another entry is likely for them."""
        within = clustering.groups(similarity[np.ix_(group, group)], self._apart_from)
        largest = max(within, key=lambda members: (sum(len(alike[group[at]]) for at in members), -members[0]))
        texts = [alike[at][0].text or "" for at in group]
        likely, unlikely = self._by_entry(texts)
        return frozenset(text for nth, text in enumerate(texts) if nth not in largest and text not in likely) | unlikely

    def _by_entry(self, texts: Sequence[str]) -> tuple[frozenset[str], frozenset[str]]:
        """The texts for which the same entry is likely, which most others share, and those for which another one is
        likely and that one is not."""
        if len(texts) < 2:
            return frozenset(), frozenset()
        rankings = dict(zip(texts, self._matcher.rank_all(list(map(suggestions.readable, texts))), strict=True))
        least = self._matcher.thresholds.suggest
        best = {text: one.matches[0].entry_id for text, one in rankings.items() if one.confidence >= least}
        most, count = next(iter(Counter(best.values()).most_common(1)), ("", 0))
        known = {text: {match.entry_id: match.confidence for match in rankings[text].matches} for text in best}
        alike = frozenset(text for text, entry_id in best.items() if entry_id == most and count > 1)
        return alike, frozenset(text for text in best if known[text].get(most, 0.0) < UNLIKELY)

    def _theme(
        self,
        key: str,
        alike: Sequence[Sequence[LoggedQuestion]],
        back: AddedQuestion | None,
        apart: frozenset[str] = frozenset(),
    ) -> Theme:
        """The theme of groups of questions with the same words, the most typical group first."""
        # repetitions come after all distinct wordings
        questions = [group[0] for group in alike] + [question for group in alike for question in group[1:]]
        texts = [group[0].text or "" for group in alike]
        offered = [text for text in texts if suggestions.publishable(text, self._names)]
        return Theme(
            key,
            tuple(questions),
            suggestions.shortened(texts[0]),
            self._nearest(texts[:CENTRAL]),
            min(question.week for question in questions),
            Counter(question.kind for question in questions),
            suggestions.suggested_question(offered, self._proper),
            suggestions.phrasings(offered, self._proper),
            back.entry_id if back else None,
            frozenset(texts) - set(offered),
            apart,
        )

    def _nearest(self, texts: Sequence[str]) -> tuple[Match, ...]:
        """The entries nearest to all texts, by mean confidence."""
        sums: defaultdict[str, float] = defaultdict(float)
        best: dict[str, Match] = {}
        for ranking in self._matcher.rank_all([suggestions.readable(text) for text in texts]):
            for match in ranking.matches:
                sums[match.entry_id] += match.confidence
                if match.entry_id not in best or match.confidence > best[match.entry_id].confidence:
                    best[match.entry_id] = match
        order = sorted(sums, key=lambda entry_id: (-sums[entry_id], entry_id))[:NEAREST]
        return tuple(replace(best[entry_id], confidence=sums[entry_id] / len(texts)) for entry_id in order)

    def _returned(
        self,
        group: Sequence[int],
        alike: Sequence[Sequence[LoggedQuestion]],
        former: Sequence[AddedQuestion],
        before: Floats,
    ) -> AddedQuestion | None:
        """The most similar settled question, if its theme came back."""
        found: list[tuple[float, AddedQuestion]] = []
        for at in group:
            unhelped = {question.nearest for question in alike[at] if question.kind is QuestionKind.NOT_HELPFUL}
            found += [
                (float(before[at, number]), one)
                for number, one in enumerate(former)
                if one.entry_id in unhelped and before[at, number] >= self._similarity.enough
            ]
        return max(found, key=lambda one: (one[0], one[1].question.key))[1] if found else None


def _part(alike: Iterable[LoggedQuestion]) -> str | None:
    """The part of a card that staff put these questions on, None if they did not split it."""
    return next((one.part for one in alike if one.part), None)


def _held(similarity: Floats, parts: Sequence[str | None]) -> Floats:
    """The similarity, with questions of one part held together, and those of different parts apart."""
    held = similarity.copy()
    for one, part in enumerate(parts):
        for other, another in enumerate(parts):
            if part is not None and another is not None:
                held[one, other] = 1.0 if part == another else _APART
    return held


def _former(added: Iterable[AddedQuestion]) -> list[AddedQuestion]:
    """Settled questions with words, the latest first."""
    known = [one for one in added if one.question.text and normalize(one.question.text)]
    return sorted(known, key=lambda one: (one.question.week, one.question.key), reverse=True)


def _central_first(group: Sequence[int], similarity: Floats, alike: Sequence[Sequence[LoggedQuestion]]) -> list[int]:
    """The group, the most typical first: by mean similarity to all others, weighted by how often each was asked."""
    weights = np.array([len(alike[at]) for at in group], dtype=np.float32)
    typical = (similarity[np.ix_(group, group)] @ weights).tolist()
    order = sorted(range(len(group)), key=lambda at: (-round(typical[at], 5), group[at]))
    return [group[at] for at in order]
