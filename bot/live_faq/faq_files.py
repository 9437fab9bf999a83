"""The files of a FAQ: which belong together (`faq.yaml`, `faq.es.yaml` …), and their contents.

A file that seems meant and can't be used is named as a problem, never passed over. Knows nothing of what is in the
files, and writes none.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from bot.core.positions import FaqProblems, Place, Problem
from bot.core.strict_yaml import MAX_BYTES
from bot.live_faq.publishing import digest_of

Contents = Mapping[Path, bytes | Problem]
"""The contents of the files, the main one first; a problem where a translation can't be read or is misnamed."""

_TAG = r"\.([a-z]{2})(?:[-_](?:[a-z]{2}|[a-z]{4}|\d{3}))?"
_COPY = r"(?: ?\(\d+\))?"
"""What a browser adds to the name of a file that is there already."""
_NO_FILE = "it is a named pipe, a device or the like, not a file"


def files_of(path: Path) -> tuple[Path, ...]:
    """The FAQ file and what lies beside it as a translation, or is named nearly like one. Raises OSError."""
    meant = re.compile(rf"{re.escape(path.stem)}(?:{_TAG})?{_COPY}\.ya?ml(?:\.txt)?", re.IGNORECASE)
    beside = list[Path]()
    with suppress(PermissionError, FileNotFoundError):  # a folder that may not be listed has no translations
        beside = sorted(one for one in path.parent.iterdir() if meant.fullmatch(one.name))
    return (path, *(one for one in beside if one.name != path.name and not _same(one, path)))


def _same(one: Path, other: Path) -> bool:
    """Whether both names are those of one file, by a link or because the disk ignores case."""
    try:
        return one.samefile(other)
    except OSError:
        return False


def read_contents(path: Path) -> Contents:
    """The contents of the files.

    Raises:
        FaqProblems: the main file can't be read.
    """
    try:
        files = files_of(path)
        contents: dict[Path, bytes | Problem] = {path: read(path)}
    except OSError as error:
        raise FaqProblems((_unreadable(path, error),)) from None
    for one in files[1:]:
        misnamed = _misnamed(one, path)
        try:
            contents[one] = misnamed or read(one)
        except OSError as error:
            contents[one] = Problem(Place(one.name, 1, 1), f"this file can't be read: {error.strerror}")
    return contents


def read(path: Path) -> bytes:
    """The content of a file, cut where it is longer than a FAQ may be. Raises OSError; never waits for a pipe."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as file:
        mode = os.fstat(handle).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not stat.S_ISREG(mode):
            raise OSError(errno.EINVAL, _NO_FILE)
        return file.read(MAX_BYTES + 1)


def digest_of_all(contents: Contents) -> str:
    """The digest of all files together."""
    lines = (f"{path.name}:{digest_of(_bytes(content))}\n" for path, content in contents.items())
    return digest_of("".join(lines).encode())


def _bytes(content: bytes | Problem) -> bytes:
    return content if isinstance(content, bytes) else str(content).encode()


def _misnamed(path: Path, main: Path) -> Problem | None:
    """The problem of a file beside the FAQ that is named nearly like a translation; None for a translation."""
    if re.fullmatch(rf"{re.escape(main.stem)}\.[a-z]{{2}}{re.escape(main.suffix)}", path.name):
        return None
    tag = re.match(_TAG, path.name[len(main.stem) :], re.IGNORECASE)
    code = tag[1].lower() if tag else ""
    message = f"this file is not read: a translation is named like {main.stem}.es{main.suffix}, with two small letters"
    hint = f"rename it to {main.stem}.{code}{main.suffix}, or move it away" if len(code) == 2 else "move it away"
    if not code:
        message, hint = f"this file is not read: the FAQ is {main.name}", "move it away"
    return Problem(Place(path.name, 1, 1), message, hint)


def _unreadable(path: Path, error: OSError) -> Problem:
    message, hint = f"the FAQ file can't be read: {error.strerror}", "give the bot permission to read it"
    if isinstance(error, FileNotFoundError):
        message, hint = "the FAQ file is not there", "run `init` to make one, or set FAQ_PATH to where it is"
    elif isinstance(error, IsADirectoryError):
        message = "this is a folder, not a FAQ file"
        hint = "set FAQ_PATH to the file; a mount of a file that does not exist makes a folder"
    elif error.errno == errno.ELOOP:
        message, hint = "this link leads back to itself, to no FAQ file", "set FAQ_PATH to the file, or mend the link"
    elif error.errno == errno.EINVAL:
        hint = "set FAQ_PATH to a file"
    return Problem(Place(str(path), 1, 1), message, hint)
