"""`check` as an admin meets it: a page that says what is worst, everything on demand, and all of it for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.app import app
from tests.support.paths import FAQ


@pytest.fixture(autouse=True)
def words_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SENTENCE_MODEL", "off")
    monkeypatch.setenv("DATABASE_PATH", str(tmp_path / "bot.sqlite3"))
    monkeypatch.setenv("COLUMNS", "100")


def check(*options: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["check", *options])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout


def test_the_shipped_faq_is_summed_up_on_a_page_and_told_whole_on_demand() -> None:
    code, page = check("--faq", str(FAQ))
    assert code in {0, 1}
    lines = page.splitlines()
    assert len(lines) <= 60
    assert lines[0].startswith("faq.yaml (en): ")
    assert any(line.startswith("faq.es.yaml (es): ") for line in lines)
    assert not any(line.startswith("red flags") or "alarm" in line for line in lines if "built-in" not in line)
    code, whole = check("--faq", str(FAQ), "--verbose")
    assert "more: --verbose" in page
    assert "more: --verbose" not in whole
    assert "phrasings ┃ found again" in whole
    _, shown = check("--faq", str(FAQ), "--json")
    languages = json.loads(shown)
    findings = [one for language in ("en", "es") for one in languages[language]["findings"]]
    assert all(f"{one['place']}: {one['level']}: {one['message']}" in whole for one in findings)
    assert languages["en"]["built_in"]["passed"] == languages["en"]["built_in"]["total"] > 1000


def test_what_is_worst_comes_first(tmp_path: Path) -> None:
    faq = tmp_path / "faq.yaml"
    faq.write_text("entries: [{id: one, question: What is it?, answer: It is this.}]\n", encoding="utf-8")
    code, page = check("--faq", str(faq))
    assert code == 1
    assert page.splitlines()[:3] == [
        "faq.yaml (en): 1 error, 2 warnings",
        "red flags: 1 error (add `urgent:` with signs and messages)",
        "  faq.yaml:1:1: error: there is no `urgent` section: NO EMERGENCY IN A MESSAGE WILL BE NOTICED",
    ]


def test_a_file_that_can_t_be_loaded_is_told_from_one_with_findings(tmp_path: Path) -> None:
    faq = tmp_path / "faq.yaml"
    faq.write_text("entries: []\n", encoding="utf-8")
    assert type(CliRunner().invoke(app, ["check", "--faq", str(faq)]).exception).__name__ == "FaqProblems"
