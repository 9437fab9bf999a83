"""Turns pydantic's errors and rule violations into problems that an admin understands."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from pydantic import BaseModel

from bot.core.faq.model import Faq
from bot.core.faq.rules import RuleViolation
from bot.core.faq.spelling import closest
from bot.core.positions import Path, Places, Problem

_SCALAR_ERRORS = {
    "string_too_short": "is empty",
    "too_short": "is empty",
    "tuple_type": "must be a list, one `- item` a line",
    "model_type": "must be a group of `key: value` lines",
    "dict_type": "must be a group of `key: value` lines",
    "date_from_datetime_parsing": "must be a day such as 2026-11-22",
    "date_parsing": "must be a day such as 2026-11-22",
    "date_type": "must be a day such as 2026-11-22",
    "float_parsing": "must be a number such as 0.05",
    "float_type": "must be a number such as 0.05",
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
}
_HINTS = {
    "string_too_short": "write some words, or delete the line",
    "too_short": "add an item, or delete the key",
    "bool_parsing": "write true, or delete the line",
    "bool_type": "write true, or delete the line",
}
_MOST_LINES = 12
_MANY = 5
"""Missing ids from which on a part of the file may be missing."""
_TYPOGRAPHIC = re.compile("^[“”„«»‘’‚]|[“”«»‘’]$")
_PATTERN_HINTS = {
    "id": "use small letters, digits and hyphens, at most 48",
    "topic": "use small letters, digits and hyphens, at most 48",
    "url": "write the whole address, starting with https://",
    "video": "write the whole address, starting with https://",
    "language": "use a two-letter code such as en",
}


_PATTERNS = "the patterns of a sign are now part of the bot"
_TO_EXAMPLES = "delete it; write messages of your own under `alarm` of the sign; see 'An older file' in docs/faq.md"
_MOVED = {
    "words": (f"{_PATTERNS}, and so are word groups", _TO_EXAMPLES),
    "not_urgent": (f"{_PATTERNS}, and so are idioms", "delete it; write messages of your own under `no_alarm`"),
    "lookalikes": (f"{_PATTERNS}, and so are look-alikes", "delete it"),
    "phrases": (_PATTERNS, _TO_EXAMPLES),
    "wishing": (_PATTERNS, "delete it"),
    "checks": (
        "examples are now directly under the sign, and the bot includes most of them",
        "move your own, at most 15 of each, to `alarm` and `no_alarm` of the sign and delete the rest",
    ),
}
"""Keys of `urgent` and its signs in version 0.1: the reason each was removed, and the remedy."""


def moved(value: dict[str, object], places: Places) -> list[Problem]:
    """Removes such keys from `urgent`. Returns one problem for each key, at its first place."""
    urgent = value.get("urgent")
    if not isinstance(urgent, dict):
        return []
    groups: list[tuple[Path, dict[str, object]]] = [(("urgent",), urgent)]
    signs = urgent.get("signs")
    signs = enumerate(signs) if isinstance(signs, list) else ()
    groups += [(("urgent", "signs", number), sign) for number, sign in signs if isinstance(sign, dict)]
    problems: list[Problem] = []
    for key, (why, hint) in _MOVED.items():
        found = [places.of((*path, key), key=True) for path, group in groups if key in group]
        for _, group in groups:
            group.pop(key, None)
        if found:
            often = f" ({len(found)} times)" if len(found) > 1 else ""
            problems.append(Problem(found[0], f"key '{key}' has moved out of `urgent`{often}: {why}", hint))
    return problems


def in_words(found: dict[str, object], value: object, places: Places, model: type[BaseModel] = Faq) -> Problem:
    """The problem behind one of pydantic's errors."""
    path = tuple(part for part in as_path(found["loc"]) if part != "[key]")
    kind = str(found["type"])
    last = str(path[-1]) if path else ""
    where = _where(path, value)
    if kind == "extra_forbidden":
        suggestion = closest(last, _keys_at(path[:-1], model))
        return Problem(places.of(path, key=True), f"unknown key '{last}'{where}", suggestion)
    if kind == "missing":
        hint = f"add `{last}: ...`"
        if _is_last_entry(path[:-1], value):
            hint += "; this is the last entry: is the file complete?"
        return Problem(places.of(path[:-1]), f"key '{last}' is missing{where}", hint)
    name = f"'{last}'" if not isinstance(path[-1], int) else f"item {path[-1] + 1} of '{path[-2]}'"
    place = places.of(path)
    if kind == "string_pattern_mismatch":
        key = str(path[-2]) if isinstance(path[-1], int) else last
        key = "id" if key == "follow_ups" else key
        if isinstance(written := found.get("input"), str) and _TYPOGRAPHIC.search(written):
            hint = "delete them, or type plain ones (\" or ')"
            return Problem(place, f"{name} has typographic quotes around it{where}, which YAML takes for letters", hint)
        return Problem(place, f"{name} has a wrong format{where}", _PATTERN_HINTS.get(key, "check the spelling"))
    if kind == "string_too_long":
        context = found.get("ctx")
        limit = context.get("max_length") if isinstance(context, dict) else "?"
        return Problem(place, f"{name} is too long{where}", f"at most {limit} characters")
    if kind == "string_type":
        is_, hint = _instead_of_text(found.get("input"))
        return Problem(place, f"{name} must be text{where}{is_}", hint)
    text = _SCALAR_ERRORS.get(kind)
    hint = _HINTS.get(kind, "") if text else _allowed(kind, found)
    return Problem(place, f"{name} {text or 'has a value that is not allowed'}{where}", hint)


def _instead_of_text(written: object) -> tuple[str, str]:
    """What stands where a text belongs, in words that follow "must be text"; and the remedy."""
    if isinstance(written, dict) and any(written.values()):
        key = next(iter(written))
        return f", but begins with the key '{key}'", f"delete '{key}:', or put the whole text in quotes"
    if isinstance(written, dict):
        return "", "put a text that begins with { in quotes"
    return ", but is a list", "write one text; put a text that begins with [ in quotes"


def _allowed(kind: str, found: dict[str, object]) -> str:
    """What may be written in place of a value that is out of range or none of a few."""
    context = found.get("ctx")
    limits = context if isinstance(context, dict) else {}
    match kind:
        case "literal_error":
            expected = str(limits["expected"]).replace("'", "")
            return f"write {expected}" + ("" if " or " in expected else ", the only value that is understood")
        case "less_than":
            return f"write a share below {limits['lt']:g}, such as 0.05, which is 5 in 100"
        case "greater_than" | "greater_than_equal":
            return "write a share between 0 and 1, such as 0.05, which is 5 in 100"
        case _:
            return str(found["msg"])


def _is_last_entry(path: Path, value: object) -> bool:
    """Whether a path leads to the last entry, and nothing follows it in the file."""
    if path[:1] != ("entries",) or len(path) != 2 or not isinstance(value, dict) or list(value)[-1] != "entries":
        return False
    return path[1] == len(value["entries"]) - 1


def as_path(loc: object) -> Path:
    return tuple(part for part in loc if isinstance(part, (str, int))) if isinstance(loc, tuple) else ()


def _where(path: Path, value: object) -> str:
    """The nearest named group around a path: " in entry 'side-effects'"."""
    if path[:2] == ("urgent", "signs") and len(path) > 3 and isinstance(value, dict):
        return _where(path[1:], value["urgent"])
    if len(path) < 3 or not isinstance(value, dict) or not isinstance(path[1], int):
        return f" in '{path[0]}'" if len(path) > 1 else ""
    kind = {"entries": "entry", "topics": "topic", "signs": "sign"}.get(str(path[0]), str(path[0]))
    entry_id = value[str(path[0])][path[1]].get("id")
    return f" in {kind} '{entry_id}'" if entry_id else f" in {kind} number {path[1] + 1}"


def _keys_at(path: Path, root: type[BaseModel]) -> tuple[str, ...]:
    """The keys allowed at a path below the model `root`."""
    model: object = root
    for part in path:
        if isinstance(part, int):
            continue
        fields = model.model_fields if isinstance(model, type) and issubclass(model, BaseModel) else {}
        model = _model_in(fields[part].annotation) if part in fields else None
    return tuple(model.model_fields) if isinstance(model, type) and issubclass(model, BaseModel) else ()


def _model_in(annotation: object) -> object:
    """The model inside `tuple[Model, ...]`, `Model | None` or `Model`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_model_in(part) for part in getattr(annotation, "__args__", ()))
    return next((model for model in inner if model is not None), None)


def of_findings(findings: Iterable[RuleViolation], places: Places) -> Iterator[Problem]:
    """The problems behind violations of rules. What is missing is told once, however many places refer to it."""
    missing: dict[str, list[RuleViolation]] = defaultdict(list)
    for one in findings:
        if one.missing:
            missing[one.missing].append(one)
        else:
            yield _of_finding(one, places)
    if len(missing) >= _MANY:
        yield Problem(places.of(()), f"{len(missing)} ids that are referred to do not exist", "is the file complete?")
    for what, found in missing.items():
        if len(found) == 1:
            yield _of_finding(found[0], places)
            continue
        found_at = sorted(places.of(one.path) for one in found)
        lines = [str(place.line) for place in found_at]
        some = ", ".join(lines[:_MOST_LINES]) + (" …" if len(lines) > _MOST_LINES else "")
        message = f"{what} does not exist, and {len(lines)} places refer to it"
        yield Problem(found_at[0], message, f"lines {some}; {found[0].hint}")


def _of_finding(finding: RuleViolation, places: Places) -> Problem:
    hint = finding.hint
    if finding.other is not None:
        hint = f"the first one is in line {places.of(finding.other).line}; {hint}"
    return Problem(places.of(finding.path), finding.message, hint)
