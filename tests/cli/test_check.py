"""`check` as an admin meets it: a page that says what is worst, everything on demand, and all of it for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from bot.cli import tables
from bot.cli.app import app
from bot.core.faq.yaml_reader import read_faq
from bot.core.matching.calibration import bands_on_trust
from bot.core.positions import Place
from bot.core.quality.checks import Examination
from bot.core.quality.lint import Finding, Level
from tests.support.paths import FAQ


@pytest.fixture(autouse=True)
def words_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SENTENCE_MODEL", "off")
    monkeypatch.setenv("MULTILINGUAL_MODEL", "off")
    monkeypatch.setenv("PERSONAL_DATA_MODEL", "off")
    monkeypatch.setenv("DATABASE_PATH", str(tmp_path / "bot.sqlite3"))
    monkeypatch.setenv("COLUMNS", "100")


def check(*options: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["check", *options])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout


@pytest.mark.timeout(180)
def test_the_shipped_faq_is_summed_up_on_a_page() -> None:
    code, page = check("--faq", str(FAQ))
    assert code in {0, 1}
    lines = page.splitlines()
    assert len(lines) <= 60
    assert lines[0].startswith("faq.yaml (en): ")
    assert any(line.startswith("faq.es.yaml (es): ") for line in lines)
    assert not any(line.startswith("red flags") or "alarm" in line for line in lines if "built-in" not in line)
    assert "more: --verbose" in page
    assert "expected for messages unlike those in this file: " in page
    assert "with whole entries left out, which stand for questions in your field without an entry" in page
    assert "checks and off_topic lines are easier than what strangers ask and count for at most 50% of it" in page


@pytest.mark.timeout(180)
def test_figures_of_the_shipped_faq_can_be_read_by_programs() -> None:
    _, shown = check("--faq", str(FAQ), "--json")
    english = json.loads(shown)["en"]
    assert set(english["expected"]) >= {"coverage", "offered", "wrong"}
    assert english["expected"]["predictions"] > 1000
    assert english["expected"]["left_out"] == ["phrasings", "entries"]
    assert english["expected"]["most_weight_of_checks_and_off_topic"] == 0.5
    assert english["built_in"]["passed"] == english["built_in"]["total"] > 1000


def test_every_finding_is_told_on_demand(tmp_path: Path) -> None:
    faq = tmp_path / "faq.yaml"
    entries = (f"{{id: entry-{number}, question: Q{number}?, answer: 'This, **or that.'}}" for number in range(12))
    faq.write_text(f"entries: [{', '.join(entries)}]\n", encoding="utf-8")
    _, page = check("--faq", str(faq))
    _, whole = check("--faq", str(faq), "--verbose")
    _, shown = check("--faq", str(faq), "--json")
    findings = json.loads(shown)["en"]["findings"]
    assert len(findings) > 20
    assert all(f"{one['place']}: {one['level']}: {one['message']}" in whole for one in findings)
    assert "phrasings ┃ found again" in whole
    assert "more: --verbose" in page
    assert "more: --verbose" not in whole


def test_what_is_worst_comes_first(tmp_path: Path) -> None:
    faq = tmp_path / "faq.yaml"
    faq.write_text("entries: [{id: one, question: What is it?, answer: It is this.}]\n", encoding="utf-8")
    code, page = check("--faq", str(faq))
    assert code == 1
    assert page.splitlines()[:3] == [
        "faq.yaml (en): 1 error, 4 warnings",
        "red flags: 1 error (add `urgent:` with signs and messages)",
        "  faq.yaml:1:1: error: there is no `urgent` section: NO EMERGENCY IN A MESSAGE WILL BE NOTICED",
    ]


def test_nothing_is_expected_of_a_file_too_small_to_leave_anything_out(tmp_path: Path) -> None:
    faq = tmp_path / "faq.yaml"
    faq.write_text("entries: [{id: one, question: What is it?, answer: It is this.}]\n", encoding="utf-8")
    _, page = check("--faq", str(faq))
    assert "expected for messages unlike those in this file: not known" in page
    assert "of answers wrong" not in page
    assert json.loads(check("--faq", str(faq), "--json")[1])["en"]["expected"] is None


def test_a_file_that_can_t_be_loaded_is_told_from_one_with_findings(tmp_path: Path) -> None:
    faq = tmp_path / "faq.yaml"
    faq.write_text("entries: []\n", encoding="utf-8")
    assert type(CliRunner().invoke(app, ["check", "--faq", str(faq)]).exception).__name__ == "FaqProblems"


def test_within_a_kind_the_worst_is_shown_first() -> None:
    place = Place("faq.yaml", 1, 1)
    findings = [
        Finding(Level.WARNING, place, "sink", f"sink of weight {weight}", "reword it", weight=float(weight))
        for weight in (1, 5, 3, 4)
    ]
    empty = Examination((), (), (), {}, bands_on_trust(0.05), tuple(findings))
    faq = read_faq(b"entries: [{id: one, question: What is it?, answer: It is this.}]").faq
    with (console := Console(width=100)).capture() as shown:
        tables.show_examination(console, "faq.yaml", faq, empty, verbose=False)
    lines = shown.get().splitlines()
    assert lines[1] == "phrasings that draw questions of other entries: 4 warnings (reword it)"
    assert [line[-1] for line in lines[2:5]] == ["5", "4", "3"]
    assert lines[5] == "  and 1 more: --verbose"
