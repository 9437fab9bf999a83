"""FAQs to measure with: made-up ones of any size, and public sets of labelled messages from a folder.

A made-up FAQ is only good for measuring time and memory; the same size always gives the same FAQ.
"""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass
from pathlib import Path

from bot.core.faq.model import Entry

PHRASINGS = 5
_THINGS = (
    "appointment injection exercise massage mirror training medicine tablet cream eyelid cheek chin forehead neck "
    "smile whistle straw pillow mask bandage needle bruise swelling headache fever allergy invoice insurance parking "
    "referral letter photo video diary report result scan nerve muscle jaw ear tear drop plaster swimming running "
    "flying sauna alcohol coffee meal breakfast sleep work school holiday pregnancy child parent partner pain"
)
_ACTIONS = (
    "book cancel move repeat stop start avoid combine pay prepare explain measure store clean check change skip delay "
    "shorten improve"
)
_FRAMES = (
    "how do I {action} the {thing} {detail}",
    "can I {action} my {thing} {detail}",
    "is it ok to {action} a {thing} {detail}",
    "{thing} {detail}, when should I {action} it",
    "what happens if I {action} the {thing} {detail}",
    "who can {action} {thing} for me {detail}",
    "{action} {thing} {detail}",
    "my doctor told me to {action} the {thing} {detail}, why",
)
_DETAILS = (
    "|before treatment|after treatment|at home|in the morning|at night|on holiday|in the first week|with a cold|"
    "on the other side|for my mother|twice a day|without help|in summer"
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A message and the id of its entry; None for one that no entry answers."""

    text: str
    entry_id: str | None


@dataclass(frozen=True, slots=True)
class PublicSet:
    """A public set turned into a FAQ with labelled messages, as written and with typing mistakes."""

    name: str
    entries: tuple[Entry, ...]
    clean: tuple[Labelled, ...]
    typo: tuple[Labelled, ...]


def made_up(size: int) -> tuple[Entry, ...]:
    """`size` entries of `PHRASINGS` phrasings each."""
    probability = random.Random(size)
    pairs = [(action, thing) for thing in _THINGS.split() for action in _ACTIONS.split()]
    probability.shuffle(pairs)
    entries = []
    for number in range(size):
        action, thing = pairs[number % len(pairs)]
        details = _DETAILS.split("|")
        frames = probability.sample(_FRAMES, PHRASINGS)
        texts = [
            " ".join(frame.format(action=action, thing=thing, detail=probability.choice(details)).split())
            for frame in frames
        ]
        entries.append(Entry(id=f"entry-{number}", question=texts[0], phrasings=tuple(texts[1:]), answer="An answer."))
    return tuple(entries)


def messages_for(entries: tuple[Entry, ...], count: int) -> tuple[str, ...]:
    """Messages that are like the phrasings of the entries, but none of them; every second one with typing mistakes."""
    probability = random.Random(count)
    texts = []
    for number in range(count):
        words = probability.choice(probability.choice(entries).all_phrasings).split()
        words.insert(
            probability.randrange(len(words) + 1), probability.choice(("please", "really", "now", "maybe", "again"))
        )
        text = " ".join(words)
        texts.append(_mistyped(text, probability) if number % 2 else text)
    return tuple(texts)


def _mistyped(text: str, probability: random.Random) -> str:
    letters = list(text)
    for _ in range(max(1, len(text) // 12)):
        at = probability.randrange(len(letters) - 1)
        if probability.random() < 0.5:
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
        else:
            letters[at] = letters[at] * 2
    return "".join(letters)


def public_sets(folder: Path) -> tuple[PublicSet, ...]:
    """The sets in a folder of `*.json`: `{name, entries: [{id, question, phrasings}], test, typo}`."""
    sets = []
    for path in sorted(folder.glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        ids = {one["id"]: f"e{number}-{_slug(one['id'])}"[:48] for number, one in enumerate(content["entries"])}
        entries = tuple(
            Entry(id=ids[one["id"]], question=one["question"], phrasings=tuple(one["phrasings"]), answer="An answer.")
            for one in content["entries"]
        )
        parts = [
            tuple(
                Labelled(one["text"], ids[one["label"]] if one["label"] is not None else None) for one in content[part]
            )
            for part in ("test", "typo")
        ]
        sets.append(PublicSet(content["name"], entries, parts[0], parts[1]))
    return tuple(sets)


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
