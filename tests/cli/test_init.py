"""`init`: from an empty folder to a bot that can be started, without harm to what is there."""

from __future__ import annotations

import asyncio
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot import __version__
from bot.cli.app import app
from bot.settings import Settings
from tests.support.paths import FAQ, ROOT
from tests.support.server import Server
from tests.support.telegram import TOKEN, Telegram
from tests.support.updates import message, private, text, user

SMALL = "# ours\nclinic: {name: Smile}  # as on the door\nentries:\n  - {id: a, question: A?, answer: A.}\n"
NAMES = [".env", "faq.es.yaml", "faq.schema.json", "faq.yaml"]
ADA = user(7, "Ada")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str, answers: tuple[str, ...] = ()) -> Result:
    return CliRunner().invoke(app, words, input="".join(f"{one}\n" for one in answers))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_with_yes_a_folder_gets_all_that_the_bot_needs(folder: Path) -> None:
    result = run("init", "--yes", "--country", "GB", "--dir", "clinic")
    assert result.exit_code == 0, result.output
    clinic = folder / "clinic"
    assert names(clinic) == NAMES
    assert {path.stat().st_mode & 0o077 for path in clinic.iterdir()} == {0}
    old, new = FAQ.read_text().split("\n"), (clinic / "faq.yaml").read_text().split("\n")
    differing = [(was, now) for was, now in zip(old, new, strict=True) if was != now]
    assert differing == [
        ('  emergency_number: "[emergency number]"', '  emergency_number: "999"'),
        ('  crisis_line: "[crisis line]"', '  crisis_line: "116 123"'),
    ]
    assert "\nTIMEZONE=Europe/London\n" in (clinic / ".env").read_text()
    assert (clinic / "faq.es.yaml").read_bytes() == (ROOT / "faq.es.yaml").read_bytes()
    assert "Patients are told 999 as the emergency number" in result.output
    assert "No clinician has checked the answers" in result.output


def test_with_yes_nothing_that_is_there_is_touched(folder: Path) -> None:
    for name in NAMES:
        (folder / name).write_text(SMALL if name == "faq.yaml" else "")
    result = run("init", "--yes", "--country", "GB")
    assert result.exit_code == 0, result.output
    assert result.output.count("was there already, left as it is") == len(NAMES)
    assert (folder / "faq.yaml").read_text() == SMALL
    assert (folder / ".env").read_text() == ""


def test_files_that_are_there_are_changed_in_their_lines_only_after_a_question(folder: Path) -> None:
    for name in NAMES:
        (folder / name).write_text(
            SMALL if name == "faq.yaml" else "# mine\nRETENTION_DAYS=30\n" if name == ".env" else ""
        )
    told = ("", "Swizerland", "Switzerland", "", "", "0041 44", "", "", "", "991", "n", "144", "")
    refused = run("init", answers=(*told, "n", "n", "n"))
    assert refused.exit_code == 0, refused.output
    assert "did you mean CH, Switzerland?" in refused.output
    assert "none of the emergency numbers known there: 112, 117, 118, 144" in refused.output
    assert (folder / "faq.yaml").read_text() == SMALL
    changed = run("init", answers=(*told, "y", "y", "n"))
    assert changed.exit_code == 0, changed.output
    assert (folder / "faq.yaml").read_text() == SMALL.replace(
        "{name: Smile}", '{name: Smile, phone: "0041 44", emergency_number: "144"}'
    )
    assert (folder / ".env").read_text() == "# mine\nRETENTION_DAYS=30\nTIMEZONE=Europe/Zurich\n"


def test_an_end_before_the_last_answer_leaves_nothing(folder: Path) -> None:
    result = run("init", answers=("", "GB", "", "Smile"))
    assert result.exit_code == 1
    assert names(folder) == []


def test_a_faq_with_a_mistake_and_a_country_that_is_none_are_told_before_anything_is_written(folder: Path) -> None:
    assert "did you mean DE, Germany?" in run("init", "--yes", "--country", "Germny").output
    (folder / "faq.yaml").write_text("entries: []\n")
    assert run("init", "--yes").exit_code != 0
    assert names(folder) == ["faq.yaml"]


def test_details_that_patients_could_not_use_are_asked_again(folder: Path) -> None:
    told = ("", "GB", "", "Smile", "12", "020 7946 0000", "desk", "desk@smile.example", "")
    links = ("http://smile.example", "smile", "https://smile.example", "1", "999", "", "n")
    result = run("init", answers=(*told, *links))
    assert result.exit_code == 0, result.output
    assert "'12' has fewer than 5 digits" in result.output
    assert "'desk' has no @ in it" in result.output
    assert result.output.count("does not begin with https://; write") == 2
    assert "'1' has fewer than 2 digits" in result.output
    written = (folder / "faq.yaml").read_text()
    assert "  booking_url: https://smile.example\n" in written
    assert '  emergency_number: "999"\n' in written


def test_details_that_only_look_filled_in_are_asked_again_with_the_reason(folder: Path) -> None:
    details = ("Smile [y]", "Smile", "020 7946 0000", "info@smile", "desk@smile.example", "desk@smile.example")
    links = ("Monday", "https://smile.example/book me", "https://smile.example/book")
    numbers = ("9999999", "116 123", "n", "999", "Samaritans", "116 123")
    result = run("init", answers=("", "GB", "", *details, *links, *numbers, "n"))
    assert result.exit_code == 0, result.output
    for said in (
        "'Smile [y]' counts as not filled in, as all in [square brackets] does; write it without them.",
        "'info@smile' is no whole address",
        "'desk@smile.example' is an e-mail address; write the hours",
        "'https://smile.example/book me' has a blank in it",
        "Keep it (n: write another)? [y/N]",
        "Type y for yes or n for no, then Enter.",
        "'Samaritans' has no number in it, so nobody can call it",
    ):
        assert said in result.output
    written = (folder / "faq.yaml").read_text()
    for line in ("name: Smile\n", "email: desk@smile.example\n", 'emergency_number: "999"\n', "hours: Monday\n"):
        assert f"  {line}" in written
    assert "Not filled in yet" not in result.output


def test_an_emergency_number_of_many_digits_is_kept_after_a_question(folder: Path) -> None:
    result = run("init", answers=("", "", "", *[""] * 5, "0800 1234", "y", "", "n"))
    assert result.exit_code == 0, result.output
    assert "0800 1234 has more than 6 digits. Keep it" in result.output
    assert '  emergency_number: "0800 1234"\n' in (folder / "faq.yaml").read_text()


def test_a_detail_that_is_there_and_cannot_be_used_is_told_and_not_proposed(folder: Path) -> None:
    (folder / "faq.yaml").write_text(SMALL.replace("name: Smile", "email: nowhere"))
    result = run("init", answers=("", "GB", *[""] * 8, "n", "n"))
    assert result.exit_code == 0, result.output
    assert "'nowhere' stands in the FAQ, and it has no @ in it" in result.output


@pytest.mark.parametrize("name", ["faq.yaml", "faq.es.yaml"])
def test_a_folder_named_like_a_file_is_told_with_the_remedy(folder: Path, name: str) -> None:
    (folder / name).mkdir()
    result = run("init", "--yes")
    assert result.exit_code == 2
    assert f"{name}: this is a folder, not a file; move it away" in result.output
    assert names(folder) == [name]


def test_an_empty_faq_is_refused_before_anything_is_written(folder: Path) -> None:
    (folder / "faq.yaml").touch()
    assert "the file is empty" in str(run("init", "--yes").exception)
    assert names(folder) == ["faq.yaml"]


def test_the_folder_may_be_in_the_home_folder_and_must_be_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(folder))
    assert run("init", "--yes", "--dir", "~/clinic").exit_code == 0
    assert names(folder) == ["clinic"]
    for told in ("clinic/.env", "clinic/.env/deeper"):
        result = run("init", "--yes", "--dir", told)
        assert result.exit_code == 2
        assert "name a folder, or leave it out" in result.output


def test_a_command_without_a_faq_points_to_init(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENTENCE_MODEL", "off")
    assert "run `init` to make one" in str(run("ask", "hi").exception)


def test_the_version_is_told() -> None:
    assert run("--version").stdout == f"synkinesis-faq-bot {__version__}\n"


async def test_token_and_admin_are_learnt_from_telegram(folder: Path) -> None:
    telegram = Telegram()
    async with Server(telegram) as server:
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TELEGRAM_API_BASE_URL": server.base_url}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "init", "--country", "GB"),
            cwd=folder,
            env=environment,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"nonsense\n123456:AAwrong\n{TOKEN}\n0\n\n".encode())
        shown = (await process.stdout.readuntil(b"It has not arrived yet.")).decode()
        assert "does not look like a token" in shown
        assert "Telegram refuses the token" in shown
        assert "It is that of @clinic_faq_bot." in shown
        assert "0 is nobody's id" in shown
        (word,) = re.findall(r"code word (\d+)", shown)
        telegram.queue.push({"message": message(1, private(ADA), ADA, **text(f"/start {word}"))})
        rest, _ = await process.communicate(b"\n" * 9 + b"n\n")
    assert b"It came from Ada, id 7." in rest
    assert process.returncode == 0
    written = (folder / ".env").read_text()
    assert f"\nTELEGRAM_BOT_TOKEN={TOKEN}\n" in written
    assert "\nADMIN_IDS=7\n" in written
    assert f"\nTELEGRAM_API_BASE_URL={server.base_url}\n" in written
    assert TOKEN not in rest.decode()


def test_what_a_look_at_the_set_up_finds_is_no_failure_of_init(folder: Path) -> None:
    told = ("", "GB", *[""] * 8)
    looked = run("init", answers=(*told, "y"))
    assert looked.exit_code == 0, looked.output
    assert "TELEGRAM_BOT_TOKEN" in looked.output
    assert looked.output.rstrip().endswith("The files are written. What is still to be done stands above.")
    assert run("doctor").exit_code != 0  # which is what it found
    assert names(folder) == NAMES


def test_an_end_at_the_offer_to_look_is_no_failure_for_all_is_written(folder: Path) -> None:
    result = run("init", answers=("", "GB", *[""] * 8))
    assert names(folder) == NAMES
    assert result.exit_code == 0, result.output


def test_what_is_left_open_is_a_line_each_and_patients_safety_comes_first() -> None:
    result = run("init", "--yes", "--country", "MX")
    assert result.exit_code == 0, result.output
    lines = result.output.split("Not filled in yet:\n")[1].split("\n\n")[0].splitlines()
    assert [line.split(",")[0].strip() for line in lines] == [
        *("emergency_number", "crisis_line", "TIMEZONE", "name", "phone", "email", "hours", "booking_url")
    ]
    assert "(known there: 060, 065, 066, 068, 080, 911; ask which one brings an ambulance)" in lines[0]
    assert "in .env: it is UTC; write one of America/Mexico_City, America/Cancun, America/Merida" in lines[2]


def test_a_country_with_one_zone_leaves_no_zone_open() -> None:
    shown = run("init", "--yes", "--country", "CH").output
    assert "TIMEZONE" not in shown.split("Not filled in yet:")[1]
    assert (
        "TIMEZONE, in .env: it is UTC; write the clinic's, such as Europe/London"
        in run("init", "--yes", "--dir", "other").output
    )


def test_the_line_that_starts_the_bot_works_in_the_new_folder(folder: Path) -> None:
    shown = run("init", "--yes", "--country", "GB", "--dir", "clinic").output
    command = re.search(r"Next, in clinic, `([^`]*)` starts the bot", shown)
    assert command is not None
    off = {name: "off" for name in ("SENTENCE_MODEL", "MULTILINGUAL_MODEL", "PERSONAL_DATA_MODEL")}
    started = subprocess.run(
        [*shlex.split(command[1]), "schema"],
        cwd=folder / "clinic",
        env={"PATH": os.environ["PATH"], **off},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert started.returncode == 0, started.stderr.decode()
    assert b"$defs" in started.stdout
