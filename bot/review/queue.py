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
from bot.core.quality.known_questions import KnownQuestions, SettledQuestion, WaitingQuestion
from bot.core.records import LoggedQuestion, Status, Verdict
from bot.core.review import card_parts
from bot.core.review.selection import Selection
from bot.core.review.statistics import Statistics, period, statistics
from bot.core.review.suggestions import readable
from bot.core.review.theme_finder import ThemeFinder
from bot.core.review.themes import AddedQuestion, OpenQuestions
from bot.core.text.normalization import normalize
from bot.embeddings.caching import WorkingSet
from bot.live_faq.snapshot import LocalizedFaq, Snapshot
from bot.review.person_guard import PersonGuard
from bot.storage.store import Store

MOST_SETTLED = 300
"""Latest settled questions that the preview of an edit or a lesson tries."""
MOST_WAITING = 100
"""Open questions besides the ticked ones that the preview of an edit tries."""
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

    async def known(self, selection: Selection) -> KnownQuestions:
        """The questions in the language of a selection that are not ticked in it: the latest ones that staff decided
        about, and those open ones that they put aside or that are on other cards. Raises StoreError."""
        settled = await self._settled(selection.theme.language)
        return KnownQuestions(settled, await self._waiting(selection))

    async def _waiting(self, selection: Selection) -> tuple[WaitingQuestion, ...]:
        theme, ticked = selection.theme, {one.key for one in selection.ticked.questions}
        aside, found = set(selection.rest), dict[str, WaitingQuestion]()
        for question in reversed(await self._store.reviews.questions(Status.OPEN)):
            text = readable(question.text or "")
            if not normalize(text) or question.language != theme.language or question.key in ticked:
                continue
            put_aside = question.key in aside or card_parts.is_split_off(question, theme)
            if put_aside or normalize(text) not in found:
                found[normalize(text)] = WaitingQuestion(text, put_aside)
        return tuple(sorted(found.values(), key=lambda one: not one.put_aside))[:MOST_WAITING]

    async def _settled(self, language: str | None) -> tuple[SettledQuestion, ...]:
        """The latest questions in a language that staff added to an entry or dismissed."""
        decisions = {one.number: one for one in await self._store.reviews.decisions(limit=DECISIONS)}
        found: dict[str, SettledQuestion] = {}
        for status in (Status.RESOLVED, Status.DISMISSED):
            for question in reversed(await self._store.reviews.questions(status)):
                decision = decisions.get(question.decision or 0)
                if not question.text or question.language != language or decision is None:
                    continue
                if decision.verdict is not Verdict.DRAFTED:
                    found.setdefault(normalize(question.text), SettledQuestion(question.text, decision.entry_id))
        return tuple(found.values())[:MOST_SETTLED]

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
