"""What one version of a FAQ says otherwise than another, in words for staff: titles, never ids.

Owns the words. Knows nothing of files, checks and of who changed anything.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TypeVar

from pydantic import BaseModel

from bot.core.faq.model import ClinicalReview, Entry, Faq, Urgent, UrgentSign
from bot.core.text.counts import counted, some_of

UNSEEN = "nothing that the bot says: comments, order or layout"
QUOTED = 2
"""Wordings, or titles of entries, that are quoted of those added or removed; the others are counted."""
LONGEST_QUOTE = 50
SHORTEST_TITLE = 12
"""Characters of a title below which it says too little."""
_UNFINISHED = re.compile(r"[,;:]*\s*\b\d+$|[,;:]+$")
"""What a cut text must not end with: a number without what it counts, and marks."""
SIGNED = 3
"""Titles of signed texts that are named."""
_NAMES = {
    "phrasings": "order of the wordings",
    "checks": "order of the checks",
    "alarm": "order of the examples of an alarm",
    "no_alarm": "order of the examples of no alarm",
    "follow_ups": "follow-ups",
    "cautious": "how carefully it is answered",
    "translated": "what it was translated from",
    "matching": "how careful the bot is",
    "off_topic": "order of the off-topic messages",
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
"""Lists of which it is said how many were added and removed, and which."""
Titled = TypeVar("Titled", Entry, UrgentSign)


def differences(before: Faq, after: Faq, *, quoting: int = QUOTED) -> tuple[str, ...]:
    """What was changed, a line for each entry or part of the FAQ; never empty. Of wordings that were added or removed
    at most `quoting` are quoted; with 0 the lines are as short as can be."""
    lines = (*_entries(before, after, quoting), *_others(before, after, quoting), *_signatures(before, after))
    return lines or (UNSEEN,)


def in_brief(lines: Sequence[str], limit: int) -> str:
    """As many whole lines as fit into `limit` characters, and how many more there are; at least a part of the first."""
    for number in range(len(lines), 0, -1):
        more = f" and {len(lines) - number} more" if number < len(lines) else ""
        text = "; ".join(lines[:number]) + more
        if len(text) <= limit:
            return text
    more = f" and {len(lines) - 1} more" if len(lines) > 1 else ""
    return _cut(lines[0], limit - len(more)) + more if lines else ""


def _cut(line: str, limit: int) -> str:
    """A line in at most `limit` characters: with as much of its title as there is room for beside what changed, or if
    that is too much, as much of the line. Ends between words, and never after a number without what it counts."""
    title, colon, changed = line.partition("”: ")
    room = limit - len(f"…{colon}{changed}")
    if colon and room >= SHORTEST_TITLE:
        return f"{_begun(title, room)}…{colon}{changed}"
    return f"{_begun(line, limit - 1)}…"


def _begun(text: str, limit: int) -> str:
    """The first whole words of a text; a part of the first if it is longer than `limit` characters."""
    words, gap, _ = text[: limit + 1].rpartition(" ")
    return _UNFINISHED.sub("", words if gap else text[:limit]) or text[:limit].rstrip()


def _entries(before: Faq, after: Faq, quoting: int) -> Iterator[str]:
    old, new = _by_id(before.entries), _by_id(after.entries)
    yield from _listed("added", [entry for key, entry in new.items() if key not in old])
    yield from filter(None, (_entry(old[key], entry, quoting) for key, entry in new.items() if key in old))
    yield from _listed("removed", [entry for key, entry in old.items() if key not in new])


def _listed(what: str, entries: Sequence[Entry]) -> Iterator[str]:
    """`2 entries removed: “A” and “B”`, and the drafts among them apart."""
    for status, nouns in (("published", ("entry", "entries")), ("draft", ("draft", "drafts"))):
        titles = [_quoted(entry.question) for entry in entries if entry.status == status]
        if titles:
            yield f"{counted(len(titles), *nouns)} {what}: {some_of(titles, QUOTED)}"


def _entry(old: Entry, new: Entry, quoting: int) -> str:
    title, parts = _quoted(new.question), _changed(old, new, {"question", "status"}, quoting)
    if not parts and (old.question, old.status) == (new.question, new.status):
        return ""
    if old.question != new.question:
        title = f"{title} in place of {_quoted(old.question)}"
    if old.status != new.status:
        title = f"{'published' if new.status == 'published' else 'a draft again'}: {title}"
    return f"{title}: {parts}" if parts else title


def outside_entries(before: Faq, after: Faq) -> tuple[str, ...]:
    """What was changed but in entries and signatures, a line for each part; without a wording, for the log."""
    return tuple(_others(before, after, 0))


def _others(before: Faq, after: Faq, quoting: int) -> Iterator[str]:
    old, new = before.clinic.emergency_number, after.clinic.emergency_number
    if old != new:
        yield f"the emergency number: {_quoted(old)} → {_quoted(new)}"
    if parts := _fields(before.clinic, after.clinic, but={"emergency_number"}):
        yield f"the clinic’s details: {', '.join(parts)}"
    if before.messages != after.messages:
        yield f"texts: {', '.join(_fields(before.messages, after.messages))}"
    if before.urgent != after.urgent:
        yield from _urgent(before.urgent or Urgent(), after.urgent or Urgent(), quoting)
    apart = {"entries", "clinic", "messages", "urgent", "reviewed_texts"}
    yield from _fields(before, after, apart)
    yield from _lists(before, after, apart, quoting)


def _urgent(before: Urgent, after: Urgent, quoting: int) -> Iterator[str]:
    old, new = _by_id(before.signs), _by_id(after.signs)
    for key, sign in new.items():
        if key not in old:
            yield f"new emergency: {_quoted(sign.title)}"
        elif parts := _changed(old[key], sign, (), quoting):
            yield f"emergency {_quoted(sign.title)}: {parts}"
    yield from (f"emergency removed: {_quoted(sign.title)}" for key, sign in old.items() if key not in new)
    if parts := _changed(before, after, {"signs"}, quoting):
        yield f"emergencies: {parts}"


def _changed(before: BaseModel, after: BaseModel, but: Collection[str], quoting: int) -> str:
    """What differs in two values of the same shape: the fields that changed, then what lists lost and got."""
    fields = _fields(before, after, but)
    said = [some_of(fields, len(fields)) + (" changed" if quoting else "")] if fields else []
    return "; ".join((*said, *_lists(before, after, but, quoting)))


def _fields(before: BaseModel, after: BaseModel, but: Collection[str] = ()) -> list[str]:
    """The names of the fields that differ, but for the lists of which it is said what was added and removed."""
    return [
        _NAMES.get(name, name.replace("_", " "))
        for name in _differing(before, after, but)
        if name not in _COUNTED or set(getattr(before, name)) == set(getattr(after, name))
    ]


def _lists(before: BaseModel, after: BaseModel, but: Collection[str], quoting: int) -> Iterator[str]:
    """What lists got and lost."""
    for name in _differing(before, after, but):
        if name in _COUNTED:
            old, new = getattr(before, name), getattr(after, name)
            yield from _counted(_COUNTED[name], "added", [one for one in new if one not in set(old)], quoting)
            yield from _counted(_COUNTED[name], "removed", [one for one in old if one not in set(new)], quoting)


def _differing(before: BaseModel, after: BaseModel, but: Collection[str]) -> Iterator[str]:
    for name in type(after).model_fields:
        if name not in but and name != "reviewed" and getattr(before, name) != getattr(after, name):
            yield name


def _signatures(before: Faq, after: Faq) -> Iterator[str]:
    """What was signed, which is no change of the words and not of whoever changed them."""
    old, new = _signed(before), _signed(after)
    if titles := [title for title, review in new.items() if review is not None and review != old.get(title)]:
        yield f"signed by clinicians: {some_of(titles, SIGNED)}"
    if titles := [title for title, review in old.items() if review is not None and new.get(title, review) is None]:
        yield f"signature gone: {some_of(titles, SIGNED)}"


def _signed(faq: Faq) -> dict[str, ClinicalReview | None]:
    """Who signed what, by title."""
    urgent, texts = faq.urgent or Urgent(), faq.reviewed_texts
    found = {_quoted(one.question): one.reviewed for one in faq.entries}
    found |= {_quoted(one.title): one.reviewed for one in urgent.signs}
    found["texts about emergencies"] = urgent.reviewed
    return found | {f"texts ({name.replace('_', ' ')})": getattr(texts, name) for name in type(texts).model_fields}


def _counted(nouns: tuple[str, str], what: str, texts: Sequence[str], quoting: int) -> Iterator[str]:
    """`8 wordings removed: “…”, “…” and 6 more`."""
    if texts:
        quoted = some_of([_quoted(_shortened(one)) for one in texts], quoting)
        yield f"{counted(len(texts), *nouns)} {what}" + (f": {quoted}" if quoting else "")


def _shortened(text: str) -> str:
    """A wording on one line of a list."""
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1].rstrip() + "…"


def _by_id(items: Sequence[Titled]) -> Mapping[str, Titled]:
    return {one.id: one for one in items}


def _quoted(title: str) -> str:
    return f"“{title}”"
