"""Messages of 4,096 characters that are meant to take long: `python -m benchmarks.hostile [--vectors] [--find N]`.

Prints the CPU of ordinary messages, and of the worst of hostile ones: looking for red flags, answering, and
de-identification, each in milliseconds of the processor. Hostile are repeated units, misspelt and made-up words, many
sentences, and N random mixtures of these. The machine's pace is that of a loop of a million additions.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from typing import TypeVar

from benchmarks import faqs
from bot.bootstrap import Bootstrap, Redactor
from bot.core.dialogue.dialogue import Dialogue
from bot.core.dialogue.sessions import Session
from bot.core.faq.model import Entry
from bot.core.text.normalization import normalize
from bot.settings import Settings

LENGTH = 4_096
SHOWN = 8
UNITS = (
    *("a", " ", ".", "\n", "?", ", ", "- ", "'", "(", "/", "…", "\u0301", "e\u0301", "\u200b", "ﷺ", "ß", "👍", "12 "),
    *("does it hurt? ", "and is it safe ", "how long, and why ", "if eye pain ", "cant swallow ", "abcde fghij "),
    *("can botox cause eye pain or ", "me duele mucho y no puedo tragar ", "wie lange dauert es? ", "我呼吸不了。"),
    *("xqzwv bkjhg? ", "aaaa ", "a-b ", "@user ", "http://a.b ", "Smith John ", "what if ", "1. why 2. does it hurt "),
)
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one message takes, in milliseconds."""

    name: str
    screening: float
    answering: float
    redacting: float

    @property
    def total(self) -> float:
        """What its sender makes the bot do. Answering includes de-identification where there is no answer."""
        return self.screening + self.answering


def timed(work: Callable[[], Result]) -> tuple[Result, float]:
    begin = time.process_time()
    result = work()
    return result, 1_000 * (time.process_time() - begin)


def texts(words: Sequence[str], phrasings: Sequence[str], dice: random.Random, more: int) -> Iterator[tuple[str, str]]:
    """Hostile texts by name, made of the words and phrasings of a FAQ, among others."""

    def misspelt() -> str:
        word, letter = dice.choice(words), dice.choice("aeioust")
        at = dice.randrange(len(word))
        return word[:at] + letter + word[at + 1 :]

    def made_up() -> str:
        return "".join(dice.choices("abcdefghijklmnopqrstuvwxyz", k=dice.randrange(4, 12)))

    yield from ((f"repeated {unit!r}", unit * LENGTH) for unit in UNITS)
    for blank in (" ", "\n", "\t", "\u00a0"):
        yield f"two questions far apart by {blank!r}", f"does botox hurt?{blank * 4_000}is it safe"
    kinds: dict[str, Callable[[], str]] = {
        "known": lambda: dice.choice(words),
        "misspelt": misspelt,
        "made-up": made_up,
    }
    for name, word in kinds.items():
        yield f"{name} words", " ".join(word() for _ in range(1_000))
        yield f"questions of {name} words", "? ".join(f"is {word()} {word()}" for _ in range(600))
    yield "phrasings", "? ".join(dice.choices(phrasings, k=400))
    yield "phrasings without an end", ", and ".join(dice.choices(phrasings, k=400)).replace("?", "")
    for number in range(more):
        parts = [
            dice.choice((*UNITS, misspelt(), made_up(), dice.choice(phrasings))) for _ in range(dice.randrange(2, 9))
        ]
        yield f"mixture {number}: {' '.join(parts)[:40]!r}", "".join(parts) * LENGTH


def of_faq(entries: Sequence[Entry], more: int = 0, length: int = LENGTH) -> dict[str, str]:
    """Hostile texts by name, made of the words of these entries, among others."""
    phrasings = [phrasing for entry in entries for phrasing in entry.all_phrasings]
    words = sorted({word for phrasing in phrasings for word in normalize(phrasing).split()})
    return {name: text[:length] for name, text in texts(words, phrasings, random.Random(1), more)}


def costs(settings: Settings, more: int) -> tuple[list[Cost], list[Cost]]:
    """Of ordinary messages, and of hostile ones."""
    bootstrap = Bootstrap(settings)
    snapshot = bootstrap.live_faq.live
    redact = Redactor(bootstrap.vocabulary, lambda: snapshot)
    dialogue = Dialogue(redact, today=lambda: date(2026, 11, 28), keep_days=90)

    def cost(name: str, text: str) -> Cost:
        screened, screening = timed(lambda: dialogue.screen(text, snapshot))
        _, answering = timed(lambda: dialogue.message(screened, Session()))
        _, redacting = timed(lambda: redact(text))
        return Cost(name, screening, answering, redacting)

    cost("the first one", "does it hurt and will my face droop?")
    ordinary = [cost(text, text) for text in faqs.messages_for(snapshot.main.faq.published, 200)]
    dice = random.Random(1)
    phrasings = [phrasing for entry in snapshot.main.faq.published for phrasing in entry.all_phrasings]
    hostile = [
        min((cost(name, text[:LENGTH]) for _ in range(2)), key=lambda one: one.total)
        for name, text in texts(sorted(snapshot.own_words), phrasings, dice, more)
    ]
    return ordinary, hostile


def main() -> None:
    parser = argparse.ArgumentParser(description="The CPU that hostile messages take.")
    parser.add_argument("--vectors", action="store_true", help="with sentence vectors")
    parser.add_argument("--find", type=int, default=40, metavar="N", help="random mixtures to try")
    chosen = parser.parse_args()
    model = "" if chosen.vectors else "off"
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            _env_file=None, sentence_model=model, multilingual_model=model, database_path=Path(folder) / "faqbot.db"
        )
        ordinary, hostile = costs(settings, chosen.find)
    _, pace = timed(lambda: sum(range(1_000_000)))
    print_table(ordinary, hostile, pace)


def print_table(ordinary: list[Cost], hostile: list[Cost], pace: float) -> None:
    lines = [
        "| 4,096 characters | red flags, ms | answer, ms | de-identification, ms |",
        "| --- | ---: | ---: | ---: |",
        f"| ordinary messages, median | {median(one.screening for one in ordinary):.1f} "
        f"| {median(one.answering for one in ordinary):.1f} | {median(one.redacting for one in ordinary):.1f} |",
    ]
    worst = sorted(hostile, key=lambda one: -one.total)[:SHOWN]
    lines += [f"| {one.name} | {one.screening:.0f} | {one.answering:.0f} | {one.redacting:.0f} |" for one in worst]
    lines += ["", f"A million additions take this machine {pace:.0f} ms."]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
