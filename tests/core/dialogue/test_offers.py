"""A choice counts once: as accepted, as rejected, or as neither."""

from __future__ import annotations

from collections import Counter

from bot.core.dialogue.offers import KEPT, Offer, opened, settled
from bot.core.records import CountedEvent, Tally

OFFERED = (Tally(CountedEvent.ASKED), Tally(CountedEvent.OFFERED, "es"), Tally(CountedEvent.SUGGESTED, "pain"))
TAKEN, REJECTED = (Tally(CountedEvent.CHOSEN, "pain"),), (Tally(CountedEvent.REJECTED, "pain"),)


def after(*taps: tuple[Tally, ...], question: str = "does it hurt") -> dict[CountedEvent, int]:
    """What is counted of one offer and these taps below it."""
    offers, total = opened((), "does it hurt", OFFERED), Counter[CountedEvent]()
    for counts in taps:
        offers, counted = settled(offers, question, counts)
        assert all(one.entry_id == "es" for one in counted)
        for one in counted:
            total[one.event] += one.by
    return {event: count for event, count in total.items() if count}


def test_a_tap_counts_once_and_the_last_word_holds() -> None:
    assert after() == {}
    assert after(TAKEN) == {CountedEvent.ACCEPTED: 1}
    assert after(TAKEN, TAKEN) == {CountedEvent.ACCEPTED: 1}
    assert after(REJECTED, REJECTED) == {CountedEvent.DECLINED: 1}
    assert after(TAKEN, REJECTED) == {CountedEvent.DECLINED: 1}
    assert after(REJECTED, TAKEN) == {CountedEvent.DECLINED: 1}


def test_a_tap_below_another_reply_or_without_a_choice_says_nothing() -> None:
    assert after(TAKEN, question="another") == {}
    assert after(TAKEN, question="") == {}
    assert after((Tally(CountedEvent.HELPFUL, "pain"),)) == {}
    assert opened((), "does it hurt", (Tally(CountedEvent.ANSWERED_AT_ONCE, "es"),)) == ()


def test_of_the_same_question_asked_twice_the_latest_offer_is_meant_and_few_are_kept() -> None:
    offers: tuple[Offer, ...] = ()
    for _ in range(KEPT + 2):
        offers = opened(offers, "does it hurt", OFFERED)
    assert len(offers) == KEPT
    offers, counted = settled(offers, "does it hurt", TAKEN)
    assert counted == (Tally(CountedEvent.ACCEPTED, "es"),)
    assert [one.became for one in offers] == [None] * (KEPT - 1) + [CountedEvent.ACCEPTED]
