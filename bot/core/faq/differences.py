"""What one version of a FAQ says otherwise than another, in words for staff: titles, never ids.

Owns the words. Knows nothing of files, checks and of who changed anything.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TypeVar

from pydantic import BaseModel

from bot.core.faq.model import ClinicalReview, Entry, Faq, Urgent, UrgentSign

UNSEEN = "nothing that the bot says: comments, order or layout"
_NAMES = {
    "follow_ups": "follow-ups",
    "cautious": "how carefully it is answered",
    "translated": "what it was translated from",
    "matching": "how careful the bot is",
    "off_topic": "off-topic messages",
    "if_now": "the line above answers",
    "unclear": "the message for an unclear emergency",
    "level": "how urgent it is",
    "related": "the entry below it",
}
"""Fields whose names say too little."""
_COUNTED = {
    "phrasings": ("wording", "wordings"),
    "checks": ("check", "checks"),
    "alarm": ("example of an alarm", "examples of an alarm"),
    "no_alarm": ("example of no alarm", "examples of no alarm"),
    "off_topic": ("off-topic message", "off-topic messages"),
}
"""Lists of which it is said how many were added and removed."""
Titled = TypeVar("Titled", Entry, UrgentSign)


def differences(before: Faq, after: Faq) -> tuple[str, ...]:
    """What was changed, a line for each entry or part of the FAQ; never empty."""
    lines = (*_entries(before, after), *_others(before, after), *_signatures(before, after))
    return lines or (UNSEEN,)


def in_brief(lines: Sequence[str], limit: int) -> str:
    """As many whole lines as fit into `limit` characters, and how many more there are; at least a part of the first."""
    for number in range(len(lines), 0, -1):
        more = f" and {len(lines) - number} more" if number < len(lines) else ""
        text = "; ".join(lines[:number]) + more
        if len(text) <= limit:
            return text
    more = f" and {len(lines) - 1} more" if len(lines) > 1 else ""
    return f"{lines[0][: limit - len(more) - 1].rstrip()}…{more}" if lines else ""


def _entries(before: Faq, after: Faq) -> Iterator[str]:
    old, new = _by_id(before.entries), _by_id(after.entries)
    for key, entry in new.items():
        if key not in old:
            yield f"{'new' if entry.status == 'published' else 'new draft'}: {_quoted(entry.question)}"
        elif line := _entry(old[key], entry):
            yield line
    for key, entry in old.items():
        if key not in new:
            yield f"{'removed' if entry.status == 'published' else 'draft removed'}: {_quoted(entry.question)}"


def _entry(old: Entry, new: Entry) -> str:
    title, parts = _quoted(new.question), list(_parts(old, new, but={"question", "status"}))
    if not parts and (old.question, old.status) == (new.question, new.status):
        return ""
    if old.question != new.question:
        title = f"{title} in place of {_quoted(old.question)}"
    if old.status != new.status:
        title = f"{'published' if new.status == 'published' else 'a draft again'}: {title}"
    return f"{title}: {', '.join(parts)}" if parts else title


def outside_entries(before: Faq, after: Faq) -> tuple[str, ...]:
    """What was changed but in entries and signatures, a line for each part of the FAQ."""
    return tuple(_others(before, after))


def _others(before: Faq, after: Faq) -> Iterator[str]:
    old, new = before.clinic.emergency_number, after.clinic.emergency_number
    if old != new:
        yield f"the emergency number: {_quoted(old)} → {_quoted(new)}"
    if parts := list(_parts(before.clinic, after.clinic, but={"emergency_number"})):
        yield f"the clinic’s details: {', '.join(parts)}"
    if before.messages != after.messages:
        yield f"texts: {', '.join(_parts(before.messages, after.messages))}"
    if before.urgent != after.urgent:
        yield from _urgent(before.urgent or Urgent(), after.urgent or Urgent())
    yield from _parts(before, after, but={"entries", "clinic", "messages", "urgent", "reviewed_texts"})


def _urgent(before: Urgent, after: Urgent) -> Iterator[str]:
    old, new = _by_id(before.signs), _by_id(after.signs)
    for key, sign in new.items():
        if key not in old:
            yield f"new emergency: {_quoted(sign.title)}"
        elif parts := list(_parts(old[key], sign)):
            yield f"emergency {_quoted(sign.title)}: {', '.join(parts)}"
    yield from (f"emergency removed: {_quoted(sign.title)}" for key, sign in old.items() if key not in new)
    if parts := list(_parts(before, after, but={"signs"})):
        yield f"emergencies: {', '.join(parts)}"


def _parts(before: BaseModel, after: BaseModel, but: Collection[str] = ()) -> Iterator[str]:
    """What differs in the fields of two values of the same shape."""
    for name in type(after).model_fields:
        old, new = getattr(before, name), getattr(after, name)
        if old == new or name in but or name == "reviewed":
            continue
        if name in _COUNTED and set(old) != set(new):
            yield from _counted(_COUNTED[name], set(old), set(new))
        else:
            yield _NAMES.get(name, name.replace("_", " "))


def _signatures(before: Faq, after: Faq) -> Iterator[str]:
    """What was signed, which is no change of the words and not of whoever changed them."""
    old, new = _signed(before), _signed(after)
    if titles := [title for title, review in new.items() if review is not None and review != old.get(title)]:
        yield f"signed by clinicians: {', '.join(titles)}"
    if titles := [title for title, review in old.items() if review is not None and new.get(title, review) is None]:
        yield f"signature gone: {', '.join(titles)}"


def _signed(faq: Faq) -> dict[str, ClinicalReview | None]:
    """Who signed what, by title."""
    urgent, texts = faq.urgent or Urgent(), faq.reviewed_texts
    found = {_quoted(one.question): one.reviewed for one in faq.entries}
    found |= {_quoted(one.title): one.reviewed for one in urgent.signs}
    found["texts about emergencies"] = urgent.reviewed
    return found | {f"texts ({name.replace('_', ' ')})": getattr(texts, name) for name in type(texts).model_fields}


def _counted(nouns: tuple[str, str], old: set[str], new: set[str]) -> Iterator[str]:
    for sign, number in (("+", len(new - old)), ("−", len(old - new))):
        if number:
            yield f"{sign}{number} {nouns[number != 1]}"


def _by_id(items: Sequence[Titled]) -> Mapping[str, Titled]:
    return {one.id: one for one in items}


def _quoted(title: str) -> str:
    return f"“{title}”"
