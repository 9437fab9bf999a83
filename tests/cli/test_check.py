"""`check` as an admin meets it: a page that says what is worst, everything on demand, and all of it for programs."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from bot.cli import tables
from bot.cli.app import app
from bot.core.faq.sign_offs import SignOffCount
from bot.core.faq.yaml_reader import read_faq
from bot.core.matching.calibration import bands_on_trust
from bot.core.positions import Place
from bot.core.quality.examination import Examination
from bot.core.quality.findings import Finding, Level
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
    lines = page.splitlines()
    assert code == (1 if any("details of the clinic" in line for line in lines) else 0)
    assert len(lines) <= 60
    assert lines[0].startswith("faq.yaml (en): ")
    assert any(line.startswith("faq.es.yaml (es): ") for line in lines)
    assert not any(line.startswith("red flags") or "alarm" in line for line in lines if "built-in" not in line)
    assert "expected for messages unlike those in this file: " in page
    assert page.count("than is to be expected") == 2
    assert page.count("Notes may stay: they are what may be made better") == 2
    assert "with whole entries left out, which stand for questions in your field without an entry" in page
    assert "checks and off_topic lines are easier than what strangers ask and count for at most 50% of it" in page


@pytest.mark.timeout(180)
def test_figures_of_the_shipped_faq_can_be_read_by_programs(tmp_path: Path) -> None:
    alone = shutil.copy(FAQ, tmp_path)  # without its translation, which takes as long again
    _, shown = check("--faq", str(alone), "--json")
    english = json.loads(shown)["en"]
    assert set(english["expected"]) >= {"coverage", "offered", "wrong"}
    assert english["expected"]["predictions"] > 1000
    assert english["expected"]["left_out"] == ["phrasings", "entries"]
    assert english["expected"]["most_weight_of_checks_and_off_topic"] == 0.5
    assert english["built_in"]["passed"] == english["built_in"]["total"] > 1000


def test_a_file_that_is_no_translation_by_its_name_is_told(tmp_path: Path) -> None:
    entry = "entries: [{id: one, question: What is it?, answer: It is this.}]\n"
    for name in ("faq.yaml", "faq.pt-br.yaml", "faq.es.yml", "faq (1).yaml"):
        (tmp_path / name).write_text(entry, encoding="utf-8")
    problems = json.loads(check("--faq", str(tmp_path / "faq.yaml"), "--json")[1])["problems"]
    assert [problem.split(": ")[0] for problem in problems] == [
        "faq (1).yaml:1:1",
        "faq.es.yml:1:1",
        "faq.pt-br.yaml:1:1",
    ]
    assert all("this file is not read: " in problem for problem in problems)


def test_a_translation_that_cannot_be_loaded_is_exit_code_2(tmp_path: Path) -> None:
    (tmp_path / "faq.yaml").write_text("entries: [{id: one, question: What?, answer: This.}]\n", encoding="utf-8")
    (tmp_path / "faq.es.yaml").write_text("entries: []\n", encoding="utf-8")
    code, shown = check("--faq", str(tmp_path / "faq.yaml"), "--json")
    assert code == 2
    assert "'entries' is empty" in json.loads(shown)["problems"][0]


def test_programs_are_told_why_a_file_cannot_be_loaded(tmp_path: Path) -> None:
    faq = tmp_path / "faq.yaml"
    faq.write_text("entries: []\n", encoding="utf-8")
    shown = CliRunner().invoke(app, ["check", "--json", "--faq", str(faq)]).stdout
    assert json.loads(shown) == {"problems": ["faq.yaml:1:10: 'entries' is empty (add an item, or delete the key)"]}


def test_lines_that_expect_what_there_is_not_are_told_by_number(tmp_path: Path) -> None:
    (tmp_path / "faq.yaml").write_text("entries: [{id: one, question: What?, answer: This.}]\n", encoding="utf-8")
    cases = tmp_path / "cases.jsonl"
    lines = ('{"text": "a", "expect": "one"}', "", '{"text": "b", "expect": "oen"}', '{"text": "c"}', "[")
    cases.write_text("\n".join(lines), encoding="utf-8")
    result = CliRunner().invoke(app, ["evaluate", "--faq", str(tmp_path / "faq.yaml"), "--cases", str(cases)])
    assert result.exit_code == 2
    told = [line.split(": ", 1)[1] for line in result.stderr.splitlines() if line.startswith(str(cases))]
    assert [line.split(":")[0] for line in told] == ["line 3", "line 4", "line 5"]
    assert told[0] == "line 3: there is no entry 'oen' (did you mean 'one'?)"
    assert told[1] == "line 4: not a labelled message: 'expect': Field required"


def test_notes_are_a_line_a_kind_and_no_reason_to_fail() -> None:
    place = Place("faq.yaml", 7, 1)
    notes = [Finding(Level.NOTE, replace(place, line=7 + one), "sink", "a sink", "reword it") for one in range(5)]
    faq = read_faq(b"entries: [{id: one, question: What is it?, answer: It is this.}]").faq
    examination = Examination(
        (), (), (), bands_on_trust(0.05), {}, tuple(notes), SignOffCount.of(faq, date(2026, 11, 29))
    )
    with (console := Console(width=200)).capture() as shown:
        tables.show_examination(console, "faq.yaml", faq, examination, verbose=False)
    assert shown.get().splitlines()[:2] == [
        "faq.yaml (en): 5 notes",
        "phrasings that draw questions of other entries: 5 notes, first in lines 7, 8, 9 (reword it)",
    ]
    assert "Nothing has to be put right. Notes may stay: they are" in shown.get()
    assert not examination.faulty


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
    assert "To be put right: red flags, answers without a source, entries with few phrasings, details of the" in page


def test_the_country_of_the_time_zone_tells_a_wrong_emergency_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    faq = tmp_path / "faq.yaml"
    clinic = "clinic: {emergency_number: '99', phone: 020 7946 0000}\n"
    faq.write_text(f"{clinic}entries: [{{id: one, question: What is it?, answer: It is this.}}]\n", encoding="utf-8")
    assert "known in" not in check("--faq", str(faq))[1]
    monkeypatch.setenv("TIMEZONE", "Europe/London")
    told = "faq.yaml:1:28: warning: clinic emergency_number '99' is none of the emergency numbers known in GB: 112, 999"
    assert told in check("--faq", str(faq))[1]
    faq.write_text(faq.read_text(encoding="utf-8").replace("020", "+44 20"), encoding="utf-8")
    assert check("--faq", str(faq))[1].count("known in GB") == 1


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
    faq = read_faq(b"entries: [{id: one, question: What is it?, answer: It is this.}]").faq
    empty = Examination((), (), (), bands_on_trust(0.05), {}, tuple(findings), SignOffCount.of(faq, date(2026, 11, 29)))
    with (console := Console(width=100)).capture() as shown:
        tables.show_examination(console, "faq.yaml", faq, empty, verbose=False)
    lines = shown.get().splitlines()
    assert lines[1] == "phrasings that draw questions of other entries: 4 warnings (reword it)"
    assert [line[-1] for line in lines[2:5]] == ["5", "4", "3"]
    assert lines[5] == "  and 1 more: --verbose"
