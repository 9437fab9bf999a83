"""Reads the questions of the log that an edit did not come from, which its preview tries all the same.

Owns which they are: the latest that staff decided about, and open ones. Of staff it knows nothing.
"""

from __future__ import annotations

from collections.abc import Collection

from bot.core.quality.known_questions import KnownQuestions, SettledQuestion, WaitingQuestion
from bot.core.records import LoggedQuestion, Status, Verdict
from bot.core.review import card_parts
from bot.core.review.selection import Selection
from bot.core.review.suggestions import readable
from bot.core.text.normalization import normalize
from bot.review.queue import DECISIONS
from bot.storage.store import Store

MOST_SETTLED = 300
"""Latest settled questions that the preview of an edit or a lesson tries."""
MOST_WAITING = 100
"""Open questions that the preview of an edit tries besides those that led to it."""


class KnownQuestionsReader:
    """Every method raises StoreError if the database fails."""

    def __init__(self, store: Store) -> None:
        self._reviews = store.reviews

    async def beside_selection(self, selection: Selection) -> KnownQuestions:
        """The questions in the language of a selection that are not ticked in it: those that staff put aside first."""
        theme, ticked = selection.theme, {one.key for one in selection.ticked.questions}
        aside = set(selection.rest)
        opened = [
            (one, one.key in aside or card_parts.is_split_off(one, theme))
            for one in await self._open(theme.language)
            if one.key not in ticked
        ]
        return KnownQuestions(await self._settled(theme.language), _waiting(opened))

    async def beside_draft(self, language: str) -> KnownQuestions:
        """The questions in the language of a draft. Those that led to it are neither open nor decided about."""
        opened = [(one, False) for one in await self._open(language)]
        return KnownQuestions(await self._settled(language), _waiting(opened))

    async def _open(self, language: str | None) -> list[LoggedQuestion]:
        """The open questions in a language, the latest first."""
        return [one for one in reversed(await self._reviews.questions(Status.OPEN)) if one.language == language]

    async def _settled(self, language: str | None) -> tuple[SettledQuestion, ...]:
        """The latest questions in a language that staff added to an entry or dismissed."""
        decisions = {one.number: one for one in await self._reviews.decisions(limit=DECISIONS)}
        found: dict[str, SettledQuestion] = {}
        for status in (Status.RESOLVED, Status.DISMISSED):
            for question in reversed(await self._reviews.questions(status)):
                decision = decisions.get(question.decision or 0)
                if not question.text or question.language != language or decision is None:
                    continue
                if decision.verdict is not Verdict.DRAFTED:
                    found.setdefault(normalize(question.text), SettledQuestion(question.text, decision.entry_id))
        return tuple(found.values())[:MOST_SETTLED]


def _waiting(opened: Collection[tuple[LoggedQuestion, bool]]) -> tuple[WaitingQuestion, ...]:
    """Open questions with whether staff put them aside, each text once; those put aside first."""
    found = dict[str, WaitingQuestion]()
    for question, put_aside in opened:
        text = readable(question.text or "")
        if normalize(text) and (put_aside or normalize(text) not in found):
            found[normalize(text)] = WaitingQuestion(text, put_aside)
    return tuple(sorted(found.values(), key=lambda one: not one.put_aside))[:MOST_WAITING]
