"""HTML parse mode as Telegram does it: marked-up text -> plain text and entities, or the error a bot would get.

Offsets and lengths are in UTF-16 code units. Other parse modes are refused: this bot has no use for them.
"""

import html
import re
from collections.abc import Callable
from functools import partial
from typing import Any

from tests.support.botapi import ApiError, bad

_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[a-zA-Z-]+(?:=(?:\"[^\"]*\"|'[^']*'|[^\s>\"']+))?)*)\s*>")
_ATTRIBUTE = re.compile(r"([a-zA-Z-]+)(?:=(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+)))?")
_RUN = re.compile(r"[^<&]+")
_REFERENCE = re.compile(r"&(#[0-9]{1,7}|#x[0-9a-fA-F]{1,6}|lt|gt|amp|quot);")


def length(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse_text(text: str, parse_mode: str | None) -> tuple[str, list[dict[str, Any]]]:
    """Plain text and entities; leading and trailing white space is cut, as Telegram does."""
    if parse_mode is None or parse_mode == "":
        return text.strip(), []
    if parse_mode.lower() != "html":
        raise bad("unsupported parse_mode")
    plain, entities = _parse_html(text)
    kept = plain.rstrip()
    cut = length(plain) - length(plain.lstrip())
    end = length(kept)
    shifted = []
    for entity in entities:
        start, stop = max(entity["offset"], cut), min(entity["offset"] + entity["length"], end)
        if stop > start:
            shifted.append({**entity, "offset": start - cut, "length": stop - start})
    return plain.strip(), sorted(shifted, key=lambda entity: (entity["offset"], -entity["length"]))


def _refused(what: str) -> ApiError:
    return bad(f"can't parse entities: {what}")


def _parse_html(text: str) -> tuple[str, list[dict[str, Any]]]:
    plain: list[str] = []
    offset = position = 0
    open_tags: list[tuple[str, int, dict[str, Any]]] = []
    entities: list[dict[str, Any]] = []
    while position < len(text):
        character = text[position]
        if character == "<":
            found = _TAG.match(text, position)
            if found is None:
                raise _refused(f"Unsupported start tag at byte offset {_byte(text, position)}")
            closing, name, attributes = found[1], found[2].lower(), found[3]
            if name not in _TAGS:
                raise _refused(f'Unsupported start tag "{name}" at byte offset {_byte(text, position)}')
            if closing:
                if not open_tags:
                    raise _refused(f"Unexpected end tag at byte offset {_byte(text, position)}")
                opened, start, extra = open_tags.pop()
                if opened != name:
                    raise _refused(
                        f'Unmatched end tag at byte offset {_byte(text, position)}, expected "</{opened}>", '
                        f'found "</{name}>"'
                    )
                if offset > start:
                    entities.append({"offset": start, "length": offset - start, **extra})
            else:
                open_tags.append((name, offset, _entity(name, attributes, partial(_byte, text, position))))
            position = found.end()
            continue
        if character == "&":
            # Telegram lets an ampersand that begins no reference pass; a bot that sends one did not escape its text.
            reference = _REFERENCE.match(text, position)
            if reference is None:
                raise _refused(f"Unescaped ampersand at byte offset {_byte(text, position)}")
            decoded = html.unescape(reference[0])
            plain.append(decoded)
            offset += length(decoded)
            position = reference.end()
            continue
        run = _RUN.match(text, position)
        assert run is not None  # neither of the two signs above
        plain.append(run[0])
        offset += length(run[0])
        position = run.end()
    if open_tags:
        raise _refused(f'Can\'t find end tag corresponding to start tag "{open_tags[-1][0]}"')
    return "".join(plain), entities


def _byte(text: str, position: int) -> int:
    return len(text[:position].encode())


def _entity(name: str, raw: str, byte: Callable[[], int]) -> dict[str, Any]:
    attributes = {found[1].lower(): html.unescape(found[2] or found[3] or found[4] or "") for found in _iter(raw)}
    entity: dict[str, Any] = {"type": _TAGS[name]}
    match name:
        case "a":
            if not attributes.get("href"):
                return entity
            entity["url"] = attributes["href"]
        case "span":
            if attributes.get("class") != "tg-spoiler":
                raise _refused(f'Tag "span" must have class "tg-spoiler" at byte offset {byte()}')
        case "blockquote":
            if "expandable" in attributes:
                entity["type"] = "expandable_blockquote"
        case "code" if attributes.get("class", "").startswith("language-"):
            entity["language"] = attributes["class"].removeprefix("language-")
        case "tg-emoji":
            entity["custom_emoji_id"] = attributes.get("emoji-id", "")
    return entity


def _iter(raw: str) -> list[re.Match[str]]:
    return [found for found in _ATTRIBUTE.finditer(raw) if found[1]]
