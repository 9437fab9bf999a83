"""The file `.env`: which names it has, and which of its lines say nothing.

Values are secrets: none is in a message. Knows nothing of what the names mean.
"""

from __future__ import annotations

import errno
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from dotenv.parser import Binding, parse_stream

_WITH_COLON = re.compile(r"\s*(?:export\s+)?(\w+)\s*:", re.ASCII)
_OPENED = re.compile(r"\s*(?:export\s+)?(\w+)\s*=\s*(['\"])", re.ASCII)


@dataclass(frozen=True, slots=True)
class EnvFile:
    """What stands in the file."""

    names: tuple[str, ...] = ()
    """In capitals."""
    faults: tuple[str, ...] = ()
    """Lines that say nothing, each with the remedy."""
    repeated: tuple[str, ...] = ()
    """A line with the remedy for each name that stands in the file more than once."""


def read_env_file(path: Path) -> EnvFile:
    """The file, empty if it is not there. Never waits for a pipe. Raises OSError and UnicodeDecodeError."""
    if not path.exists():
        return EnvFile()
    if not path.is_file() and not path.is_dir():
        raise OSError(errno.EINVAL, "it is a named pipe, a device or the like, not a file")
    logging.getLogger("dotenv").setLevel(logging.ERROR)  # whoever else reads the file need not tell of its lines again
    bindings = list(parse_stream(StringIO(path.read_text(encoding="utf-8-sig"))))
    return EnvFile(
        tuple(one.key.upper() for one in bindings if one.key),
        tuple(_fault(path.name, one) for one in bindings if one.error or (one.key and one.value is None)),
        tuple(_repeated(path.name, bindings)),
    )


def _repeated(file: str, bindings: Sequence[Binding]) -> Iterator[str]:
    lines: dict[str, list[int]] = {}
    for one in bindings:
        if one.key and one.value is not None:
            lines.setdefault(one.key.upper(), []).append(_line(one))
    for name, (*others, last) in lines.items():
        if others:
            some = ", ".join(map(str, others))
            yield f"{name} stands in {file} in lines {some} and {last}; only line {last} counts: delete the others"


def _fault(file: str, binding: Binding) -> str:
    text, line = binding.original.string, _line(binding)
    if (found := _WITH_COLON.match(text)) is not None:
        return f"{file} line {line}: {found[1]} is followed by a colon; write {found[1]}= and the value"
    if (found := _OPENED.match(text)) is not None:
        return f"{file} line {line}: the quote after {found[1]}= is never closed; close it, or write the value without"
    return f"{file} line {line} is no setting; write NAME=value, or put # before a remark"


def _line(binding: Binding) -> int:
    """The line on which it begins; blank lines above are a part of what was read."""
    text = binding.original.string
    return binding.original.line + text[: len(text) - len(text.lstrip())].count("\n")
