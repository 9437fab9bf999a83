"""A pace for each chat, in bounded memory."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.dialogue.token_buckets import Admission, TokenBuckets

CHAT = 7


def limits(**given: float) -> TokenBuckets:
    return TokenBuckets(**({"per_minute": 20.0, "burst": 10.0, "notice_every": 60.0} | given))  # type: ignore[arg-type]


def admitted(one: TokenBuckets, times: int, *, now: float, cost: float = 1.0) -> int:
    return sum(one.admit(CHAT, now=now, cost=cost) is Admission.ADMITTED for _ in range(times))


def test_a_burst_is_admitted_whole() -> None:
    assert admitted(limits(), 10, now=0.0) == 10


def test_whoever_is_too_fast_is_told_once_and_then_refused() -> None:
    one = limits()
    admitted(one, 10, now=0.0)
    assert [one.admit(CHAT, now=1.0) for _ in range(3)] == [Admission.NOTICE, Admission.REFUSED, Admission.REFUSED]


def test_the_notice_comes_again_after_its_period() -> None:
    one = limits(per_minute=1.0, notice_every=30.0)
    admitted(one, 10, now=0.0)
    found = [one.admit(CHAT, now=float(second)) for second in range(1, 50)]
    assert [second for second, what in enumerate(found, 1) if what is Admission.NOTICE] == [1, 31]


def test_a_steady_pace_below_the_limit_is_never_refused() -> None:
    one = limits()
    assert all(one.admit(CHAT, now=3.0 * nth) is Admission.ADMITTED for nth in range(1_000))


def test_a_flood_is_served_at_the_steady_pace() -> None:
    one = limits()
    served = sum(one.admit(CHAT, now=nth / 10) is Admission.ADMITTED for nth in range(6_000))
    assert served == pytest.approx(10 + 20 * 10, abs=2)


def test_chats_do_not_slow_each_other_down() -> None:
    one = limits()
    admitted(one, 100, now=0.0)
    assert one.admit(CHAT + 1, now=0.0) is Admission.ADMITTED


def test_events_may_cost_less() -> None:
    assert admitted(limits(), 100, now=0.0, cost=0.5) == 20


def test_a_clock_that_goes_back_gives_nothing_away_and_blocks_nobody() -> None:
    one = limits()
    assert admitted(one, 20, now=1_000.0) == 10
    assert admitted(one, 20, now=0.0) == 0
    assert admitted(one, 20, now=1_030.0) == 10


def test_a_million_senders_need_the_memory_of_a_few_thousand() -> None:
    one = TokenBuckets(capacity=1_000)
    for chat in range(1_000_000):
        one.admit(chat, now=chat / 1_000)
    assert len(one) == 1_000


def test_a_flooding_chat_is_not_forgotten_among_many_others() -> None:
    one = TokenBuckets(capacity=100, burst=10.0)
    served = 0
    for nth in range(2_000):
        served += one.admit(CHAT, now=nth / 100) is Admission.ADMITTED
        one.admit(1_000 + nth, now=nth / 100)
    assert served < 20


@given(st.lists(st.floats(min_value=0.0, max_value=100.0), max_size=200))
def test_nobody_gets_more_than_the_burst_and_the_pace(pauses: list[float]) -> None:
    one, now, served = limits(), 0.0, 0
    for pause in pauses:
        now += pause
        served += one.admit(CHAT, now=now) is Admission.ADMITTED
    assert served <= 10 + now * 20 / 60 + 1e-6


@pytest.mark.parametrize("wrong", [{"per_minute": 0}, {"burst": 0.5}, {"notice_every": -1}, {"capacity": 0}])
def test_limits_that_make_no_sense_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must be positive"):
        limits(**wrong)
