"""Signatures of clinicians that do not hold, or soon end, as findings. Today's date is passed in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.core.faq.model import ClinicalReview, Faq
from bot.core.faq.sign_offs import SOON, SignableKind, SignOffState, signables
from bot.core.positions import Places
from bot.core.quality.findings import Finding, Level

_OWNERS = {SignableKind.ANSWER: "entry", SignableKind.ALARM: "sign", SignableKind.TEXTS: "the group of texts"}
_AGAIN = "have a clinician read it again with /signoff"


def lapsed_signatures(faq: Faq, places: Places, today: date) -> Iterator[Finding]:
    """The signatures of clinicians that do not hold, and those that soon end."""
    for one in signables(faq):
        if one.review is None:
            continue
        owner = f"{_OWNERS[one.kind]} '{one.id}'"
        on, until = one.review.on, one.review.expires
        message, remedy = _impossible(one.review, today) or {
            SignOffState.EXPIRED: (f"was last checked {on}, which held until {until}", _AGAIN),
            SignOffState.CHANGED: (
                f"was changed after it was checked {on}",
                f'{_AGAIN}, or write `text: "{one.digest}"`',
            ),
            SignOffState.UNTIED: (
                f"was checked {on}, but it is not noted which words, so the check does not count",
                f'{_AGAIN}, or write `text: "{one.digest}"` if the words are the same',
            ),
        }.get(one.state(today), ("", ""))
        place, entry_id = places.of(one.path), one.id if one.kind is SignableKind.ANSWER else ""
        if message:
            yield Finding(Level.WARNING, place, "review", f"{owner} {message}", remedy, entry_id)
        elif until is not None and until <= today + SOON:
            message = f"{owner} was checked {on}, which holds until {until}"
            yield Finding(Level.NOTE, place, "review", message, _AGAIN, entry_id)


def _impossible(review: ClinicalReview, today: date) -> tuple[str, str] | None:
    """What is wrong with the days of a signature, whatever the words, and the remedy; None if they are possible."""
    if review.on > today:
        return f"was checked on {review.on}, which is yet to come: today is {today}", f"correct `on`, or {_AGAIN}"
    if review.expires is not None and review.expires < review.on:
        message = f"was checked on {review.on}, and the check expires on {review.expires}, before that day"
        return message, f"correct `expires`, or {_AGAIN}"
    return None
