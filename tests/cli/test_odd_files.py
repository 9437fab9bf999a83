"""Files that are none, and closed inputs, end a command with a line, never with a traceback."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bot.cli.app import main
from bot.cli.console import CANNOT_LOAD

FAQ = "entries:\n  - {id: swelling, question: Will my face swell?, answer: A little.}\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "faq.yaml").write_text(FAQ, encoding="utf-8")
    (tmp_path / "latin.jsonl").write_bytes(b"\xff")
    for name, value in (("SENTENCE_MODEL", "off"), ("MULTILINGUAL_MODEL", "off"), ("PERSONAL_DATA_MODEL", "off")):
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DATABASE_PATH", "data/faqbot.db")
    monkeypatch.chdir(tmp_path)
    return tmp_path


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
        (("report", "--out", "gone/report.html"), "gone/report.html: No such file or directory"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert run(monkeypatch, *words) == CANNOT_LOAD
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("words", [("chat",), ("chat", "--json")])
def test_a_closed_input_is_an_empty_one(monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert run(monkeypatch, *words) == 0
