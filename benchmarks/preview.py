"""What the preview of an edit takes: `python -m benchmarks.preview`.

With the FAQ in both its languages, by words and with sentence vectors, each in a process of its own that has looked at
nothing before: three wordings are added to an entry, one of them is unticked, and a draft is published. Seconds of the
processor, and the peak of the memory so far in MB. Nothing is written but to a temporary folder.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.whole_bot import memory
from bot import runtime
from bot.bootstrap import Bootstrap
from bot.core.faq.edits import AddEntry, AddPhrasings, Edit
from bot.core.faq.model import Entry
from bot.live_faq.faq_files import files_of
from bot.settings import Settings

FAQ = Path("faq.yaml")
MODES = {"by words": "off", "with vectors": ""}
ENTRY = "cost-and-insurance"
WORDINGS = ("what would a session set me back", "is there a price list", "how dear is it")
DRAFT = Entry(
    id="dog-at-the-clinic",
    question="Can I bring my dog to the clinic?",
    phrasings=("may my dog come along", "are pets allowed"),
    answer="Please ask us before.",
)
EDITS: dict[str, tuple[Edit, tuple[str, ...]]] = {
    "first preview, three wordings": (AddPhrasings(ENTRY, WORDINGS), WORDINGS),
    "one of them unticked": (AddPhrasings(ENTRY, WORDINGS[:2]), WORDINGS[:2]),
    "a draft": (AddEntry(DRAFT), DRAFT.all_phrasings),
}


async def measure(model: str, folder: Path) -> dict[str, tuple[float, float]]:
    """Seconds of the processor and the peak so far, MB, of each step."""
    runtime.start()
    for path in files_of(FAQ):
        shutil.copy(path, folder)
    settings = Settings(
        _env_file=None, sentence_model=model, multilingual_model=model, database_path=folder / "faqbot.db"
    )
    live_faq = Bootstrap(settings, folder / FAQ.name).live_faq
    runtime.settle()
    found = {"the start": (time.process_time(), memory(os.getpid(), "VmHWM"))}
    for name, (edit, questions) in EDITS.items():
        began = time.process_time()
        await live_faq.propose(edit, questions=questions)
        found[name] = (time.process_time() - began, memory(os.getpid(), "VmHWM"))
    return found


def in_a_process(mode: str) -> dict[str, tuple[float, float]]:
    """The same, measured by this module in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.preview", "--mode", mode]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return {name: (cpu, peak) for name, (cpu, peak) in json.loads(done.stdout).items()}


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the preview of an edit.")
    parser.add_argument("--mode", choices=MODES, help="measure this alone and print JSON")
    chosen = parser.parse_args()
    if chosen.mode:
        with tempfile.TemporaryDirectory() as folder:
            sys.stdout.write(json.dumps(asyncio.run(measure(MODES[chosen.mode], Path(folder)))))
        return
    found = {mode: in_a_process(mode) for mode in MODES}
    heads = [f"{mode}: {what}" for mode in MODES for what in ("CPU, s", "peak, MB")]
    lines = [f"| | {' | '.join(heads)} |", f"| --- |{' ---: |' * len(heads)}"]
    for step in next(iter(found.values())):
        cells = [cell for one in found.values() for cell in (f"{one[step][0]:.1f}", f"{one[step][1]:.0f}")]
        lines.append(f"| {step} | {' | '.join(cells)} |")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
