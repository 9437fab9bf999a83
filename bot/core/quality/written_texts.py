"""Every text of a FAQ with its path: what patients read, and what their messages are compared with."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from bot.core.faq.model import Faq
from bot.core.faq.placeholder_rules import texts_as_written
from bot.core.faq.rules import texts
from bot.core.faq.sign_offs import signables
from bot.core.positions import Path


def every_text(faq: Faq) -> Iterator[tuple[Path, str]]:
    """All of them."""
    return chain(texts(faq), texts_as_written(faq), _signatures(faq), compared_texts(faq))


def compared_texts(faq: Faq) -> Iterator[tuple[Path, str]]:
    """What messages are compared with; questions are among what patients read."""
    for at, entry in enumerate(faq.entries):
        for key, lines in (("phrasings", entry.phrasings), ("checks", entry.checks)):
            for nth, line in enumerate(lines):
                yield ("entries", at, key, nth), line
    if faq.urgent:
        for at, sign in enumerate(faq.urgent.signs):
            for key, lines in (("alarm", sign.alarm), ("no_alarm", sign.no_alarm)):
                for nth, line in enumerate(lines):
                    yield ("urgent", "signs", at, key, nth), line
        for nth, line in enumerate(faq.urgent.no_alarm):
            yield ("urgent", "no_alarm", nth), line
    for nth, line in enumerate(faq.off_topic):
        yield ("off_topic", nth), line
    for at, group in enumerate(faq.synonyms):
        for nth, line in enumerate(group):
            yield ("synonyms", at, nth), line


def _signatures(faq: Faq) -> Iterator[tuple[Path, str]]:
    for one in signables(faq):
        if one.review is not None:
            yield (*one.path, "by"), one.review.by
