"""The review service: shows themes, plans changes of the FAQ, publishes them and settles the questions.

Decisions are carried out one at a time: first the FAQ is published, then the decision is stored. After a crash in
between the theme is open again, and publishing it once more changes nothing. Serves the chat and the terminal; of
reviewers it knows the role only.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.core.deidentification.tokens import KINDS
from bot.core.faq.edits import AddEntry, AddPhrasings
from bot.core.faq.model import Entry, Faq
from bot.core.faq.origin import Origin
from bot.core.faq.rules import phrasing_digest, phrasing_key
from bot.core.faq.spelling import closest
from bot.core.quality.matching_quality import quality
from bot.core.quality.takeovers import clashing
from bot.core.records import Decision, LoggedQuestion, Resolution, Role, Verdict
from bot.core.review import card_parts
from bot.core.review.additions import additions, left_out, mark
from bot.core.review.selection import Selection
from bot.core.review.statistics import Statistics
from bot.core.review.themes import OpenQuestions, Theme
from bot.core.review.typed_text import TextLook
from bot.live_faq.impact import Impact
from bot.live_faq.live_faq import LiveFaq
from bot.live_faq.publishing import digest_of
from bot.live_faq.snapshot import Snapshot
from bot.review.changes import FaqChanges, ReviewError
from bot.review.logged_questions import KnownQuestionsReader
from bot.review.person_guard import PersonGuard
from bot.review.plans import AdditionPlan, WouldTakeOver
from bot.review.queue import DECISIONS, ReviewQueue, figures
from bot.review.taken_wordings import TakenWordings
from bot.review.undoing import UndoService
from bot.storage.store import Store

HELD = 8
"""Plans kept, so that publishing a plan just shown does not compute it again."""


class ThemeGone(ReviewError):
    """There is no such theme, or its questions are settled, by `decision` if that is known."""

    def __init__(self, reason: str, hint: str = "", decision: Decision | None = None) -> None:
        self.decision = decision
        super().__init__(reason, hint)


@dataclass(frozen=True, slots=True)
class ReviewOutcome:
    """A decision and its effect on the FAQ; None if the file did not change."""

    decision: Decision
    effect: Impact | None = None
    published: str = ""
    """Identifies the published file, "" if it did not change."""


class ReviewService:
    """The review, for any number of reviewers at the same time.

    Every method raises StoreError if the database fails, and those about a theme ReviewError.
    """

    def __init__(
        self, store: Store, live_faq: LiveFaq, queue: ReviewQueue, guard: PersonGuard, today: Callable[[], date]
    ) -> None:
        self._store = store
        self._live_faq = live_faq
        self._changes = FaqChanges(store, live_faq)
        self.taken_wordings = TakenWordings(store, live_faq)
        self.undoing = UndoService(store, live_faq)
        self._queue = queue
        self._known = KnownQuestionsReader(store)
        self._guard = guard
        self._today = today
        self._one_at_a_time = asyncio.Lock()
        self._held: OrderedDict[str, AdditionPlan] = OrderedDict()

    @property
    def live(self) -> Snapshot:
        """The live FAQ."""
        return self._live_faq.live

    @property
    def titles(self) -> Mapping[str, str]:
        """Entry id -> question."""
        return {entry.id: entry.question for entry in self.live.main.faq.entries}

    async def grouped(self) -> OpenQuestions:
        """The open questions as themes."""
        return await self._queue.themes(self.live)

    async def figures(self) -> Statistics:
        """The figures of the counters."""
        return await figures(self._store, self.live, self._today())

    async def report(self) -> str:
        """The report, one HTML page."""
        from bot.reports.html import render_report  # the running bot never renders it

        localized = self.live.main
        return render_report(
            await self.figures(),
            await self.grouped(),
            quality(localized.faq, localized.matcher),
            titles=self.titles,
            generated_on=self._today(),
            clinic=localized.faq.clinic.name,
        )

    async def theme(self, key: str) -> Theme:
        """The theme with this key, or the only one whose key begins with it. Raises ThemeGone."""
        theme = (await self.grouped()).theme(key)
        if theme is not None:
            return theme
        decisions = await self._store.reviews.decisions(limit=DECISIONS)
        found = next((one for one in decisions if (one.theme or "").startswith(key) and not one.withdrawn), None)
        if found is not None:
            raise ThemeGone(f"theme {key} was settled already: {decided(found, self.titles)}", decision=found)
        raise ThemeGone(f"there is no theme {key}", "list the themes again")

    async def decision(self, theme: str) -> Decision | None:
        """The latest decision about the theme with this key that was not undone."""
        decisions = await self._store.reviews.decisions(theme=theme, limit=5)
        return next((one for one in decisions if not one.withdrawn), None)

    async def overtaken(self, theme: Theme, question: str) -> Decision | None:
        """A colleague's decision about a theme that was just seen open, if it settles the theme by now, or if the
        theme is open for other questions only and the decision took this one."""
        async with self._one_at_a_time:  # of one that is being carried out, the FAQ says more than the questions do
            try:
                await self._still_open(theme)
            except ThemeGone as gone:
                return gone.decision
            made, taken = await self._store.reviews.decisions(theme=theme.key), phrasing_digest(question)
            return next((one for one in made if not one.withdrawn and taken in one.wordings), None)

    async def is_like(self, theme: Theme, question: str) -> bool:
        """Whether a question that staff typed is like one of a theme's, as questions within a theme are."""
        return await self._queue.is_like(self.live, theme, question)

    async def look(self, text: str, theme: Theme, masks: Collection[str] = KINDS) -> TextLook:
        """What may identify a person in a text that staff typed for a theme; of what is masked, these kinds."""
        return await asyncio.to_thread(self._guard.look, text, self.live.localized(theme.language).faq, masks)

    async def plan(self, selection: Selection, entry_id: str, own: str = "") -> AdditionPlan:
        """Plans the addition of the ticked wordings, and one of staff's `own`, to an entry."""
        theme, added = await asyncio.to_thread(lambda: (selection.ticked, additions(selection, own)))
        faq = self.live.localized(theme.language).faq
        entry = faq.entry(entry_id)
        if entry is None:
            published = [one.id for one in faq.published]
            raise ReviewError(f"there is no published entry '{entry_id}'", closest(entry_id, published))
        if not added and not selection.unticked:
            raise ReviewError(left_out(theme) or "these questions are too long", "write a wording of your own")
        clashes = await asyncio.to_thread(clashing, faq, entry_id, added)
        known = await self._known.beside_selection(selection)
        new = tuple(one for one in added if one not in {clash.wording for clash in clashes})
        proposal = await self._changes.propose(AddPhrasings(entry_id, new), theme.language, theme.asked, known)
        plan = AdditionPlan(selection, entry_id, entry.question, added, proposal, own, clashes)
        self._held[plan.mark] = plan
        self._held.move_to_end(plan.mark)
        if len(self._held) > HELD:
            self._held.popitem(last=False)
        return plan

    async def planned(self, selection: Selection, entry_id: str, own: str = "") -> AdditionPlan:
        """The plan made before, if the FAQ has not changed since, else a new one."""
        held = self._held.get(await asyncio.to_thread(mark, entry_id, selection, own))
        if held is not None and held.proposal.before is self.live:
            return replace(held, selection=selection, own=own)
        return await self.plan(selection, entry_id, own)

    async def split(self, selection: Selection) -> None:
        """Puts the unticked questions on a card of their own. Raises ThemeGone if the theme is settled."""
        async with self._one_at_a_time:
            await self._still_open(selection.theme)
            apart = set(selection.rest)
            here, there = card_parts.split(selection)
            keys = [one.key for one in selection.theme.questions]
            await self._store.reviews.split(
                {key: there if key in apart else here for key in keys},
                {key: selection.theme.key for key in keys if key not in apart},
            )

    async def carry_out(self, plan: AdditionPlan, role: Role, *, force: bool = False) -> ReviewOutcome:
        """Publishes the plan and settles the questions that it answers. All stay open if this fails."""
        async with self._one_at_a_time:
            await self._still_open(plan.theme)
            if plan.proposal.before is not self.live:  # the FAQ has changed since
                plan = await self.plan(plan.selection, plan.entry_id, plan.own)
            if (plan.effect.blocking or plan.effect.is_vain) and not force:
                raise WouldTakeOver(plan.effect)
            self._held.pop(plan.mark, None)
            entry = self.live.localized(plan.theme.language).faq.entry(plan.entry_id)
            known = {phrasing_key(one) for one in entry.all_phrasings} if entry is not None else set[str]()
            new = [one for one in plan.wordings if phrasing_key(one) not in known]
            taken = (one for one in new if one != plan.own)
            await self._note_taken(plan.theme, taken)
            effect = await self._changes.publish(plan.proposal, force=force, origin=Origin.of(role))
            forced = bool(effect) and plan.effect.blocked
            resolution = Resolution(Verdict.ADDED, plan.entry_id)
            done = await self._settle(
                plan.theme,
                resolution,
                role,
                effect,
                questions=plan.settles,
                forced=forced,
                wordings=new or plan.wordings,
            )
            return replace(done, published=digest_of(plan.proposal.data)[:10] if effect is not None else "")

    async def draft(self, theme: Theme, role: Role, make: Callable[[Faq], Entry]) -> ReviewOutcome:
        """Saves the draft that `make` returns, unless the FAQ has it already, and settles the questions.

        Raises:
            ValueError: from `make`, for a text that exceeds the limits of an entry.
        """
        async with self._one_at_a_time:
            await self._still_open(theme)
            faq = self.live.localized(theme.language).faq
            entry, effect = make(faq), None
            if entry not in faq.entries:
                asked = {phrasing_key(one) for one in (*theme.phrasings, theme.suggestion)}
                await self._note_taken(theme, (one for one in entry.all_phrasings if phrasing_key(one) in asked))
                proposal = await self._changes.propose(AddEntry(entry), theme.language)
                effect = await self._changes.publish(proposal, origin=Origin.of(role))
            resolution = Resolution(Verdict.DRAFTED, entry.id)
            return await self._settle(theme, resolution, role, effect, wordings=entry.all_phrasings)

    async def dismiss(self, theme: Theme, role: Role) -> ReviewOutcome:
        """Settles the theme's questions without a change of the FAQ."""
        async with self._one_at_a_time:
            await self._still_open(theme)
            return await self._settle(theme, Resolution(Verdict.DISMISSED), role)

    async def reopen(self, theme: str, number: int) -> None:
        """Undoes the dismissal of the theme with this number. Raises ThemeGone if there is none."""
        decisions = await self._store.reviews.decisions(theme=theme, limit=5)
        wanted = next((one for one in decisions if one.number == number), None)
        if wanted is None or wanted.verdict is not Verdict.DISMISSED or wanted.withdrawn:
            raise ThemeGone("there is no such dismissal", "list the themes again")
        await self._store.reviews.reopen(wanted.number)

    async def _note_taken(self, theme: Theme, taken: Iterable[str]) -> None:
        """Notes which phrasings come from the log, before they are published: none is missed after a crash."""
        language = self.live.localized(theme.language).language
        await self._store.reviews.note_taken(language, [phrasing_digest(one) for one in taken])

    async def _settle(
        self,
        theme: Theme,
        resolution: Resolution,
        role: Role,
        effect: Impact | None = None,
        *,
        questions: Sequence[LoggedQuestion] = (),
        forced: bool = False,
        wordings: Iterable[str] = (),
    ) -> ReviewOutcome:
        """Settles these questions of a theme, all of them by default."""
        keys = [question.key for question in questions or theme.questions]
        added = [phrasing_digest(one) for one in wordings]
        settled = await self._store.reviews.resolve(
            keys, resolution, role=role, theme=theme.key, forced=forced, wordings=added
        )
        if not settled.changed or settled.decision is None:
            raise self._settled_by(settled.decision)
        return ReviewOutcome(settled.decision, effect)

    async def _still_open(self, theme: Theme) -> None:
        """Raises ThemeGone if another reviewer settled the theme, or all its questions were deleted."""
        found = await self._store.reviews.by_keys([question.key for question in theme.questions])
        numbers = {question.decision for question in found if question.decision is not None}
        if numbers or not found:
            decisions = await self._store.reviews.decisions(limit=DECISIONS) if numbers else ()
            raise self._settled_by(next((one for one in decisions if one.number in numbers), None))

    def _settled_by(self, decision: Decision | None) -> ThemeGone:
        what = decided(decision, self.titles) if decision is not None else "settled"
        return ThemeGone(f"someone else was faster: {what}", decision=decision)


def decided(decision: Decision, titles: Mapping[str, str]) -> str:
    """The decision in words."""
    entry = titles.get(decision.entry_id or "", decision.entry_id or "")
    what = {Verdict.ADDED: f"added to “{entry}”", Verdict.DRAFTED: f"drafted as “{entry}”"}
    return f"{what.get(decision.verdict, decision.verdict.value)} on {decision.day.isoformat()}"
