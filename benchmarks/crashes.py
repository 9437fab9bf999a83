"""Many crashes: `python -m benchmarks.crashes --runs 20 [--command "python -m bot"]`. One line a run, then the sum.

Exit code 1 if a message was lost, more than `--doubled` a kill were answered twice, those not counted whose answer from
Telegram was lost, or a stop did not end well.
"""

import argparse
import asyncio
import shlex
import signal
import sys

from tests.support.crash import ECHO, CountedEvent, crash


async def _runs(arguments: argparse.Namespace) -> list[CountedEvent]:
    outcomes = []
    for seed in range(arguments.seed, arguments.seed + arguments.runs):
        outcome = await crash(
            shlex.split(arguments.command) if arguments.command else ECHO,
            seed=seed,
            messages=arguments.messages,
            kills=arguments.kills,
            latency=arguments.latency / 1000,
            latency_back=arguments.latency_back / 1000,
            text=arguments.text,
            signal_number=signal.SIGTERM if arguments.graceful else signal.SIGKILL,
            patience=arguments.patience,
            webhook=arguments.webhook,
            faults=arguments.faults,
        )
        sys.stdout.write(
            f"seed {outcome.seed:4d}  lost {outcome.lost}/{outcome.messages}  doubled {outcome.doubled} in "
            f"{outcome.kills} kills, {outcome.resets} resets  exit {outcome.exit_code} after "
            f"{outcome.stop_seconds:.1f} s  ({outcome.seconds:.1f} s)\n"
        )
        sys.stdout.flush()
        outcomes.append(outcome)
    return outcomes


def main() -> int:
    parser = argparse.ArgumentParser(description="Kills the bot again and again and counts what was lost or doubled.")
    parser.add_argument("--command", default="", help="the bot to kill; default: a bot that echoes")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--messages", type=int, default=300)
    parser.add_argument("--kills", type=int, default=1, help="in each run")
    parser.add_argument("--latency", type=float, default=30.0, help="milliseconds until a call takes effect")
    parser.add_argument("--latency-back", type=float, default=30.0, help="milliseconds until its answer is back")
    parser.add_argument("--text", default="What is synkinesis?")
    parser.add_argument("--doubled", type=int, default=2, help="allowed for each kill")
    parser.add_argument("--graceful", action="store_true", help="SIGTERM instead of SIGKILL")
    parser.add_argument("--webhook", action="store_true", help="by webhook instead of polling")
    parser.add_argument("--faults", type=float, default=0.0, help="share of the calls to Telegram that fail")
    parser.add_argument("--patience", type=float, default=60.0, help="seconds to wait for the last answers")
    arguments = parser.parse_args()
    outcomes = asyncio.run(_runs(arguments))
    lost, doubled, kills = (sum(getattr(o, name) for o in outcomes) for name in ("lost", "doubled", "kills"))
    worst = max(max(0, outcome.doubled - outcome.resets) / max(1, outcome.kills) for outcome in outcomes)
    sys.stdout.write(
        f"{len(outcomes)} runs, {kills} kills: {lost} lost, {doubled} doubled ({doubled / max(1, kills):.2f} a kill, "
        f"{worst:.1f} in the worst run, resets deducted)\n"
    )
    allowed = 0 if arguments.graceful else arguments.doubled
    return int(bool(lost) or worst > allowed or any(outcome.exit_code for outcome in outcomes))


if __name__ == "__main__":
    raise SystemExit(main())
