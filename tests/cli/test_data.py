"""The commands that look after the database, as they are typed."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from typer.testing import CliRunner, Result

from bot.cli.app import app
from bot.core.deidentification.anonymizer import Anonymizer
from bot.core.faq.rules import phrasing_digest
from bot.core.records import CountedEvent, Handled, Question, QuestionKind, Tally, Week
from bot.storage.store import Store
from bot.words import load

WEEK = Week.of(datetime.now(UTC).date())


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "data" / "faqbot.db"
    monkeypatch.setenv("DATABASE_PATH", str(path))
    return path


def run(*arguments: str, answer: str | None = None) -> Result:
    return CliRunner().invoke(app, list(arguments), input=answer)


def fill(database: Path, *texts: str) -> None:
    async def work() -> None:
        redact = Anonymizer(load(), ()).redact
        async with Store(database, keep_days=90, today=lambda: datetime.now(UTC).date()) as store:
            for number, text in enumerate(texts):
                question = Question(WEEK, "en", redact(text), QuestionKind.UNMATCHED, None, None, "d1")
                await store.record([Handled(number, WEEK, (Tally(CountedEvent.ASKED),), (question,))])

    asyncio.run(work())


def exported() -> list[dict[str, str]]:
    rows: list[dict[str, str]] = json.loads(run("export", "--json").stdout)
    return rows


def test_a_backup_brings_back_what_was_there(database: Path, tmp_path: Path) -> None:
    fill(database, "can i chew gum", "can i swim")
    assert run("backup", str(tmp_path / "b.db")).exit_code == 0
    assert run("purge", "--all", "--yes").stdout == "2 questions deleted\n"
    assert exported() == []
    assert run("restore", str(tmp_path / "b.db")).exit_code == 0
    assert len(exported()) == 2


def test_a_backup_can_be_restored_on_a_new_machine(database: Path, tmp_path: Path) -> None:
    fill(database, "can i chew gum")
    run("backup", str(tmp_path / "b.db"))
    database.unlink()
    assert run("restore", str(tmp_path / "b.db")).exit_code == 0
    assert len(exported()) == 1


def test_restoring_something_else_changes_nothing(database: Path, tmp_path: Path) -> None:
    fill(database, "can i chew gum")
    (tmp_path / "b.db").write_text("no database")
    failed = run("restore", str(tmp_path / "b.db"))
    assert failed.exit_code == 2
    assert "was left as it was" in failed.stderr
    assert len(exported()) == 1


@pytest.mark.parametrize("command", [["backup", "b.db"], ["purge"], ["export"]])
def test_without_a_database_nothing_is_made_up(database: Path, command: list[str]) -> None:
    failed = run(*command)
    assert failed.exit_code == 2
    assert "Set DATABASE_PATH" in failed.stderr
    assert not database.exists()


def test_deleting_everything_asks_first(database: Path) -> None:
    fill(database, "can i chew gum")
    assert run("purge", "--all", answer="n\n").exit_code == 1
    assert len(exported()) == 1
    assert run("purge", "--all", answer="y\n").exit_code == 0
    assert exported() == []


CLINIC = """\
entries:
  - id: visit   # ours
    question: How do I find the clinic?
    phrasings:
      - way to the clinic
      - Has ivy got parking
    answer: By bus.
    checks: [has ivy got parking]
  - id: price
    question: What does it cost?
    phrasings: [how expensive is it]
    answer: It depends.
"""


def note_taken(database: Path, *texts: str) -> None:
    async def work() -> None:
        async with Store(database, keep_days=90, today=lambda: datetime.now(UTC).date()) as store:
            await store.reviews.note_taken("en", [phrasing_digest(text) for text in texts])

    asyncio.run(work())


def test_wordings_from_the_log_are_shown_with_the_effect_and_removed_on_request(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    faq = tmp_path / "faq.yaml"
    faq.write_text(CLINIC, encoding="utf-8")
    monkeypatch.setenv("FAQ_PATH", str(faq))
    monkeypatch.setenv("SENTENCE_MODEL", "off")
    monkeypatch.setenv("MULTILINGUAL_MODEL", "off")
    fill(database, "can i chew gum")
    note_taken(database, "has ivy got parking?")
    refused = run("purge", "--wordings", answer="n\n")
    assert refused.exit_code == 1
    assert "faq.yaml:6:9: 'Has ivy got parking' of 'visit'" in refused.stdout
    assert "Kept versions that hold some of them: 1" in refused.stdout
    assert "1 entry changed: visit" in refused.stdout
    assert "checks that break: 1" in refused.stdout
    assert faq.read_text(encoding="utf-8") == CLINIC
    done = run("purge", "--wordings", "--yes")
    assert "Removed. Wordings: 1, kept versions: 1" in done.stdout
    assert faq.read_text(encoding="utf-8") == CLINIC.replace("      - Has ivy got parking\n", "")
    versions = [one.read_text(encoding="utf-8") for one in (database.parent / "versions").iterdir()]
    assert versions
    assert not any("Has ivy" in one for one in versions)
    assert len(exported()) == 1
    assert run("purge", "--wordings", "--yes").stdout.startswith("Wordings of the FAQ that come from the log: 0")


def test_an_exported_table_opens_in_a_spreadsheet_and_holds_no_formula(database: Path, tmp_path: Path) -> None:
    fill(database, '=HYPERLINK("x") can i chew gum')
    assert run("export", "--csv", "--out", str(tmp_path / "q.csv")).exit_code == 0
    content = (tmp_path / "q.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert not (row["text"] or "").startswith("=")
    assert (tmp_path / "q.csv").stat().st_mode & 0o077 == 0


def test_a_file_that_cannot_be_written_is_named(database: Path, tmp_path: Path) -> None:
    fill(database, "can i chew gum")
    failed = run("export", "--out", str(tmp_path / "none" / "q.csv"))
    assert failed.exit_code == 2
    assert "q.csv: No such file or directory" in failed.stderr


def test_a_hand_off_key_works_and_is_never_the_same() -> None:
    first, second = run("handoff-key").stdout.strip(), run("handoff-key").stdout.strip()
    assert first != second
    Fernet(first)


@pytest.mark.usefixtures("database")
def test_health_answers_among_the_other_commands() -> None:
    failed = run("health")
    assert failed.exit_code == 1
    assert failed.stderr == "the bot is not running\n"
