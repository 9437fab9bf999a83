"""The review in the chat: a theme's card -> preview -> publish, or a new entry, or a dismissal.

Owns which reply follows which tap. The review service carries out decisions; the texts are in the core. Knows nothing
of Telegram.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

from bot.channels.telegram.new_entry import NewEntry
from bot.channels.telegram.notifications import change_by_hand, refusal
from bot.channels.telegram.review_state import ReviewState, decided, next_card, outdated, present_state
from bot.channels.telegram.typed_texts import TypedTexts
from bot.core.dialogue.replies import Action, Button, Reply, StaffVerb, Turn, code
from bot.core.faq.model import Entry
from bot.core.records import Role
from bot.core.review import (
    additions,
    card_messages,
    prompt_messages,
    prompts,
    publishing_messages,
    staff_messages,
)
from bot.core.review.additions import AdditionPreview
from bot.core.review.draft_texts import DraftTexts
from bot.core.review.prompts import Asked, Prompt
from bot.core.review.question_pages import question_page
from bot.core.review.selection import Selection
from bot.core.review.themes import Theme
from bot.core.review.typed_text import NOTHING
from bot.core.text.markup import literal
from bot.review.changes import FileChanged, FileNotWritable, ReviewError, WouldBreakChecks
from bot.review.plans import WouldTakeOver
from bot.review.service import ReviewService, ThemeGone
from bot.review.undoing import UndoneBefore, VersionsGone

_PUBLISHED = 10
"""Digits that identify a published file."""


class StaffReview:
    """Reviews by any number of staff at the same time. Every method may raise StoreError."""

    def __init__(self, reviews: ReviewService) -> None:
        self._reviews = reviews
        self._typed = TypedTexts(reviews)
        self._new_entry = NewEntry(reviews, self._typed)
        self._tasks: set[asyncio.Task[Turn]] = set()

    async def open_count(self) -> int:
        """The number of cards."""
        return len((await self._reviews.grouped()).all)

    async def first(self) -> Reply:
        """The first card."""
        state = await present_state(self._reviews)
        if (card := state.card(0)) is not None:
            return card
        return Reply("\n\n".join((card_messages.NO_CARD, *state.unseen)) if state.unseen else card_messages.EMPTY)

    async def tap(self, action: Action, role: Role, prompt: Prompt | None = None, written: str | None = None) -> Turn:
        """The result of tapping a button. `prompt` is the one that the tapped message is, if any; `written` is the
        message of staff that it answers, None if it can't be seen."""
        match action.verb:
            case StaffVerb.UNDO:
                return await self._undo(action)
            case StaffVerb.UNDO_PUBLISH:
                return await self._to_the_end(self._undo_publish(action, role))
        state = await present_state(self._reviews)
        theme = state.theme(action.theme)
        if theme is None:
            gone = await self._gone(action, state)
            return gone if prompt is None else Turn(gone.shown)  # what was written stays in the chat
        if prompt is not None and (late := await self._new_entry.overtaken(state, theme, prompt)) is not None:
            return Turn(late.shown)
        own = " ".join((written or "").split())
        match action.verb:
            case StaffVerb.CARD:
                return Turn(replace=state.card_of(theme))
            case StaffVerb.SKIP:
                return Turn(replace=state.card(state.grouped.all.index(theme) + 1) or Reply(card_messages.LAST))
            case StaffVerb.BELONGS | StaffVerb.TICK | StaffVerb.EFFECTS:
                return await self._show(state, theme, action, role, "" if action.verb is StaffVerb.BELONGS else own)
            case StaffVerb.QUESTIONS:
                selection = Selection.parse(theme, action.mark) or Selection(theme)
                return Turn(replace=question_page(selection, action.target))
            case StaffVerb.SPLIT:
                return await self._to_the_end(self._split(state, theme, action))
            case StaffVerb.PUBLISH | StaffVerb.FORCE:
                return await self._to_the_end(self._publish(state, theme, action, role))
            case StaffVerb.PUBLISH_OWN | StaffVerb.FORCE_OWN:
                if not own:
                    return Turn((Reply(prompt_messages.LOST),))
                return await self._to_the_end(self._publish(state, theme, action, role, own))
            case StaffVerb.DISMISS:
                return await self._to_the_end(self._dismiss(state, theme, role))
            case StaffVerb.SEARCH:
                return Turn((prompts.search_prompt(theme.key),))
            case StaffVerb.WORDING:
                entry = state.cards(theme).entry(action.target)
                return Turn((prompts.wording_prompt(theme.key, entry),)) if entry else outdated(state, theme)
            case _:
                return await self._to_the_end(self._new_entry.tap(state, theme, action, role, prompt))

    async def hear(self, prompt: Prompt, text: str) -> tuple[Reply, ...]:
        """The replies to a text that answers a prompt."""
        if prompts.is_cancel(text):
            return (cancelled(prompt),)
        state = await present_state(self._reviews)
        theme = state.theme(prompt.theme)
        if theme is None:
            return (await self._gone(Action(StaffVerb.CARD, theme=prompt.theme), state)).shown
        text = prompts.typed(prompt, text)
        if prompt.of_a_draft:
            return await self._new_entry.hear(state, theme, prompt, text)
        cards, localized = state.cards(theme), state.live.localized(theme.language)
        if prompt.asked is Asked.SEARCH:
            ranking = await asyncio.to_thread(localized.matcher.rank, text)
            found = cards.search(text, [match.entry_id for match in ranking.matches])
            return (cards.found(theme.key, text, found),)
        if (again := await self._typed.asked_again(localized.faq, theme, prompt, text)) is not None:
            return (again,)
        entry = cards.entry(prompt.target)
        if entry is None:
            return outdated(state, theme).shown
        return (await self._preview(Selection(theme), entry, Role.STAFF, own=text),)

    async def _gone(self, action: Action, state: ReviewState) -> Turn:
        """The reply where the theme is settled or its questions were deleted; names the decision if there is one."""
        if action.verb is StaffVerb.SKIP:
            at = int(action.mark) if action.mark.isdigit() else 0
            return Turn(replace=state.card(at) or Reply(card_messages.LAST))
        return decided(await self._reviews.decision(action.theme), state)

    async def _show(self, state: ReviewState, theme: Theme, action: Action, role: Role, own: str) -> Turn:
        """A preview with other ticks, or everything that it would change."""
        entry = state.cards(theme).entry(action.target)
        if entry is None:
            return outdated(state, theme)
        known = Selection(theme) if action.verb is StaffVerb.BELONGS else Selection.parse(theme, action.mark)
        if known is None:
            return Turn(replace=await self._preview(Selection(theme), entry, role, staff_messages.CHANGED_SINCE, own))
        if action.verb is not StaffVerb.EFFECTS:
            return Turn(replace=await self._preview(known, entry, role, own=own))
        try:
            plan = await self._reviews.planned(known, entry.id, own)
        except ReviewError as error:
            return Turn(replace=refusal(error))
        faq = state.live.localized(theme.language).faq
        return Turn(replace=AdditionPreview(faq, entry, known, plan.effect, own).everything())

    async def _preview(self, selection: Selection, entry: Entry, role: Role, note: str = "", own: str = "") -> Reply:
        theme = selection.theme
        if not additions.wordings(theme) and not own:
            return additions.nothing_to_add(theme, entry)
        try:
            plan = await self._reviews.planned(selection, entry.id, own)
        except ReviewError as error:
            back = Button(card_messages.BACK, Action(StaffVerb.CARD, theme=theme.key))
            return replace(refusal(error), buttons=((back,),))
        faq = plan.proposal.before.localized(theme.language).faq
        preview = AdditionPreview(faq, entry, selection, plan.effect, own)
        return await asyncio.to_thread(preview.reply, note=note, may_force=role is Role.ADMIN)

    async def _publish(self, state: ReviewState, theme: Theme, action: Action, role: Role, own: str = "") -> Turn:
        entry = state.cards(theme).entry(action.target)
        if entry is None:
            return outdated(state, theme)
        key, _, mask = action.mark.partition("-")
        selection = Selection.of_mask(theme, mask)
        if await asyncio.to_thread(additions.mark, entry.id, selection, own) != key:
            look = await self._reviews.look(own, theme) if own else NOTHING
            if look.names or look.doubtful:  # the message was edited after it was looked at
                asked = Prompt(theme.key, Asked.WORDING, DraftTexts(entry.question), action.target)
                again = prompts.asked_again(asked, own, look)
                return Turn((again,) if again else ())
            note = staff_messages.CHANGED_SINCE
            return Turn(replace=await self._preview(Selection(theme), entry, role, note, own))
        force = action.verb in {StaffVerb.FORCE, StaffVerb.FORCE_OWN} and role is Role.ADMIN
        try:
            plan = await self._reviews.planned(selection, entry.id, own)
            done = await self._reviews.carry_out(plan, role, force=force)
        except ThemeGone as gone:
            return decided(gone.decision, state)
        except (WouldBreakChecks, WouldTakeOver):  # since the preview was made
            return Turn(replace=await self._preview(selection, entry, role, publishing_messages.NOT_LIKE_THIS, own))
        except FileChanged:
            return Turn(replace=await self._preview(selection, entry, role, staff_messages.CONFLICT, own))
        except FileNotWritable as error:
            return Turn((change_by_hand(staff_messages.NOT_WRITABLE.format(reason=error.why), error.diff),))
        except ReviewError as error:
            return Turn(replace=refusal(error))
        rest = len(plan.theme.questions) - done.decision.questions
        reply = additions.added(entry, plan.wordings, done.decision, published=done.published, still_open=rest)
        return Turn(await next_card(self._reviews, state.grouped.all.index(theme)), replace=reply)

    async def _split(self, state: ReviewState, theme: Theme, action: Action) -> Turn:
        selection = Selection.parse(theme, action.mark)
        if selection is None or selection.is_empty or not selection.rest:
            note = Reply(staff_messages.CHANGED_SINCE)
            return Turn((note,), replace=question_page(Selection(theme), ""))
        try:
            await self._reviews.split(selection)
        except ThemeGone as gone:
            return decided(gone.decision, state)
        state, others = await present_state(self._reviews), len(selection.rest)
        ticked = state.theme(theme.key) or state.theme_with({one.key for one in selection.ticked.questions})
        card = state.card_of(ticked) if ticked is not None else state.card(0)
        return Turn((card,) if card else (), replace=Reply(card_messages.WAS_SPLIT.format(others=others)))

    async def _undo_publish(self, action: Action, role: Role) -> Turn:
        published, _, number = action.mark.partition("-")
        state = await present_state(self._reviews)
        entry = next((one for faq in state.faqs for one in faq.published if code(one.id) == action.target), None)
        if entry is None or not number.isdigit() or len(published) != _PUBLISHED:
            return Turn((Reply(card_messages.OUT_OF_DATE),))
        try:
            count = await self._reviews.undoing.undo(entry.id, published, int(number), role)
        except UndoneBefore:
            return Turn((Reply(publishing_messages.UNDONE_BEFORE),))  # the button stays: it may come back
        except FileNotWritable as error:
            return Turn((change_by_hand(staff_messages.NOT_WRITABLE_PLAIN.format(reason=error.why), error.diff),))
        except VersionsGone:
            return Turn((Reply(publishing_messages.UNDO_TOO_OLD),))
        except ReviewError as error:
            return Turn((refusal(error),))
        questions = "1 question is" if count == 1 else f"{count} questions are"
        text = publishing_messages.PUBLISH_UNDONE.format(question=literal(entry.question, 100), questions=questions)
        return Turn(replace=Reply(text))

    async def _dismiss(self, state: ReviewState, theme: Theme, role: Role) -> Turn:
        try:
            done = await self._reviews.dismiss(theme, role)
        except ThemeGone as gone:
            return decided(gone.decision, state)
        reply = state.cards(theme).dismissed(theme, done.decision)
        return Turn(await next_card(self._reviews, state.grouped.all.index(theme)), replace=reply)

    async def _undo(self, action: Action) -> Turn:
        try:
            await self._reviews.reopen(action.theme, int(action.mark) if action.mark.isdigit() else 0)
        except ThemeGone:
            return Turn(replace=Reply(card_messages.OUT_OF_DATE))
        return Turn(replace=Reply(publishing_messages.UNDONE))

    async def _to_the_end(self, work: Coroutine[Any, Any, Turn]) -> Turn:
        """Awaits a decision that is carried out to its end even if the caller is cancelled."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await asyncio.shield(task)


def cancelled(prompt: Prompt) -> Reply:
    """Nothing comes of what was asked for."""
    back = Button(card_messages.BACK, Action(StaffVerb.CARD, theme=prompt.theme))
    return Reply(prompt_messages.CANCELLED, buttons=((back,),))
