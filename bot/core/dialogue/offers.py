"""What became of the choices that a chat was offered: one was taken, all were rejected, or neither.

An offer counts once, however often its buttons are tapped: as what became of it last. It is forgotten with its session,
and is then left as "neither". Knows nothing of buttons and of entries.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.core.records import CountedEvent, Tally

KEPT = 5
"""Latest offers of a chat that are remembered."""
_MEANING = {CountedEvent.CHOSEN: CountedEvent.ACCEPTED, CountedEvent.REJECTED: CountedEvent.DECLINED}
"""What the counts of a tap say about the offer that it belongs to."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A choice that was offered for a question, in a language; None as long as nothing became of it."""

    question: int
    """A hash of the patient's words, of this process only."""
    language: str | None
    became: CountedEvent | None = None


def opened(offers: tuple[Offer, ...], question: str, counts: Iterable[Tally]) -> tuple[Offer, ...]:
    """The offers after the answer to a question, whose `counts` say whether it was an offer."""
    new = tuple(Offer(hash(question), one.entry_id) for one in counts if one.event is CountedEvent.OFFERED)
    return (*offers, *new)[-KEPT:]


def settled(
    offers: tuple[Offer, ...], question: str, counts: Iterable[Tally]
) -> tuple[tuple[Offer, ...], tuple[Tally, ...]]:
    """The offers after a tap with these `counts` below the reply to a question, and what is counted besides."""
    became = next((_MEANING[one.event] for one in counts if one.event in _MEANING), None)
    places = [nth for nth, one in enumerate(offers) if one.question == hash(question)]
    if became is None or not places or offers[places[-1]].became in (became, CountedEvent.DECLINED):
        return offers, ()
    offer = offers[places[-1]]
    counted = [Tally(became, offer.language)]
    if offer.became is not None:
        counted.append(Tally(offer.became, offer.language, by=-1))
    after = (*offers[: places[-1]], replace(offer, became=became), *offers[places[-1] + 1 :])
    return after, tuple(counted)
