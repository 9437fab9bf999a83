"""The sign-off sheet: all that a clinician signs, as one HTML page to print, with boxes to sign in.

Owns what the page shows; its text and styles are in `signoff_sheet.html.j2`. Loads, runs and sends nothing. Knows
nothing of files.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from bot.core.faq.model import Faq, Source
from bot.core.faq.rules import clinic_values
from bot.core.faq.sign_offs import Signable, SignableKind, SignOffCount, SignOffState, signables, texts_of
from bot.core.languages import language
from bot.core.text.markup import fill
from bot.reports.blocks import Block, blocks
from bot.reports.templates import templates


class SheetItem(NamedTuple):
    """A text on the sheet with its box."""

    signable: Signable
    topic: str
    texts: tuple[tuple[str, tuple[Block, ...]], ...]
    """The answer or message, or each text of a group below its name."""
    details: tuple[Block, ...]
    sources: tuple[Source, ...]
    video: str
    state: str
    """Whether it is signed, by whom and until when."""


class SheetSection(NamedTuple):
    """The texts of one kind."""

    id: str
    title: str
    items: tuple[SheetItem, ...]


def render_signoff_sheet(faq: Faq, *, today: date) -> str:
    """The HTML page for one language."""
    return (
        templates()
        .get_template("signoff_sheet.html.j2")
        .render(
            clinic=clinic_values(faq.clinic, faq.messages)["clinic.name"],
            code=faq.language,
            language=language(faq.language).name,
            count=SignOffCount.of(faq, today),
            sections=_sections(faq, today),
            printed_on=_day(today),
        )
    )


def _sections(faq: Faq, today: date) -> tuple[SheetSection, ...]:
    titles = {
        SignableKind.ANSWER: "Answers",
        SignableKind.ALARM: "Messages for emergencies",
        SignableKind.TEXTS: "Other texts",
    }
    every = [(one.kind, _item(faq, one, today)) for one in signables(faq)]
    sections = (
        SheetSection(str(kind), title, tuple(item for found, item in every if found is kind))
        for kind, title in titles.items()
    )
    return tuple(section for section in sections if section.items)


def _item(faq: Faq, one: Signable, today: date) -> SheetItem:
    values, state = clinic_values(faq.clinic, faq.messages), _state(one, today)
    entry = faq.entry(one.id) if one.kind is SignableKind.ANSWER else None
    if entry is not None:
        topic = faq.topic(entry.topic or "")
        texts, details = [("", entry.answer)], fill(entry.details or "", values)
        title, sources, video = topic.title if topic is not None else "", entry.sources, entry.video or ""
    else:
        texts, details, title, sources, video = list(texts_of(faq, one)), "", "", (), ""
    shown = tuple((name, blocks(fill(text, values))) for name, text in texts)
    return SheetItem(one, title, shown, blocks(details), sources, video, state)


def _state(one: Signable, today: date) -> str:
    state, review = one.state(today), one.review
    if review is None or state is SignOffState.OPEN:
        return "Not signed yet"
    until = f", until {_day(review.expires)}" if review.expires is not None else ""
    return f"{state.capitalize()}: {review.by}, {_day(review.on)}{until}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
