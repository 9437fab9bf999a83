"""Texts with mark-up as paragraphs and lists."""

from __future__ import annotations

from bot.core.text.markup import Span
from bot.reports.blocks import Block, blocks


def test_mark_up_becomes_paragraphs_and_lists() -> None:
    assert blocks("Two\nlines.\n\n**First:**\n- one\n- two\n  more") == (
        Block(False, ((Span("Two lines."),), (Span("First:", bold=True),))),
        Block(True, ((Span("one"),), (Span("two more"),))),
    )


def test_bare_addresses_become_links_without_the_stop_behind_them() -> None:
    (block,) = blocks("See https://e.org/a. Or *ask@e.org*!")
    assert block.lines == (
        (
            Span("See "),
            Span("https://e.org/a", url="https://e.org/a"),
            Span(". Or "),
            Span("ask@e.org", italic=True, url="mailto:ask@e.org"),
            Span("!"),
        ),
    )
