"""How well red flags are recognised: `python -m benchmarks.urgency [--cases FILE ...] [--framings FILE ...]
[--replies FILE ...] [--misses]`.

By words alone and with sentence vectors, for the FAQ at `--faq`:

- `--cases`: labelled messages, one JSON object a line: `{"text": …, "expect": "urgent" | anything else, "sign": …,
  "also_signs": […], "also_ok": […]}`. Shares of the urgent ones that raise an alarm or get at least the line for
  emergencies, with the right sign; shares of the others that raise one (those that may be urgent left out);
- `--framings`: `{"signs": […], "calm": […], "framings": ["… {} …"]}`, every sentence in every framing;
- `--replies`: replies to an emergency message, one JSON object a line: `{"text": …, "language": …, "sign": …, "expect":
  "closed" | anything else}`. Shares of those that must keep the call to act and do, and of those that end the alarm
  rightly;
- `--maternal`: the 180 positive statements of the Ask-A-Question project's urgency test
  (core_backend/tests/api/data/urgency_detection.yaml), with the rules of `benchmarks.maternal`. The data are not ours
  and are not in this repository.

The messages that were written for this bot and have been looked at since are in `benchmarks/red_flags`.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import yaml
from rich.console import Console
from rich.table import Table

from benchmarks import maternal
from bot.bootstrap import Bootstrap
from bot.core.deidentification.anonymizer import Redacted
from bot.core.dialogue.dialogue import Dialogue
from bot.core.dialogue.faq_snapshot import FaqSnapshot
from bot.core.dialogue.sessions import Session
from bot.core.red_flags.alarm import Alarm
from bot.core.red_flags.detector import RedFlagDetector
from bot.settings import Settings

SETS = Path(__file__).with_name("red_flags")
REPLIES = sorted(SETS.glob("after-alarm-*.jsonl"))
CASES = sorted({*SETS.glob("*.jsonl")} - {*REPLIES})


@dataclass(slots=True)
class Figures:
    """How a set of messages fares."""

    name: str
    mode: str
    urgent: int = 0
    raised: int = 0
    noticed: int = 0
    right_sign: int = 0
    calm: int = 0
    false: int = 0
    false_crisis: int = 0
    seconds: list[float] = field(default_factory=list)

    def row(self) -> tuple[str, ...]:
        """For the table."""
        times = sorted(self.seconds)
        return (
            self.name,
            self.mode,
            share(self.raised, self.urgent),
            share(self.noticed, self.urgent),
            share(self.right_sign, self.noticed),
            share(self.false, self.calm),
            str(self.false_crisis),
            f"{times[len(times) // 2] * 1e3:.1f} / {times[len(times) * 99 // 100] * 1e3:.1f}",
        )


def main(arguments: Sequence[str] | None = None) -> None:
    options = argparse.ArgumentParser(description="Measure the red flags.")
    options.add_argument("--faq", type=Path, default=Path("faq.yaml"))
    options.add_argument("--cases", type=Path, nargs="*", default=CASES, help="JSON lines")
    options.add_argument("--framings", type=Path, nargs="*", default=sorted(SETS.glob("framings*.json")), help="JSON")
    options.add_argument("--replies", type=Path, nargs="*", default=REPLIES, help="JSON lines")
    options.add_argument("--maternal", type=Path, help="urgency_detection.yaml of IDinsight/ask-a-question")
    options.add_argument("--misses", action="store_true", help="print every miss")
    chosen = options.parse_args(arguments)
    table = Table("messages", "by", "raised", "noticed", "right sign", "false alarms", "false crisis", "ms p50 / p99")
    replies = Table("replies to an emergency message", "by", "keep the call to act", "ended rightly")
    for mode in ("words", "vectors"):
        live = live_of(chosen.faq, mode)
        detector = live.detector
        for path in (*chosen.cases, *chosen.framings):
            cases = read(path)
            table.add_row(*measured(path.stem, mode, detector, cases, misses=chosen.misses).row())
        for path in chosen.replies:
            replies.add_row(path.stem, mode, *followed(path.stem, live, read(path), misses=chosen.misses))
    Console().print(table)
    Console().print(replies)
    if chosen.maternal:
        measure_maternal(chosen.maternal)


def live_of(faq: Path, mode: str) -> FaqSnapshot:
    """The FAQ and its detector as the bot uses them."""
    with tempfile.TemporaryDirectory() as folder:
        model = "off" if mode == "words" else ""
        settings = Settings(_env_file=None, sentence_model=model, faq_path=faq, database_path=Path(folder) / "bot.db")
        return Bootstrap(settings).live_faq.live


def read(path: Path) -> list[dict[str, object]]:
    """The cases in a file."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    sets = json.loads(text)
    return [
        {"text": framing.replace("{}", sentence), "expect": expect}
        for kind, expect in (("signs", "urgent"), ("calm", "calm"))
        for sentence in sets.get(kind, ())
        for framing in sets["framings"]
    ]


def measured(
    name: str, mode: str, detector: RedFlagDetector, cases: Iterable[dict[str, object]], *, misses: bool
) -> Figures:
    """Tries every case."""
    figures = Figures(name, mode)
    for case in cases:
        also_ok = case.get("also_ok")
        if case["expect"] != "urgent" and isinstance(also_ok, list) and "urgent" in also_ok:
            continue
        text, start = str(case["text"]), time.perf_counter()
        alarm = detector.detect(text)
        figures.seconds.append(time.perf_counter() - start)
        raised = alarm is not None and alarm.present
        if case["expect"] == "urgent":
            also = case.get("also_signs")
            right = {str(case.get("sign")), *map(str, also if isinstance(also, list) else ())}
            figures.urgent += 1
            figures.raised += raised
            figures.noticed += alarm is not None
            figures.right_sign += alarm is not None and alarm.sign.id in right
        else:
            figures.calm += 1
            figures.false += raised
            figures.false_crisis += alarm is not None and raised and alarm.sign.id == "crisis"
        if misses and raised != (case["expect"] == "urgent"):
            say(f"{name}, {mode}: {describe(alarm)} instead of {case.get('sign') or case['expect']}: {text}")
    return figures


def followed(name: str, live: FaqSnapshot, cases: Iterable[dict[str, object]], *, misses: bool) -> tuple[str, str]:
    """Has every reply follow an emergency message: the shares that keep the call to act, and that end it rightly."""
    dialogue = Dialogue(nothing_kept, today=date.today, keep_days=1)
    outcomes = Counter[tuple[bool, bool]]()
    for case in cases:
        language, sign_id, text = str(case["language"]), str(case["sign"]), str(case["text"])
        urgent = live.localized(language).shown.urgent
        sign = next(sign for sign in (urgent.signs if urgent is not None else ()) if sign.id == sign_id)
        session = Session(language=language, alarm=Alarm(sign, language, present=True))
        closed = dialogue.message(dialogue.screen(text, live), session).session.alarm is None
        expected = case["expect"] == "closed"
        outcomes[expected, closed] += 1
        if misses and expected != closed:
            say(f"{name}: {'ended' if closed else 'kept'} after {sign_id} instead of {case['expect']}: {text}")
    kept, ended = outcomes[False, False], outcomes[True, True]
    return share(kept, kept + outcomes[False, True]), share(ended, ended + outcomes[True, False])


def nothing_kept(_text: str) -> Redacted:
    raise AssertionError("a reply to an emergency message is never noted")


def measure_maternal(path: Path) -> None:
    detector = RedFlagDetector([maternal.SECTION])
    hits = total = 0
    for rule in yaml.safe_load(path.read_text(encoding="utf-8")):
        statements = [test["statement"] for test in rule["tests"] if test["expected"]]
        found = [text for text in statements if (alarm := detector.detect(text)) is not None and alarm.present]
        hits, total = hits + len(found), total + len(statements)
        say(f"  {rule['condition']}: {share(len(found), len(statements))}")
    say(f"maternal urgency test, positives: {share(hits, total)}")


def describe(alarm: Alarm | None) -> str:
    return "nothing" if alarm is None else f"{alarm.sign.id}{'' if alarm.present else ' (asked about)'}"


def share(part: int, whole: int) -> str:
    return f"{part}/{whole} = {part / whole:.1%}" if whole else "–"


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
