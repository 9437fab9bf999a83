"""How much of what identifies a person survives the anonymiser, and how much of an ordinary message is lost.

    python -m benchmarks.redaction [--faq FILE]... [--data FOLDER] [--labelled FILE] [--ordinary FILE] [--seed N]...
                                   [--locales all|NAME,...] [--second-opinion] [--show]

Always measures generated chat messages and ordinary questions (`redaction_messages`), for each seed. `--locales` takes
other locales than those the rules were written with. With `--labelled`, also messages {text, kind, identifiers:
[{text, type}]} a line; with `--data`, the labelled sentences in `FOLDER/pii/synth.jsonl` (microsoft/presidio-research,
`synth_dataset_v2`, MIT): the rules were written from its `dev` half. With `--second-opinion`, the model that may mask
more is asked too. A leak: any identifying word of an item survives, as it is or as a near spelling, into which a repair
may turn it. Exact: as it is. Whole: every one of them survives. A withheld message leaks nothing; for ordinary
questions it counts as changed, with all its words lost.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz.fuzz import ratio

from benchmarks import redaction_messages as messages
from bot.core.deidentification.anonymizer import Anonymizer
from bot.core.deidentification.characters import unify_characters
from bot.core.deidentification.name_cues import words
from bot.core.faq.yaml_reader import read_faq
from bot.embeddings.personal_data_finder import personal_data_finder
from bot.words import load

DIRECT = (
    *("PERSON", "STREET_ADDRESS", "CREDIT_CARD", "DATE_TIME", "PHONE_NUMBER", "EMAIL_ADDRESS", "ZIP_CODE"),
    *("DOMAIN_NAME", "IBAN_CODE", "US_SSN", "IP_ADDRESS", "US_DRIVER_LICENSE"),
)
QUASI = ("GPE", "ORGANIZATION", "AGE", "NRP")
LABELLED_QUASI = ("place", "org", "age", "job", "story")
NEAR = 80
"""Likeness in per cent from which on a word is a near spelling of another; shorter ones than four letters have none."""
# Words that tell nothing of a person although they stand in an address, a company's name or a date.
TELLING_NOTHING = words(
    """
    the and of at in on for to by st street road avenue ave rd apt box po unit suite corner inc corp ltd llc company
    group old year years north south east west number
    """
)


@dataclass(frozen=True, slots=True)
class Item:
    """A labelled piece of a message."""

    kind: str
    text: str


def spoken(text: str) -> list[str]:
    """The words of a text, in lower case."""
    return re.findall(r"[^\W_]+", unify_characters(text).lower())


def identifying(item: str, message: str) -> list[str]:
    """Words of an item that identify: of two letters or more, no stop words, not used elsewhere in the message."""
    elsewhere = Counter(spoken(message))
    elsewhere.subtract(spoken(item))
    return [w for w in spoken(item) if (len(w) > 1 or w.isdigit()) and w not in TELLING_NOTHING and elsewhere[w] <= 0]


class Tally:
    """Items and leaks by kind."""

    def __init__(self) -> None:
        self.items: Counter[str] = Counter()
        self.leaks: Counter[str] = Counter()
        self.exact: Counter[str] = Counter()
        self.whole: Counter[str] = Counter()
        self.examples: defaultdict[str, list[str]] = defaultdict(list)

    def add(self, message: str, items: Iterable[Item], redacted: str | None) -> bool:
        """Counts the items of a message; returns whether any leaked."""
        kept = set(spoken(re.sub(r"\[[a-z]+\]", " ", redacted or "")))
        said = Counter(spoken(message))
        leaked = False
        for item in items:
            telling = identifying(item.text, message)
            if not telling:
                continue
            self.items[item.kind] += 1
            survivors = [word for word in telling if word in kept]
            elsewhere = said - Counter(spoken(item.text))
            near = [word for word in telling if any(_is_near(word, other) for other in kept - set(elsewhere))]
            if survivors or near:
                leaked = True
                self.leaks[item.kind] += 1
                self.exact[item.kind] += bool(survivors)
                self.whole[item.kind] += len(survivors) == len(telling)
                self.examples[item.kind].append(f"{survivors or near} of {item.text!r}: {redacted}")
        return leaked

    def share(self, kinds: Sequence[str], whole: bool = False) -> str:
        """Per cent of the items of those kinds, near spellings counted and not."""
        total = sum(self.items[kind] for kind in kinds)
        leaks, exact = (sum(counts[kind] for kind in kinds) for counts in (self.leaks, self.exact))
        if whole:
            leaks = exact = sum(self.whole[kind] for kind in kinds)
        shares = f"{100 * leaks / max(1, total):5.2f} %  ({leaks} of {total})"
        return shares if whole else f"{shares}  exact {100 * exact / max(1, total):5.2f} %"


def _is_near(word: str, other: str) -> bool:
    return len(word) > 3 and ratio(word, other) >= NEAR


def say(text: str = "") -> None:
    """One line of the report."""
    sys.stdout.write(text + "\n")


def measure_sentences(anonymiser: Anonymizer, file: Path, show: bool) -> None:
    """The labelled sentences, the half the rules were written from and the other."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    for split in ("dev", "test"):
        tally = Tally()
        withheld = 0
        for row in (row for row in rows if row["split"] == split):
            redacted = anonymiser.redact(row["text"]).text
            withheld += redacted is None
            tally.add(
                row["text"], [Item(s["type"], row["text"][s["start"] : s["end"]]) for s in row["spans"]], redacted
            )
        say(f"labelled sentences, {split} half ({withheld} withheld)")
        say(f"  direct     {tally.share(DIRECT)}    whole {tally.share(DIRECT, whole=True)}")
        say(f"  quasi      {tally.share(QUASI)}    whole {tally.share(QUASI, whole=True)}")
        for kind in (*DIRECT, *QUASI):
            say(f"    {kind:18} {tally.share((kind,))}")
            if show and split == "dev":
                for example in tally.examples[kind]:
                    say(f"        {example!r}")


def measure_labelled(anonymiser: Anonymizer, file: Path, show: bool) -> None:
    """Labelled messages, by kind."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    for name in sorted({row["kind"] for row in rows}):
        of_kind = [row for row in rows if row["kind"] == name]
        if not any(row["identifiers"] for row in of_kind):
            measure_loss(anonymiser, f"labelled messages, {name}", [row["text"] for row in of_kind], show)
            continue
        tally = Tally()
        for row in of_kind:
            items = [Item(one["type"], one["text"]) for one in row["identifiers"]]
            tally.add(row["text"], items, anonymiser.redact(row["text"]).text)
        say(f"labelled messages, {name}")
        say(f"  direct     {tally.share([kind for kind in tally.items if kind not in LABELLED_QUASI])}")
        say(f"  quasi      {tally.share(LABELLED_QUASI)}")
        for kind in sorted(tally.items):
            say(f"    {kind:18} {tally.share((kind,))}")
            for example in tally.examples[kind] if show else ():
                say(f"        {example}")


def measure_chat(anonymiser: Anonymizer, seed: int, locales: Sequence[str], show: bool) -> None:
    """Generated messages with planted items."""
    say(f"seed {seed}")
    for name, made in messages.generate(seed, locales).items():
        tally = Tally()
        leaking = withheld = 0
        for message in made:
            redacted = anonymiser.redact(message.text).text
            withheld += redacted is None
            leaking += tally.add(message.text, [Item(kind, text) for kind, text in message.items], redacted)
        kinds = sorted(tally.items)
        say(f"{name}: {len(made)} messages, leaking {100 * leaking / len(made):.2f} %, withheld {withheld}")
        direct = [kind for kind in kinds if kind not in messages.QUASI]
        say(f"  direct     {tally.share(direct)}")
        if len(direct) < len(kinds):
            say(f"  quasi      {tally.share(messages.QUASI)}")
        for kind in kinds:
            say(f"    {kind:18} {tally.share((kind,))}")
            if show:
                for example in tally.examples[kind][:25]:
                    say(f"        {example}")


def measure_loss(anonymiser: Anonymizer, name: str, texts: Sequence[str], show: bool) -> None:
    """Ordinary messages without anything personal."""
    changed = lost = total = withheld = 0
    for text in texts:
        redacted = anonymiser.redact(text).text
        withheld += redacted is None
        before = spoken(text)
        masks = len(re.findall(r"\[[a-z]+\]", redacted or ""))
        total += len(before)
        lost += (
            len(before) if redacted is None else max(masks, len(before) - len(spoken(redacted)) + masks) if masks else 0
        )
        changed += redacted is None or masks > 0
        if show and (redacted is None or masks):
            say(f"        {text!r} -> {redacted}")
    say(
        f"{name}: {len(texts)} messages, changed {100 * changed / len(texts):.1f} %, "
        f"words lost {100 * lost / total:.2f} %, withheld {withheld}"
    )


def measure_time(anonymiser: Anonymizer, texts: Sequence[str]) -> None:
    """Milliseconds a message, and the worst of 4,096 hostile characters."""
    took = []
    for text in texts:
        start = time.perf_counter()
        anonymiser.redact(text)
        took.append(1000 * (time.perf_counter() - start))
    say(f"time: median {statistics.median(took):.2f} ms, 99 % {sorted(took)[int(len(took) * 0.99)]:.2f} ms")
    worst = []
    for text in messages.hostile():
        start = time.perf_counter()
        anonymiser.redact(text)
        worst.append((1000 * (time.perf_counter() - start), text[:20]))
    say(f"4,096 hostile characters: worst {max(worst)[0]:.1f} ms ({max(worst)[1]!r})")


def _faq_texts(file: Path) -> list[str]:
    faq = read_faq(file.read_bytes()).faq
    return [text for entry in faq.entries for text in (*entry.all_phrasings, entry.answer, entry.details or "")]


def _locales(asked: str) -> Sequence[str]:
    if asked == "all":
        return messages.locales()
    names = asked.split(",") if asked else list(messages.GIVEN)
    if unknown := {*names} - {*messages.locales()}:
        raise SystemExit(f"no such locale: {', '.join(sorted(unknown))}; there are {', '.join(messages.locales())}")
    return names


def main() -> None:
    """Prints every figure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, help="folder with pii/synth.jsonl")
    parser.add_argument(
        "--faq", type=Path, action="append", help="a FAQ to whose words typos are repaired (else words of the topic)"
    )
    parser.add_argument("--labelled", type=Path, help="JSON lines {text, kind, identifiers}")
    parser.add_argument("--locales", default="", help="names with commas between, or `all`")
    parser.add_argument(
        "--ordinary", type=Path, help="JSON lines {text}: questions on the topic, nothing personal in them"
    )
    parser.add_argument("--seed", type=int, action="append", help="of the generated messages; may be repeated")
    parser.add_argument("--second-opinion", action="store_true", help="with the model that may mask more")
    parser.add_argument(
        "--show", action="store_true", help="show what leaked (never of the other half) and what was lost"
    )
    found = parser.parse_args()
    faq = [text for file in found.faq or () for text in _faq_texts(file)] or [messages.TOPIC_WORDS] * 3
    anonymiser = Anonymizer(load(), faq, personal_data_finder() if found.second_opinion else None)
    locales, seeds = _locales(found.locales), found.seed or [1]
    if found.data:
        measure_sentences(anonymiser, found.data / "pii" / "synth.jsonl", found.show)
    if found.labelled:
        measure_labelled(anonymiser, found.labelled, found.show)
    for seed in seeds:
        measure_chat(anonymiser, seed, locales, found.show)
    measure_loss(anonymiser, "health questions", messages.HEALTH, found.show)
    measure_loss(anonymiser, "questions on the topic", messages.TOPIC, found.show)
    if found.ordinary:
        rows = [json.loads(line)["text"] for line in found.ordinary.read_text(encoding="utf-8").splitlines()]
        measure_loss(anonymiser, str(found.ordinary.name), rows, found.show)
    chat = [message.text for made in messages.generate(seeds[0], locales).values() for message in made]
    measure_time(anonymiser, [*messages.HEALTH, *messages.TOPIC, *chat][:3000])


if __name__ == "__main__":
    main()
