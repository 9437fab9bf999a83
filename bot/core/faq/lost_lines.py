"""Lines that somebody has deleted by mistake: an item's `- id:`, or a key that every item has.

Looks at the lines of the file, since it may be no YAML without them. What YAML says of the lines that are left is
replaced by what is missing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.core.positions import Place, Problem
from bot.core.strict_yaml import GIVEN_TWICE
from bot.core.yaml_mistakes import MISPLACED, NEITHER

_NEEDED: Mapping[str, tuple[str, ...]] = {
    "entries": ("question", "answer"),
    "signs": ("title", "message"),
    "topics": ("title",),
}
_WHAT = {"entries": "entry", "signs": "sign", "topics": "topic"}
_HEADER = re.compile(r"(?P<blanks> *)(?P<name>entries|signs|topics):\s*(?:#.*)?$")
_ITEM = re.compile(r"(?P<blanks> *)- +id:")
_KEY = re.compile(r"(?P<head> *(?:- +)?)(?P<key>[a-z_]+):(?: |$)")
_OF_TEXT = (NEITHER, MISPLACED)
"""What is said of a text that no key stands before."""
_FEWEST = 2
"""Keys given again from which on it is another item, and not one key written twice."""
_ASTRAY = 2
"""Most blanks that a key has too many or too few and is still taken for that of its item."""


@dataclass(slots=True)
class _Part:
    """The lines of an item of a list, from 0; the last one is excluded."""

    section: str
    begin: int
    end: int
    name: str
    """Its id, "" if its first line is lost."""
    column: int
    """That of its keys, from 0."""
    keys: list[tuple[int, str]] = field(default_factory=list)


def explained(problems: Sequence[Problem], data: bytes, name: str) -> tuple[Problem, ...]:
    """The problems of a file, those that come of a lost line replaced by one that names what is missing."""
    lines = data.decode("utf-8-sig", errors="replace").split("\n")
    left = list(problems)
    for part in _parts(lines):
        within = [one for one in left if part.begin < one.place.line <= part.end]
        if (first := _first_line_lost(part)) is not None:
            caused = [one for one in within if one.place.line > first and _of_lost_line(one)]
            caused += [one for one in left if one.place.line == part.end + 1 and one.message.startswith(MISPLACED)]
            if caused:
                what = _WHAT[part.section]
                column = len(lines[first]) - len(lines[first].lstrip()) + 1
                message = f"the line `- id:` of {'an' if what == 'entry' else 'a'} {what} is missing above this line"
                hint = "write it again: `- id: ` and its short name"
                left = [one for one in left if one not in caused]
                left.append(Problem(Place(name, first + 1, column), message, hint))
            continue
        for key in _NEEDED[part.section]:
            # what is left of a text stands further in than the keys
            caused = [one for one in within if one.place.column - 1 > part.column and one.message in _OF_TEXT]
            if caused and not any(one == key for _, one in part.keys):
                where = f"{_WHAT[part.section]} '{part.name}'"
                hint = f"write `{key}: >-` above this line"
                left = [one for one in left if one not in caused]
                left.append(Problem(caused[0].place, f"key '{key}' is missing in {where}", hint))
                break
    return tuple(left)


def _of_lost_line(one: Problem) -> bool:
    return one.message.endswith(GIVEN_TWICE) or one.message.startswith(MISPLACED)


def _first_line_lost(part: _Part) -> int | None:
    """The first line of what is left of an item whose `- id:` is lost; None if it is there."""
    if not part.name:
        return part.keys[0][0] if part.keys else None
    seen, again = set[str](), list[int]()
    for line, key in part.keys:
        if key in seen:
            again.append(line)
        seen.add(key)
    return again[0] if len(again) >= _FEWEST else None


def _parts(lines: Sequence[str]) -> Iterator[_Part]:
    """The items of all lists of entries, topics and signs."""
    for at, line in enumerate(lines):
        header = _HEADER.match(line)
        if header is not None:
            yield from _parts_of(lines, at, header["name"], len(header["blanks"]))


def _parts_of(lines: Sequence[str], header: int, section: str, column: int) -> Iterator[_Part]:
    end = next((at for at in range(header + 1, len(lines)) if _ends(lines[at], column)), len(lines))
    starts = [(at, _ITEM.match(lines[at])) for at in range(header + 1, end)]
    columns = Counter(len(found["blanks"]) for _, found in starts if found is not None)
    if not columns:
        return
    dashes = columns.most_common(1)[0][0]
    begins = [at for at, found in starts if found is not None and abs(len(found["blanks"]) - dashes) < _ASTRAY]
    keys = lines[begins[0]].index("id:")
    if begins[0] > header + 1:
        yield _part(lines, section, header + 1, begins[0], keys, "")
    for begin, after in zip(begins, [*begins[1:], end], strict=True):
        name = lines[begin].partition("id:")[2].split("#")[0].strip()
        yield _part(lines, section, begin, after, keys, name)


def _part(lines: Sequence[str], section: str, begin: int, end: int, column: int, name: str) -> _Part:
    part = _Part(section, begin, end, name, column)
    for at in range(begin, end):
        found = _KEY.match(lines[at])
        if found is not None and abs(len(found["head"]) - column) < _ASTRAY:
            part.keys.append((at, found["key"]))
    return part


def _ends(line: str, column: int) -> bool:
    """Whether a line is no longer part of a list whose key has that column."""
    words = line.lstrip()
    indented = len(line) - len(words)
    return bool(words) and not words.startswith("#") and indented <= column and not words.startswith("- ")
