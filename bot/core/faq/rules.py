"""The rules of a FAQ beyond its schema: unique ids, valid references, texts that fit into a message.

Reports all violations by path. Knows nothing of YAML, lines and columns.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.core.faq.clinic_faults import unusable
from bot.core.faq.messages import Messages
from bot.core.faq.model import Clinic, Entry, Faq
from bot.core.faq.placeholder_rules import is_filled, placeholder_faults, placeholders_of, texts_as_written, unfilled
from bot.core.faq.spelling import closest
from bot.core.text.markup import fill, length

MESSAGE_LIMIT = 4096
"""Shown characters (UTF-16 units) in one Telegram message."""
BUTTON_LIMIT = 60
"""Characters of a button that phones show."""


@dataclass(frozen=True, slots=True)
class RuleViolation:
    """A violation with its path, message and remedy. `other` is the path of the value it conflicts with, `missing` what
    it refers to and is not there: "entry 'price'"."""

    path: tuple[str | int, ...]
    message: str
    hint: str
    other: tuple[str | int, ...] | None = None
    missing: str = ""


def rules(faq: Faq) -> Iterator[RuleViolation]:
    """Every violation in the FAQ."""
    yield from _unique(("entries",), [entry.id for entry in faq.entries])
    yield from _unique(("topics",), [topic.id for topic in faq.topics])
    yield from _unique(("urgent", "signs"), [sign.id for sign in faq.urgent.signs] if faq.urgent else [])
    yield from _references(faq)
    yield from _shared_phrasings(faq.entries)
    yield from _texts(faq)
    yield from _texts_as_written(faq)
    yield from _unusable_details(faq.clinic)


def phrasing_key(phrasing: str) -> str:
    """A normal form; phrasings with the same key count as one."""
    return " ".join(phrasing.casefold().replace("’", "'").rstrip("?!. ").split())


def phrasing_digest(phrasing: str) -> str:
    """Identifies a phrasing without its words: 32 hexadecimal digits, the same for the same `phrasing_key`."""
    return hashlib.sha256(phrasing_key(phrasing).encode()).hexdigest()[:32]


def clinic_values(clinic: Clinic, messages: Messages) -> dict[str, str]:
    """The values of the placeholders `{clinic.…}`.

    What the clinic has not filled in is named in words: patients never read a blank to fill in.
    """
    unset = {name: str(field.default) for name, field in Clinic.model_fields.items()}
    unset |= {
        "name": messages.clinic_name,
        "phone": messages.clinic_phone,
        "email": messages.clinic_email,
        "hours": messages.clinic_hours,
        "booking_url": messages.clinic_website,
        "emergency_number": messages.local_emergency_number,
        "crisis_line": messages.local_crisis_line,
    }
    return {f"clinic.{name}": unset[name] if is_unset(name, str(value)) else str(value) for name, value in clinic}


def is_unset(name: str, value: str) -> bool:
    """Whether a detail of the clinic is not filled in."""
    return value == Clinic.model_fields[name].default or re.search(r"\[.*\]", value) is not None


def _unusable_details(clinic: Clinic) -> Iterator[RuleViolation]:
    """A number that nobody can call is worse than an edit refused: every alarm would name it."""
    for name, value in clinic:
        if not is_unset(name, str(value)) and (fault := unusable(name, str(value))):
            what, _, remedy = fault.partition("; ")
            subject = "the emergency number" if name == "emergency_number" else f"clinic {name}"
            yield RuleViolation(("clinic", name), f"{subject} '{value}' {what}", remedy)


def _unique(path: tuple[str, ...], ids: list[str]) -> Iterator[RuleViolation]:
    first: dict[str, int] = {}
    for at, one in enumerate(ids):
        if one in first:
            message, hint = f"id '{one}' is used twice", "choose another id for one of them"
            yield RuleViolation((*path, at, "id"), message, hint, (*path, first[one], "id"))
        first.setdefault(one, at)


def _references(faq: Faq) -> Iterator[RuleViolation]:
    entries = {entry.id for entry in faq.entries}
    topics = {topic.id for topic in faq.topics}
    for at, entry in enumerate(faq.entries):
        if entry.topic is not None and entry.topic not in topics:
            message = f"topic '{entry.topic}' of entry '{entry.id}' does not exist"
            hint = closest(entry.topic, sorted(topics))
            yield RuleViolation(("entries", at, "topic"), message, hint, missing=f"topic '{entry.topic}'")
        for nth, follow_up in enumerate(entry.follow_ups):
            if follow_up not in entries:
                message = f"follow-up '{follow_up}' of entry '{entry.id}' does not exist"
                hint, missing = closest(follow_up, sorted(entries)), f"entry '{follow_up}'"
                yield RuleViolation(("entries", at, "follow_ups", nth), message, hint, missing=missing)
    for at, sign in enumerate(faq.urgent.signs if faq.urgent else ()):
        if sign.related is not None and sign.related not in entries:
            message = f"entry '{sign.related}' of sign '{sign.id}' does not exist"
            hint, missing = closest(sign.related, sorted(entries)), f"entry '{sign.related}'"
            yield RuleViolation(("urgent", "signs", at, "related"), message, hint, missing=missing)


def _shared_phrasings(entries: tuple[Entry, ...]) -> Iterator[RuleViolation]:
    """A question belongs to its entry: the phrasing that is the same is to go, wherever it stands."""
    first: dict[str, tuple[str, tuple[str | int, ...]]] = {}
    for at, entry in enumerate(entries):
        first.setdefault(phrasing_key(entry.question), (entry.id, ("entries", at, "question")))
    for at, entry in enumerate(entries):
        for nth, phrasing in enumerate(entry.all_phrasings):
            path = ("entries", at, "phrasings", nth - 1) if nth else ("entries", at, "question")
            key = phrasing_key(phrasing)
            owner, other = first.setdefault(key, (entry.id, path))
            if other != path:
                where = "this entry" if owner == entry.id else f"entry '{owner}'"
                message = f"phrasing '{phrasing[:60]}' of entry '{entry.id}' is already in {where}"
                yield RuleViolation(path, message, "keep it in one place only", other)


def _texts(faq: Faq) -> Iterator[RuleViolation]:
    values = clinic_values(faq.clinic, faq.messages)
    for path, text in texts(faq):
        if path[0] != "messages" or is_filled(str(path[1])):
            for message, hint in placeholder_faults(text, placeholders_of(path)):
                yield RuleViolation(path, message, hint)
        shown = _shown(fill(text, values))
        if not shown:
            yield RuleViolation(path, "this text is empty when shown", "write some words")
        along, what = _sent_along(faq, path, values)
        if path[-1] != "details" and shown + along > MESSAGE_LIMIT:
            beside = f" with {what}" if along and shown <= MESSAGE_LIMIT else ""
            count = shown + along if beside else shown
            message = (
                f"this text is too long for a Telegram message: {count} characters{beside}, at most {MESSAGE_LIMIT}"
            )
            yield RuleViolation(path, message, "shorten it, or move a part to `details`")


def _texts_as_written(faq: Faq) -> Iterator[RuleViolation]:
    for path, text in texts_as_written(faq):
        for message, hint in unfilled(text):
            yield RuleViolation(path, message, hint)


def _sent_along(faq: Faq, path: tuple[str | int, ...], values: Mapping[str, str]) -> tuple[int, str]:
    """How much is in the same message as a text at most, with the blank lines between, and what it is."""
    parts: tuple[str, ...]
    match path:
        case ("entries", int(at), "answer"):
            above = faq.urgent.if_now if faq.urgent else ""
            parts, what = (faq.entries[at].question, above), "the question and `if_now`"
        case ("messages", _):
            parts, what = (faq.messages.emergency_line,), "`emergency_line`"
        case ("urgent", "signs", _, "message"):
            after = (text for name, text in faq.messages if name.startswith("after_alarm_"))
            parts, what = (max(after, key=len), faq.messages.emergency_line), "what is said later"
        case _:
            return 0, ""
    return sum(_shown(fill(part, values)) + 2 for part in parts if part), what


@lru_cache(maxsize=2048)
def _shown(text: str) -> int:
    """The length of a text of a FAQ. An edit reads a FAQ several times, and nearly all its texts are the same."""
    return length(text)


def texts(faq: Faq) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every text with mark-up, with its path."""
    for name, text in faq.messages:
        yield ("messages", name), str(text)
    for at, entry in enumerate(faq.entries):
        yield ("entries", at, "answer"), entry.answer
        if entry.details is not None:
            yield ("entries", at, "details"), entry.details
    if faq.urgent:
        yield ("urgent", "if_now"), faq.urgent.if_now
        yield ("urgent", "unclear"), faq.urgent.unclear
        for at, sign in enumerate(faq.urgent.signs):
            yield ("urgent", "signs", at, "message"), sign.message
