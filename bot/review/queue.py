"""Reads the open questions of the log as themes, and the figures of the counters.

Serves the terminal, the report and the chat, and stores the keys of themes. Knows nothing of how they are shown, and
decides nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.core.languages import language
from bot.core.matching.similarity import Encoders, EncodersOf, no_encoders
from bot.core.records import LoggedQuestion, Status, Verdict
from bot.core.review.statistics import Statistics, period, statistics
from bot.core.review.theme_finder import ThemeFinder
from bot.core.review.themes import AddedQuestion, OpenQuestions, Theme
from bot.embeddings.caching import WorkingSet
from bot.live_faq.snapshot import LocalizedFaq, Snapshot
from bot.review.person_guard import PersonGuard
from bot.storage.store import Store

MOST_COMPARED = 96
"""Questions of a theme that a new one is compared with."""
DECISIONS = 1000
"""Latest decisions that are searched for questions added to an entry."""


class ReviewQueue:
    """Groups open questions. Keep one per process: it remembers the last themes.

    The vector of a question stays in memory until the first grouping in which the question is not open.
    """

    def __init__(self, store: Store, guard: PersonGuard, encoders: EncodersOf = no_encoders) -> None:
        """Without `encoders` questions are grouped by words alone."""
        self._store = store
        self._guard = guard
        self._encoders = encoders
        self._open: dict[str, WorkingSet] = {}
        self._themes: dict[str, tuple[LocalizedFaq, ThemeFinder]] = {}
        self._last: tuple[object, OpenQuestions] | None = None
        self._one_at_a_time = asyncio.Lock()

    async def themes(self, snapshot: Snapshot) -> OpenQuestions:
        """The open questions as themes, whose keys are stored. Takes about 20 ms per new question.

        Raises:
            StoreError: the database fails.
        """
        async with self._one_at_a_time:
            reviews = self._store.reviews
            questions = await reviews.questions(Status.OPEN)
            decisions = {one.number: one for one in await reviews.decisions(limit=DECISIONS) if not one.withdrawn}
            added = tuple(
                AddedQuestion(question, decision.entry_id)
                for question in await reviews.questions(Status.RESOLVED)
                if (decision := decisions.get(question.decision or 0)) and decision.verdict is Verdict.ADDED
                if decision.entry_id is not None
            )
            state = (snapshot.digest, tuple((question.key, question.part) for question in questions), added)
            if self._last is not None and self._last[0] == state:
                return self._last[1]
            grouped = await asyncio.to_thread(self._group, snapshot, questions, added)
            if grouped.keys:
                await reviews.set_themes(grouped.keys)
            self._last = (state, grouped)
            return grouped

    async def is_like(self, snapshot: Snapshot, theme: Theme, question: str) -> bool:
        """Whether a question is like one of a theme's, as questions within a theme are."""
        async with self._one_at_a_time:
            finder = await asyncio.to_thread(self._themes_of, snapshot.localized(theme.language))
            return await asyncio.to_thread(finder.is_like, question, theme.samples(MOST_COMPARED))

    def _group(
        self, snapshot: Snapshot, questions: Sequence[LoggedQuestion], added: Sequence[AddedQuestion]
    ) -> OpenQuestions:
        """Groups each language by itself, since a phrasing goes into the FAQ of its language. Those without a FAQ are
        compared with the main one."""
        grouped = OpenQuestions()
        for code in sorted({one.language or "" for one in questions}):
            own = [one for one in questions if (one.language or "") == code]
            former = [one for one in added if (one.question.language or "") == code]
            found = self._themes_of(snapshot.localized(code)).group(own, former)
            if found.withheld and code and code not in snapshot.by_language:
                found = replace(found, languages=(f"{language(code).name} {found.withheld}",))
            grouped = grouped.join(found)
        for vectors in self._open.values():  # those not used this time are of settled or deleted questions
            vectors.forget_unused()
        return grouped

    def _themes_of(self, localized: LocalizedFaq) -> ThemeFinder:
        known, finder = self._themes.get(localized.language, (None, None))
        if finder is None or known is not localized:
            names, encoders = self._guard.names(localized.faq), self._encoders_of(localized.language)
            finder = ThemeFinder(localized.faq, localized.matcher, names, encoders)
            self._themes[localized.language] = (localized, finder)
        return finder

    def _encoders_of(self, language: str) -> Encoders | None:
        """The encoders of a language, of which that for messages remembers the open questions."""
        encoders = self._encoders(language)
        if encoders is None:
            return None
        vectors = self._open.setdefault(language, WorkingSet(encoders.for_messages))
        return Encoders(vectors, encoders.for_faq)


async def figures(store: Store, snapshot: Snapshot, today: date) -> Statistics:
    """The figures up to `today`. Raises StoreError."""
    weeks = period(today)
    main, *others = (served.faq for served in snapshot.by_language.values())
    by_week, by_entry = await store.by_week(*weeks), await store.by_entry(*weeks)
    return await asyncio.to_thread(statistics, by_week, by_entry, main, today, others)
