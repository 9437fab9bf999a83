"""What became of patients' questions, in numbers: the one definition that chat, terminal and report show.

Owns what each figure counts. A question is a message that asks something; it counts once, under one of `KINDS`. Knows
nothing of weeks, entries and where figures are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum

from bot.core.records import CountedEvent


class QuestionFigure(StrEnum):
    """What can become of a question; the value is how staff read it."""

    AT_ONCE = "answered at once"
    ACCEPTED = "offered and accepted"
    REJECTED = "offered and rejected"
    NEITHER = "offered, nothing tapped"
    NOTHING = "nothing found"
    EARLIER = "answered or offered, not told apart"
    """Counted by a version of the bot that did not."""


@dataclass(frozen=True, slots=True)
class QuestionFigures:
    """Numbers of questions. `offered` are all to which a choice was offered, `earlier` those of an earlier version."""

    at_once: int = 0
    offered: int = 0
    accepted: int = 0
    rejected: int = 0
    nothing: int = 0
    earlier: int = 0

    @classmethod
    def of(cls, counts: Mapping[CountedEvent, int]) -> QuestionFigures:
        """The figures of a time.

        Earlier versions counted messages that ask (ASKED), those of them without an answer (UNMATCHED), and rejected
        choices (REJECTED), whose words are counted on. What exceeds the counts of today is theirs.
        """
        get = counts.get
        at_once, offered, nothing = (
            get(one, 0) for one in (CountedEvent.ANSWERED_AT_ONCE, CountedEvent.OFFERED, CountedEvent.NOTHING_FOUND)
        )
        before = max(get(CountedEvent.ASKED, 0) - at_once - offered - nothing, 0)
        in_vain = _within(before, get(CountedEvent.UNMATCHED, 0) - nothing)
        rejected = _within(before - in_vain, get(CountedEvent.REJECTED, 0) - get(CountedEvent.DECLINED, 0))
        return cls(
            at_once,
            offered + rejected,
            get(CountedEvent.ACCEPTED, 0),
            get(CountedEvent.DECLINED, 0) + rejected,
            nothing + in_vain,
            before - in_vain - rejected,
        )

    @property
    def questions(self) -> int:
        """All of them."""
        return self.at_once + self.offered + self.nothing + self.earlier

    @property
    def neither(self) -> int:
        """Questions to which a choice was offered, of which nothing was tapped: of this time as far as known, since a
        tap may be of the week after."""
        return max(self.offered - self.accepted - self.rejected, 0)

    @property
    def unmet(self) -> int:
        """Questions for which nothing was found, or all that was offered was rejected."""
        return min(self.nothing + self.rejected, self.questions)

    @property
    def met_share(self) -> float | None:
        """The share of questions answered at once or by a choice that was accepted, 0 to 1; None if there are none, or
        some that were not told apart."""
        if not self.questions or self.earlier:
            return None
        return min((self.at_once + self.accepted) / self.questions, 1.0)

    def __getitem__(self, figure: QuestionFigure) -> int:
        match figure:
            case QuestionFigure.AT_ONCE:
                return self.at_once
            case QuestionFigure.ACCEPTED:
                return self.accepted
            case QuestionFigure.REJECTED:
                return self.rejected
            case QuestionFigure.NEITHER:
                return self.neither
            case QuestionFigure.NOTHING:
                return self.nothing
            case QuestionFigure.EARLIER:
                return self.earlier

    def shown(self, figure: QuestionFigure) -> str:
        """The number, or a dash for what an earlier version did not tell."""
        untold = figure in (QuestionFigure.AT_ONCE, QuestionFigure.ACCEPTED, QuestionFigure.NEITHER)
        return "–" if self.earlier and untold and not self[figure] else str(self[figure])

    def as_json(self) -> dict[str, object]:
        """The numbers by name, for programs."""
        return {
            "questions": self.questions,
            **asdict(self),
            "neither": self.neither,
            "met_share": self.met_share,
        }


def shown_figures(every: Iterable[QuestionFigures]) -> tuple[QuestionFigure, ...]:
    """The figures to be shown of several times: that of an earlier version only if one of them has it."""
    old = any(one.earlier for one in every)
    return tuple(one for one in QuestionFigure if old or one is not QuestionFigure.EARLIER)


def _within(most: int, number: int) -> int:
    return min(max(number, 0), most)
