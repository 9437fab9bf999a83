"""A new entry that staff write in the chat for the questions of a card: part after part, a last look, a draft.

Owns which reply follows which part. The review service saves the draft; the texts are in the core. Knows nothing of
Telegram.
"""

from __future__ import annotations

from dataclasses import replace

from bot.channels.telegram.notifications import change_by_hand, refusal
from bot.channels.telegram.review_state import ReviewState, decided, next_card, present_state
from bot.channels.telegram.typed_texts import TypedTexts
from bot.core.deidentification.tokens import KINDS
from bot.core.dialogue.replies import Action, Reply, StaffVerb, Turn, code
from bot.core.faq.model import Entry, Faq
from bot.core.records import Role
from bot.core.review import draft_faults, drafts, prompt_messages, prompts, staff_messages
from bot.core.review.cards import ReviewCards
from bot.core.review.prompts import Asked, Prompt
from bot.core.review.themes import Theme
from bot.core.text.markup import joined
from bot.review.changes import FileChanged, FileNotWritable, ReviewError, WouldBreakChecks
from bot.review.person_guard import OF_PERSONS
from bot.review.service import ReviewService, ThemeGone


class NewEntry:
    """New entries of any number of staff at the same time. Every method may raise StoreError."""

    def __init__(self, reviews: ReviewService, typed: TypedTexts) -> None:
        self._reviews = reviews
        self._typed = typed

    async def tap(self, state: ReviewState, theme: Theme, action: Action, role: Role, prompt: Prompt | None) -> Turn:
        """The result of tapping a button of a new entry; `prompt` is the one that the tapped message is, if any."""
        faq = state.live.localized(theme.language).faq
        match action.verb:
            case StaffVerb.NEW:
                return Turn((drafts.new_entry(faq, theme),))
            case StaffVerb.OTHER_QUESTION:
                return Turn((prompts.question_prompt(theme.key),))
        if prompt is None or not prompt.texts.question or not prompt.texts.answer:
            return Turn((Reply(prompt_messages.LOST),))
        match action.verb:
            case StaffVerb.TOPIC:
                return await self._save(state, theme, action, role, prompt)
            case StaffVerb.UNDER:
                chosen = replace(prompt, target=action.target)
                return Turn(replace=await self._last_look(faq, theme, chosen, _topic_gone(faq, action.target)))
            case _:
                asked = drafts.change_prompt(faq, prompt, action.target)
                return Turn((asked,) if asked is not None else ())

    async def hear(self, state: ReviewState, theme: Theme, prompt: Prompt, text: str) -> tuple[Reply, ...]:
        """The replies to a text that answers a prompt for a part."""
        if (late := await self.overtaken(state, theme, prompt, text)) is not None:
            return late.shown
        faq = state.live.localized(theme.language).faq
        if prompt.asked is Asked.LOOK or prompts.is_back(prompt, text):
            note = prompt_messages.TAP_LOOK if prompt.asked is Asked.LOOK else ""
            return (await self._last_look(faq, theme, prompt, note),)
        if prompt.asked is Asked.TOPIC:
            if (topic := ReviewCards(faq).topic_titled(text)) is not None:
                return (await self._last_look(faq, theme, replace(prompt, target=code(topic))),)
            return (drafts.topic_prompt(faq, prompt, prompt_messages.TAP_TOPIC),)
        if prompts.is_skip(prompt, text):
            text = ""
        elif (again := await self._typed.asked_again(faq, theme, prompt, text)) is not None:
            return (again,)
        following = prompts.after(prompt, text)
        if following.asked is Asked.LOOK:
            return (await self._last_look(faq, theme, following),)
        note = await self._typed.warnings(theme, prompt.asked, text)
        if following.asked is Asked.TOPIC:
            return (drafts.topic_prompt(faq, following, note),)
        return (prompts.ask(following, note),)

    async def overtaken(self, state: ReviewState, theme: Theme, prompt: Prompt, text: str = "") -> Turn | None:
        """The reply where a colleague's decision took the question of the entry, and what is left of the card: said
        before anything is found wrong with what was written. None if nobody did."""
        question = text if prompt.asked is Asked.QUESTION else prompt.texts.question
        decision = await self._reviews.overtaken(theme, question) if prompt.of_a_draft else None
        if decision is None:
            return None
        state = await present_state(self._reviews)
        rest = state.theme(theme.key)
        card = state.card_of(rest) if rest is not None else None
        return replace(decided(decision, state), replies=(card,) if card is not None else ())

    async def _last_look(self, faq: Faq, theme: Theme, prompt: Prompt, note: str = "") -> Reply:
        """All that was written with what is doubtful about it, below a note."""
        return drafts.last_look(faq, theme, prompt, joined(note, await self._typed.all_warnings(theme, prompt.texts)))

    async def _save(self, state: ReviewState, theme: Theme, action: Action, role: Role, prompt: Prompt) -> Turn:
        texts, faq = prompt.texts, state.live.localized(theme.language).faq
        note = _topic_gone(faq, action.target)
        for text, masks in ((texts.question, KINDS), (texts.answer, OF_PERSONS), (texts.details, OF_PERSONS)):
            look = await self._reviews.look(text, theme, masks)
            if look.names:  # the list of names has changed since
                note = prompts.named(look)
        if note or draft_faults.all_faults(faq, texts):  # the FAQ has changed since it was written
            return Turn(replace=await self._last_look(faq, theme, prompt, note))
        saved: list[Entry] = []

        def entry(faq: Faq) -> Entry:
            topic = ReviewCards(faq).topic(action.target) if action.target else None
            saved.append(drafts.draft(faq, theme, texts, topic))
            return saved[-1]

        try:
            done = await self._reviews.draft(theme, role, entry)
        except ThemeGone as gone:
            return Turn(decided(gone.decision, state).shown)  # what was written stays in the chat
        except FileNotWritable as error:
            return Turn((change_by_hand(staff_messages.NOT_WRITABLE_PLAIN.format(reason=error.why), error.diff),))
        except (WouldBreakChecks, FileChanged):
            return Turn(replace=await self._last_look(faq, theme, prompt, staff_messages.CONFLICT))
        except ReviewError as error:
            return Turn(replace=await self._last_look(faq, theme, prompt, refusal(error).text))
        reply = drafts.drafted(saved[-1], done.decision.questions)
        return Turn(await next_card(self._reviews, state.grouped.all.index(theme)), replace=reply)


def _topic_gone(faq: Faq, topic: str) -> str:
    """A note if the topic with this code is gone; "" for none at all."""
    return prompt_messages.TOPIC_GONE if topic and ReviewCards(faq).topic(topic) is None else ""
