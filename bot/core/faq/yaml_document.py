"""The text of a FAQ file, with insertions and removals that leave all other lines unchanged.

Owns indentation, quoting and line ends of what is written. Knows nothing of what an edit means (see `edits`).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from bot.core.faq.model import Entry
from bot.core.faq.yaml_reader import Loaded
from bot.core.faq.yaml_writer import entry_lines, scalar
from bot.core.positions import Extent, Path

_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_ABOVE = {
    "alarm": ("related", "message", "title", "id"),
    "no_alarm": ("alarm", "related", "message", "title", "id", "signs"),
    "reviewed": ("translated", "sources", "details", "answer", "message", "unclear", "if_now", "id", "signs"),
    "reviewed_texts": ("messages", "matching", "clinic", "language", "version", "topics", "urgent", "entries"),
    "general": ("after_alarm", "after_crisis"),
    "after_alarm": ("general", "after_crisis"),
    "after_crisis": ("after_alarm", "general"),
}
"""The keys below which a new one is written, the best first."""
_ABOVE_OTHERS = ("question", "topic", "id", "answer")


class EditError(Exception):
    """An edit that is not possible. `reason` is for staff and contains no patient's words."""

    def __init__(self, reason: str, hint: str = "") -> None:
        self.reason = reason
        self.hint = hint
        super().__init__(reason)


class YamlDocument:
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
        """The text with `lines` for a new key of a group."""
        parent = path[:-1]
        extent = self.extents[parent]
        if extent.inline:
            at = max(one.end for where, one in self.extents.items() if where[:-1] == parent)
            return self._inserted(at, f", {lines[0]}")
        below = (self._below((*parent, name)) for name in _ABOVE.get(str(path[-1]), _ABOVE_OTHERS))
        line = next((one for one in below if one is not None), None)
        if line is None:
            raise EditError("the layout of the file does not allow the edit", "make the change in an editor")
        return self._inserted(line, "".join(f"{' ' * extent.column}{line}{self._end}" for line in lines))

    def with_values(self, path: Path, values: Mapping[str, str]) -> str:
        """The text with these values in a group; comments between them stay, and keys without a new value stay."""
        extent, text = self.extents[path], self.text
        present = [self.extents[one] for one in self.keys if one[:-1] == path]
        if not present:
            return self.replaced(path, f"{{{', '.join(f'{name}: {value}' for name, value in values.items())}}}")
        missing = [f"{name}: {value}" for name, value in values.items() if (*path, name) not in self.keys]
        below = max(one.end for one in present) if extent.inline else self._below(path)
        if below is None and missing:
            raise EditError("the layout of the file does not allow the edit", "end its last line with a line break")
        cuts = [
            (place.start, place.end if extent.inline else self._scalar_end(place), value)
            for name, value in values.items()
            if (place := self.extents.get((*path, name))) is not None
        ]
        if below is not None and missing:
            lines = [f"{' ' * extent.column}{line}{self._end}" for line in missing]
            cuts.append((below, below, "".join(f", {line}" for line in missing) if extent.inline else "".join(lines)))
        # the last first: the places of the others stay what they are
        for start, end, instead in sorted(cuts, reverse=True):
            text = text[:start] + instead + text[end:]
        return text

    def without_key(self, path: Path) -> str:
        """The text without a key and its value."""
        key, parent = self.keys[path], path[:-1]
        if self.extents[parent].inline:
            before = [one.end for where, one in self.extents.items() if where[:-1] == parent and one.end <= key.start]
            if not before:
                raise EditError("the layout of the file does not allow the edit", "make the change in an editor")
            return self.text[: max(before)] + self.text[self.extents[path].end :]
        start, end, _ = self._lines(key.start, self._last(path))
        if self.text[start : key.start].strip():
            raise EditError("the layout of the file does not allow the edit", "make the change in an editor")
        return self.text[:start] + self.text[end:]

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

    def without_scalars(self, chosen: Mapping[Path, Collection[int]]) -> str:
        """The text without the chosen items of lists of texts. A list that loses all of them goes with its key."""
        text = self.text
        cuts = (cut for path, numbers in chosen.items() for cut in self._cuts(path, sorted(numbers)))
        for start, end, instead in sorted(cuts, reverse=True):
            text = text[:start] + instead + text[end:]
        return text

    def _cuts(self, path: Path, numbers: Sequence[int]) -> Iterator[tuple[int, int, str]]:
        """What to cut out for these items, from one place to another, and what to put there."""
        count = next(count for count in itertools.count() if (*path, count) not in self.extents)
        inline, items = self.extents[path].inline, [self.extents[(*path, at)] for at in range(count)]
        if len(numbers) == count:
            if inline:
                yield self.extents[path].start, self.extents[path].end, "[]"
            else:
                yield self._lines(self.keys[path].start, self._last(path))
            return
        first = next(at for at in range(count) if at not in numbers)
        if inline and first:
            yield items[0].start, items[first].start, ""
        for at in numbers:
            if not inline:
                yield self._lines(items[at].start, items[at].end)
            elif at > first:
                yield items[at - 1].end, items[at].end, ""

    def _lines(self, start: int, end: int) -> tuple[int, int, str]:
        """The lines from one place to another, to be cut out."""
        below = self._line_end(end)
        return self._line_start(start), below if below is not None else len(self.text), ""

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
