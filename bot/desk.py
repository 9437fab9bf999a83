"""A reviewer's desk: looks at themes, plans what becomes of the FAQ, publishes and settles.

Owns the order of things: first `knowledge` publishes, then the store notes it, so what a kill leaves in between is
offered again and nothing is lost. Knows nothing of where the reviewer sits, and no more of them than the role.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.core.edits import AddPhrasings, EditError
from bot.core.faq_rules import closest
from bot.core.faq_yaml import FaqProblems
from bot.core.quality import quality
from bot.core.records import Decision, Resolution, Role, Settled, Verdict
from bot.core.statistics import Statistics
from bot.core.themes import Grouped, Theme
from bot.inbox import DECISIONS, Inbox, figures
from bot.knowledge import Broken, Conflict, Knowledge, NotWritable, Proposal
from bot.report import render_report
from bot.store import Store


class ReviewError(Exception):
    """Something that cannot be done, and what to do instead. Holds no patient's words but those kept already."""

    def __init__(self, reason: str, hint: str = "", *, diff: str = "") -> None:
        self.reason = reason
        self.hint = hint
        self.diff = diff
        """The change that could not be written, to be made by hand."""
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Plan:
    """An entry for a theme, with what adding its phrasings would do."""

    theme: Theme
    entry_id: str
    title: str
    proposal: Proposal


class Desk:
    """The reviewer's side of the store and the live FAQ. Every method raises StoreError when the database fails."""

    def __init__(self, store: Store, knowledge: Knowledge, inbox: Inbox, today: Callable[[], date]) -> None:
        self._store = store
        self._knowledge = knowledge
        self._inbox = inbox
        self._today = today
        self._one_at_a_time = asyncio.Lock()

    @property
    def titles(self) -> Mapping[str, str]:
        """The questions of the entries by id."""
        return {entry.id: entry.question for entry in self._knowledge.live.main.faq.entries}

    async def grouped(self) -> Grouped:
        """The open questions as themes."""
        return await self._inbox.themes(self._knowledge.live)

    async def figures(self) -> Statistics:
        """What the counters say."""
        return await figures(self._store, self._knowledge.live, self._today())

    async def report(self) -> str:
        """The report as one HTML page."""
        edition = self._knowledge.live.main
        return render_report(
            await self.figures(),
            await self.grouped(),
            quality(edition.faq, edition.matcher),
            titles=self.titles,
            generated_on=self._today(),
            clinic=edition.faq.clinic.name,
        )

    async def theme(self, key: str) -> Theme:
        """The theme of that key, or of the only key that begins so. Raises ReviewError."""
        grouped = await self.grouped()
        theme = grouped.theme(key)
        if theme is not None:
            return theme
        decisions = await self._decisions(key)
        if decisions:
            raise ReviewError(f"theme {key} was settled already: {decided(decisions[0], self.titles)}")
        raise ReviewError(f"there is no theme {key}", "list the themes again")

    async def plan(self, key: str, entry_id: str) -> Plan:
        """What becomes of the FAQ when the theme's phrasings are added to the entry. Raises ReviewError."""
        theme = await self.theme(key)
        faq = self._knowledge.live.edition(theme.language).faq
        entry = faq.entry(entry_id)
        if entry is None:
            known = [one.id for one in faq.published]
            raise ReviewError(f"there is no published entry '{entry_id}'", closest(entry_id, known))
        if not theme.phrasings:
            raise ReviewError("too much was masked in these questions to make phrasings of them", "add one by hand")
        proposal = await self._propose(AddPhrasings(entry_id, theme.phrasings), theme)
        return Plan(theme, entry_id, entry.question, proposal)

    async def carry_out(self, plan: Plan, role: Role, *, force: bool = False) -> Settled:
        """Publishes the plan and settles the questions. Raises ReviewError; the questions then stay open."""
        async with self._one_at_a_time:
            keys = await self._still_open(plan.theme)
            forced = await self._publish(plan.proposal, force) if plan.proposal.diff else False
            resolution = Resolution(Verdict.ADDED, plan.entry_id)
            return await self._store.reviews.resolve(keys, resolution, role=role, theme=plan.theme.key, forced=forced)

    async def dismiss(self, key: str, role: Role) -> Settled:
        """Settles the theme's questions as not for us. Raises ReviewError."""
        theme = await self.theme(key)
        async with self._one_at_a_time:
            keys = await self._still_open(theme)
            return await self._store.reviews.resolve(keys, Resolution(Verdict.DISMISSED), role=role, theme=theme.key)

    async def _propose(self, change: AddPhrasings, theme: Theme) -> Proposal:
        try:
            return await self._knowledge.propose(change, questions=theme.asked, language=theme.language)
        except EditError as error:
            raise ReviewError(error.reason, error.hint) from None
        except FaqProblems as error:
            raise ReviewError("the FAQ has problems", "\n".join(map(str, error.problems))) from None

    async def _publish(self, proposal: Proposal, force: bool) -> bool:
        """Puts the change into the FAQ; returns whether that broke checks."""
        try:
            effect = await self._knowledge.publish(proposal, force=force)
        except Broken as error:
            broken = "\n".join(f"{one.check.place}: '{one.check.text}' gets {one.got}" for one in error.effect.broken)
            raise ReviewError(f"this would break what works now ({error})", broken) from None
        except Conflict:
            raise ReviewError("the FAQ file was changed meanwhile; nothing was written", "try again") from None
        except NotWritable as error:
            hint = "put this change into the file by hand, then assign again"
            raise ReviewError(f"the FAQ file can't be written: {error.reason}", hint, diff=error.diff) from None
        return bool(effect.broken)

    async def _still_open(self, theme: Theme) -> list[str]:
        """The keys of the theme's questions. Raises ReviewError if another reviewer was faster."""
        keys = [question.key for question in theme.questions]
        for question in await self._store.reviews.by_keys(keys):
            if question.decision is not None:
                decisions = [one for one in await self._decisions("") if one.number == question.decision]
                what = decided(decisions[0], self.titles) if decisions else "settled"
                raise ReviewError(f"someone else was faster: {what}")
        return keys

    async def _decisions(self, key: str) -> list[Decision]:
        decisions = await self._store.reviews.decisions(limit=DECISIONS)
        return [one for one in decisions if (one.theme or "").startswith(key)]


def decided(decision: Decision, titles: Mapping[str, str]) -> str:
    """What was decided, in words."""
    entry = titles.get(decision.entry_id or "", decision.entry_id or "")
    what = {Verdict.ADDED: f"added to “{entry}”", Verdict.DRAFTED: f"drafted as “{entry}”"}
    return f"{what.get(decision.verdict, decision.verdict.value)} on {decision.day.isoformat()}"
