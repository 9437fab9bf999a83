"""Where values stand in a file, and what is wrong there. Knows nothing of how the file was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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
    """What is wrong, where, and what to do about it."""

    place: Place
    message: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" + (f" ({self.hint})" if self.hint else "")


class FaqProblems(Exception):
    """A FAQ that cannot be used; holds every problem, sorted by place."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__(f"{len(self.problems)} problems")

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


@dataclass(frozen=True, slots=True)
class Extent:
    """From where to where a value reaches, in characters of the text (without a byte order mark)."""

    start: int
    end: int
    column: int
    """Where it begins in its line; that of the first dash or key for a list or group in lines of its own."""
    inline: bool = False
    """Written in [ ] or { }."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How far every value and key of a file reaches, by its path."""

    values: Mapping[Path, Extent]
    keys: Mapping[Path, Extent]


@dataclass(frozen=True, slots=True)
class Places:
    """Where every value of a file begins, by its path: ("entries", 3, "phrasings", 0)."""

    file: str
    values: Mapping[Path, tuple[int, int]]
    keys: Mapping[Path, tuple[int, int]]

    def of(self, path: Path, *, key: bool = False) -> Place:
        """The place of a value (or of its key); of the nearest thing around it where it is not in the file."""
        table = self.keys if key else self.values
        while path and path not in table:
            path, table = path[:-1], self.values
        line, column = table.get(path, (0, 0))
        return Place(self.file, line + 1, column + 1)
