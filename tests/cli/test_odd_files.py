"""Files that are none, and closed inputs, end a command with a line, never with a traceback."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from bot.cli.app import main
from bot.cli.console import CANNOT_LOAD
from bot.storage.store import Store
from tests.support.paths import ROOT

FAQ = "entries:\n  - {id: swelling, question: Will my face swell?, answer: A little.}\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "faq.yaml").write_text(FAQ, encoding="utf-8")
    (tmp_path / "latin.jsonl").write_bytes(b"\xff")
    (tmp_path / "empty.jsonl").write_bytes(b"\n\n")
    (tmp_path / "many.jsonl").write_bytes(b"#\n" * 100)
    for name, value in (("SENTENCE_MODEL", "off"), ("MULTILINGUAL_MODEL", "off"), ("PERSONAL_DATA_MODEL", "off")):
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DATABASE_PATH", "data/faqbot.db")
    monkeypatch.chdir(tmp_path)
    return tmp_path


async def a_database() -> None:
    """Creates an empty database where the settings expect it."""
    async with Store(Path("data/faqbot.db"), keep_days=90, today=lambda: date(2026, 11, 22)) as store:
        await store.purge()


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """The exit code of a command."""
    monkeypatch.setattr(sys, "argv", ["bot", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("evaluate", "--cases", "."), "Is a directory"),
        (("evaluate", "--cases", "latin.jsonl"), "not UTF-8"),
        (("evaluate", "--cases", "empty.jsonl"), "empty.jsonl: it has no messages; write one a line"),
        (("evaluate", "--cases", "many.jsonl"), "many.jsonl: and 90 more such lines; is it the right file?"),
        (("report", "--out", "gone/report.html"), "gone/report.html: No such file or directory (the folder or file is"),
        (("signoff-sheet", "--out", "gone/s.html"), "gone/s.html: No such file or directory (the folder or file is"),
        (("export-site", "--out", "faq.yaml/site"), "Not a directory (a part of the way to it is a file"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    asyncio.run(a_database())
    assert run(monkeypatch, *words) == CANNOT_LOAD
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("words", [("chat",), ("chat", "--json")])
def test_a_closed_input_is_an_empty_one(monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert run(monkeypatch, *words) == 0


@pytest.mark.parametrize("words", [("stats",), ("review", "list"), ("report",)])
def test_a_database_that_cannot_be_used_ends_every_command_alike(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path, words: tuple[str, ...]
) -> None:
    (folder / "data" / "faqbot.db").mkdir(parents=True)
    assert run(monkeypatch, *words) == CANNOT_LOAD
    assert "faqbot.db: is a folder. Point DATABASE_PATH to a file" in capsys.readouterr().err


@pytest.mark.parametrize("words", [("stats",), ("review", "list"), ("review", "show", "a1"), ("report",)])
def test_a_command_that_reads_makes_no_database(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("DATABASE_PATH", "gone/deeper/faqbot.db")
    before = sorted(folder.iterdir())
    assert run(monkeypatch, *words) == CANNOT_LOAD
    assert "gone/deeper/faqbot.db: there is no database yet. The bot makes it while it runs." in capsys.readouterr().err
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize("to", [".", "gone/b.db", "data/faqbot.db"])
def test_a_backup_that_has_no_place_is_told_where_it_may_go(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], to: str
) -> None:
    asyncio.run(a_database())
    assert run(monkeypatch, "backup", to) == CANNOT_LOAD
    told = capsys.readouterr().err.splitlines()[-1]
    assert told.startswith(to)
    assert told.endswith("Name another file, in a folder that this user may write to.")


def test_an_export_to_a_closed_output_says_how_to_write_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(a_database())
    monkeypatch.setattr(sys, "stdout", None)
    assert run(monkeypatch, "export") == CANNOT_LOAD
    assert "standard output is closed, so nothing was written. Name a file: --out FILE" in capsys.readouterr().err


def test_a_terminal_that_lacks_a_letter_shows_another_for_it(folder: Path) -> None:
    asyncio.run(a_database())
    done = subprocess.run(
        [sys.executable, "-m", "bot", "stats"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii", "COLUMNS": "80"},
        cwd=folder,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(b"Questions by week, ")


def test_an_evaluation_is_shown_in_whole_words_in_80_columns(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    lines = [f'{{"text": "hello {kind}", "expect": "unmatched", "kind": "{kind}"}}' for kind in ("chat", "rude", "odd")]
    (folder / "cases.jsonl").write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setenv("COLUMNS", "80")
    assert run(monkeypatch, "evaluate", "--cases", "cases.jsonl") == 0
    shown = capsys.readouterr().out
    assert "…" not in shown
    assert {"right results", "off-topic answered", "false alarms"} <= {
        line.strip("│┃ ").split("│")[0].strip() for line in shown.splitlines()
    }
    assert max(map(len, shown.splitlines())) <= 80
