"""The review in the chat: a theme's card -> preview -> publish, or a draft, or a dismissal.

Owns which reply follows which tap. The review service carries out decisions; the texts are in the core. Knows nothing
of Telegram.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from bot.channels.telegram.notifications import change_by_hand, refusal
from bot.core.deidentification.anonymizer import KINDS
from bot.core.dialogue.replies import Action, Button, Reply, StaffVerb, Turn
from bot.core.faq.model import Entry, Faq
from bot.core.records import Decision, Role
from bot.core.review import additions, drafts, prompts, staff_messages
from bot.core.review.cards import ReviewCards
from bot.core.review.prompts import Prompt
from bot.core.review.themes import OpenQuestions, Theme
from bot.core.review.typed_text import NOTHING
from bot.core.text.markup import literal
from bot.live_faq.snapshot import Snapshot
from bot.review.changes import FileChanged, FileNotWritable, ReviewError, WouldBreakChecks
from bot.review.person_guard import OF_PERSONS
from bot.review.service import ReviewService, ThemeGone


@dataclass(frozen=True, slots=True)
class ReviewState:
    """The live FAQ and the open themes at the time of one tap or message."""

    live: Snapshot
    grouped: OpenQuestions

    def theme(self, key: str) -> Theme | None:
        """The open theme with that key."""
        return next((one for one in self.grouped.all if one.key == key), None)

    def cards(self, theme: Theme) -> ReviewCards:
        """The cards in the theme's language."""
        return ReviewCards(self.live.localized(theme.language).faq)

    def card(self, at: int) -> Reply | None:
        """The card at a position from 0, or None beyond the last."""
        themes = self.grouped.all
        if at >= len(themes):
            return None
        return self.cards(themes[at]).card(themes[at], at, len(themes), self.unseen if at == 0 else ())

    @property
    def unseen(self) -> tuple[str, ...]:
        """Lines about questions without a card."""
        counts = ((staff_messages.WITHHELD, self.grouped.withheld), (staff_messages.WAITING, self.grouped.waiting))
        lines = [text.format(count=count) for text, count in counts if count]
        if self.grouped.languages:
            lines.append(staff_messages.WITHHELD_LANGUAGES.format(languages=", ".join(self.grouped.languages)))
        return tuple(lines)

    def card_of(self, theme: Theme) -> Reply | None:
        """The card of an open theme."""
        return self.card(self.grouped.all.index(theme))


class StaffReview:
    """Reviews by any number of staff at the same time. Every method may raise StoreError."""

    def __init__(self, reviews: ReviewService) -> None:
        self._reviews = reviews
        self._tasks: set[asyncio.Task[Turn]] = set()

    async def open_count(self) -> int:
        """The number of cards."""
        return len((await self._reviews.grouped()).all)

    async def first(self) -> Reply:
        """The first card."""
        state = await self._state()
        if (card := state.card(0)) is not None:
            return card
        return Reply("\n\n".join((staff_messages.NO_CARD, *state.unseen)) if state.unseen else staff_messages.EMPTY)

    async def tap(self, action: Action, role: Role, question: str = "", written: str | None = None) -> Turn:
        """The result of tapping a button. `question` is that of a draft which the tap completes; `written` is the
        message of staff that the tapped message answers, None if it can't be seen."""
        if action.verb is StaffVerb.UNDO:
            return await self._undo(action)
        state = await self._state()
        theme = state.theme(action.theme)
        if theme is None:
            return await self._gone(action, state)
        talk = state.cards(theme)
        match action.verb:
            case StaffVerb.CARD:
                return Turn(replace=state.card_of(theme))
            case StaffVerb.SKIP:
                return Turn(replace=state.card(state.grouped.all.index(theme) + 1) or Reply(staff_messages.LAST))
            case StaffVerb.BELONGS:
                entry = talk.entry(action.target)
                return Turn(replace=await self._preview(theme, entry)) if entry else _outdated(state, theme)
            case StaffVerb.PUBLISH | StaffVerb.FORCE:
                return await self._to_the_end(self._publish(state, theme, action, role))
            case StaffVerb.WORDING:
                entry = talk.entry(action.target)
                return Turn((prompts.wording_prompt(theme.key, entry),)) if entry else _outdated(state, theme)
            case StaffVerb.PUBLISH_OWN | StaffVerb.FORCE_OWN:
                if not written:
                    return Turn((Reply(staff_messages.LOST),))
                return await self._to_the_end(self._publish(state, theme, action, role, " ".join(written.split())))
            case StaffVerb.DISMISS:
                return await self._to_the_end(self._dismiss(state, theme, role))
            case StaffVerb.SEARCH:
                return Turn((prompts.search_prompt(theme.key),))
            case StaffVerb.NEW:
                return Turn((drafts.new_entry(theme),))
            case StaffVerb.WRITE:
                return Turn((prompts.question_prompt(theme.key),))
            case StaffVerb.TAKE:
                question = drafts.proposed_question(theme)
                prompt = prompts.answer_prompt(theme.key, question) if question else prompts.question_prompt(theme.key)
                return Turn((prompt,))
            case StaffVerb.TOPIC:
                if not question or not written:
                    return Turn((Reply(staff_messages.LOST),))
                look = await self._reviews.look(written, theme, OF_PERSONS)
                if look.names:  # the message was edited after it was looked at
                    return Turn((Reply(prompts.named(look)),))
                return await self._to_the_end(self._draft(state, theme, action, role, question, written))
            case _:
                return Turn()

    async def hear(self, prompt: Prompt, text: str) -> tuple[Reply, ...]:
        """The replies to a text that answers a prompt."""
        state = await self._state()
        theme = state.theme(prompt.theme)
        if theme is None:
            return (await self._gone(Action(StaffVerb.CARD, theme=prompt.theme), state)).shown
        talk, text = state.cards(theme), prompts.typed(prompt, text)
        if prompt.asked == "search":
            ranking = await asyncio.to_thread(state.live.localized(theme.language).matcher.rank, text)
            found = talk.search(text, [match.entry_id for match in ranking.matches])
            return (talk.found(theme.key, text, found),)
        look = await self._reviews.look(text, theme, OF_PERSONS if prompt.asked == "answer" else KINDS)
        again = prompts.asked_again(prompt, text, look)
        match prompt.asked:
            case "question":
                return (again or prompts.answer_prompt(theme.key, text),)
            case "answer":
                faq = state.live.localized(theme.language).faq
                return (again or drafts.topic_prompt(faq, theme.key, prompt.question),)
            case _:
                entry = talk.entry(prompt.target)
                if entry is None:
                    return _outdated(state, theme).shown
                return (again or await self._preview(theme, entry, own=text),)

    async def _state(self) -> ReviewState:
        return ReviewState(self._reviews.live, await self._reviews.grouped())

    async def _next(self, at: int) -> tuple[Reply, ...]:
        """The card that is now at the position of a settled one."""
        state = await self._state()
        return (state.card(at) or Reply(staff_messages.LAST if state.grouped.all else staff_messages.EMPTY),)

    async def _gone(self, action: Action, state: ReviewState) -> Turn:
        """The reply where the theme is settled or its questions were deleted; names the decision if there is one."""
        if action.verb is StaffVerb.SKIP:
            at = int(action.mark) if action.mark.isdigit() else 0
            return Turn(replace=state.card(at) or Reply(staff_messages.LAST))
        return _decided(await self._reviews.decision(action.theme), state)

    async def _preview(self, theme: Theme, entry: Entry, note: str = "", own: str = "") -> Reply:
        if not additions.additions(theme, own):
            return additions.nothing_to_add(theme, entry)
        try:
            proposal = (await self._reviews.plan(theme, entry.id, own)).proposal
        except ReviewError as error:
            back = Button(staff_messages.BACK, Action(StaffVerb.CARD, theme=theme.key))
            return replace(refusal(error), buttons=((back,),))
        broken, checks = proposal.effect.broken, proposal.effect.checks
        unchanged = not proposal.diff
        seen = proposal.preview
        return additions.preview(theme, entry, seen, broken, checks, unchanged=unchanged, note=note, own=own)

    async def _publish(self, state: ReviewState, theme: Theme, action: Action, role: Role, own: str = "") -> Turn:
        talk = state.cards(theme)
        entry = talk.entry(action.target)
        if entry is None:
            return _outdated(state, theme)
        if additions.mark(entry.id, additions.additions(theme, own)) != action.mark:
            look = await self._reviews.look(own, theme) if own else NOTHING
            if look.names or look.doubtful:  # the message was edited after it was looked at
                again = prompts.asked_again(Prompt(theme.key, "wording", entry.question, action.target), own, look)
                return Turn((again,) if again else ())
            return Turn(replace=await self._preview(theme, entry, staff_messages.CHANGED_SINCE, own))
        force = action.verb in {StaffVerb.FORCE, StaffVerb.FORCE_OWN} and role is Role.ADMIN
        try:
            plan = await self._reviews.planned(theme, entry.id, own)
            done = await self._reviews.carry_out(plan, role, force=force)
        except ThemeGone as gone:
            return _decided(gone.decision, state)
        except WouldBreakChecks as error:
            refused = additions.refused(theme, entry, error.effect.broken, may_force=role is Role.ADMIN, own=own)
            return Turn(replace=refused)
        except FileChanged:
            return Turn(replace=await self._preview(theme, entry, staff_messages.CONFLICT, own))
        except FileNotWritable as error:
            return Turn((change_by_hand(staff_messages.NOT_WRITABLE.format(reason=error.why), error.diff),))
        except ReviewError as error:
            return Turn(replace=refusal(error))
        lines = done.effect.lines if done.effect else []
        reply = additions.added(entry, plan.wordings, done.decision.questions, lines)
        return Turn(await self._next(state.grouped.all.index(theme)), replace=reply)

    async def _dismiss(self, state: ReviewState, theme: Theme, role: Role) -> Turn:
        try:
            done = await self._reviews.dismiss(theme, role)
        except ThemeGone as gone:
            return _decided(gone.decision, state)
        reply = state.cards(theme).dismissed(theme, done.decision)
        return Turn(await self._next(state.grouped.all.index(theme)), replace=reply)

    async def _undo(self, action: Action) -> Turn:
        try:
            await self._reviews.reopen(action.theme, int(action.mark) if action.mark.isdigit() else 0)
        except ThemeGone:
            return Turn(replace=Reply(staff_messages.OUT_OF_DATE))
        return Turn(replace=Reply(staff_messages.UNDONE))

    async def _draft(
        self, state: ReviewState, theme: Theme, action: Action, role: Role, question: str, answer: str
    ) -> Turn:
        def entry(faq: Faq) -> Entry:
            talk = ReviewCards(faq)
            return drafts.draft(faq, theme, question, answer, talk.topic(action.target) if action.target else None)

        try:
            await self._reviews.draft(theme, role, entry)
        except ThemeGone as gone:
            return _decided(gone.decision, state)
        except FileNotWritable as error:
            return Turn((change_by_hand(staff_messages.NOT_WRITABLE_PLAIN.format(reason=error.why), error.diff),))
        except (WouldBreakChecks, FileChanged):
            return Turn((Reply(staff_messages.CONFLICT),))
        except ValidationError as error:
            return Turn((_unfit(error),))
        except ReviewError as error:
            return Turn((refusal(error),))
        done = Reply(staff_messages.DRAFTED.format(question=literal(question)))
        return Turn(await self._next(state.grouped.all.index(theme)), replace=done)

    async def _to_the_end(self, work: Coroutine[Any, Any, Turn]) -> Turn:
        """Awaits a decision that is carried out to its end even if the caller is cancelled."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await asyncio.shield(task)


def _outdated(state: ReviewState, theme: Theme) -> Turn:
    """The theme's present card, where the entry of a button no longer exists."""
    card = state.card_of(theme)
    return Turn((card,) if card else (), replace=Reply(staff_messages.OUT_OF_DATE))


def _decided(decision: Decision | None, state: ReviewState) -> Turn:
    """The reply where another reviewer has decided, or the questions were deleted."""
    if decision is None:
        return Turn(replace=Reply(staff_messages.OUT_OF_DATE))
    return Turn(replace=ReviewCards(state.live.main.faq).already(decision))


def _unfit(error: ValidationError) -> Reply:
    """Which part of a draft breaks which limit, without quoting it."""
    found = error.errors(include_input=False, include_url=False)[0]
    return Reply(literal(f"{found['loc'][0] if found['loc'] else 'entry'}: {found['msg']}"))
