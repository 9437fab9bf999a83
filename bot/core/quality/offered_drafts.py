"""Drafts that entries or signs of emergencies offer: patients see no button for what is invisible to them."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.faq.model import Faq
from bot.core.positions import Places
from bot.core.quality.findings import Finding, warning
from bot.core.text.counts import counted

NAMED = 3
"""Entries that a finding names."""


def offered_drafts(faq: Faq, places: Places) -> Iterator[Finding]:
    """A finding for each draft that is offered somewhere, at its status."""
    for at, draft in enumerate(faq.entries):
        if draft.status != "draft":
            continue
        offering = [entry.id for entry in faq.published if draft.id in entry.follow_ups]
        signs = [sign.id for sign in (faq.urgent.signs if faq.urgent else ()) if sign.related == draft.id]
        if not offering and not signs:
            continue
        some = ", ".join(f"'{one}'" for one in offering[:NAMED])
        more = f" and {len(offering) - NAMED} more" if len(offering) > NAMED else ""
        below = [f"below {counted(len(offering), 'answer')}: {some}{more}"] if offering else []
        below += [f"below the emergency message of '{one}'" for one in signs]
        message = f"entry '{draft.id}' is a draft, so its button is gone {', and '.join(below)}"
        remedy = "delete the line `status: draft` to publish it, or take its id out there"
        yield warning(places.of(("entries", at, "status")), "draft", message, remedy, draft.id)
