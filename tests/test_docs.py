"""The documentation names every command, setting and key of faq.yaml, and the committed files are up to date."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.app import app
from bot.core.faq.json_schema import json_schema
from bot.core.faq.messages import Messages
from bot.core.faq.model import (
    Clinic,
    ClinicalReview,
    Entry,
    Faq,
    Matching,
    Source,
    Topic,
    Urgent,
    UrgentSign,
)
from bot.core.faq.yaml_reader import read_faq
from bot.core.strict_yaml import parse
from bot.settings import Settings
from tests.support.paths import ROOT

DOCS = {path.name: path.read_text() for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))}


def test_every_command_is_in_the_readme() -> None:
    names = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    names |= {group.name for group in app.registered_groups if group.name}
    missing = {name for name in names if not re.search(rf"`[^`\n]*\b{re.escape(name)}\b[^`\n]*`", DOCS["README.md"])}
    assert missing == set()


def test_every_setting_is_in_the_docs() -> None:
    text = "\n".join(DOCS.values())
    assert {name.upper() for name in Settings.model_fields if name.upper() not in text} == set()


@pytest.mark.parametrize("model", [Faq, Entry, Topic, Source, ClinicalReview, Clinic, Matching, Urgent, UrgentSign])
def test_every_key_of_the_faq_is_in_its_guide(model: type[Faq]) -> None:
    missing = {key for key in model.model_fields if not re.search(rf"\b{key}\b", DOCS["faq.md"])}
    assert missing == set()


def test_faq_yaml_states_every_message_so_that_admins_find_them_all() -> None:
    stated = parse((ROOT / "faq.yaml").read_bytes(), "faq.yaml").value["messages"]
    assert set(stated) == set(Messages.model_fields)


def test_the_committed_schema_is_the_present_one() -> None:
    shown = CliRunner().invoke(app, ["schema"]).stdout
    assert json.loads((ROOT / "faq.schema.json").read_text()) == json.loads(shown), "run `make format`"
    assert (ROOT / "faq.yaml").read_text().startswith("# yaml-language-server: $schema=faq.schema.json\n")


def test_the_shipped_files_and_what_the_guide_calls_text_pass_a_public_validator(tmp_path: Path) -> None:
    small = tmp_path / "faq.yaml"
    small.write_text(
        "version: 1\nclinic: {phone: 0041, hours: 8:30, crisis_line: 12}\nmessages: {okay: no}\n"
        "entries: [{id: a, question: 12, answer: 1e3, reviewed: {by: Ann, on: 2026-11-22}, video: 'https://e.org/a'}]\n"
    )
    assert read_faq(small.read_bytes()).faq.clinic.phone == "0041"
    command = [sys.executable, "-m", "check_jsonschema"]
    schema = [*command, "--check-metaschema", str(ROOT / "faq.schema.json")]
    files = [str(ROOT / "faq.yaml"), str(ROOT / "faq.es.yaml"), str(small)]
    for run in (schema, [*command, "--schemafile", str(ROOT / "faq.schema.json"), *files]):
        done = subprocess.run(run, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stdout


def test_a_public_validator_refuses_what_the_bot_refuses(tmp_path: Path) -> None:
    wrong = tmp_path / "faq.yaml"
    wrong.write_text("entries: [{id: No Id, question: a, answer: b, video: youtube, statuss: draft}]\n")
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(ROOT / "faq.schema.json"), str(wrong)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert all(word in done.stdout for word in ("No Id", "youtube", "statuss"))


def test_every_property_of_the_schema_is_described() -> None:
    schema = json_schema()
    groups = [schema, *schema["$defs"].values()]
    named = {name: said for group in groups for name, said in group.get("properties", {}).items()}
    assert {name for name, said in named.items() if not said.get("description")} == set()


def test_links_between_documents_lead_somewhere() -> None:
    for name, text in DOCS.items():
        folder = ROOT if name == "README.md" else ROOT / "docs"
        for target in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", text):
            assert (folder / target).exists(), f"{name} -> {target}"


def test_lock_files_name_no_index_address() -> None:
    for path in (ROOT / "locks").glob("*.txt"):
        assert "://" not in path.read_text()
        assert "--hash=sha256:" in path.read_text()


def test_every_dependency_says_why_it_is_there() -> None:
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    for line in lines:
        if re.match(r'\s+"[a-z0-9-]+[~<>=]=?[\d.,<>=]+",', line):
            assert "#" in line, line
