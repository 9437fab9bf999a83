"""`export-site`: says what it wrote, and changes nothing where it cannot."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.cli.app import main
from bot.cli.console import CANNOT_LOAD, FINDINGS
from tests.support.paths import ROOT
from tests.support.server import Server
from tests.support.telegram import TOKEN, Telegram

FAQ = "entries:\n  - {id: swelling, question: Will my face swell?, answer: A little.}\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "faq.yaml").write_text(FAQ, encoding="utf-8")
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    telegram = Telegram()
    yield telegram
    telegram.queue.stop()


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """The exit code of the command."""
    monkeypatch.setattr(sys, "argv", ["bot", "export-site", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_it_says_what_it_wrote_and_what_is_not_filled_in(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    assert run(monkeypatch, "--out", "site", "--bot", "@clinic_faq_bot") == 0
    said = capsys.readouterr()
    assert "wrote site/index.html: 1 answers" in said.out
    assert "with links to @clinic_faq_bot" in said.out
    assert "not filled in, so the pages say it in words: clinic name, phone" in said.err
    assert "https://t.me/clinic_faq_bot?start=swelling" in (folder / "site" / "index.html").read_text()


def test_without_a_token_and_a_name_there_are_no_links(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    assert run(monkeypatch, "--out", "site") == 0
    assert "without links to the bot" in capsys.readouterr().out
    assert "t.me" not in (folder / "site" / "index.html").read_text()


@pytest.mark.parametrize("broken", ["faq.yaml", "faq.es.yaml"])
def test_a_faq_or_translation_that_cannot_be_loaded_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path, broken: str
) -> None:
    assert run(monkeypatch, "--out", "site") == 0
    before = (folder / "site" / "index.html").read_text()
    (folder / "faq.yaml").write_text(FAQ.replace("A little", "Very"), encoding="utf-8")
    (folder / broken).write_text("language: es\nentries:\n  - {id: No, question: a, answer: b}\n", encoding="utf-8")
    assert run(monkeypatch, "--out", "site") == CANNOT_LOAD
    assert f"{broken}:3" in capsys.readouterr().err
    assert (folder / "site" / "index.html").read_text() == before


def test_a_folder_with_other_files_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    assert run(monkeypatch, "--out", ".") == FINDINGS
    assert "there are other files in it" in capsys.readouterr().err
    assert {one.name for one in folder.iterdir()} == {"faq.yaml"}


@pytest.mark.parametrize("name", ["a b", "https://t.me/x", "bot?start=x", "é_bot", "ab", "faq_bot\n"])
def test_a_name_that_is_no_username_is_refused(monkeypatch: pytest.MonkeyPatch, folder: Path, name: str) -> None:
    assert run(monkeypatch, "--out", "site", "--bot", name) == CANNOT_LOAD
    assert not (folder / "site").exists()


@pytest.mark.parametrize(
    ("token", "code", "shown"),
    [
        (TOKEN, 0, "with links to @clinic_faq_bot"),
        ("123456:AAwrong", FINDINGS, "Or say --bot NAME. Nothing was written."),
    ],
)
async def test_the_username_is_that_of_the_token(
    telegram: Telegram, folder: Path, token: str, code: int, shown: str
) -> None:
    async with Server(telegram) as server:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "export-site", "--out", "site"),
            cwd=folder,
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(ROOT),
                "TELEGRAM_BOT_TOKEN": token,
                "TELEGRAM_API_BASE_URL": server.base_url,
            },
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await process.communicate()
    assert process.returncode == code
    assert shown in said.decode()
    assert (folder / "site").exists() == (code == 0)


def test_a_telegram_that_does_not_answer_leaves_everything_as_it_was(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_API_BASE_URL", "http://127.0.0.1:9/bot")
    assert run(monkeypatch, "--out", "site") == FINDINGS
    assert "Or say --bot NAME. Nothing was written." in capsys.readouterr().err
    assert not (folder / "site").exists()
