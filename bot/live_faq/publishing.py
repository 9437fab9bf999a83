"""Replaces FAQ files atomically and keeps older versions.

A crash at any moment leaves the old or the new content, and an edit that someone else made meanwhile is never
overwritten. Knows nothing of what is in the files.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import re
import stat
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.core.faq.origin import Origin

KEPT = 20
"""Versions kept per file."""
_JOURNAL = "replacing.json"
_NAME = re.compile(r"(?P<at>\d{8}T\d{12}Z)-(?P<digest>[0-9a-f]{12})(?:\.(?P<origin>[a-z]+))?-(?P<file>.+)")
"""The name of a version: when, what, where it came from, of which file. Earlier releases did not note the origin."""
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EIO}
_STAMP = "%Y%m%dT%H%M%S%fZ"

Step = Callable[[str], None]
"""Called with the name of each step before it is done; tests end the process there."""


class Conflict(Exception):
    """Someone else changed the file since the edit was made. Nothing was written."""


class NotWritable(Exception):
    """The file can't be written. `reason` is the system's message, `diff` the change to make by hand."""

    def __init__(self, reason: str, diff: str = "") -> None:
        self.reason = reason
        self.diff = diff
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Version:
    """An earlier content of the FAQ file. `number` counts from 1, the latest first."""

    number: int
    at: datetime
    digest: str
    """Its first twelve digits."""
    path: Path
    origin: Origin = Origin.UNKNOWN


def digest_of(data: bytes) -> str:
    """The SHA-256 digest of a content, hexadecimal."""
    return hashlib.sha256(data).hexdigest()


class Publisher:
    """Writes files; keeps versions and the journal for recovery in `folder`, if there is one."""

    def __init__(self, folder: Path | None, *, now: Callable[[], datetime], step: Step = lambda _: None) -> None:
        """`now` gives the time of a version, in any time zone."""
        self._folder = folder
        self._now = now
        self._step = step

    def replace(self, path: Path, data: bytes, expected: str) -> None:
        """Replaces the content with digest `expected` by `data`; keeps symbolic links, permissions and owner.

        Raises:
            Conflict: the content has another digest.
            NotWritable: neither the folder nor the file can be written.
        """
        target = path.resolve()
        old = self._content(target, expected)
        try:
            self._replace_whole(target, data, expected)
        except OSError as error:
            if error.errno in _FULL:
                raise NotWritable(error.strerror or "the disk is full") from None
            # the folder is read-only, the file is a mount point, or it belongs to somebody else
            self._write_in_place(target, old, data, expected, error)
        self._step("done")

    def recover(self) -> Path | None:
        """Restores a file after a crash while writing, before it is read. Returns its path, or None."""
        journal = self._folder / _JOURNAL if self._folder else None
        if journal is None or not journal.exists():
            return None
        restored = None
        try:
            noted = json.loads(journal.read_bytes())
            target, old, new = Path(noted["path"]), b64decode(noted["old"]), b64decode(noted["new"])
            content = target.read_bytes() if target.exists() else b""
            if _torn(content, old, new):
                self._overwrite(target, old)
                restored = target
        except (ValueError, KeyError, TypeError):
            pass  # the journal itself is torn, so nothing was written yet
        journal.unlink()
        return restored

    def keep(self, path: Path, data: bytes, origin: Origin = Origin.UNKNOWN) -> None:
        """Keeps a live content as a version, unless it is the latest one. Does nothing without a writable folder."""
        known = self.versions(path)
        if self._folder is None or (known and known[0].digest == digest_of(data)[:12]):
            return
        moment = self._now().astimezone(UTC)
        if known:
            moment = max(moment, known[0].at + timedelta(microseconds=1))
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            aside = self._folder / f".{path.name}.version"
            _write(aside, data)
            aside.replace(self._folder / _named(f"{moment:{_STAMP}}", data, origin, path.name))
            for version in self.versions(path)[KEPT:]:
                version.path.unlink(missing_ok=True)

    def amend(self, path: Path, old: bytes, new: bytes) -> None:
        """Takes a live content for the latest version if that is the `old` one, instead of keeping both: nobody goes
        back from a signature, and many of them would drive out the versions that one does go back to."""
        known = self.versions(path)
        if known and known[0].digest == digest_of(old)[:12]:
            with contextlib.suppress(OSError):
                self.rewrite(known[0], new)

    def rewrite(self, version: Version, data: bytes | None) -> None:
        """Replaces the content of a version, which keeps its time; removes it if `data` is None. Raises OSError."""
        old, named = version.path, _NAME.fullmatch(version.path.name)
        new = old
        if data is not None and named is not None:
            new = old.with_name(_named(named["at"], data, _origin(named["origin"]), named["file"]))
            aside = old.with_name(f".{named['file']}.version")
            _write(aside, data)
            aside.replace(new)
        if data is None or new != old:
            old.unlink(missing_ok=True)

    def versions(self, path: Path) -> tuple[Version, ...]:
        """The kept versions of a file, the latest first."""
        folder = self._folder
        if folder is None or not folder.is_dir():
            return ()
        names = sorted((one.name for one in folder.iterdir()), reverse=True)
        found = [match for name in names if (match := _NAME.fullmatch(name)) and match["file"] == path.name]
        return tuple(
            Version(
                number,
                datetime.strptime(one["at"], _STAMP).replace(tzinfo=UTC),
                one["digest"],
                folder / one[0],
                _origin(one["origin"]),
            )
            for number, one in enumerate(found, 1)
        )

    def _content(self, target: Path, expected: str) -> bytes:
        try:
            content = target.read_bytes()
        except OSError:
            raise Conflict from None
        if digest_of(content) != expected:
            raise Conflict
        return content

    def _replace_whole(self, target: Path, data: bytes, expected: str) -> None:
        aside = target.with_name(f".{target.name}.new")
        self._step("write aside")
        try:
            aside.unlink(missing_ok=True)
            _write(aside, data, like=target.stat())
            self._step("rename")
            self._content(target, expected)
            aside.replace(target)
        except (OSError, Conflict):
            with contextlib.suppress(OSError):
                aside.unlink(missing_ok=True)
            raise
        self._step("folder")
        _sync(target.parent)

    def _write_in_place(self, target: Path, old: bytes, new: bytes, expected: str, why: OSError) -> None:
        """Overwriting is not atomic, so both contents are written to a journal for `recover` first."""
        if self._folder is None or not os.access(target, os.W_OK):
            raise NotWritable(why.strerror or type(why).__name__)
        noted = {"path": str(target), "old": b64encode(old).decode(), "new": b64encode(new).decode()}
        journal = self._folder / _JOURNAL
        try:
            self._step("journal")
            self._folder.mkdir(parents=True, exist_ok=True)
            aside = journal.with_suffix(".new")
            _write(aside, json.dumps(noted).encode())
            aside.replace(journal)
            _sync(self._folder)
            self._content(target, expected)
            self._overwrite(target, new)
            journal.unlink()
        except OSError as error:
            self.recover_quietly()
            raise NotWritable(error.strerror or type(error).__name__) from None
        except Conflict:
            journal.unlink(missing_ok=True)
            raise

    def recover_quietly(self) -> None:
        """`recover`, but a failure is ignored."""
        with contextlib.suppress(OSError):
            self.recover()

    def _overwrite(self, target: Path, data: bytes) -> None:
        half = len(data) // 2
        with target.open("r+b") as file:
            for step, part in (("first half", data[:half]), ("second half", data[half:])):
                self._step(step)
                file.write(part)
                file.flush()
            self._step("cut")
            file.truncate(len(data))
            self._step("flush")
            os.fsync(file.fileno())


def _named(at: str, data: bytes, origin: Origin, file: str) -> str:
    suffix = f".{origin}" if origin else ""
    return f"{at}-{digest_of(data)[:12]}{suffix}-{file}"


def _origin(written: str | None) -> Origin:
    """The origin in a name; unknown if a later release wrote another one."""
    return Origin(written) if written in list(Origin) else Origin.UNKNOWN


def _torn(content: bytes, old: bytes, new: bytes) -> bool:
    """Whether the content is a mixture of both, as an interrupted overwrite or recovery leaves it: each byte is that of
    the old or the new content."""
    if content in (old, new):
        return False
    if not content or b"\0" in content:
        return True
    if not min(len(old), len(new)) <= len(content) <= max(len(old), len(new)):
        return False
    return all(byte in (old[at : at + 1] + new[at : at + 1]) for at, byte in enumerate(content))


def _write(path: Path, data: bytes, like: os.stat_result | None = None) -> None:
    """Writes a new file to disk, for the bot alone or with the permissions and owner of `like`."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        handle = file.fileno()
        if like is not None:
            made = os.fstat(handle)
            if (made.st_uid, made.st_gid) != (like.st_uid, like.st_gid):
                os.fchown(handle, like.st_uid, like.st_gid)
            os.fchmod(handle, stat.S_IMODE(like.st_mode))
        os.fsync(handle)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
