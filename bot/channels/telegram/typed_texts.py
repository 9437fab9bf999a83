"""Looks at what staff typed for the FAQ before it is taken: faults, words of an emergency, what may name a person.

Knows nothing of what follows once it is taken.
"""

from __future__ import annotations

import asyncio

from bot.core.deidentification.tokens import KINDS
from bot.core.dialogue.replies import Reply
from bot.core.faq.model import Faq
from bot.core.review import draft_faults, draft_messages, prompt_messages, prompts
from bot.core.review.draft_card import answer_warnings, text_warnings
from bot.core.review.draft_texts import DraftTexts
from bot.core.review.prompts import Asked, Prompt
from bot.core.review.themes import Theme
from bot.core.text.markup import literal
from bot.review.draft_conflicts import answered_today, tells_of_emergency
from bot.review.person_guard import OF_PERSONS
from bot.review.service import ReviewService

_OF_ANSWERS = frozenset({Asked.ANSWER, Asked.DETAILS, Asked.SOURCE})
_AS_PATIENTS_WRITE = frozenset({Asked.WORDING, Asked.QUESTION})


class TypedTexts:
    """Every method may raise StoreError."""

    def __init__(self, reviews: ReviewService) -> None:
        self._reviews = reviews

    async def asked_again(self, faq: Faq, theme: Theme, prompt: Prompt, text: str) -> Reply | None:
        """The prompt once more with the reason, where a text is not taken; None if it is."""
        masks = OF_PERSONS if prompt.asked in _OF_ANSWERS else KINDS
        fault = await self._emergency(prompt, text) or _fault(faq, prompt, text)
        return prompts.asked_again(prompt, text, await self._reviews.look(text, theme, masks), fault)

    async def all_warnings(self, theme: Theme, texts: DraftTexts) -> str:
        """What is doubtful about all texts of a new entry."""
        parts = [
            (one, getattr(texts, one.value)) for one in (Asked.QUESTION, Asked.ANSWER, Asked.DETAILS, Asked.SOURCE)
        ]
        found = [await self.warnings(theme, asked, text) for asked, text in parts if text]
        return "\n\n".join(dict.fromkeys(line for one in found for line in one.split("\n\n") if line))

    async def warnings(self, theme: Theme, asked: Asked, text: str) -> str:
        """What is doubtful about a text of a new entry, which is taken all the same."""
        live = self._reviews.live
        localized = live.localized(theme.language)
        found: list[str] = []
        match asked:
            case Asked.QUESTION:
                found.append(await asyncio.to_thread(answered_today, localized, text))
                unlike = not await self._reviews.is_like(theme, text)
                found += [draft_messages.UNLIKE_CARD if unlike else "", *text_warnings(text)]
            case Asked.ANSWER | Asked.DETAILS:
                found.append(await asyncio.to_thread(tells_of_emergency, live, text))
                found += answer_warnings(text, localized.language) if asked is Asked.ANSWER else text_warnings(text)
            case _:
                found += text_warnings(text)
        return "\n\n".join(f"⚠ {one}" for one in found if one)

    async def _emergency(self, prompt: Prompt, text: str) -> str:
        """What is wrong with a wording or a question that tells of an emergency: it never gets an entry's answer."""
        if prompt.asked not in _AS_PATIENTS_WRITE:
            return ""
        alarm = await asyncio.to_thread(self._reviews.live.detector.detect, text)
        if alarm is None or not alarm.present or alarm.same_day:
            return ""
        return prompt_messages.EMERGENCY.format(title=literal(alarm.sign.title))


def _fault(faq: Faq, prompt: Prompt, text: str) -> str:
    """What keeps a text of a new entry from being saved; "" for other texts."""
    part = prompt.asked.value
    return draft_faults.fault(faq, prompt.texts.having(part, text), part) if part in draft_faults.PARTS else ""
