"""Teaches red flags: plans, publishes and undoes the addition of a message to the examples of the FAQ.

Owns which list a message belongs to, and that nothing that may identify a person is written. Of those who teach it
knows the role only.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.dialogue.interpreter import Interpretation
from bot.core.faq.edits import AddExample, RemoveExample, contradicting
from bot.core.faq.origin import Origin
from bot.core.faq.yaml_writer import one_line
from bot.core.records import LoggedQuestion, Role, Status, Verdict
from bot.core.red_flags.explanation import outcome
from bot.core.red_flags.weighing import Evidence
from bot.core.review.teaching import Lesson, LessonEffect, lessons
from bot.live_faq.impact import Impact
from bot.live_faq.live_faq import LiveFaq
from bot.live_faq.proposal import Proposal
from bot.live_faq.snapshot import Snapshot
from bot.review.changes import FaqChanges, ReviewError
from bot.review.logged_questions import MOST_SETTLED
from bot.review.person_guard import PersonGuard
from bot.review.undoing import UndoneBefore
from bot.storage.store import Store

SURE = 0.9
"""Probability of an emergency from which on a message may be taught as none by an admin only."""
HELD = 8
"""Plans kept, so that publishing a plan just shown does not compute it again."""


@dataclass(frozen=True, slots=True)
class TeachingPlan:
    """A lesson that can be published, and its effect."""

    effect: LessonEffect
    proposal: Proposal


class SilencesEmergency(ReviewError):
    """A message that clearly tells of an emergency was to be taught as none; it may be forced."""

    def __init__(self, title: str) -> None:
        super().__init__(f"it tells of an emergency: {title}", "teach another sign, or let an admin publish it")


class TeachingService:
    """Teaching, for any number of staff at the same time.

    Every method that changes or plans anything may raise StoreError and ReviewError.
    """

    def __init__(self, store: Store, live_faq: LiveFaq, guard: PersonGuard) -> None:
        self._store = store
        self._live_faq = live_faq
        self._changes = FaqChanges(store, live_faq)
        self._guard = guard
        self._held: OrderedDict[str, TeachingPlan] = OrderedDict()

    @property
    def live(self) -> Snapshot:
        """The live FAQ."""
        return self._live_faq.live

    async def interpretation(self, text: str) -> tuple[Interpretation, tuple[Evidence, ...]]:
        """How a message is interpreted, and the evidence for an emergency in it."""
        live = self.live
        return await asyncio.to_thread(lambda: (live.interpreter().interpret(text), live.detector.evidence(text)))

    def lesson(self, wanted: str) -> Lesson | None:
        """The lesson with this code."""
        return next((one for one in self._lessons() if one.code == wanted), None)

    async def alarms(self, text: str) -> tuple[Lesson, ...]:
        """The signs that a message may raise, in its language. Raises Identifying."""
        await self._demand_anonymous(text)
        language = self._language(text)
        return tuple(one for one in self._lessons() if one.language == language and one.to.raises)

    async def calm(self, text: str) -> Lesson | None:
        """The lesson that a message is no emergency: of the sign that it raises, else of none. None without red flags.
        Raises Identifying."""
        await self._demand_anonymous(text)
        alarm = await asyncio.to_thread(self.live.detector.detect, text)
        language, raised = self._language(text), alarm.sign.id if alarm is not None else ""
        found = {one.to.sign_id: one for one in self._lessons() if one.language == language and not one.to.raises}
        return found.get(raised) or found.get("")

    async def plan(self, text: str, lesson: Lesson) -> TeachingPlan:
        """Plans a lesson and examines its effect, also on what patients asked lately. Takes some seconds."""
        text = one_line(text)
        await self._demand_anonymous(text)
        held = self._held.get(lesson.mark(text))
        if held is not None and held.proposal.before is self.live:
            return held
        edit = AddExample(lesson.to, text)
        questions = [one.text for one in await self._questions() if one.text]
        proposal = await self._changes.propose(edit, lesson.language, questions)
        before, after = await asyncio.to_thread(_outcomes, text, proposal)
        silenced = "" if lesson.to.raises else await asyncio.to_thread(_told, text, proposal.before)
        answered = await asyncio.to_thread(_answered, text, proposal.before, lesson) if lesson.to.raises else ""
        by_list = {one.to: one for one in self._lessons() if one.language == lesson.language}
        effect = LessonEffect(
            text=text,
            lesson=lesson,
            moved=tuple(by_list[one] for one in contradicting(proposal.before.localized(lesson.language).faq, edit)),
            before=before,
            after=after,
            broken=proposal.effect.broken,
            checks=proposal.effect.checks,
            others=proposal.outcomes,
            unchanged=not proposal.diff,
            silenced=silenced,
            answered=answered,
        )
        plan = TeachingPlan(effect, proposal)
        self._held[lesson.mark(text)] = plan
        while len(self._held) > HELD:
            self._held.popitem(last=False)
        return plan

    async def publish(self, plan: TeachingPlan, role: Role, *, force: bool = False) -> Impact | None:
        """Publishes a lesson and notes it; returns its effect, None if the file said this already. Raises
        SilencesEmergency without `force`."""
        if plan.effect.silenced and not force:
            raise SilencesEmergency(plan.effect.silenced)
        effect = await self._changes.publish(plan.proposal, force=force, origin=Origin.of(role))
        self._held.clear()
        sign, forced = plan.effect.lesson.to.sign_id or None, bool(plan.effect.silenced or (effect and effect.broken))
        await self._store.reviews.note(Verdict.PUBLISHED, role=role, entry_id=sign, forced=forced)
        return effect

    async def undo(self, text: str, lesson: Lesson, came_from: Lesson | None, role: Role) -> None:
        """Takes a message out of a list again, and puts it back into the one that it came from. Raises UndoneBefore if
        it is there already."""
        text = one_line(text)
        edit = RemoveExample(lesson.to, text) if came_from is None else AddExample(came_from.to, text)
        proposal = await self._changes.propose(edit, lesson.language)
        if not proposal.diff:
            raise UndoneBefore
        await self._changes.publish(proposal, origin=Origin.UNDO)
        await self._store.reviews.note(Verdict.ROLLED_BACK, role=role, entry_id=lesson.to.sign_id or None)

    async def _questions(self) -> Sequence[LoggedQuestion]:
        """The open questions, and the latest of those that were dealt with."""
        open_ones = await self._store.reviews.questions(Status.OPEN)
        settled = [one for one in await self._store.reviews.questions() if one.status is not Status.OPEN]
        return (*open_ones, *settled[-MOST_SETTLED:])

    def _lessons(self) -> Sequence[Lesson]:
        return tuple(lessons({code: one.faq for code, one in self.live.by_language.items()}))

    def _language(self, text: str) -> str:
        """The language of the examples that a message belongs to: its own if the FAQ has red flags in it, or the main
        one."""
        known = {one.language for one in self._lessons()}
        found = self.live.languages.detect(text)
        return found if found is not None and found in known else self.live.main.language

    async def _demand_anonymous(self, text: str) -> None:
        await asyncio.to_thread(self._guard.demand_anonymous, text)


def _told(text: str, snapshot: Snapshot) -> str:
    """The title of the emergency that a message surely tells of; "" if it may be meant otherwise."""
    alarm = snapshot.detector.detect(text)
    if alarm is None or not alarm.present or alarm.same_day:
        return ""
    return alarm.sign.title if any(one.probability >= SURE for one in snapshot.detector.evidence(text)) else ""


def _answered(text: str, snapshot: Snapshot, lesson: Lesson) -> str:
    """The question of the entry that answers a message, "" if none does."""
    found = snapshot.interpreter(lesson.language).interpret_non_emergency(text, None)
    entry = snapshot.localized(lesson.language).shown.entry(found.answers[0]) if found.answers else None
    return entry.question if entry is not None else ""


def _outcomes(text: str, proposal: Proposal) -> tuple[str, str]:
    """Of the message, before and after."""
    before, after = (outcome(one.detector.detect(text)) for one in (proposal.before, proposal.after))
    return before, after
