"""Slips of the pen in a FAQ: what is valid and yet not what was meant, such as a cut text or a command that is none.

What patients would read as mark-up is the business of `lint`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.core.faq.messages import Messages
from bot.core.faq.model import Faq
from bot.core.faq.rules import texts
from bot.core.faq.spelling import alike, closest
from bot.core.positions import Place, Places
from bot.core.quality.findings import Finding, Level
from bot.core.quality.offered_drafts import offered_drafts
from bot.core.quality.typed_numbers import typed_numbers
from bot.core.quality.written_texts import every_text
from bot.core.text.mojibake import broken_word

_READ = frozenset(
    {"clinic", "messages", "question", "answer", "details", "message", "title", "by", "if_now", "unclear"}
)
"""Keys of what patients read."""
_TEXTS = _READ | {"phrasings", "checks", "alarm", "no_alarm", "off_topic", "synonyms"}
"""Keys of what is read or compared as a text."""
_UNSEEN = re.compile("[\u200b\u2060\ufeff\u00ad]")
"""Characters without width that belong to no word."""
_COMMAND = re.compile(r"(?<![\w/:.<])/([a-z_]+)\b(?!/|\.\w)")
_MENU = "command_"
_COMMANDS = (
    *(name.removeprefix(_MENU) for name in Messages.model_fields if name.startswith(_MENU)),
    *("start", "whoami"),
)
"""What patients may send."""
_SHOWN = 40
_LIKE = 0.6
"""Least similarity of a word with a slash before it to the command that is meant."""


def typing_slips(faq: Faq, places: Places) -> Iterator[Finding]:
    """All slips, in no particular order."""
    yield from _as_typed(places)
    yield from _joined_items(places)
    yield from _unseen(faq, places)
    yield from _broken_letters(faq, places)
    yield from _unknown_commands(faq, places)
    yield from typed_numbers(faq, places)
    yield from offered_drafts(faq, places)
    for at, entry in enumerate(faq.entries):
        if entry.id in entry.follow_ups:
            place = places.of(("entries", at, "follow_ups", entry.follow_ups.index(entry.id)))
            yield _slip(place, f"entry '{entry.id}' is among its own follow-ups", "delete it there", entry.id)


def _as_typed(places: Places) -> Iterator[Finding]:
    """Texts without quotes that may be meant in another way than they are read."""
    for path, comment in places.comments.items():
        if not _TEXTS.isdisjoint((*path[:1], *path[-2:])):
            message = f"a comment follows this text, which patients don't read: '{comment}'"
            yield _slip(places.of(path), message, "put the text in quotes, or the comment above it")
    for path, written in places.typed.items():
        number = written[-1].isdigit() or written.endswith(".")
        if not _READ.isdisjoint((*path[:1], *path[-1:])) and not (number and path[0] == "clinic"):
            message = f"patients read '{written}' as the whole of this text"
            yield _slip(places.of(path), message, "write a text, or put it in quotes if that is meant")


def _joined_items(places: Places) -> Iterator[Finding]:
    """Items of a list that begin further in than the one above: YAML reads both as one text."""
    for path, line in places.joined.items():
        if line.mark == "-" and isinstance(path[-1], int):
            place = Place(places.file, line.line + 1, line.column + 1)
            message = f"this line becomes one with the line above it: '… {line.words[:_SHOWN]}'"
            yield _slip(place, message, "put the dash exactly below the dash above it")


def _unseen(faq: Faq, places: Places) -> Iterator[Finding]:
    """Characters that nobody sees in what is shown or compared."""
    for path, text in every_text(faq):
        if (found := _UNSEEN.search(text)) is not None:
            beside = text[max(0, found.start() - 10) : found.start()] + "…" + text[found.end() : found.end() + 10]
            message = f"this text has an invisible character (U+{ord(found[0]):04X}) where '…' stands: '{beside}'"
            yield _slip(places.of(path), message, "delete the two letters beside it, and type them again")


def _broken_letters(faq: Faq, places: Places) -> Iterator[Finding]:
    """Letters that were broken when the file was opened or saved in another encoding, one finding a text."""
    for path, text in every_text(faq):
        if (found := broken_word(text)) is not None:
            meant = f"write '{found.meant}'" if found.meant else "type the letter that belongs where � stands"
            message = f"this text has broken letters: '{found.word}'"
            yield _slip(places.of(path), message, f"{meant}, and save the file with encoding UTF-8")


def _unknown_commands(faq: Faq, places: Places) -> Iterator[Finding]:
    """Commands in texts that the bot doesn't know."""
    for path, text in texts(faq):
        for name in _COMMAND.findall(text):
            if name not in _COMMANDS and (path[0] == "messages" or alike(name, _COMMANDS, _LIKE)):
                yield _slip(
                    places.of(path),
                    f"there is no command /{name}",
                    closest(f"/{name}", [f"/{one}" for one in _COMMANDS]),
                )


def _slip(place: Place, message: str, remedy: str, entry_id: str = "") -> Finding:
    return Finding(Level.WARNING, place, "text", message, remedy, entry_id)
