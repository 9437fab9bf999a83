"""Time, memory and quality of the matcher, next to two usual ways to do it, measured in the same run.

    python -m benchmarks.matching [--faq faq.yaml] [--data FOLDER] [--sizes 45,150,1000] [--write]

Every contestant is built in a process of its own, so that peak memory is its own. Quality is measured on public sets
when a folder with them is given (or named by MATCHING_DATA). `--write` puts the tables and a plot into docs/.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from pydantic import TypeAdapter
from rich.console import Console
from rich.table import Table

from benchmarks import contestants, faqs
from benchmarks.speed import Speed

DOCS = Path("docs")
TEXT, PLOT = "benchmarks-matching.md", "benchmarks-matching.png"
CAVEAT = "One thread, messages one after the other. RSS is the peak of a process that does nothing else."


@dataclass(frozen=True, slots=True)
class Quality:
    """How good one contestant is on one set, all as shares."""

    name: str
    faq: str
    top1: float
    typo: float
    recall3: float
    auroc: float
    """How well the confidence separates messages with an answer from those without."""
    coverage: float
    """Answerable messages answered rightly with the lowest cut-off at which at most 10 % of the answers are wrong."""
    error: float | None
    """Calibration error of the confidence, in ten bins; None for a score that claims to be no probability."""
    answered: float | None
    wrong: float | None
    """Answerable messages answered rightly, and answers that are wrong, with the contestant's own cut-off."""


def _speeds(specs: Sequence[str], console: Console) -> list[Speed]:
    results = []
    for spec in specs:
        for name in contestants.NAMES:
            with console.status(f"{name}, {spec}"), tempfile.TemporaryDirectory() as cache:
                cold = _in_own_process(name, spec, cache)
                warm = _in_own_process(name, spec, cache) if "vectors" in name else None
            results.append(replace(cold, cached=warm.build) if warm else cold)
    return results


def _in_own_process(name: str, spec: str, cache: str) -> Speed:
    command = [sys.executable, "-m", "benchmarks.speed", name, spec, cache]
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return TypeAdapter(Speed).validate_json(done.stdout)


def _qualities(sets: Sequence[faqs.PublicSet], console: Console) -> list[Quality]:
    results = []
    for name in contestants.NAMES:
        for one in sets:
            with console.status(f"{name}, {one.name}"):
                contestant = contestants.make(name, one.entries)
                clean = [contestant.find(message.text) for message in one.clean]
                typo = [contestant.find(message.text) for message in one.typo]
                results.append(_quality(name, one, clean, typo))
        own = [result for result in results if result.name == name]
        results.append(_mean(name, own))
    return results


def _quality(
    name: str, one: faqs.PublicSet, clean: Sequence[contestants.Found], typo: Sequence[contestants.Found]
) -> Quality:
    inside = np.array([message.entry_id is not None for message in one.clean])
    right = np.array([found.entry_ids[:1] == (want.entry_id,) for found, want in zip(clean, one.clean, strict=True)])
    among = np.array([want.entry_id in found.entry_ids for found, want in zip(clean, one.clean, strict=True)])
    mistyped = [
        found.entry_ids[:1] == (want.entry_id,)
        for found, want in zip(typo, one.typo, strict=True)
        if want.entry_id is not None
    ]
    sure = np.array([found.confidence for found in clean])
    given = np.array([bool(found.answered) for found in clean])
    own = clean[0].answered is not None
    return Quality(
        name,
        one.name,
        top1=float(right[inside].mean()),
        typo=float(np.mean(mistyped)),
        recall3=float(among[inside].mean()),
        auroc=_auroc(sure[inside], sure[~inside]),
        coverage=_coverage(sure, right, inside, wrong=0.10),
        error=_calibration_error(sure, right) if own else None,
        answered=float((given & right).sum() / inside.sum()) if own else None,
        wrong=float((given & ~right).sum() / max(given.sum(), 1)) if own else None,
    )


def _mean(name: str, results: Sequence[Quality]) -> Quality:
    def mean(values: Sequence[float | None]) -> float:
        return float(np.mean([value for value in values if value is not None]))

    own = results[0].error is not None
    return Quality(
        name,
        "mean",
        mean([one.top1 for one in results]),
        mean([one.typo for one in results]),
        mean([one.recall3 for one in results]),
        mean([one.auroc for one in results]),
        mean([one.coverage for one in results]),
        mean([one.error for one in results]) if own else None,
        mean([one.answered for one in results]) if own else None,
        mean([one.wrong for one in results]) if own else None,
    )


def _auroc(inside: np.ndarray, outside: np.ndarray) -> float:
    """Chance that a message with an answer has more confidence than one without; ties count half."""
    if not len(inside) or not len(outside):
        return float("nan")
    both = np.sort(np.concatenate([inside, outside]))
    ranks = (np.searchsorted(both, inside, "left") + np.searchsorted(both, inside, "right") + 1) / 2
    return float((ranks.sum() - len(inside) * (len(inside) + 1) / 2) / (len(inside) * len(outside)))


def _coverage(sure: np.ndarray, right: np.ndarray, inside: np.ndarray, wrong: float) -> float:
    order = np.argsort(-sure, kind="stable")
    shares = np.cumsum(~right[order]) / np.arange(1, len(order) + 1)
    met = np.flatnonzero(shares <= wrong)
    return float(right[order][: met[-1] + 1].sum() / inside.sum()) if len(met) else 0.0


def _calibration_error(sure: np.ndarray, right: np.ndarray) -> float:
    bins = np.minimum((sure * 10).astype(int), 9)
    return float(
        sum(
            abs(sure[bins == one].mean() - right[bins == one].mean()) * (bins == one).mean()
            for one in set(bins.tolist())
        )
    )


SPEED_COLUMNS = ("", "FAQ", "phrasings", "build s", "cached s", "p50 ms", "p99 ms", "RSS MB")
QUALITY_COLUMNS = ("", "set", "top-1", "typo", "recall@3", "AUROC", "cov@10", "ECE", "answered", "wrong")


def _speed_row(one: Speed) -> tuple[str, ...]:
    cached = "" if one.cached is None else f"{one.cached:.2f}"
    times = (f"{one.build:.2f}", cached, f"{one.p50:.1f}", f"{one.p99:.1f}", f"{one.rss:.0f}")
    return (one.name, one.faq, str(one.phrasings), *times)


def _quality_row(one: Quality) -> tuple[str, ...]:
    figures = (one.top1, one.typo, one.recall3, one.auroc, one.coverage, one.error, one.answered, one.wrong)
    return (one.name, one.faq, *("" if figure is None else f"{figure:.3f}" for figure in figures))


def _table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    table = Table(title=title)
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number < 2 else "right")
    for row in rows:
        table.add_row(*row)
    return table


def _markdown(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [columns, ["---"] * 2 + ["--:"] * (len(columns) - 2), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _write(speeds: Sequence[Speed], qualities: Sequence[Quality]) -> None:
    parts = [
        "# The matcher, measured",
        "Made by `python -m benchmarks.matching --write`; the last run is kept here.",
        "## Time and memory",
        CAVEAT,
        _markdown(SPEED_COLUMNS, [_speed_row(one) for one in speeds]),
        f"![Latency and build time over the size of the FAQ]({PLOT})",
    ]
    if qualities:
        parts += [
            "## Quality",
            "Public sets with five phrasings an entry. top-1: the right entry comes first, for messages as written and "
            "with typing mistakes. AUROC: does confidence tell messages with an answer from others? cov@10: share of "
            "answerable messages answered rightly when at most 10 % of all answers are wrong. ECE: calibration error. "
            "answered, wrong: with the cut-off that the bot chose by itself for 5 % wrong answers.",
            _markdown(QUALITY_COLUMNS, [_quality_row(one) for one in qualities]),
        ]
    DOCS.mkdir(exist_ok=True)
    (DOCS / TEXT).write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    _plot(speeds, DOCS / PLOT)


def _plot(speeds: Sequence[Speed], path: Path) -> None:
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(10, 4), layout="constrained")
    for name in contestants.NAMES:
        own = [one for one in speeds if one.name == name]
        sizes = [one.phrasings for one in own]
        left.plot(sizes, [one.p50 for one in own], marker="o", label=name)
        right.plot(sizes, [one.build for one in own], marker="o", label=name)
    for axis, title in ((left, "ms a message (median)"), (right, "seconds to build, nothing cached")):
        axis.set(xscale="log", yscale="log", xlabel="phrasings", title=title)
        axis.grid(visible=True, which="both", alpha=0.3)
    left.legend(fontsize="small")
    figure.savefig(path, dpi=110)


def run(
    faq: Annotated[Path, typer.Option(help="FAQ file to measure with, if it is there.")] = Path("faq.yaml"),
    sizes: Annotated[str, typer.Option(help="Numbers of entries of made-up FAQs.")] = "45,150,1000",
    data: Annotated[Path | None, typer.Option(envvar="MATCHING_DATA", help="Folder with public sets.")] = None,
    *,
    write: Annotated[bool, typer.Option("--write", help="Keep the results in docs/.")] = False,
) -> None:
    """Measure and print; the defaults take some minutes."""
    console = Console()
    wanted = [size.strip() for size in sizes.split(",") if size.strip()]
    if faq.is_file():
        # a real FAQ is a better small one than a made-up one
        wanted = [str(faq), *(size for size in wanted if size != "45")]
    speeds = _speeds(wanted, console)
    console.print(_table("Time and memory", SPEED_COLUMNS, [_speed_row(one) for one in speeds]))
    console.print(CAVEAT)
    qualities = _qualities(faqs.public_sets(data), console) if data is not None and data.is_dir() else []
    if qualities:
        console.print(_table("Quality", QUALITY_COLUMNS, [_quality_row(one) for one in qualities]))
    if write:
        _write(speeds, qualities)
        console.print(f"Written to {DOCS / TEXT} and {DOCS / PLOT}.")


if __name__ == "__main__":
    typer.run(run)
