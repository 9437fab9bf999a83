"""The folder of the site: nothing of anybody else's is replaced or removed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.reports.site_folder import LIST, FolderRefused, write_site


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "www" / "faq"


def names(folder: Path) -> set[str]:
    return {one.name for one in folder.iterdir()}


def test_a_new_folder_is_made_for_everybody_to_read(folder: Path) -> None:
    before = os.umask(0o077)
    try:
        written = write_site(folder, {"index.html": "a", "es.html": "ñ"})
    finally:
        os.umask(before)
    assert written == (folder / "index.html", folder / "es.html")
    assert (folder / "es.html").read_text(encoding="utf-8") == "ñ"
    assert [one.stat().st_mode & 0o777 for one in (folder.parent, folder, *written)] == [0o755, 0o755, 0o644, 0o644]
    assert names(folder) == {"index.html", "es.html", LIST}


def test_an_empty_folder_is_taken(folder: Path) -> None:
    folder.mkdir(parents=True)
    write_site(folder, {"index.html": "a"})
    assert (folder / "index.html").read_text() == "a"


def test_pages_are_replaced_and_those_of_a_language_that_went_are_removed(folder: Path) -> None:
    write_site(folder, {"index.html": "a", "es.html": "b"})
    (folder / "logo.png").write_text("the clinic's own")
    write_site(folder, {"index.html": "c"})
    assert names(folder) == {"index.html", "logo.png", LIST}
    assert (folder / "index.html").read_text() == "c"


def test_a_folder_with_other_files_is_refused_and_left_as_it_was(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "index.html").write_text("home page")
    with pytest.raises(FolderRefused, match="there are other files in it"):
        write_site(folder, {"index.html": "a"})
    assert names(folder) == {"index.html"}
    assert (folder / "index.html").read_text() == "home page"


@pytest.mark.parametrize("kind", ["file", "dangling link"])
def test_a_page_that_somebody_else_put_there_is_never_replaced(folder: Path, kind: str) -> None:
    write_site(folder, {"index.html": "a"})
    if kind == "file":
        (folder / "es.html").write_text("theirs")
    else:
        (folder / "es.html").symlink_to("gone")
    with pytest.raises(FolderRefused, match=r"es\.html in it was written by somebody else"):
        write_site(folder, {"index.html": "b", "es.html": "c"})
    assert (folder / "index.html").read_text() == "a"


def test_a_tampered_list_removes_nothing_outside_the_site(folder: Path) -> None:
    write_site(folder, {"index.html": "a"})
    (folder.parent / "es.html").write_text("outside")
    (folder / "notes.txt").write_text("theirs")
    (folder / LIST).write_text("index.html\n../es.html\nnotes.txt\n/etc/passwd\n")
    write_site(folder, {"index.html": "b"})
    assert (folder.parent / "es.html").exists()
    assert (folder / "notes.txt").exists()


def test_a_run_that_was_interrupted_can_be_repeated(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / f"{LIST}.new").write_text("")
    write_site(folder, {"index.html": "a"})
    (folder / ".index.html.new").write_text("half a pa")
    write_site(folder, {"index.html": "b"})
    assert (folder / "index.html").read_text() == "b"
    assert not (folder / ".index.html.new").exists()


def test_a_page_that_cannot_be_written_leaves_no_half_of_it(folder: Path) -> None:
    write_site(folder, {"index.html": "a"})
    (folder / "index.html").unlink()
    (folder / "index.html").mkdir()
    with pytest.raises(OSError, match="directory"):
        write_site(folder, {"index.html": "b"})
    assert names(folder) == {"index.html", LIST}


def test_a_list_that_is_none_is_refused(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / LIST).write_bytes(b"\xff")
    with pytest.raises(FolderRefused, match="is not that of export-site"):
        write_site(folder, {"index.html": "a"})
