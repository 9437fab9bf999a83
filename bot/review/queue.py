"""What waits for staff: the open questions of the log as themes, by the live FAQ; and the figures of the counters.

Owns the way from the store to themes and figures, for the terminal, the report and the chat alike, and that a theme
keeps its key. Knows nothing of how they are shown and decides nothing about them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date

from bot.core.matching.similarity import Encoders
from bot.core.records import LoggedQuestion, Status, Verdict
from bot.core.review.statistics import Statistics, period, statistics
from bot.core.review.themes import AddedQuestion, OpenQuestions, ThemeFinder
from bot.embeddings.caching import WorkingSet
from bot.live_faq.snapshot import LocalizedFaq, Snapshot
from bot.storage.store import Store

DECISIONS = 1000
"""Latest decisions that are looked through for questions that were added to an entry."""


class ReviewQueue:
    """Groups what is open. Keep one for the life of the process: it remembers what it grouped last.

    The vector of an open question is kept in memory from one grouping to the next, and forgotten at the first in which
    the question is no longer open.
    """

    def __init__(self, store: Store, encoders: Encoders | None = None) -> None:
        """Without `encoders` questions are grouped by words alone."""
        self._store = store
        self._open = WorkingSet(encoders.for_messages) if encoders is not None else None
        self._encoders = Encoders(self._open, encoders.for_faq) if encoders and self._open else None
        self._themes: dict[str, tuple[LocalizedFaq, ThemeFinder]] = {}
        self._last: tuple[object, OpenQuestions] | None = None
        self._one_at_a_time = asyncio.Lock()

    async def themes(self, snapshot: Snapshot) -> OpenQuestions:
        """The open questions as themes, each with a key that stays. Raises StoreError.

        Quick when nothing changed since the last call; else some 20 ms a new question, off the event loop.
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
            state = (snapshot.digest, tuple(question.key for question in questions), added)
            if self._last is not None and self._last[0] == state:
                return self._last[1]
            grouped = await asyncio.to_thread(self._group, snapshot, questions, added)
            if grouped.keys:
                await reviews.set_themes(grouped.keys)
            self._last = (state, grouped)
            return grouped

    def _group(
        self, snapshot: Snapshot, questions: Sequence[LoggedQuestion], added: Sequence[AddedQuestion]
    ) -> OpenQuestions:
        """Language by language: a phrasing goes into the FAQ of its own language."""
        grouped = OpenQuestions()
        for localized in snapshot.by_language.values():
            own = [one for one in questions if snapshot.localized(one.language) is localized]
            former = [one for one in added if snapshot.localized(one.question.language) is localized]
            if own:
                grouped = grouped.join(self._themes_of(localized).group(own, former))
        if self._open is not None:  # what was not asked for this time is settled or deleted
            self._open.forget_unused()
        return grouped

    def _themes_of(self, localized: LocalizedFaq) -> ThemeFinder:
        known = self._themes.get(localized.language)
        if known is None or known[0] is not localized:
            known = (localized, ThemeFinder(localized.faq, localized.matcher, self._encoders))
            self._themes[localized.language] = known
        return known[1]


async def figures(store: Store, snapshot: Snapshot, today: date) -> Statistics:
    """What the counters say up to today. Raises StoreError."""
    first, last = period(today)
    by_week, by_entry = await store.by_week(first, last), await store.by_entry(first, last)
    return statistics(by_week, by_entry, snapshot.main.faq, today)
