"""The Bot API as data, and the check of one call against it: names, types and what is required.

Knows nothing of chats, lengths or delivery; `telegram.py` beside it does. Source of the data: scripts/make_botapi.py.
"""

import json
from functools import cache
from typing import Any

from tests.support.paths import SUPPORT

# {name: [[type, ...], required] or [[type, ...], required, constant]}
Fields = dict[str, list[Any]]
_ABBREVIATED = 60


class ApiError(Exception):
    """An answer with "ok": false; `code` is also the HTTP status."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad(description: str) -> ApiError:
    return ApiError(400, f"Bad Request: {description}")


@cache
def spec() -> dict[str, Any]:
    data: dict[str, Any] = json.loads((SUPPORT / "botapi.json").read_text(encoding="utf-8"))
    return data


@cache
def methods() -> dict[str, str]:
    """Methods by their lower-case name: Telegram ignores case."""
    return {name.lower(): name for name in spec()["methods"]}


def check_call(method: str, sent: dict[str, Any], files: frozenset[str]) -> dict[str, Any]:
    """The parameters of a call with their real types.

    `sent`: as they came over the wire, strings (form) or JSON values. `files`: names of the uploaded parts.
    Raises ApiError for an unknown method or parameter, a wrong type, or a missing required parameter.
    """
    name = methods().get(method.lower())
    if name is None:
        raise ApiError(404, "Not Found")
    fields: Fields = spec()["methods"][name]
    for parameter in sent.keys() | files:
        if parameter not in fields and not _attached(parameter, sent):
            raise bad(f"unknown parameter '{parameter}' of {name}")
    checked: dict[str, Any] = {}
    for parameter, (types, required, *_) in fields.items():
        if parameter in files and "InputFile" in types:
            checked[parameter] = f"attach://{parameter}"
        elif parameter in sent:
            checked[parameter] = _from_wire(sent[parameter], types, parameter)
        elif required:
            raise bad(f"parameter '{parameter}' of {name} is required")
    return checked


def check_value(value: Any, kind: str) -> bool:
    """Whether a JSON value is of a type of the specification ("Message", "Array of Integer", …)."""
    if kind.startswith("Array of "):
        return isinstance(value, list) and all(check_value(item, kind[9:]) for item in value)
    match kind:
        case "String" | "InputFile":
            return isinstance(value, str)
        case "Boolean":
            return isinstance(value, bool)
        case "Integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "Float":
            return isinstance(value, int | float) and not isinstance(value, bool)
    shape = spec()["types"][kind]
    if isinstance(shape, list):
        return any(check_value(value, subtype) for subtype in shape)
    return isinstance(value, dict) and _matches(value, shape)


def _matches(value: dict[str, Any], fields: Fields) -> bool:
    if not value.keys() <= fields.keys():
        return False
    for name, (types, required, *constant) in fields.items():
        if name not in value:
            if required:
                return False
        elif (constant and value[name] != constant[0]) or not any(check_value(value[name], kind) for kind in types):
            return False
    return True


def _attached(part: str, sent: dict[str, Any]) -> bool:
    return any(f"attach://{part}" in str(value) for value in sent.values())


def _from_wire(value: Any, types: list[str], parameter: str) -> Any:
    """A parameter's value: form fields come as text, objects as JSON text."""
    if not isinstance(value, str):
        if any(check_value(value, kind) for kind in types):
            return value
        raise bad(f"wrong type of parameter '{parameter}'")
    for kind in types:
        try:
            if kind in ("String", "InputFile"):
                return value
            if kind == "Integer":
                return int(value)
            if kind == "Float":
                return float(value)
            decoded = json.loads(value)
        except ValueError:
            continue
        if check_value(decoded, kind):
            return decoded
    if types[0] == "Array of String" or types[0] not in ("Integer", "Float", "Boolean"):
        raise bad(f"can't parse {parameter.replace('_', ' ')} JSON object: {value[:_ABBREVIATED]}")
    raise bad(f"can't parse parameter '{parameter}'")
