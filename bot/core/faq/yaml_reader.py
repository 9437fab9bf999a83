"""YAML text -> Faq, or every problem at once with its place and a hint. The only importer of yaml.

Scalars are read as text, so `no`, `8:30` and `0041` stay what was written. Anchors, aliases and tags are refused at
the first one, before anything is built, so that a small file cannot grow large in memory. Knows nothing of files: the
caller hands in bytes and the name to show in messages.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn, TypeVar

import yaml
from pydantic import ValidationError

from bot.core.faq.messages import RETIRED
from bot.core.faq.model import Faq, Model
from bot.core.faq.positions import Extent, FaqProblems, Layout, Path, Place, Places, Problem
from bot.core.faq.problems import as_path, in_words, moved, of_finding
from bot.core.faq.rules import RuleViolation, rules

__all__ = ["Extent", "FaqProblems", "Loaded", "Path", "Place", "Places", "Problem", "places_of", "read_faq"]

MAX_BYTES = 5_000_000
_MAX_DEPTH = 12
_MENDED = "mended-"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Shape = TypeVar("Shape", bound=Model)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A usable FAQ, where each of its values stands in the file, and how far it reaches."""

    faq: Faq
    places: Places
    layout: Layout


@dataclass(slots=True)
class _Tree:
    """Builds plain values from YAML's events, noting places and problems on the way."""

    file: str
    values: dict[Path, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict)
    extents: dict[Path, Extent] = field(default_factory=dict)
    key_extents: dict[Path, Extent] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def build(self, text: str) -> object:
        events = yaml.parse(text, Loader=_Loader)
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
            inner = (*path, key)
            if key in mapping:
                line = self.keys[inner][0] + 1
                self._problem(event, f"key '{key}' is given twice", f"the first one is in line {line}; keep one")
                self._node(next(events), events, (*path, f"{key} again"))
                continue
            self.keys[inner] = _mark(event)
            self.key_extents[inner] = _extent(event, event)
            mapping[key] = self._node(next(events), events, inner)
        self.extents[path] = _extent(first, event)
        return mapping

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


def read_faq(data: bytes, name: str = "faq.yaml", main: Faq | None = None) -> Loaded:
    """The FAQ written in `data` (UTF-8 YAML). A translation may refer to entries and topics that only `main` has.

    Raises:
        FaqProblems: with every problem found, each with `name`, line, column and a hint.
    """
    value, tree, places = _read(data, name, "a FAQ", "begin with `entries:`")
    problems = [*tree.problems, *moved(value, places)]
    faq, errors = _validated(_up_to_date(value))
    problems += [in_words(found, value, places) for found in errors]
    if faq is None:
        raise FaqProblems(tuple(problems))
    found = (one for one in rules(_among(faq, main)) if _is_of(faq, one) and _MENDED not in one.message)
    problems += [of_finding(finding, places) for finding in found]
    if problems:
        raise FaqProblems(tuple(problems))
    return Loaded(faq, places, Layout(tree.extents, tree.key_extents))


def read_model(data: bytes, name: str, model: type[Shape]) -> tuple[Shape, Places]:
    """What is written in another file of the bot, by its model, and where each value stands.

    Raises:
        FaqProblems: with every problem found, each with `name`, line, column and a hint.
    """
    value, tree, places = _read(data, name, "this file", f"begin with `{next(iter(model.model_fields))}:`")
    problems = list(tree.problems)
    try:
        shaped = model.model_validate(value)
    except ValidationError as error:
        problems += [in_words(dict(one), value, places, model) for one in error.errors(include_url=False)]
        raise FaqProblems(tuple(problems)) from None
    if problems:
        raise FaqProblems(tuple(problems))
    return shaped, places


def places_of(data: bytes, name: str) -> Places:
    """Where the values of a FAQ stand that `read_faq` could read."""
    tree = _Tree(name)
    _parse(_decode(data, name), tree)
    return Places(name, tree.values, tree.keys)


def _read(data: bytes, name: str, what: str, hint: str) -> tuple[dict[str, object], _Tree, Places]:
    tree = _Tree(name)
    value = _parse(_decode(data, name), tree)
    places = Places(name, tree.values, tree.keys)
    if not isinstance(value, dict):
        wrong = Problem(places.of(()), f"{what} is a group of `key: value` lines", hint)
        raise FaqProblems((*tree.problems, wrong))
    return value, tree, places


def _among(faq: Faq, main: Faq | None) -> Faq:
    """The FAQ followed by the entries and topics that only the main one has."""
    if main is None:
        return faq
    entries, topics = {one.id for one in faq.entries}, {one.id for one in faq.topics}
    return faq.model_copy(
        update={
            "entries": (*faq.entries, *(one for one in main.entries if one.id not in entries)),
            "topics": (*faq.topics, *(one for one in main.topics if one.id not in topics)),
        }
    )


def _is_of(faq: Faq, finding: RuleViolation) -> bool:
    """Whether a finding is about the FAQ itself and not about what the main one lent it."""
    own = {"entries": len(faq.entries), "topics": len(faq.topics)}
    section, *rest = finding.path
    return not rest or not isinstance(rest[0], int) or rest[0] < own.get(str(section), rest[0] + 1)


def _decode(data: bytes, name: str) -> str:
    if len(data) > MAX_BYTES:
        hint = "is it the right file?"
        message = f"the file is too large: {len(data):,} bytes, at most {MAX_BYTES:,}"
        raise FaqProblems((Problem(Place(name, 1, 1), message, hint),))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        place = Place(name, before.count(b"\n") + 1, error.start - (before.rfind(b"\n") + 1) + 1)
        raise FaqProblems((Problem(place, "this is not UTF-8 text", "save the file with encoding UTF-8"),)) from None
    return text


def _parse(text: str, tree: _Tree) -> object:
    try:
        return tree.build(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(tree.file, mark.line + 1, mark.column + 1) if mark else Place(tree.file, 1, 1)
        message = f"this is not valid YAML: {error.problem or error.context or 'unreadable'}"
        hint = "check the indentation; put a text that begins with * or holds ': ' or ' #' in quotes"
        raise FaqProblems((*tree.problems, Problem(place, message, hint))) from None
    except yaml.reader.ReaderError as error:
        position = error.position if isinstance(error.position, int) else 0
        line = text.count("\n", 0, position) + 1
        column = position - (text.rfind("\n", 0, position) + 1) + 1
        message = "a character that YAML does not allow"
        raise FaqProblems((Problem(Place(tree.file, line, column), message, "delete it and type it anew"),)) from None


def _up_to_date(value: dict[str, object]) -> dict[str, object]:
    """The version as a number, and no messages that earlier versions had."""
    if value.get("version") == "1":
        value = {**value, "version": 1}
    if isinstance(messages := value.get("messages"), dict):
        value = {**value, "messages": {name: text for name, text in messages.items() if name not in RETIRED}}
    return value


def _validated(value: dict[str, object]) -> tuple[Faq | None, list[dict[str, object]]]:
    """The FAQ and its schema errors. With errors the FAQ is a mended one, good only for finding further problems."""
    errors: list[dict[str, object]] = []
    for _ in range(4):
        try:
            return Faq.model_validate(value), errors
        except ValidationError as error:
            # a list with a faulty item is reported as too short as well, which would only confuse
            found = [dict(one) for one in error.errors(include_url=False)]
            found = [one for one in found if one["type"] != "too_short" or not one["input"]]
            errors = errors or found
            value = copy.deepcopy(value)
            for one in found:
                _mend(value, as_path(one["loc"]), str(one["type"]))
    return None, errors


def _mend(value: object, path: Path, kind: str) -> None:
    """Takes a faulty value out, or puts a harmless one in, so that the rest can be looked at."""
    for part in path[:-1]:
        if isinstance(value, list) and isinstance(part, int):
            value = value[part]
        elif isinstance(value, dict):
            value = value.get(part)
    if isinstance(value, list) and isinstance(path[-1], int):
        value[path[-1]] = f"{_MENDED}{path[-1]}"
    elif isinstance(value, dict) and kind == "missing":
        value[path[-1]] = f"{_MENDED}{id(value)}"
    elif isinstance(value, dict):
        value.pop(path[-1], None)
