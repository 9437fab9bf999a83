"""YAML text as plain values with their places. The only importer of yaml.

Scalars stay text, so `no`, `8:30` and `0041` are what was written. The first anchor, alias or tag is refused before
anything is built, so that a small file cannot grow large in memory. Knows nothing of files and schemas: the caller
passes bytes and the name to show in messages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn

import yaml

from bot.core.positions import Extent, FaqProblems, JoinedLine, Layout, Path, Place, Places, Problem
from bot.core.yaml_mistakes import CONFLICT, conflict, forbidden_character, joined_line, mistakes, quotes

GIVEN_TWICE = "is given twice"
MAX_BYTES = 5_000_000
_MAX_DEPTH = 12
_MENDED = 20
"""Mistakes in the YAML itself after which reading stops."""
_COMMENT = re.compile(r"[ \t]+(?:(?P<cut>#[^\s#]\S{0,20})|#[^\n]{0,40})")
_TYPED = re.compile(r"(?i)true|false|yes|no|on|off|null|~|[-+]?\d[\d.]*")
"""Texts that other readers of YAML take for true, false, nothing or a number."""
_BLANKS = "\u00a0\u200b\u202f\u3000\ufeff "
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Document:
    """What is written in a file, and where."""

    value: dict[str, Any]
    """Text, lists and groups."""
    places: Places
    layout: Layout
    problems: tuple[Problem, ...]
    """What is wrong but did not stop the reading: keys given twice, a second document."""


def parse(data: bytes, name: str, what: str = "this file", hint: str = "begin with a key") -> Document:
    """The `key: value` lines of `data` (UTF-8 YAML); `what` and `hint` describe the file in messages.

    Raises:
        FaqProblems: the file cannot be read at all.
    """
    value, tree = _built(_decode(data, name), name)
    places = Places(name, tree.values, tree.keys, tree.comments, tree.joined, tree.typed)
    if not isinstance(value, dict):
        wrong = Problem(places.of(()), f"{what} is a group of `key: value` lines", hint)
        raise FaqProblems((*tree.problems, wrong))
    return Document(value, places, Layout(tree.extents, tree.key_extents), tuple(tree.problems))


def _decode(data: bytes, name: str) -> str:
    if len(data) > MAX_BYTES:
        hint = "is it the right file?"
        message = f"the file is too large: it has more than {MAX_BYTES:,} bytes"
        raise FaqProblems((Problem(Place(name, 1, 1), message, hint),))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        place = Place(name, before.count(b"\n") + 1, error.start - (before.rfind(b"\n") + 1) + 1)
        raise FaqProblems((Problem(place, "this is not UTF-8 text", "save the file with encoding UTF-8"),)) from None
    return text


def _built(text: str, name: str) -> tuple[object, _Tree]:
    """The value of a text, read as it is meant where it is not YAML, so that further problems are found as well."""
    problems: list[Problem] = []
    for _ in range(_MENDED):
        tree = _Tree(name, text, problems=list(problems))
        try:
            return tree.build(), tree
        except yaml.MarkedYAMLError as error:
            at, begun = error.problem_mark or error.context_mark, error.context_mark or error.problem_mark
            told = f"{error.context or ''} {error.problem or ''}"
            stopped, began = ((mark.line, mark.column) if mark else (0, 0) for mark in (at, begun))
            found = list(mistakes(text, told, stopped, began))
        except yaml.reader.ReaderError:
            found = [forbidden_character(text)]
        problems += [Problem(Place(name, one.line + 1, one.column + 1), one.message, one.hint) for one in found]
        lines = text.split("\n")
        for one in found:
            if one.meant is not None:
                lines[one.line] = one.meant
        meant = "\n".join(lines)
        if meant == text:
            break
        text = meant
    raise FaqProblems(tuple(problems))


@dataclass(slots=True)
class _Tree:
    """Builds plain values from YAML's events and records places and problems."""

    file: str
    text: str
    values: dict[Path, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict)
    extents: dict[Path, Extent] = field(default_factory=dict)
    key_extents: dict[Path, Extent] = field(default_factory=dict)
    comments: dict[Path, str] = field(default_factory=dict)
    joined: dict[Path, JoinedLine] = field(default_factory=dict)
    typed: dict[Path, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def build(self) -> object:
        events = yaml.parse(self.text, Loader=_Loader)
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                break
        else:
            raise FaqProblems((Problem(Place(self.file, 1, 1), "the file is empty", "it needs at least `entries:`"),))
        value = self._node(next(events), events, ())
        next(events)  # the document's end
        extra = next(events)
        if isinstance(extra, yaml.DocumentStartEvent):
            self._problem(extra, "a second document begins here", "remove the line `---`")
        return value

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], path: Path) -> object:
        self.values[path] = _mark(event)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._refuse(event, "anchors and aliases (& and *) are not allowed", "write the text out, in quotes")
        if getattr(event, "tag", None):
            self._refuse(event, "tags (words that begin with !) are not allowed", "put the text in quotes")
        if len(path) > _MAX_DEPTH:
            self._refuse(event, "this is nested too deeply", "check the indentation")
        if isinstance(event, yaml.ScalarEvent):
            self.extents[path] = _extent(event, event)
            self._look_for_comment(event, path)
            self._look_for_list(event, path)
            self._look_for_conflict(event)
            if not event.style and _TYPED.fullmatch(str(event.value)):
                self.typed[path] = str(event.value)
            return str(event.value)
        first = event
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[object] = []
            while not isinstance(event := next(events), yaml.SequenceEndEvent):
                items.append(self._node(event, events, (*path, len(items))))
            self.extents[path] = _extent(first, event)
            return items
        mapping: dict[str, object] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self._refuse(event, "a key must be a word", "put a text that holds { } or [ ] in quotes")
            key = str(event.value)
            if key.strip(_BLANKS) != key:
                self._problem(event, "an invisible blank stands beside this key", "delete the blanks, type them again")
                key = key.strip(_BLANKS)
            inner = (*path, key)
            if key in mapping:
                line = self.keys[inner][0] + 1
                self._problem(event, f"key '{key}' {GIVEN_TWICE}", f"the first one is in line {line}; keep one")
                self._node(next(events), events, (*path, f"{key} again"))
                continue
            self.keys[inner] = _mark(event)
            self.key_extents[inner] = _extent(event, event)
            mapping[key] = self._node(next(events), events, inner)
        self.extents[path] = _extent(first, event)
        return mapping

    def _look_for_comment(self, event: yaml.ScalarEvent, path: Path) -> None:
        """What follows a text without quotes. `#5` is no comment, nor is `#this` behind several words, but YAML takes
        them for such."""
        end = event.end_mark
        found = _COMMENT.match(self.text, end.index) if end is not None and not event.style else None
        if end is None or found is None:
            return
        if found["cut"] and (" " in str(event.value) or found["cut"][1].isdigit()):
            message = f"this text is cut off before '{found['cut']}', which YAML takes for a comment"
            place = Place(self.file, end.line + 1, end.column + 1 + found.start("cut") - end.index)
            begin = event.start_mark.index if event.start_mark else end.index
            whole = self.text[begin:].split("\n", 1)[0].rstrip()
            one_line = "\n" not in self.text[begin : end.index]
            hint = quotes("'{}'".format(whole.replace("'", "''"))) if one_line else "put the whole text in quotes"
            remark = "" if found["cut"][1].isdigit() else "; a remark goes on a line of its own"
            self.problems.append(Problem(place, message, f"{hint}{remark}"))
        else:
            self.comments[path] = found[0].strip()

    def _look_for_list(self, event: yaml.ScalarEvent, path: Path) -> None:
        """Lines that look like a list and are joined into one: YAML keeps the ends of lines only below `|`."""
        begin, end, style = event.start_mark, event.end_mark, event.style or ""
        if begin is None or end is None or begin.line == end.line or style == "|":
            return
        written = self.text[begin.index : end.index]
        written = f" {written[1:-1]}" if style in ("'", '"') else written
        one = joined_line(f"{' ' * begin.column}{written}", str(event.value))
        if one is not None:
            self.joined[path] = replace(one, line=begin.line + one.line, below=style)

    def _look_for_conflict(self, event: yaml.ScalarEvent) -> None:
        """The lines of a merge within a text, where they are no mistake in the YAML."""
        begin, end = event.start_mark, event.end_mark
        if begin is None or end is None or (left := conflict(self.text[begin.index : end.index])) is None:
            return
        line, column = left
        place = Place(self.file, begin.line + line + 1, column + 1 + (0 if line else begin.column))
        self.problems.append(Problem(place, *CONFLICT))

    def _problem(self, event: yaml.Event, message: str, hint: str) -> None:
        line, column = _mark(event)
        self.problems.append(Problem(Place(self.file, line + 1, column + 1), message, hint))

    def _refuse(self, event: yaml.Event, message: str, hint: str) -> NoReturn:
        self._problem(event, message, hint)
        raise FaqProblems(tuple(self.problems))


def _mark(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line, mark.column) if mark else (0, 0)


def _extent(first: yaml.Event, last: yaml.Event) -> Extent:
    begin, end = first.start_mark, last.end_mark
    inline = bool(getattr(first, "flow_style", False))
    return Extent(begin.index, end.index, begin.column, inline) if begin and end else Extent(0, 0, 0, inline)
