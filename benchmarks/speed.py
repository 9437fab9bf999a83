"""Time and memory of one contestant, measured in a separate process: `python -m benchmarks.speed NAME FAQ CACHE`.

FAQ is a FAQ file or the number of entries of a made-up one; CACHE a folder for vectors. Prints JSON.
"""

from __future__ import annotations

import resource
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter

from benchmarks import contestants, faqs
from bot.core.faq.yaml_reader import read_faq

MESSAGES = 200


@dataclass(frozen=True, slots=True)
class Speed:
    """What one contestant needs for one FAQ."""

    name: str
    faq: str
    phrasings: int
    build: float
    """Seconds."""
    cached: float | None
    """Seconds with the phrasings' vectors on disk."""
    p50: float
    p99: float
    """Milliseconds a message."""
    rss: float
    """Megabytes at the peak."""


def measure(name: str, spec: str, cache: Path) -> Speed:
    """Build the contestant of that name, and find the entries of some messages."""
    entries = faqs.made_up(int(spec)) if spec.isdigit() else read_faq(Path(spec).read_bytes()).faq.published
    begin = time.perf_counter()
    contestant = contestants.make(name, entries, cache)
    built = time.perf_counter() - begin
    times = []
    for text in faqs.messages_for(entries, MESSAGES):
        begin = time.perf_counter()
        contestant.find(text)
        times.append(1000 * (time.perf_counter() - begin))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    phrasings = sum(len(entry.all_phrasings) for entry in entries)
    p50, p99 = (float(value) for value in np.percentile(times, [50, 99]))
    return Speed(name, f"{len(entries)} entries", phrasings, built, None, p50, p99, peak)


if __name__ == "__main__":
    found = measure(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
    sys.stdout.write(TypeAdapter(Speed).dump_json(found).decode())
