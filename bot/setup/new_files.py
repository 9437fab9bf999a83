"""The files of a set-up: filled in from the template, each written whole or not at all.

A file that exists is replaced only by who has read it. Knows nothing of questions and answers (see `cli.init`).
"""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from dotenv import dotenv_values, set_key

from bot.live_faq.publishing import Publisher, digest_of


class NewFiles:
    """Contents for files of a folder, written together."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._contents: dict[Path, tuple[bytes | None, bytes]] = {}  # what is there, if anything, and what shall be

    def add(self, name: str, content: bytes, present: bytes | None = None) -> None:
        """A new file, or another content for the file with the `present` one."""
        self._contents[self._folder / name] = (present, content)

    def write(self) -> None:
        """Writes the files; new ones can be read by this user alone. Whatever ends it, no file is half-written.

        Raises:
            Conflict: a file was changed since its content was read.
            NotWritable, OSError: a file can't be written, or one has come there meanwhile.
        """
        with TemporaryDirectory(prefix=".init-", dir=self._folder) as aside:
            new = {path: Path(aside, path.name) for path, (present, _) in self._contents.items() if present is None}
            for path, staged in new.items():
                _write(staged, self._contents[path][1])
            for path, (present, content) in self._contents.items():
                if present is not None:
                    Publisher(None, now=lambda: datetime.now(UTC)).replace(path, content, digest_of(present))
                elif os.path.lexists(path):
                    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
                else:
                    new[path].replace(path)


def settings_in(path: Path) -> Mapping[str, str | None]:
    """The settings in a `.env`; none if it is not there."""
    return dotenv_values(path)


def with_settings(env: bytes, settings: Mapping[str, str]) -> bytes:
    """The content of a `.env` with other values of these settings; every other line stays as it is.

    Values stand without quotes, as Docker wants them.
    """
    with TemporaryDirectory() as aside:
        file = Path(aside, ".env")
        _write(file, env)
        for name, value in settings.items():
            set_key(file, name, value, quote_mode="never")
        return file.read_bytes()


def _write(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
