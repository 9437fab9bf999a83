"""What a tap or message of a review finds: the live FAQ and the open themes, and the replies where these are others.

Knows nothing of decisions about them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.core.dialogue.replies import Reply, Turn
from bot.core.faq.model import Faq
from bot.core.records import Decision
from bot.core.review import card_messages
from bot.core.review.cards import ReviewCards
from bot.core.review.themes import OpenQuestions, Theme
from bot.core.text.counts import counted
from bot.live_faq.snapshot import Snapshot
from bot.review.service import ReviewService


@dataclass(frozen=True, slots=True)
class ReviewState:
    """The live FAQ and the open themes at the time of one tap or message."""

    live: Snapshot
    grouped: OpenQuestions

    def theme(self, key: str) -> Theme | None:
        """The open theme with that key."""
        return next((one for one in self.grouped.all if one.key == key), None)

    def theme_with(self, questions: Collection[str]) -> Theme | None:
        """The open theme that has most of the questions with these keys, None if none has one."""
        found = ((sum(one.key in questions for one in theme.questions), theme) for theme in self.grouped.all)
        count, theme = max(found, key=lambda one: one[0], default=(0, None))
        return theme if count else None

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
        counts = (
            (card_messages.WITHHELD, self.grouped.withheld, "question"),
            (card_messages.WAITING, self.grouped.waiting, "older question"),
        )
        lines = [text.format(questions=counted(count, noun)) for text, count, noun in counts if count]
        if self.grouped.languages:
            lines.append(card_messages.WITHHELD_LANGUAGES.format(languages=", ".join(self.grouped.languages)))
        return tuple(lines)

    @property
    def faqs(self) -> tuple[Faq, ...]:
        """The live FAQ in all its languages."""
        return tuple(one.faq for one in self.live.by_language.values())

    def card_of(self, theme: Theme) -> Reply | None:
        """The card of an open theme."""
        return self.card(self.grouped.all.index(theme))


async def present_state(reviews: ReviewService) -> ReviewState:
    """What a tap or message finds now. Raises StoreError."""
    return ReviewState(reviews.live, await reviews.grouped())


async def next_card(reviews: ReviewService, at: int) -> tuple[Reply, ...]:
    """The card that is now at the position of a settled one. Raises StoreError."""
    state = await present_state(reviews)
    return (state.card(at) or Reply(card_messages.LAST if state.grouped.all else card_messages.EMPTY),)


def outdated(state: ReviewState, theme: Theme) -> Turn:
    """The theme's present card, where the entry of a button no longer exists."""
    card = state.card_of(theme)
    return Turn((card,) if card else (), replace=Reply(card_messages.OUT_OF_DATE))


def decided(decision: Decision | None, state: ReviewState) -> Turn:
    """The reply where another reviewer has decided, or the questions were deleted."""
    if decision is None:
        return Turn(replace=Reply(card_messages.OUT_OF_DATE))
    return Turn(replace=ReviewCards(state.live.main.faq).already(decision))
