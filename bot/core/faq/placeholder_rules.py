"""The rules of placeholders: which there are, and in which texts the bot fills them in.

A text that breaks them would show patients the placeholder instead of its value.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from bot.core.faq.messages import Messages
from bot.core.faq.model import Clinic, Faq
from bot.core.faq.spelling import alike, closest
from bot.core.positions import Path
from bot.core.text.lost_marks import braces, name_in
from bot.core.text.markup import placeholders

_CLINIC = "clinic."
CLINIC = tuple(f"{_CLINIC}{name}" for name in Clinic.model_fields)
"""The placeholders of every text."""
_OF_MESSAGES = {
    "privacy": {"days"},
    "whoami": {"id"},
    "reviewed": {"by", "date"},
    "topic": {"title"},
    "asked_too": {"which"},
    "unanswered": {"which"},
    "unanswered_not_noted": {"which"},
    "other_language": {"languages"},
    "handoff_offer": {"text"},
    "handoff_reply": {"text"},
    "page_found": {"count"},
    "page_as_of": {"date"},
}
_FILLED_IN_PAGE = {"page_intro", "page_found", "page_not_found", "page_as_of"}
_AS_WRITTEN = re.compile(
    r"\w+_button|command_\w+|page_\w+|(?:short_)?description|sources|video|language_name"
    r"|local_\w+|clinic_(?:name|phone|email|hours|website)"
)
"""Messages in which nothing is filled in."""
_LIKE = 0.6
"""Least similarity of the words in braces to the name of the placeholder that is meant."""
_WORD = re.compile(r"[{｛]+\s*[\w.-]+\s*[}｝]+")


def placeholders_of(path: Path) -> tuple[str, ...]:
    """The placeholders of a text."""
    own = _OF_MESSAGES.get(str(path[-1]), set[str]()) if path[0] == "messages" else set[str]()
    return (*CLINIC, *sorted(own))


def is_filled(message: str) -> bool:
    """Whether placeholders are filled in in the message of this name."""
    return message in _FILLED_IN_PAGE or _AS_WRITTEN.fullmatch(message) is None


def placeholder_faults(text: str, known: Collection[str]) -> Iterator[tuple[str, str]]:
    """What patients would read in place of a value of `known`, and the remedy. Braces that resemble no placeholder may
    be meant."""
    others = tuple(braces(text))
    for name in placeholders(text):
        if name not in known and not any(f"{{{name}}}" in one for one in others):
            yield f"{{{name}}} is not a known placeholder", _suggested(name, known)
    for braced in others:
        if _meant(name_in(braced), known) or _WORD.fullmatch(braced):
            yield f"{braced} is no placeholder, so patients would read it as it is", _suggested(name_in(braced), known)


def texts_as_written(faq: Faq) -> Iterator[tuple[Path, str]]:
    """Every text that patients read and in which nothing is filled in, with its path."""
    for name, value in faq.clinic:
        yield ("clinic", name), str(value)
    for name in Messages.model_fields:
        if not is_filled(name):
            yield ("messages", name), str(getattr(faq.messages, name))
    for at, topic in enumerate(faq.topics):
        yield ("topics", at, "title"), topic.title
    for at, entry in enumerate(faq.entries):
        yield ("entries", at, "question"), entry.question
        for nth, source in enumerate(entry.sources):
            yield ("entries", at, "sources", nth, "title"), source.title
    for at, sign in enumerate(faq.urgent.signs if faq.urgent else ()):
        yield ("urgent", "signs", at, "title"), sign.title


def unfilled(text: str) -> Iterator[tuple[str, str]]:
    """The placeholders in a text in which nothing is filled in: what is wrong, and the remedy."""
    for braced in (*(f"{{{name}}}" for name in placeholders(text)), *braces(text)):
        if not _meant(name_in(braced), CLINIC):
            continue
        yield f"{braced} is shown as it is, for nothing is filled in here", "write the words themselves"


def _suggested(name: str, known: Collection[str]) -> str:
    meant = _meant(name, known)
    return f"did you mean {{{meant}}}?" if meant else closest(name, [f"{{{one}}}" for one in known])


def _meant(name: str, known: Collection[str]) -> str:
    """The placeholder whose name is like this one, also without its `clinic.`; "" if there is none."""
    spelt = {one.replace("_", "."): one for one in known}
    plain = name.replace("_", ".")
    if found := alike(plain, spelt, _LIKE):
        return spelt[found]
    found = alike(plain, [one.removeprefix(_CLINIC) for one in spelt if one.startswith(_CLINIC)], _LIKE)
    return spelt[f"{_CLINIC}{found}"] if found else ""
