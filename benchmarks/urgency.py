"""How well the red flags work: `python -m benchmarks.urgency [--faq faq.yaml ...] [--cases FILE] [--maternal FILE]`.

Three measurements, each printed with every miss:

- the examples that the bot and the FAQ bring along;
- `--cases`: labelled messages, one JSON object a line: `{"text": …, "expect": "urgent" | anything else, "kind": …,
  "also_ok": […]}`. Recall of the urgent ones and false alarms on the others (those that may be urgent left out);
- `--maternal`: the 180 positive statements of the Ask-A-Question project's urgency test
  (core_backend/tests/api/data/urgency_detection.yaml), with the rules of `benchmarks.maternal`. The data are not ours
  and are not in this repository.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import yaml

from benchmarks import maternal
from bot import words
from bot.core.faq.yaml_reader import read_faq
from bot.core.red_flags.detector import RedFlagDetector
from bot.core.red_flags.section import RedFlagSection


def main(arguments: Sequence[str] | None = None) -> None:
    options = argparse.ArgumentParser(description="Measure the red flags.")
    options.add_argument("--faq", type=Path, nargs="+", default=[Path("faq.yaml")], help="a FAQ and its translations")
    options.add_argument("--cases", type=Path, nargs="*", default=[], help="labelled messages, JSON lines")
    options.add_argument("--maternal", type=Path, help="urgency_detection.yaml of IDinsight/ask-a-question")
    chosen = options.parse_args(arguments)
    sections = read_sections(chosen.faq)
    detector = RedFlagDetector(sections, real={"en": words.load().words})
    say(f"sections: {', '.join(f'{one.language} {len(one.urgent.signs)} signs' for one in sections)}")
    measure_examples(detector, sections)
    for path in chosen.cases:
        measure_cases(detector, path)
    if chosen.maternal:
        measure_maternal(chosen.maternal)


def read_sections(paths: Sequence[Path]) -> list[RedFlagSection]:
    """The red flags of a FAQ and of its translations, which come after it."""
    main = read_faq(paths[0].read_bytes(), paths[0].name).faq
    others = [read_faq(path.read_bytes(), path.name, main).faq for path in paths[1:]]
    return [RedFlagSection.of(faq) for faq in (main, *others)]


def measure_examples(detector: RedFlagDetector, sections: Iterable[RedFlagSection]) -> None:
    examples = [example for section in sections for example in section.examples]
    right = 0
    for example in examples:
        alarm = detector.detect(example.text)
        good = (alarm.sign.id if alarm is not None and alarm.certain else "") == example.raises
        right += good
        if not good:
            say(
                f"  must raise {example.raises or 'nothing'}, raises {describe(detector, example.text)}: {example.text}"
            )
    say(f"examples, the bot's and the FAQ's: {right}/{len(examples)} hold")


def measure_cases(detector: RedFlagDetector, path: Path) -> None:
    cases = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    urgent = [case["text"] for case in cases if case["expect"] == "urgent"]
    others = [case["text"] for case in cases if case["expect"] != "urgent" and "urgent" not in case.get("also_ok", ())]
    seconds: list[float] = []
    for case in cases:
        start = time.perf_counter()
        detector.detect(case["text"])
        seconds.append(time.perf_counter() - start)
    missed = [text for text in urgent if not is_urgent(detector, text)]
    false = [text for text in others if is_urgent(detector, text)]
    recall = share(len(urgent) - len(missed), len(urgent))
    say(f"{path.name}: recall {recall}, false alarms {share(len(false), len(others))}")
    for text in missed:
        say(f"  missed ({describe(detector, text)}): {text}")
    for text in false:
        say(f"  false alarm ({describe(detector, text)}): {text}")
    seconds.sort()
    if seconds:
        median, p99 = seconds[len(seconds) // 2], seconds[int(len(seconds) * 0.99)]
        say(f"  milliseconds: median {median * 1e3:.2f}, p99 {p99 * 1e3:.2f}")


def measure_maternal(path: Path) -> None:
    detector = RedFlagDetector([maternal.SECTION])
    hits = total = loose = 0
    for rule in yaml.safe_load(path.read_text(encoding="utf-8")):
        statements = [test["statement"] for test in rule["tests"] if test["expected"]]
        found = [text for text in statements if is_urgent(detector, text)]
        hits, total = hits + len(found), total + len(statements)
        loose += sum(detector.detect(text) is not None for text in statements)
        say(f"  {rule['condition']}: {share(len(found), len(statements))}")
    say(f"maternal urgency test, positives: recall {share(hits, total)} certain, {share(loose, total)} noticed")


def is_urgent(detector: RedFlagDetector, text: str) -> bool:
    alarm = detector.detect(text)
    return alarm is not None and alarm.certain


def describe(detector: RedFlagDetector, text: str) -> str:
    alarm = detector.detect(text)
    return "nothing" if alarm is None else f"{alarm.sign.id}{'' if alarm.certain else ' (asked about)'}"


def share(part: int, whole: int) -> str:
    return f"{part}/{whole} = {part / whole:.1%}" if whole else "none"


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
