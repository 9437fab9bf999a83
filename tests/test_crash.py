"""A real process is killed at random moments: nobody stays without an answer, hardly anybody gets two."""

import asyncio
import signal

from tests.support.crash import crash


async def test_killed_process_loses_no_message_and_doubles_at_most_two_a_kill() -> None:
    for outcome in await asyncio.gather(*(crash(seed=seed, messages=50, kills=2) for seed in (1, 2))):
        assert outcome.lost == 0
        assert outcome.doubled <= 2 * outcome.kills
        assert outcome.exit_code == 0


async def test_terminated_process_loses_and_doubles_nothing() -> None:
    outcome = await crash(seed=3, messages=50, kills=1, signal_number=signal.SIGTERM)
    assert outcome.lost == 0
    assert outcome.doubled == 0
    assert outcome.exit_code == 0
    assert outcome.stop_seconds < 5
