"""Writes texts and entries as YAML, with quotes only where needed. Knows nothing of the file (see `edits`)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from bot.core.faq.model import ClinicalReview, Entry

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_WORD_FIRST = re.compile(r"[^\W_]|[^\x00-\x7f]")
_NOT_TEXT = re.compile(r"(?i:true|false|yes|no|on|off|y|n|null)$|\d(?!.*[^\W\d_]{2}.*\s|.*\s.*[^\W\d_]{2})")
"""Texts that other YAML readers take for a boolean, number or date."""
_BROKEN_PLAIN = re.compile(r":(?:\s|$)|\s#|[\n\t\r]|^\s|\s$")


def one_line(text: str) -> str:
    """A text on one line without control characters."""
    return " ".join(_UNPRINTABLE.sub(" ", text).split())


def entry_lines(entry: Entry, indent: str) -> Iterator[str]:
    """The lines of an entry; `indent` precedes the items of its lists."""
    yield f"id: {entry.id}"
    if entry.topic:
        yield f"topic: {entry.topic}"
    yield f"question: {scalar(entry.question)}"
    yield from _list_lines("phrasings", entry.phrasings, indent)
    yield from _text_lines("answer", entry.answer)
    if entry.details:
        yield from _text_lines("details", entry.details)
    if entry.sources:
        yield "sources:"
        for source in entry.sources:
            yield f"{indent}- title: {scalar(source.title)}"
            if source.url:
                yield f"{indent}  url: {scalar(source.url)}"
    if entry.video:
        yield f"video: {scalar(entry.video)}"
    yield from _list_lines("follow_ups", entry.follow_ups, indent)
    yield from _list_lines("checks", entry.checks, indent)
    if entry.reviewed:
        yield "reviewed:"
        yield from (f"  {name}: {value}" for name, value in review_values(entry.reviewed).items())
    if entry.status == "draft":
        yield "status: draft"


def review_values(review: ClinicalReview) -> dict[str, str]:
    """The values of a signature as they are written, by key; they fit into { } too."""
    values = {"by": scalar(review.by, inline=True), "on": str(review.on)}
    if review.expires is not None:
        values["expires"] = str(review.expires)
    if review.text is not None:
        values["text"] = f'"{review.text}"'  # in quotes: others take one of digits alone for a number
    return values


def _list_lines(key: str, values: Sequence[str], indent: str) -> Iterator[str]:
    if values:
        yield f"{key}:"
        yield from (f"{indent}- {scalar(value)}" for value in values)


def _text_lines(key: str, text: str) -> Iterator[str]:
    lines = text.split("\n")
    if len(lines) == 1 or _UNPRINTABLE.search(text) or "\r" in text or text.startswith((" ", "\t")):
        yield f"{key}: {scalar(text)}"
    else:
        yield f"{key}: |-"
        yield from (f"  {line}" if line else "" for line in lines)


def scalar(text: str, *, inline: bool = False) -> str:
    """A text as a YAML scalar, with quotes only if YAML would read it differently without them."""
    if _plain(text, inline=inline):
        return text
    if "'" not in text and ('"' in text or "\\" in text) and not _UNPRINTABLE.search(text) and text.isprintable():
        return f"'{text}'"
    quoted = json.dumps(text, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def _plain(text: str, *, inline: bool) -> bool:
    if not text or not _WORD_FIRST.match(text) or _NOT_TEXT.match(text) or _UNPRINTABLE.search(text):
        return False
    return not _BROKEN_PLAIN.search(text) and not (inline and re.search(r"[\[\]{},:]", text))
