"""A planned addition of questions to an entry, with its effect: shown first, and published as it was shown."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.core.faq.model import Faq
from bot.core.quality.takeovers import Takeover
from bot.core.records import LoggedQuestion
from bot.core.review.additions import mark
from bot.core.review.effects import EditEffect
from bot.core.review.selection import Selection
from bot.core.review.themes import Theme
from bot.core.review.unmet_questions import number_of_texts, unmet_questions
from bot.live_faq.proposal import Proposal
from bot.review.changes import ReviewError


class WouldTakeOver(ReviewError):
    """The change would answer known messages that belong to others; it may be forced."""

    def __init__(self, effect: EditEffect) -> None:
        self.effect = effect
        taken = "\n".join(f"'{one.text}' ({', '.join(one.owners) or 'no entry'})" for one in effect.blocking)
        super().__init__("known messages would be answered wrongly", taken)


@dataclass(frozen=True, slots=True)
class AdditionPlan:
    """The addition of ticked wordings, and one of staff's `own` if there is one, to an entry, and its effect."""

    selection: Selection
    entry_id: str
    title: str
    wordings: tuple[str, ...]
    proposal: Proposal
    own: str = ""
    clashes: tuple[Takeover, ...] = ()
    """The wordings that another entry has already, which are no part of the proposal."""

    @property
    def mark(self) -> str:
        """Identifies the plan."""
        return mark(self.entry_id, self.selection, self.own)

    @property
    def theme(self) -> Theme:
        """The theme with the ticked questions."""
        return self.selection.ticked

    @property
    def settles(self) -> tuple[LoggedQuestion, ...]:
        """The ticked questions to which the entry is the reply from then on; all of them if it is to none, for then
        only an admin may publish it."""
        unmet = unmet_questions(self.theme.questions, self.proposal.preview)
        return tuple(one for one in self.theme.questions if one not in unmet) or self.theme.questions

    @property
    def faq(self) -> Faq:
        """The FAQ that it changes."""
        return self.proposal.before.localized(self.theme.language).faq

    @property
    def effect(self) -> EditEffect:
        """What it changes."""
        effect = self.proposal.effect
        diff, name = self.proposal.diff, self.proposal.path.name
        seen = self.proposal.preview
        if seen is not None:
            seen = replace(seen, takeovers=(*self.clashes, *seen.takeovers))
        left_open = number_of_texts(unmet_questions(self.theme.questions, seen))
        return EditEffect(seen, effect.broken, effect.checks, diff, name, left_open)
