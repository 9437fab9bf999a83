"""Lists that YAML joins into running text: patients would read "- one - two" in one line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.faq.model import Faq
from bot.core.faq.rules import texts
from bot.core.positions import JoinedLine, Path, Place, Places, Problem
from bot.core.yaml_mistakes import LIST_LINES


@dataclass(frozen=True, slots=True)
class JoinedList:
    """A list in a text that patients read."""

    path: Path
    place: Place
    message: str
    remedy: str
    certain: bool
    """Whether it is nothing but a list: one line alone may begin with a dash that is meant."""


def joined_lists(faq: Faq, places: Places) -> Iterator[JoinedList]:
    """Every text of which the lines that look like a list are joined, with the place of the first such line."""
    for path, _ in texts(faq):
        line = places.joined.get(path)
        if line is not None and (line.mark == "-" or line.listed >= LIST_LINES):
            place = Place(places.file, line.line + 1, line.column + 1)
            message = f"this line becomes one with the line above it, so patients would read '… {_short(line.words)}'"
            yield JoinedList(path, place, message, _remedy(line), line.mark == "-" and line.listed >= LIST_LINES)


def joined_list_problems(faq: Faq, places: Places) -> Iterator[Problem]:
    """Those that can't be meant."""
    return (Problem(one.place, one.message, one.remedy) for one in joined_lists(faq, places) if one.certain)


def _remedy(line: JoinedLine) -> str:
    match line.below:
        case ">":
            how = "for a list, write | in place of > or >-"
        case "":
            how = "for a list, write | behind the colon of the key, and all of the text below it"
        case _:
            how = "for a list, write | behind the colon of the key, and all of the text below it, without the quotes"
    return how if line.mark == "-" else f"{how}, and begin each of its lines with '- '"


def _short(words: str, most: int = 40) -> str:
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"
