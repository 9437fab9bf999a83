"""The JSON Schema of a FAQ, for editors and validators. The shape itself is that of `model`."""

from __future__ import annotations

from typing import Any

from bot.core.faq.messages import RETIRED
from bot.core.faq.model import Faq

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_WRITTEN = ["string", "number", "boolean"]
"""What a text may look like to a program that reads YAML: `12`, `0041` and `no` are texts here."""


def json_schema() -> dict[str, Any]:
    """The schema; what the bot takes is valid by it."""
    schema = {"$schema": DRAFT, **Faq.model_json_schema()}
    for name in RETIRED:
        schema["$defs"]["Messages"]["properties"][name] = {"description": "Shown nowhere any more.", "deprecated": True}
    _widen(schema)
    return schema


def _widen(part: Any) -> None:
    """Lets every text be written without quotes, whatever it looks like."""
    if isinstance(part, dict):
        if part.get("type") == "string" and not part.keys() & {"enum", "const", "format"}:
            part["type"] = _WRITTEN
        for inner in part.values():
            _widen(inner)
    elif isinstance(part, list):
        for inner in part:
            _widen(inner)
