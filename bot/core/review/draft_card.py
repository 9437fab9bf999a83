"""A draft as an admin reads it before it is published: every word that patients will read, and what is wrong with them.

Knows nothing of Telegram, and of what publishing it would change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.core.faq.model import Entry, Faq
from bot.core.faq.rules import clinic_values
from bot.core.languages import language
from bot.core.quality.lint import unfinished
from bot.core.quality.readability import word_count
from bot.core.review import draft_messages
from bot.core.text.markup import bullets, escaped, fill, joined, literal

_ADDRESS = re.compile(r"(?:\b[a-z][a-z0-9+.-]*:/+|\bwww\.)[^\s<>()\"]*[^\s<>()\".,;:]", re.IGNORECASE)
_DOSE = re.compile(
    r"\b\d+(?:[.,]\d+)?\s?(?:units?|iu|i\.u\.|mg|mcg|µg|micrograms?|milligrams?|unidades|miligramos|microgramos)\b",
    re.IGNORECASE,
)
_LINKED = re.compile(r"\]\((https?://[^\s()<>\"]+)\)")


def draft_texts(faq: Faq, draft: Entry, besides: Sequence[str] = ()) -> str:
    """All that patients will read of a draft, with the addresses behind its links, and the warnings above it, those
    that the texts alone don't tell of `besides`."""
    values = clinic_values(faq.clinic, faq.messages)
    warnings = [f"⚠ {one}" for one in (*besides, *draft_warnings(faq, draft))]
    answer, details = fill(draft.answer, values), fill(draft.details or "", values)
    links = dict.fromkeys((*_LINKED.findall(answer), *_LINKED.findall(details), *filter(None, (draft.video,))))
    sources = [
        f"{literal(one.title)}: {escaped(one.url) if one.url else draft_messages.NO_ADDRESS}" for one in draft.sources
    ]
    return joined(
        f"**{literal(draft.question)}**",
        "\n\n".join(warnings),
        answer,
        f"*{draft_messages.DRAFT_DETAILS}*\n\n{details}" if details else f"*{draft_messages.DRAFT_NO_DETAILS}*",
        f"*{draft_messages.DRAFT_SOURCES}*\n{bullets(sources, len(sources))}"
        if sources
        else f"*{draft_messages.DRAFT_NO_SOURCES}*",
        f"*{draft_messages.DRAFT_LINKS}*\n{bullets([escaped(one) for one in links], len(links))}" if links else "",
    )


def draft_warnings(faq: Faq, draft: Entry) -> tuple[str, ...]:
    """What is wrong with the texts of a draft."""
    sources = (part for one in draft.sources for part in (one.title, one.url or ""))
    found = (
        *answer_warnings(draft.answer, faq.language),
        *text_warnings(draft.details or ""),
        *text_warnings("\n".join((draft.question, draft.video or "", *sources))),
    )
    return tuple(dict.fromkeys(found))


def answer_warnings(answer: str, code_of_language: str) -> tuple[str, ...]:
    """What is wrong with a short answer: its length, and what is wrong with any text."""
    count, most = word_count(answer), language(code_of_language).longest_answer
    too_long = (draft_messages.LONG_ANSWER.format(count=count, most=most),) if count > most else ()
    return (*too_long, *text_warnings(answer))


def text_warnings(text: str) -> tuple[str, ...]:
    """Mark-up that patients would read as it is written, doses, and addresses that don't begin with https://."""
    return tuple(_warnings(text))


def _warnings(text: str) -> Iterator[str]:
    for what, remedy in unfinished(text):
        yield draft_messages.BAD_MARKUP.format(what=literal(what, 160), remedy=escaped(remedy))
    if found := _DOSE.search(text):
        yield draft_messages.DOSE.format(dose=literal(found[0]))
    for address in dict.fromkeys(_ADDRESS.findall(text)):
        if not address.lower().startswith("https://"):
            yield draft_messages.NOT_HTTPS.format(address=literal(address, 160))
