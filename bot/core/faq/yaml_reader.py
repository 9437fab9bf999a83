"""YAML text -> Faq, or every problem at once with its place and a hint.

Owns the order of the checks: YAML, schema, rules. Knows nothing of files: the caller passes bytes and the name to show
in messages.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TypeVar

from pydantic import ValidationError

from bot.core.faq.joined_lists import joined_list_problems
from bot.core.faq.lost_lines import explained
from bot.core.faq.messages import RETIRED
from bot.core.faq.model import Faq, Model
from bot.core.faq.problems import as_path, in_words, moved, of_findings
from bot.core.faq.rules import RuleViolation, rules
from bot.core.positions import FaqProblems, Layout, Path, Places
from bot.core.strict_yaml import parse

_MENDED = "mended-"
Shape = TypeVar("Shape", bound=Model)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A valid FAQ with the places and ranges of its values."""

    faq: Faq
    places: Places
    layout: Layout


def read_faq(data: bytes, name: str = "faq.yaml", main: Faq | None = None) -> Loaded:
    """The FAQ in `data` (UTF-8 YAML). A translation may refer to entries and topics of `main`.

    Raises:
        FaqProblems: every problem, each with `name`, line, column and a hint.
    """
    try:
        return _read(data, name, main)
    except FaqProblems as error:
        raise FaqProblems(explained(error.problems, data, name)) from None


def _read(data: bytes, name: str, main: Faq | None) -> Loaded:
    document = parse(data, name, "a FAQ", "begin with `entries:`")
    value, places = document.value, document.places
    problems = [*document.problems, *moved(value, places)]
    faq, errors = _validated(_up_to_date(value))
    problems += [in_words(found, value, places) for found in errors]
    if faq is None:
        raise FaqProblems(tuple(problems))
    found = (one for one in rules(_among(faq, main)) if _is_of(faq, one) and _MENDED not in one.message)
    problems += of_findings(found, places)
    problems += joined_list_problems(faq, places)
    if problems:
        raise FaqProblems(tuple(problems))
    return Loaded(faq, places, document.layout)


def read_model(data: bytes, name: str, model: type[Shape]) -> tuple[Shape, Places]:
    """The values in `data` (UTF-8 YAML) as a `model`, with their places.

    Raises:
        FaqProblems: every problem, each with `name`, line, column and a hint.
    """
    document = parse(data, name, hint=f"begin with `{next(iter(model.model_fields))}:`")
    value, places = document.value, document.places
    try:
        shaped = model.model_validate(value)
    except ValidationError as error:
        found = [in_words(dict(one), value, places, model) for one in error.errors(include_url=False)]
        raise FaqProblems((*document.problems, *found)) from None
    if document.problems:
        raise FaqProblems(document.problems)
    return shaped, places


def _among(faq: Faq, main: Faq | None) -> Faq:
    """The FAQ followed by the entries and topics that only `main` has."""
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
    """Whether a violation is in the FAQ itself and not in an entry or topic of the main one."""
    own = {"entries": len(faq.entries), "topics": len(faq.topics)}
    section, *rest = finding.path
    return not rest or not isinstance(rest[0], int) or rest[0] < own.get(str(section), rest[0] + 1)


def _up_to_date(value: dict[str, object]) -> dict[str, object]:
    """The values with the version as a number and without retired messages."""
    if value.get("version") == "1":
        value = {**value, "version": 1}
    if isinstance(messages := value.get("messages"), dict):
        value = {**value, "messages": {name: text for name, text in messages.items() if name not in RETIRED}}
    return value


def _validated(value: dict[str, object]) -> tuple[Faq | None, list[dict[str, object]]]:
    """The FAQ and its schema errors. After an error the FAQ is repaired, only to find further problems."""
    errors: list[dict[str, object]] = []
    for _ in range(4):
        try:
            return Faq.model_validate(value), errors
        except ValidationError as error:
            # pydantic reports a list with a faulty item as too short too
            found = [dict(one) for one in error.errors(include_url=False)]
            found = [one for one in found if one["type"] != "too_short" or not one["input"]]
            errors = errors or found
            value = copy.deepcopy(value)
            for one in found:
                _mend(value, as_path(one["loc"]), str(one["type"]))
    return None, errors


def _mend(value: object, path: Path, kind: str) -> None:
    """Removes a faulty value or replaces it with a harmless one, so that the rest can be checked."""
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
