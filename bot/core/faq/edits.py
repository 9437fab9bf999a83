"""Edits of a FAQ file's text that leave all other lines unchanged.

Comments, order, quoting, indentation, line ends, a byte order mark and a missing last line end are kept. Every result
is read again and compared with the intended FAQ. Knows nothing of files, and takes places in the text from
`yaml_reader`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.core.faq.model import Entry, Faq
from bot.core.faq.rules import phrasing_key
from bot.core.faq.yaml_reader import Loaded, read_faq
from bot.core.faq.yaml_writer import entry_lines, one_line, scalar
from bot.core.positions import Extent, Path

_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


class EditError(Exception):
    """An edit that is not possible. `reason` is for staff and contains no patient's words."""

    def __init__(self, reason: str, hint: str = "") -> None:
        self.reason = reason
        self.hint = hint
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class AddPhrasings:
    """Adds phrasings to an entry, except those it already has."""

    entry_id: str
    phrasings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AddEntry:
    """Adds an entry at the end of `entries`."""

    entry: Entry


@dataclass(frozen=True, slots=True)
class SetStatus:
    """Publishes a draft, or makes an entry a draft."""

    entry_id: str
    status: Literal["published", "draft"]


@dataclass(frozen=True, slots=True)
class RemoveEntry:
    """Removes a draft with the blank line above it."""

    entry_id: str


Edit = AddPhrasings | AddEntry | SetStatus | RemoveEntry


def edited(data: bytes, edit: Edit, name: str = "faq.yaml", main: Faq | None = None) -> bytes:
    """The file's content after the edit; unchanged if it already contains the edit.

    Raises:
        FaqProblems: `data` has problems, or would have them after the edit.
        EditError: the entry does not exist, or the layout of the file does not allow the edit.
    """
    loaded = read_faq(data, name, main)
    text = data.decode("utf-8-sig")
    mark = data[: len(data) - len(text.encode())]
    match edit:
        case AddPhrasings():
            new, meant = _add_phrasings(text, loaded, edit)
        case AddEntry():
            new, meant = _add_entry(text, loaded, edit.entry)
        case SetStatus():
            new, meant = _set_status(text, loaded, edit)
        case RemoveEntry():
            new, meant = _remove_entry(text, loaded, edit.entry_id)
    result = mark + new.encode()
    if read_faq(result, name, main).faq != meant:
        raise EditError("the layout of the file does not allow the edit", "make the change in an editor")
    return result


def unified_diff(old: bytes, new: bytes, name: str = "faq.yaml") -> str:
    """The change in the format of `git apply` and `patch`; empty without a change."""
    lines = difflib.unified_diff(_lines(old), _lines(new), f"a/{name}", f"b/{name}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _lines(data: bytes) -> list[str]:
    text = data.decode("utf-8", errors="replace")
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _number(faq: Faq, entry_id: str) -> int:
    found = next((at for at, entry in enumerate(faq.entries) if entry.id == entry_id), None)
    if found is None:
        raise EditError(f"there is no entry '{entry_id}' in the file", "it may have been renamed or removed")
    return found


def _with_entry(faq: Faq, number: int, **changes: object) -> Faq:
    entries = list(faq.entries)
    entries[number] = entries[number].model_copy(update=changes)
    return faq.model_copy(update={"entries": tuple(entries)})


def _add_phrasings(text: str, loaded: Loaded, edit: AddPhrasings) -> tuple[str, Faq]:
    number = _number(loaded.faq, edit.entry_id)
    entry = loaded.faq.entries[number]
    known = {phrasing_key(one) for one in entry.all_phrasings}
    added: list[str] = []
    for phrasing in map(one_line, edit.phrasings):
        key = phrasing_key(phrasing)
        if key and key not in known:
            known.add(key)
            added.append(phrasing)
    if not added:
        return text, loaded.faq
    path: Path = ("entries", number, "phrasings")
    new, at = _Document(text, loaded).extend(path, added, len(entry.phrasings))
    return new, _with_entry(loaded.faq, number, phrasings=(*entry.phrasings[:at], *added, *entry.phrasings[at:]))


def _add_entry(text: str, loaded: Loaded, entry: Entry) -> tuple[str, Faq]:
    faq = loaded.faq
    if any(one.id == entry.id for one in faq.entries):
        raise EditError(f"there is an entry '{entry.id}' already", "choose another id")
    new, at = _Document(text, loaded).add_entry(entry, len(faq.entries))
    return new, faq.model_copy(update={"entries": (*faq.entries[:at], entry, *faq.entries[at:])})


def _set_status(text: str, loaded: Loaded, edit: SetStatus) -> tuple[str, Faq]:
    number = _number(loaded.faq, edit.entry_id)
    if loaded.faq.entries[number].status == edit.status:
        return text, loaded.faq
    document = _Document(text, loaded)
    path: Path = ("entries", number, "status")
    new = (
        document.replaced(path, edit.status)
        if path in document.extents
        else document.with_key(path, f"status: {edit.status}")
    )
    if edit.status == "published":
        new = document.without_line(path) or new
    return new, _with_entry(loaded.faq, number, status=edit.status)


def _remove_entry(text: str, loaded: Loaded, entry_id: str) -> tuple[str, Faq]:
    faq = loaded.faq
    number = next((at for at, one in enumerate(faq.entries) if one.id == entry_id and one.status == "draft"), None)
    if number is None:
        raise EditError(f"there is no draft '{entry_id}' in the file", "it may have been published or removed")
    new = _Document(text, loaded).without_item(("entries", number))
    return new, faq.model_copy(update={"entries": (*faq.entries[:number], *faq.entries[number + 1 :])})


class _Document:
    """A file's text with the ranges of its values."""

    def __init__(self, text: str, loaded: Loaded) -> None:
        self.text = text
        self.extents = loaded.layout.values
        self.keys = loaded.layout.keys
        found = _BREAK.search(text)
        self._end = found[0] if found and found[0] in ("\n", "\r\n", "\r") else "\n"

    def extend(self, path: Path, texts: Sequence[str], count: int) -> tuple[str, int]:
        """The text with more items in a list, and the number of old items before the new ones."""
        extent = self.extents.get(path)
        if extent is None:
            return self._new_list(path, texts), 0
        if extent.inline:
            inner = ", ".join(scalar(text, inline=True) for text in texts)
            at = self.extents[(*path, count - 1)].end if count else extent.end - 1
            return self._inserted(at, f", {inner}" if count else inner), count
        lines = [f"{' ' * extent.column}- {scalar(text)}" for text in texts]
        return self._below_item(path, count, lines)

    def add_entry(self, entry: Entry, count: int) -> tuple[str, int]:
        """The text with one more entry, and the number of old entries before it."""
        extent = self.extents[("entries",)]
        if extent.inline:
            raise EditError("the entries are written in [ ], to which the bot cannot add", "write each as `- id: …`")
        last = self.extents[("entries", count - 1)]
        offset = last.column - extent.column if not last.inline else 2
        indent = " " * (self._list_offset() if count else 2)
        block = list(entry_lines(entry, indent))
        lines = [f"{' ' * extent.column}-{' ' * (offset - 1)}{block[0]}"]
        lines += [f"{' ' * (extent.column + offset)}{line}" if line else "" for line in block[1:]]
        spaced = count > 1 and self._blank_before(self._line_start(last.start))
        return self._below_item(("entries",), count, lines, spaced=spaced)

    def with_key(self, path: Path, *lines: str) -> str:
        """The text with `lines` for a new key, below the question, topic, id or answer of its group."""
        parent = path[:-1]
        extent = self.extents[parent]
        if extent.inline:
            at = max(one.end for where, one in self.extents.items() if where[:-1] == parent)
            return self._inserted(at, f", {lines[0]}")
        below = (self._below((*parent, name)) for name in ("question", "topic", "id", "answer"))
        line = next((one for one in below if one is not None), None)
        if line is None:
            raise EditError("the layout of the file does not allow the edit", "make the change in an editor")
        return self._inserted(line, "".join(f"{' ' * extent.column}{line}{self._end}" for line in lines))

    def replaced(self, path: Path, value: str) -> str:
        """The text with another value at `path`."""
        extent = self.extents[path]
        return self.text[: extent.start] + value + self.text[extent.end :]

    def without_line(self, path: Path) -> str | None:
        """The text without the line of a key; None if the line contains anything else."""
        key, value = self.keys[path], self.extents[path]
        start, end = self._line_start(key.start), self._line_end(value.end)
        if end is None or self.text[start : key.start].strip() or self.text[value.end : end].strip():
            return None
        return self.text[:start] + self.text[end:]

    def without_item(self, path: Path) -> str:
        """The text without an item of a list and the blank line above it."""
        lines = self.text.splitlines(keepends=True)
        first = self.text.count("\n", 0, self._line_start(self.extents[path].start))
        column = len(lines[first]) - len(lines[first].lstrip(" "))
        last = first + 1
        while last < len(lines) and (not lines[last].strip() or _indent(lines[last]) > column):
            last += 1
        while last > first + 1 and not lines[last - 1].strip():
            last -= 1
        if first and not lines[first - 1].strip():
            first -= 1
        return "".join(lines[:first] + lines[last:])

    def _new_list(self, path: Path, texts: Sequence[str]) -> str:
        name = str(path[-1])
        if self.extents[path[:-1]].inline:
            return self.with_key(path, f"{name}: [{', '.join(scalar(text, inline=True) for text in texts)}]")
        indent = " " * self._list_offset()
        return self.with_key(path, f"{name}:", *(f"{indent}- {scalar(text)}" for text in texts))

    def _list_offset(self) -> int:
        """Number of columns by which the file indents lists below their key."""
        for path, extent in self.extents.items():
            key = self.keys.get(path)
            if len(path) == 3 and key and not extent.inline and (*path, 0) in self.extents:
                return max(extent.column - key.column, 0)
        return 2

    def _below_item(self, path: Path, count: int, lines: list[str], *, spaced: bool = False) -> tuple[str, int]:
        """The text with `lines` below the last item of a list; above it if the file ends without a line end."""
        paths = [(number, self._below((*path, number - 1))) for number in range(count, 0, -1)]
        places = [(number, at) for number, at in [*paths, (0, self._line_end(self.keys[path].end))] if at is not None]
        if not places:
            raise EditError("the layout of the file does not allow the edit", "make the change in an editor")
        number, at = places[0]
        if spaced:
            lines = ["", *lines] if number else [*lines, ""]
        return self._inserted(at, "".join(line + self._end for line in lines)), number

    def _below(self, path: Path) -> int | None:
        """Start of the line after a value; None without a line end or value."""
        return self._line_end(self._last(path)) if path in self.extents else None

    def _last(self, path: Path) -> int:
        """End of a value's text, without the blank lines and comments below it."""
        extent = self.extents[path]
        inner = [where for where in self.extents if where[:-1] == path and len(where) > len(path)]
        if extent.inline or not inner:
            return self._scalar_end(extent)
        return self._last(max(inner, key=lambda where: self.extents[where].start))

    def _scalar_end(self, extent: Extent) -> int:
        written = self.text[extent.start : extent.end]
        if not written.startswith(("|", ">")):
            return extent.end
        keeps_blank_lines = "+" in (written.splitlines() or [""])[0]
        kept = written.rstrip("\r\n") if keeps_blank_lines else written.rstrip()
        return extent.end - 1 if keeps_blank_lines and written != kept else extent.start + len(kept)

    def _line_start(self, at: int) -> int:
        return max((found.end() for found in _BREAK.finditer(self.text, 0, at)), default=0)

    def _line_end(self, at: int) -> int | None:
        found = _BREAK.search(self.text, at)
        return found.end() if found else None

    def _blank_before(self, at: int) -> bool:
        """Whether there is a blank line above the line and the comments above it."""
        above = (line.strip() for line in reversed(self.text[:at].splitlines()))
        return next((not line for line in above if not line.startswith("#")), False)

    def _inserted(self, at: int, what: str) -> str:
        return self.text[:at] + what + self.text[at:]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
