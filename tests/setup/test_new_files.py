"""The files of a set-up are written whole or not at all, and take no other's place."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.live_faq.publishing import Conflict
from bot.setup.new_files import NewFiles, with_settings

ENV = b"# Settings\nTELEGRAM_BOT_TOKEN=\n\n# ids\nADMIN_IDS=1\nTIMEZONE='UTC'"


def test_only_the_lines_of_the_settings_are_changed() -> None:
    new = with_settings(ENV, {"TELEGRAM_BOT_TOKEN": "1:a-b", "TIMEZONE": "Europe/London", "STAFF_IDS": "2,3"})
    assert new == (
        b"# Settings\nTELEGRAM_BOT_TOKEN=1:a-b\n\n# ids\nADMIN_IDS=1\nTIMEZONE=Europe/London\nSTAFF_IDS=2,3\n"
    )
    assert with_settings(ENV, {}) == ENV


def test_new_files_are_private_and_nothing_else_is_left(tmp_path: Path) -> None:
    files = NewFiles(tmp_path)
    files.add(".env", b"a")
    files.add("faq.yaml", b"b")
    files.write()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {".env": b"a", "faq.yaml": b"b"}
    assert (tmp_path / ".env").stat().st_mode & 0o777 == 0o600


def test_a_file_that_has_come_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    files = NewFiles(tmp_path)
    files.add(".env", b"new")
    (tmp_path / ".env").write_bytes(b"another's")
    with pytest.raises(FileExistsError):
        files.write()
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"another's"]


def test_a_file_that_was_changed_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"read")
    file.chmod(0o640)
    files = NewFiles(tmp_path)
    files.add(".env", b"new", b"read")
    file.write_bytes(b"changed")
    with pytest.raises(Conflict):
        files.write()
    assert file.read_bytes() == b"changed"
    file.write_bytes(b"read")
    files.write()
    assert file.read_bytes() == b"new"
    assert file.stat().st_mode & 0o777 == 0o640
