"""Places of values in a file, and problems there. Knows nothing of how the file is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Path = tuple[str | int, ...]
"""The way to a value: ("entries", 3, "phrasings", 0)."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a file; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A problem with its place and remedy."""

    place: Place
    message: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" + (f" ({self.hint})" if self.hint else "")


class FaqProblems(Exception):
    """A file that cannot be used, with every problem sorted by place."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__(f"{len(self.problems)} problems")

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


@dataclass(frozen=True, slots=True)
class JoinedLine:
    """A line of a text that begins with the mark of a list, and that YAML joins to the line above it."""

    line: int
    """Counts from 0, as its column does."""
    column: int
    mark: str
    words: str
    """The line with its mark, without the blanks around it."""
    listed: int
    """How many lines of the text begin with such a mark; one alone may begin with a dash that is meant."""
    below: str
    """How the text is written: ">", "'", '"' or, without quotes, ""."""


@dataclass(frozen=True, slots=True)
class Extent:
    """The range of a value, in characters of the text without byte order mark."""

    start: int
    end: int
    column: int
    """Column of its first character; for a list or group on its own lines, that of the first dash or key."""
    inline: bool = False
    """Written in [ ] or { }."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The ranges of all values and keys of a file, by path."""

    values: Mapping[Path, Extent]
    keys: Mapping[Path, Extent]


@dataclass(frozen=True, slots=True)
class Places:
    """Line and column (from 0) of all values and keys of a file, by path."""

    file: str
    values: Mapping[Path, tuple[int, int]]
    keys: Mapping[Path, tuple[int, int]]
    comments: Mapping[Path, str] = field(default_factory=dict)
    """Comments that follow a text without quotes on its line: they may be meant as a part of it."""
    joined: Mapping[Path, JoinedLine] = field(default_factory=dict)
    """The first line of a text that looks like an item of a list and was joined to the line above it."""
    typed: Mapping[Path, str] = field(default_factory=dict)
    """Texts without quotes that other readers of YAML take for true, false, nothing or a number."""

    def of(self, path: Path, *, key: bool = False) -> Place:
        """The place of a value or its key; if the file does not contain it, that of the nearest group around it."""
        table = self.keys if key else self.values
        while path and path not in table:
            path, table = path[:-1], self.values
        line, column = table.get(path, (0, 0))
        return Place(self.file, line + 1, column + 1)
