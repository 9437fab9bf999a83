"""Drafts of new entries for admins: the list, one with all that patients will read of it, publishing and discarding.

Owns what a draft's buttons lead to. Knows nothing of Telegram; callers check that the user is an admin.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from bot.channels.telegram.notifications import change_by_hand, with_effect
from bot.core.dialogue.replies import Action, Button, Reply, StaffVerb, Turn, code
from bot.core.faq.edits import Edit, RemoveEntry, RemovePhrasings, SetStatus
from bot.core.faq.model import Entry
from bot.core.faq.origin import Origin
from bot.core.faq.rules import MESSAGE_LIMIT, phrasing_digest
from bot.core.faq.yaml_document import EditError
from bot.core.positions import FaqProblems
from bot.core.quality.known_questions import NO_QUESTIONS
from bot.core.records import LoggedQuestion, Role, Status, Verdict
from bot.core.review import draft_messages, faq_file_messages, staff_messages
from bot.core.review.cards import ReviewCards
from bot.core.review.draft_card import draft_texts
from bot.core.review.effects import EditEffect, effect_list, more_effects
from bot.core.review.moved_questions import QuestionsMoved, was_moved
from bot.core.review.suggestions import readable, shortened
from bot.core.review.unmet_questions import number_of_texts, unmet_questions
from bot.core.text.markup import bullets, joined, literal, split_text
from bot.live_faq.live_faq import LiveFaq
from bot.live_faq.proposal import ChecksBroken, Proposal
from bot.live_faq.publishing import Conflict, NotWritable
from bot.live_faq.snapshot import LocalizedFaq
from bot.review.draft_conflicts import draft_conflicts
from bot.review.logged_questions import KnownQuestionsReader
from bot.review.queue import DECISIONS
from bot.storage.errors import StoreError
from bot.storage.store import Store

ON_BUTTON = 34
"""Characters of a wording on a button."""


class FaqDrafts:
    """The drafts of the live FAQ in all its languages."""

    def __init__(self, live_faq: LiveFaq, store: Store) -> None:
        self._live_faq = live_faq
        self._reviews = store.reviews
        self._known = KnownQuestionsReader(store)

    async def tap(self, action: Action) -> Turn:
        """The result of tapping a button."""
        if action.verb is StaffVerb.DRAFTS:
            return Turn(replace=self.listed())
        localized = self._live_faq.live.localized(action.language)
        draft = ReviewCards(localized.faq).entry(action.target, drafts=True)
        if draft is None:
            return Turn(replace=Reply(draft_messages.DRAFT_GONE))
        match action.verb:
            case StaffVerb.DRAFT:
                return await self._draft(localized, draft)
            case StaffVerb.DRAFT_PUBLISH | StaffVerb.DRAFT_FORCE if action.mark != draft.review_digest:
                return await self._draft(localized, draft, draft_messages.DRAFT_CHANGED)
            case StaffVerb.DRAFT_PUBLISH | StaffVerb.DRAFT_FORCE:
                return await self._publish_draft(localized, draft, force=action.verb is StaffVerb.DRAFT_FORCE)
            case StaffVerb.DRAFT_WITHOUT:
                return await self._without(localized, draft, action.mark)
            case StaffVerb.DISCARD:
                sure = Button(draft_messages.DISCARD_YES, replace(action, verb=StaffVerb.DISCARD_SURE))
                back = Button(staff_messages.CANCEL, replace(action, verb=StaffVerb.DRAFT))
                text = draft_messages.DISCARD_SURE.format(question=literal(draft.question))
                return Turn(replace=Reply(text, buttons=((sure, back),)))
            case StaffVerb.DISCARD_SURE:
                return await self._discard(localized, draft)
            case _:
                return Turn()

    def listed(self) -> Reply:
        """The drafts in all languages."""
        rows = tuple(
            (Button(entry.question, _on(entry, localized, StaffVerb.DRAFT)),)
            for localized in self._live_faq.live.by_language.values()
            for entry in localized.faq.entries
            if entry.status == "draft"
        )
        return Reply(draft_messages.DRAFTS, buttons=rows[:90]) if rows else Reply(draft_messages.NO_DRAFTS)

    async def _draft(self, localized: LocalizedFaq, draft: Entry, note: str = "") -> Turn:
        """All that patients will read of a draft, and what publishing it would do; the buttons are below all of it."""
        card = await self._draft_card(localized, draft)
        folded = [Reply(draft_messages.OTHER_EFFECTS, folded=card.folded)] if card.folded else []
        *before, last = map(Reply, split_text(joined(note, card.text), MESSAGE_LIMIT))
        first, *rest = (*folded, *before, replace(last, buttons=card.buttons))
        return Turn(tuple(rest), replace=first)

    async def _draft_card(self, localized: LocalizedFaq, draft: Entry) -> Reply:
        """A draft with its effect, which may be longer than a message. Effects that its text leaves out are folded."""
        questions = await self._questions(draft)
        last = (
            Button(draft_messages.DISCARD, _on(draft, localized, StaffVerb.DISCARD)),
            Button(draft_messages.BACK_TO_DRAFTS, Action(StaffVerb.DRAFTS)),
        )
        conflicts = partial(draft_conflicts, self._live_faq.live, localized, draft)
        parts = [draft_texts(localized.faq, draft, await asyncio.to_thread(conflicts))]
        if draft.phrasings:
            parts.append("Other wordings:\n" + bullets([f"“{literal(one)}”" for one in draft.phrasings]))
        try:
            proposal = await self._proposed(SetStatus(draft.id, "published"), localized, questions)
        except (FaqProblems, EditError) as error:
            return Reply(joined(*parts, literal(str(error))), buttons=(last,))
        effect = proposal.effect
        left_open = number_of_texts(unmet_questions(questions, proposal.preview))
        seen = EditEffect(proposal.preview, effect.broken, effect.checks, proposal.diff, proposal.path.name, left_open)
        parts.append(joined("*Publishing it:*", effect_list(seen, localized.faq)))
        label, verb = staff_messages.PUBLISH, StaffVerb.DRAFT_PUBLISH
        if seen.blocked:
            label, verb = staff_messages.FORCE, StaffVerb.DRAFT_FORCE
        go = Button(label, replace(_on(draft, localized, verb), mark=draft.review_digest))
        without = tuple(
            (
                Button(
                    draft_messages.WITHOUT.format(wording=shortened(one, ON_BUTTON)),
                    replace(_on(draft, localized, StaffVerb.DRAFT_WITHOUT), mark=code(one)),
                ),
            )
            for one in seen.culprits
            if one in draft.phrasings
        )
        return Reply(joined(*parts), folded=more_effects(seen, localized.faq), buttons=(*without, (go,), last))

    async def _questions(self, draft: Entry) -> list[LoggedQuestion]:
        """The questions that led to a draft, except those deleted since."""
        try:
            decisions = {
                one.number
                for one in await self._reviews.decisions()
                if one.verdict is Verdict.DRAFTED and one.entry_id == draft.id and not one.withdrawn
            }
            resolved = await self._reviews.questions(Status.RESOLVED) if decisions else ()
        except StoreError:
            return []
        return [one for one in resolved if one.decision in decisions and one.text]

    async def _publish_draft(self, localized: LocalizedFaq, draft: Entry, *, force: bool) -> Turn:
        questions = await self._questions(draft)
        done = await self._change(SetStatus(draft.id, "published"), localized, questions, force=force)
        if done is None:  # since it was shown, or shown to be so: the button to force it is below the draft
            return await self._draft(localized, draft)
        if isinstance(done, Reply):
            return Turn((done,))
        text = draft_messages.DRAFT_PUBLISHED.format(question=literal(draft.question))
        unmet = unmet_questions(questions, done.preview)
        failed = await self._record(draft, unmet)
        back = was_moved(QuestionsMoved(len(unmet))) if not failed else ""
        return Turn(failed, replace=Reply(with_effect(joined(text, back), done.effect)))

    async def _record(self, draft: Entry, unmet: Sequence[LoggedQuestion]) -> tuple[Reply, ...]:
        """Notes that a draft was published, and opens the questions that it does not answer. Returns a reply if the
        database fails."""
        try:
            await self._reviews.note(Verdict.PUBLISHED, role=Role.ADMIN, entry_id=draft.id)
            await self._reviews.open_again([one.key for one in unmet])
        except StoreError as error:
            return (Reply(faq_file_messages.NOT_RECORDED.format(problem=literal(str(error)))),)
        return ()

    async def _without(self, localized: LocalizedFaq, draft: Entry, mark: str) -> Turn:
        """Takes a wording out of a draft, which is then shown anew."""
        wording = next((one for one in draft.phrasings if code(one) == mark), None)
        if wording is None:
            return await self._draft(localized, draft, draft_messages.DRAFT_CHANGED)
        done = await self._change(RemovePhrasings(frozenset({phrasing_digest(wording)}), draft.id), localized)
        if isinstance(done, Reply) or done is None:
            return Turn((done,) if done is not None else ())
        localized = self._live_faq.live.localized(localized.language)
        left = ReviewCards(localized.faq).entry(code(draft.id), drafts=True)
        note = draft_messages.TAKEN_OUT.format(wording=literal(wording, 100))
        return await self._draft(localized, left, note) if left is not None else Turn((Reply(note),))

    async def _discard(self, localized: LocalizedFaq, draft: Entry) -> Turn:
        done = await self._change(RemoveEntry(draft.id), localized)
        if isinstance(done, Reply):
            return Turn((done,))
        text = draft_messages.DISCARDED.format(question=literal(draft.question))
        back = await self._reopened(draft)
        return Turn((self.listed(),), replace=Reply(f"{text} {back}".strip()))

    async def _reopened(self, draft: Entry) -> str:
        """Puts the questions that a draft settled back into the review; says how many."""
        try:
            decisions = [
                one
                for one in await self._reviews.decisions(limit=DECISIONS)
                if one.verdict is Verdict.DRAFTED and one.entry_id == draft.id and not one.withdrawn
            ]
            count = sum([await self._reviews.reopen(one.number) for one in decisions])
        except StoreError as error:
            return faq_file_messages.NOT_RECORDED.format(problem=literal(str(error)))
        return was_moved(QuestionsMoved(count))

    async def _proposed(self, change: Edit, localized: LocalizedFaq, questions: Sequence[LoggedQuestion]) -> Proposal:
        """A change of one file, to which `questions` led, tried with the other questions of the log. Raises FaqProblems
        and EditError."""
        try:
            known = await self._known.beside_draft(localized.language)
        except StoreError:
            known = NO_QUESTIONS
        texts = [readable(one.text or "") for one in questions]  # as they can be asked again
        return await self._live_faq.propose(change, questions=texts, language=localized.language, known=known)

    async def _change(
        self,
        change: Edit,
        localized: LocalizedFaq,
        questions: Sequence[LoggedQuestion] = (),
        *,
        force: bool = False,
    ) -> Reply | Proposal | None:
        """Publishes a change of one file, to which `questions` led; returns what was published, or a reply that says
        why it was not. None if only `force` would publish it."""
        try:
            proposal = await self._proposed(change, localized, questions)
            if proposal.preview is not None and proposal.preview.blocking and not force:
                return None
            effect = await self._live_faq.publish(proposal, force=force, origin=Origin.ADMIN)
            return replace(proposal, effect=effect)
        except ChecksBroken:
            return None
        except Conflict:
            return Reply(staff_messages.CONFLICT)
        except NotWritable as refusal:
            return change_by_hand(staff_messages.NOT_WRITABLE_PLAIN.format(reason=refusal.reason), refusal.diff)
        except (FaqProblems, EditError) as error:
            return Reply(literal(str(error)))


def _on(draft: Entry, localized: LocalizedFaq, verb: StaffVerb) -> Action:
    return Action(verb, code(draft.id), language=localized.language)
