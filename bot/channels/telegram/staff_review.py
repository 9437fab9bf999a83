"""The review loop in the chat: a theme's card -> preview -> publish, or a draft, or a dismissal.

Owns which reply follows which tap. What is decided is carried out by the review service; what is said stands in the
core. Knows nothing of Telegram.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from bot.core.dialogue.replies import Action, Attachment, Button, Reply, StaffVerb, Turn
from bot.core.faq.edits import EditError
from bot.core.faq.model import Entry, Faq
from bot.core.records import Decision, Role
from bot.core.review import cards, notices, staff_messages
from bot.core.review.cards import Prompt, ReviewCards
from bot.core.review.themes import OpenQuestions, Theme
from bot.core.text.markup import literal
from bot.live_faq.snapshot import Snapshot
from bot.review.service import (
    AdditionPlan,
    EditRefused,
    FileChanged,
    FileNotWritable,
    ReviewError,
    ReviewService,
    ThemeGone,
    WouldBreakChecks,
)


@dataclass(frozen=True, slots=True)
class CardContext:
    """One tap or message: who, on which FAQ, and the themes as they are now."""

    role: Role
    live: Snapshot
    grouped: OpenQuestions

    def theme(self, action: Action) -> Theme | None:
        """The theme a tap is about, while it is open."""
        return next((one for one in self.grouped.all if one.key == action.theme), None)


class StaffReview:
    """Reviews for any number of staff at the same time. Every method may raise StoreError."""

    def __init__(self, reviews: ReviewService) -> None:
        self._reviews = reviews
        self._tasks: set[asyncio.Task[Turn]] = set()

    async def open_count(self) -> int:
        """How many cards there are."""
        return len((await self._reviews.grouped()).all)

    async def first(self) -> Reply:
        """The first card."""
        return self._card_at((await self._scene(Role.STAFF)), 0) or Reply(staff_messages.EMPTY)

    async def tap(self, action: Action, role: Role, drafted: tuple[str, str | None] = ("", None)) -> Turn:
        """What a button of a review does. `drafted` are the question and answer, where the tap ends a draft."""
        scene = await self._scene(role)
        if action.verb is StaffVerb.UNDO:
            return await self._undo(action)
        theme = scene.theme(action)
        if theme is None:
            return await self._gone(action, scene)
        talk = self._talk(scene, theme)
        match action.verb:
            case StaffVerb.CARD:
                return Turn(replace=self._card_at(scene, scene.grouped.all.index(theme)))
            case StaffVerb.SKIP:
                card = self._card_at(scene, scene.grouped.all.index(theme) + 1)
                return Turn(replace=card or Reply(staff_messages.LAST))
            case StaffVerb.BELONGS:
                entry = talk.entry(action.target)
                return Turn(replace=await self._preview(scene, theme, entry)) if entry else self._outdated(scene, theme)
            case StaffVerb.PUBLISH | StaffVerb.FORCE:
                return await self._whole(self._publish(action, role))
            case StaffVerb.DISMISS:
                return await self._whole(self._dismiss(action, role))
            case StaffVerb.SEARCH:
                return Turn((talk.search_prompt(theme.key),))
            case StaffVerb.NEW:
                return Turn((talk.new_entry(theme),))
            case StaffVerb.WRITE:
                return Turn((talk.question_prompt(theme.key),))
            case StaffVerb.TAKE:
                question = cards.proposed_question(theme)
                prompt = talk.answer_prompt(theme.key, question) if question else talk.question_prompt(theme.key)
                return Turn((prompt,))
            case StaffVerb.TOPIC:
                question, answer = drafted
                if not question or not answer:
                    return Turn((Reply(staff_messages.LOST),))
                return await self._whole(self._draft(action, role, question, answer))
            case _:
                return Turn()

    async def hear(self, prompt: Prompt, text: str, role: Role) -> Turn:
        """What follows from words written in reply to a prompt."""
        scene = await self._scene(role)
        theme = scene.theme(Action(StaffVerb.CARD, theme=prompt.theme))
        if theme is None:
            found = await self._gone(Action(StaffVerb.CARD, theme=prompt.theme), scene)
            return Turn(found.shown)
        ranked: list[str] = []
        if prompt.asked == "search":
            matcher = scene.live.localized(theme.language).matcher
            ranking = await asyncio.to_thread(matcher.rank, text)
            ranked = [match.entry_id for match in ranking.matches]
        return self._talk(scene, theme).hear(prompt, text, ranked)

    # Cards

    async def _scene(self, role: Role) -> CardContext:
        return CardContext(role, self._reviews.live, await self._reviews.grouped())

    def _card_at(self, scene: CardContext, at: int) -> Reply | None:
        themes = scene.grouped.all
        if not at < len(themes):
            return None
        rest = []
        if at == 0 and scene.grouped.withheld:
            rest.append(staff_messages.WITHHELD.format(count=scene.grouped.withheld))
        if at == 0 and scene.grouped.waiting:
            rest.append(staff_messages.WAITING.format(count=scene.grouped.waiting))
        return self._talk(scene, themes[at]).card(themes[at], at, len(themes), rest)

    async def _next(self, at: int, role: Role) -> tuple[Reply, ...]:
        """The card that took the place of a settled one."""
        scene = await self._scene(role)
        card = self._card_at(scene, at)
        return (card or Reply(staff_messages.LAST if scene.grouped.all else staff_messages.EMPTY),)

    async def _gone(self, action: Action, scene: CardContext) -> Turn:
        """The theme is settled or its questions are too old: says which, and by which decision."""
        if action.verb is StaffVerb.SKIP:
            at = int(action.mark) if action.mark.isdigit() else 0
            return Turn(replace=self._card_at(scene, at) or Reply(staff_messages.LAST))
        return _decided(await self._reviews.decision(action.theme), scene.live.main.faq)

    def _outdated(self, scene: CardContext, theme: Theme) -> Turn:
        """The entry of a button is no longer there: the card as it is now."""
        card = self._card_at(scene, scene.grouped.all.index(theme))
        return Turn((card,) if card else (), replace=Reply(staff_messages.OUT_OF_DATE))

    # Adding to an entry

    async def _preview(self, scene: CardContext, theme: Theme, entry: Entry, note: str = "") -> Reply:
        talk = self._talk(scene, theme)
        if not cards.wordings(theme):
            return talk.nothing_to_add(theme)
        try:
            proposal = (await self._reviews.plan(theme, entry.id)).proposal
        except ReviewError as error:
            back = Button(staff_messages.BACK, Action(StaffVerb.CARD, theme=theme.key))
            return replace(_refusal(error), buttons=((back,),))
        broken, checks = proposal.effect.broken, proposal.effect.checks
        unchanged = not proposal.diff
        return talk.preview(theme, entry, proposal.preview, broken, checks, unchanged=unchanged, note=note)

    async def _publish(self, action: Action, role: Role) -> Turn:
        scene = await self._scene(role)
        theme = scene.theme(action)
        if theme is None:
            return await self._gone(action, scene)
        talk = self._talk(scene, theme)
        entry = talk.entry(action.target)
        if entry is None:
            return self._outdated(scene, theme)
        if cards.mark(entry.id, cards.wordings(theme)) != action.mark:
            return Turn(replace=await self._preview(scene, theme, entry, staff_messages.CHANGED_SINCE))
        try:
            plan: AdditionPlan = await self._reviews.planned(theme, entry.id)
            done = await self._reviews.carry_out(
                plan, role, force=action.verb is StaffVerb.FORCE and role is Role.ADMIN
            )
        except ThemeGone as gone:
            return _decided(gone.decision, scene.live.main.faq)
        except WouldBreakChecks as refusal:
            return Turn(replace=talk.refused(theme, entry, refusal.effect.broken, may_force=role is Role.ADMIN))
        except FileChanged:
            return Turn(replace=await self._preview(scene, theme, entry, staff_messages.CONFLICT))
        except FileNotWritable as refusal:
            return Turn((_diff(refusal, staff_messages.NOT_WRITABLE),))
        except ReviewError as error:
            return Turn(replace=_refusal(error))
        lines = done.effect.lines if done.effect else []
        reply = talk.added(entry, plan.wordings, done.decision.questions, lines)
        return Turn(await self._next(scene.grouped.all.index(theme), role), replace=reply)

    # Other decisions

    async def _dismiss(self, action: Action, role: Role) -> Turn:
        scene = await self._scene(role)
        theme = scene.theme(action)
        if theme is None:
            return await self._gone(action, scene)
        try:
            done = await self._reviews.dismiss(theme, role)
        except ThemeGone as gone:
            return _decided(gone.decision, scene.live.main.faq)
        reply = self._talk(scene, theme).dismissed(theme, done.decision)
        return Turn(await self._next(scene.grouped.all.index(theme), role), replace=reply)

    async def _undo(self, action: Action) -> Turn:
        try:
            await self._reviews.reopen(action.theme, int(action.mark) if action.mark.isdigit() else 0)
        except ThemeGone:
            return Turn(replace=Reply(staff_messages.OUT_OF_DATE))
        return Turn(replace=Reply(staff_messages.UNDONE))

    async def _draft(self, action: Action, role: Role, question: str, answer: str) -> Turn:
        scene = await self._scene(role)
        theme = scene.theme(action)
        if theme is None:
            return await self._gone(action, scene)

        def entry(faq: Faq) -> Entry:
            talk = ReviewCards(faq)
            return talk.draft(theme, question, answer, talk.topic(action.target) if action.target else None)

        try:
            await self._reviews.draft(theme, role, entry)
        except ThemeGone as gone:
            return _decided(gone.decision, scene.live.main.faq)
        except FileNotWritable as refusal:
            return Turn((_diff(refusal, staff_messages.NOT_WRITABLE_PLAIN),))
        except (WouldBreakChecks, FileChanged):
            return Turn((Reply(staff_messages.CONFLICT),))
        except ValidationError as error:
            return Turn((_unfit(error),))
        except ReviewError as error:
            return Turn((_refusal(error),))
        done = Reply(staff_messages.DRAFTED.format(question=literal(question)))
        return Turn(await self._next(scene.grouped.all.index(theme), role), replace=done)

    async def _whole(self, work: Coroutine[Any, Any, Turn]) -> Turn:
        """Sees it through to its end, even when whoever waits for it gives up."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await asyncio.shield(task)

    def _talk(self, scene: CardContext, theme: Theme) -> ReviewCards:
        return ReviewCards(scene.live.localized(theme.language).faq)


def _decided(decision: Decision | None, faq: Faq) -> Turn:
    """Somebody else was faster, or nothing is left of the questions."""
    return Turn(
        replace=ReviewCards(faq).already(decision) if decision is not None else Reply(staff_messages.OUT_OF_DATE)
    )


def _refusal(error: ReviewError) -> Reply:
    if not isinstance(error, EditRefused) or isinstance(error.cause, EditError):
        return Reply(literal(f"{error.reason}. {error.hint}" if error.hint else error.reason))
    problems = error.cause.problems
    head = staff_messages.PROBLEMS.format(name="This", count=notices.count_of(len(problems)))
    return notices.problems(head, problems)[0]


def _unfit(error: ValidationError) -> Reply:
    """Which part of a draft breaks which limit; not the words themselves."""
    found = error.errors(include_input=False, include_url=False)[0]
    return Reply(literal(f"{found['loc'][0] if found['loc'] else 'entry'}: {found['msg']}"))


def _diff(refusal: FileNotWritable, wording: str) -> Reply:
    return Reply(wording.format(reason=refusal.why), attachment=Attachment("faq.diff", refusal.diff.encode()))
