"""All benchmarks that need no data from elsewhere: `python -m benchmarks [--write]`.

`--write` keeps the tables in docs/benchmarks.md. The others are run by name, see there.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

DOCS = Path("docs/benchmarks.md")
PARTS = (
    ("The whole bot beside an echo bot", ("benchmarks.whole_bot",)),
    ("A process that is killed", ("benchmarks.crashes", "--runs", "20", "--command", f"{sys.executable} -m bot run")),
    ("Memory over many updates", ("benchmarks.soak", "--updates", "40000", "--every", "4000")),
    ("Hostile messages, by words only", ("benchmarks.hostile",)),
    ("Hostile messages, with sentence vectors", ("benchmarks.hostile", "--vectors")),
    ("One stranger's hostile messages and everybody else, by words only", ("benchmarks.bystanders",)),
    ("How long messages hold the event loop, by words only", ("benchmarks.event_loop",)),
    ("The preview of an edit", ("benchmarks.preview",)),
    ("An emergency behind 40 messages of its chat, polling", ("benchmarks.emergency",)),
    ("An emergency behind 40 messages of its chat, webhook", ("benchmarks.emergency", "--webhook")),
    ("Half-sent requests", ("benchmarks.ports", "--only", "half-sent")),
    ("Red flags: the checks of the FAQ", ("benchmarks.urgency",)),
    ("De-identification: made-up messages", ("benchmarks.redaction",)),
)
BEGIN, END = "<!-- the last run -->", "<!-- the end of the last run -->"


def machine() -> str:
    """The machine in general terms."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GB, Linux, Python {platform.python_version()}"


def run(command: Sequence[str]) -> str:
    """The output of a benchmark, including its failure."""
    off = dict.fromkeys(("SENTENCE_MODEL", "MULTILINGUAL_MODEL", "PERSONAL_DATA_MODEL"), "off")
    environment = {**os.environ, **off}
    done = subprocess.run(
        [sys.executable, "-m", *command], capture_output=True, text=True, env=environment, check=False
    )
    return done.stdout.strip() + (f"\n(exit code {done.returncode})" if done.returncode else "")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Run all benchmarks that need no data from elsewhere.")
    parser.add_argument("--write", action="store_true", help=f"keep the tables in {DOCS}")
    parser.add_argument("--only", default="", help="parts whose title contains this")
    chosen = parser.parse_args(arguments)
    texts = [f"Run on {datetime.now(UTC):%Y-%m-%d}: {machine()}."]
    for title, command in PARTS:
        if chosen.only.lower() not in title.lower():
            continue
        sys.stdout.write(f"## {title}\n\n")
        sys.stdout.flush()
        printed = run(command)
        sys.stdout.write(f"{printed}\n\n")
        shown = printed if printed.startswith("|") else f"```text\n{printed}\n```"
        texts.append(f"### {title}\n\n`python -m {' '.join(command).replace(sys.executable, 'python')}`\n\n{shown}")
    if chosen.write:
        before, _, rest = DOCS.read_text(encoding="utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        last = "\n\n".join(texts)
        DOCS.write_text(f"{before}{BEGIN}\n\n{last}\n\n{END}{after}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
