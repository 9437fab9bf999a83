"""Texts of the FAQ as paragraphs and lists of styled runs, which `blocks.html.j2` shows, everything escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from bot.core.text.markup import Span, Spans, paragraphs, spans

_BULLET = "• "
_ADDRESS = re.compile(r"(?P<web>https?://[^\s<>\"]*[^\s<>\".,;:!?)])|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


class Block(NamedTuple):
    """Paragraphs, or the items of a list."""

    listed: bool
    lines: tuple[Spans, ...]


def blocks(text: str) -> tuple[Block, ...]:
    """A text with the FAQ's mark-up, in paragraphs and lists. Bare addresses are links, as they are in Telegram."""
    lines = (line for paragraph in paragraphs(text) for line in paragraph.splitlines())
    grouped = groupby(lines, lambda line: line.startswith(_BULLET))
    return tuple(
        Block(listed, tuple(tuple(_linked(spans(line.removeprefix(_BULLET)))) for line in group))
        for listed, group in grouped
    )


def _linked(line: Spans) -> Iterator[Span]:
    for span in line:
        at = 0
        for found in _ADDRESS.finditer(span.text) if span.url is None else ():
            if found.start() > at:
                yield Span(span.text[at : found.start()], span.bold, span.italic)
            url = found[0] if found["web"] else f"mailto:{found[0]}"
            yield Span(found[0], span.bold, span.italic, url)
            at = found.end()
        if at < len(span.text):
            yield Span(span.text[at:], span.bold, span.italic, span.url)
