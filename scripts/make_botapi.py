"""Condenses the published Bot API specification into the data the tests hold every call against.

Usage: python scripts/make_botapi.py SPEC.json [tests/support/botapi.json]

SPEC.json is `api.json` of https://github.com/PaulSonOfLars/telegram-bot-api-spec. Kept are names, types, what is
required, the subtypes of a union and the constant that tells subtypes apart; not one sentence of the documentation.

Output: {"version": str, "methods": {name: fields}, "types": {name: fields | [subtype, ...]}} with
fields = {name: [[type, ...], required] or [[type, ...], required, constant]}; one method or type a line.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

_CONSTANT = re.compile(r"(?:must be|always) [\"“*]?([a-z_0-9]+)[\"”*]?\.?$")
_DISCRIMINATORS = {"type", "source", "status"}


def _field(field: dict[str, Any]) -> list[Any]:
    condensed: list[Any] = [field["types"], field["required"]]
    constant = _CONSTANT.search(field["description"]) if field["name"] in _DISCRIMINATORS else None
    return [*condensed, constant[1]] if constant else condensed


def _fields(owner: dict[str, Any]) -> dict[str, list[Any]]:
    return {field["name"]: _field(field) for field in owner.get("fields", [])}


def condense(spec: dict[str, Any]) -> str:
    """The condensed specification as JSON text."""
    methods = {name: _fields(method) for name, method in spec["methods"].items()}
    types = {name: kind.get("subtypes") or _fields(kind) for name, kind in spec["types"].items()}

    def lines(section: dict[str, Any]) -> str:
        return ",\n".join(f"{json.dumps(name)}: {json.dumps(value)}" for name, value in sorted(section.items()))

    version = json.dumps(spec["version"])
    return f'{{"version": {version},\n"methods": {{\n{lines(methods)}\n}},\n"types": {{\n{lines(types)}\n}}}}\n'


def main(arguments: list[str]) -> int:
    """Writes the condensed specification; exit code 2 when called wrongly."""
    if not 1 <= len(arguments) <= 2:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    target = Path(arguments[1] if len(arguments) == 2 else "tests/support/botapi.json")
    target.write_text(condense(json.loads(Path(arguments[0]).read_text(encoding="utf-8"))), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
