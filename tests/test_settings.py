"""Settings: every problem at once, no secret shown, and each one explained in .env.example."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, doubtful, misspelt, read_settings
from tests.support.paths import ROOT


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def test_nothing_needs_to_be_set() -> None:
    settings = read_settings()
    assert settings.telegram_bot_token is None
    assert settings.retention_days == 90
    assert settings.faq_path == Path("faq.yaml")


def test_all_problems_are_reported_at_once_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "TELEGRAM_BOT_TOKEN": "hunter2",
        "STAFF_IDS": "12, nurse",
        "RETENTION_DAYS": "many",
        "TIMEZONE": "Mars/Base",
        "LOG_FORMAT": "xml",
    }.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert [line.split()[0] for line in caught.value.problems] == [
        "TELEGRAM_BOT_TOKEN",
        "STAFF_IDS",
        "RETENTION_DAYS",
        "TIMEZONE",
        "LOG_FORMAT",
    ]
    assert "hunter2" not in str(caught.value)


def told(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str] | None = None, *, serving: bool = False
) -> list[str]:
    """What is said of these settings, a line each."""
    for name, value in (settings or {}).items():
        monkeypatch.setenv(name, value)
    try:
        read_settings(serving=serving)
    except SettingsError as error:
        return list(error.problems)
    return []


HOOK = {"WEBHOOK_URL": "https://bot.example.org/hook", "WEBHOOK_SECRET": "a" * 16}
TOKEN = "123456:AAtestTOKENtestTOKENtestTOKENtest00"


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ({"DATABASE_PATH": "/"}, "DATABASE_PATH must be the path of a file, such as data/faqbot.db"),
        ({"RETENTION_DAYS": "0"}, "RETENTION_DAYS must be at least 1"),
        ({"HANDOFF": "perhaps"}, "HANDOFF must be true or false"),
        ({"LOG_LEVEL": "loud"}, "LOG_LEVEL must be 'DEBUG', 'INFO', 'WARNING' or 'ERROR'"),
        ({"TIMEZONE": "Europe/Lodnon"}, "TIMEZONE is not a time zone; did you mean Europe/London?"),
        ({"TELEGRAM_API_BASE_URL": "https://api.telegram.org"}, "TELEGRAM_API_BASE_URL must end with /bot"),
        ({"TELEGRAM_API_BASE_URL": "https://api.telegram.org/bot/"}, "TELEGRAM_API_BASE_URL must end with /bot"),
        ({"TELEGRAM_API_BASE_URL": "api.telegram.org/bot"}, "TELEGRAM_API_BASE_URL must be a web address"),
        (HOOK | {"WEBHOOK_SECRET": "a"}, "WEBHOOK_SECRET must be 16 to 256 letters"),
        (HOOK | {"WEBHOOK_SECRET": "sixteen letters or more!"}, "WEBHOOK_SECRET must be 16 to 256 letters"),
        (HOOK | {"WEBHOOK_URL": "http://bot.example.org/hook"}, "WEBHOOK_URL must begin with https://"),
        (HOOK | {"WEBHOOK_URL": "https://bot.example.org:9000/"}, "WEBHOOK_URL has a port that Telegram does not post"),
        (HOOK | {"WEBHOOK_URL": "bot.example.org"}, "WEBHOOK_URL must be a web address"),
        (HOOK | {"WEBHOOK_PORT": "8080", "HEALTH_PORT": "8080"}, "HEALTH_PORT is the same as WEBHOOK_PORT"),
    ],
)
def test_what_would_leave_the_bot_deaf_or_dumb_is_one_line_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], line: str
) -> None:
    (found,) = told(monkeypatch, settings)
    assert found.startswith(line)


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ({"TELEGRAM_BOT_TOKEN": ""}, "TELEGRAM_BOT_TOKEN is not set; get one from @BotFather"),
        ({"HTTPS_PROXY": "socks5://user:hunter2@proxy:1080"}, "HTTPS_PROXY is a SOCKS proxy; the bot needs an HTTP"),
        ({"HTTPS_PROXY": "proxy:8080"}, "HTTPS_PROXY does not begin with http://; the bot needs an HTTP proxy"),
        ({"SSL_CERT_FILE": "/nowhere.pem"}, "SSL_CERT_FILE can't be used: No such file or directory; set it to a file"),
        ({"SSL_CERT_FILE": __file__}, "SSL_CERT_FILE can't be used: it holds no certificates; set it to a file of"),
    ],
)
def test_what_keeps_the_bot_from_telegram_matters_to_the_running_bot_only(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], line: str
) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
    (found,) = told(monkeypatch, {"TELEGRAM_BOT_TOKEN": TOKEN, **settings}, serving=True)
    assert found.startswith(line)
    assert "hunter2" not in found
    assert told(monkeypatch, settings) == []


def test_a_faulty_setting_hides_no_contradiction_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = told(monkeypatch, {"TIMEZONE": "Mars", "WEBHOOK_URL": "http://example.org", "WEBHOOK_SECRET": "short"})
    assert [line.split()[0] for line in lines] == ["TIMEZONE", "WEBHOOK_SECRET", "WEBHOOK_URL"]


@pytest.mark.parametrize(
    "settings",
    [
        {"HANDOFF": "true"},
        {"HANDOFF_KEY": "abc"},
        {"WEBHOOK_URL": "http://example.org", "WEBHOOK_SECRET": "short"},
        {"TIMEZONE": "Mars", "HANDOFF": "true"},
    ],
)
def test_a_token_that_is_set_is_never_called_missing(monkeypatch: pytest.MonkeyPatch, settings: dict[str, str]) -> None:
    lines = told(monkeypatch, {"TELEGRAM_BOT_TOKEN": TOKEN, **settings}, serving=True)
    assert lines
    assert not any("TELEGRAM_BOT_TOKEN" in line for line in lines)


def test_a_faulty_token_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    (line,) = told(monkeypatch, {"TELEGRAM_BOT_TOKEN": f"“{TOKEN}”"}, serving=True)
    assert line.startswith("TELEGRAM_BOT_TOKEN does not look like a token")


def test_a_host_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    (line,) = told(monkeypatch, {"LISTEN_HOST": "not a host"})
    assert line.startswith("LISTEN_HOST must be an address of this machine, such as 127.0.0.1")


@pytest.mark.parametrize("serving", [True, False])
def test_lines_of_a_dotenv_file_that_say_nothing_are_told_once_each(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, serving: bool, caplog: pytest.LogCaptureFixture
) -> None:
    text = f"TELEGRAM_BOT_TOKEN={TOKEN}\n\n# days\nRETENTION_DAYS: 30\nplease\nSTAFF_IDS='12\nLOG_LEVEL=INFO\n"
    (tmp_path / ".env").write_text(text, encoding="utf-8")
    assert told(monkeypatch, serving=serving) == [
        ".env line 4: RETENTION_DAYS is followed by a colon; write RETENTION_DAYS= and the value",
        ".env line 5 is no setting; write NAME=value, or put # before a remark",
        ".env line 6: the quote after STAFF_IDS= is never closed; close it, or write the value without",
    ]
    assert caplog.records == []


def test_a_pipe_in_place_of_the_dotenv_file_is_one_line_and_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / ".env")
    (line,) = told(monkeypatch)
    assert line.startswith(".env can't be read: it is a named pipe")


@pytest.mark.parametrize("written", ["RETENTION_DAYS=30\n".encode("utf-16"), "# café\n".encode("latin-1")])
def test_a_dotenv_file_in_another_encoding_is_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, written: bytes
) -> None:
    (tmp_path / ".env").write_bytes(written)
    assert told(monkeypatch) == [".env is not UTF-8 text (line 1); save it with encoding UTF-8"]


def test_a_folder_in_place_of_the_dotenv_file_is_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").mkdir()
    (line,) = told(monkeypatch)
    assert line.startswith(".env can't be read: Is a directory")


def test_an_empty_setting_has_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.setenv(name.upper(), "")
    assert read_settings() == Settings.model_construct()


def test_capitals_do_not_matter_where_only_one_thing_can_be_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, {"LOG_LEVEL": "info", "LOG_FORMAT": "JSON", "TIMEZONE": "europe/london"}) == []
    assert read_settings().timezone == "Europe/London"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("ADMIN_ID", "ADMIN_IDS"),
        ("BOT_TOKEN", "TELEGRAM_BOT_TOKEN"),
        ("TIME_ZONE", "TIMEZONE"),
        ("LOGLEVEL", "LOG_LEVEL"),
    ],
)
def test_a_misspelt_setting_is_told_with_the_closest_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, meant: str
) -> None:
    monkeypatch.setattr("os.environ", {"PATH": "/bin", "HOME": "/", "LOGNAME": "a", "HTTPS_PROXY": "", "TZ": "UTC"})
    assert misspelt() == ()
    (tmp_path / ".env").write_text(f"{name}=5\nCOMPOSE_PROJECT_NAME=a\n")
    (line,) = misspelt()
    assert line.startswith(f"{name} is not a setting of this bot, so it does nothing; did you mean {meant}?")


def test_a_name_that_stands_twice_in_the_dotenv_file_is_told_with_the_line_that_counts(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("RETENTION_DAYS=30\n# mine\n\nLOG_LEVEL=INFO\nretention_days=60\n")
    assert doubtful() == ("RETENTION_DAYS stands in .env in lines 1 and 5; only line 5 counts: delete the others",)
    assert read_settings().retention_days == 60


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("TELEGRAM_BOT_TOKEN=123456789:AAEh", "TELEGRAM_BOT_TOKEN seems cut short: 4 characters follow its colon, 35"),
        ("STAFF_CHAT_ID=1001234567890", "STAFF_CHAT_ID is a positive number, as persons have; that of a group is"),
        ("FAQ_PATH=faq.yml", "FAQ_PATH: there is no file faq.yml; did you mean faq.yaml?"),
    ],
)
def test_a_value_that_is_hardly_right_is_told_though_it_is_valid(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "faq.yaml").write_text("")
    (tmp_path / ".env").write_text(f"{line}\n")
    (found,) = doubtful()
    assert found.startswith(said)
    assert "AAEh" not in found
    read_settings()


def test_a_token_for_a_server_of_ones_own_and_a_groups_id_are_not_doubted(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = {"TELEGRAM_BOT_TOKEN": "123456:AAtest", "TELEGRAM_API_BASE_URL": "http://127.0.0.1:9/bot"}
    assert told(monkeypatch, settings | {"STAFF_CHAT_ID": "-100123"}) == []
    assert doubtful() == ()


def test_a_dash_from_a_word_processor_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    (line,) = told(monkeypatch, {"STAFF_CHAT_ID": "–1001234567890"})
    assert line == "STAFF_CHAT_ID begins with –, a dash as Word writes it; type a plain - before the number"


def test_the_bot_does_not_start_with_a_line_for_every_fault(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        f"TELEGRAM_BOT_TOKEN={TOKEN}\nDATABASE_PATH=/\nTELEGRAM_API_BASE_URL=x\nADMIN_ID=5\n"
    )
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "bot", "run"]
    ended = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 2
    assert [line.split()[:2] for line in ended.stderr.splitlines()] == [
        ["settings:", "TELEGRAM_API_BASE_URL"],
        ["settings:", "DATABASE_PATH"],
        ["settings:", "ADMIN_ID"],
    ]


def test_settings_that_need_each_other_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANDOFF", "true")
    monkeypatch.setenv("WEBHOOK_URL", "https://bot.example.org/hook")
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert [line.split()[0] for line in caught.value.problems] == ["WEBHOOK_SECRET", "STAFF_CHAT_ID", "HANDOFF_KEY"]


def test_the_token_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456:SECRETSECRETSECRET")
    settings = read_settings()
    assert "SECRET" not in repr(settings) + str(settings)


def test_ids_are_a_comma_separated_list_and_admins_are_staff(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STAFF_IDS", "1, 2,")
    monkeypatch.setenv("ADMIN_IDS", "3")
    monkeypatch.setenv("STAFF_CHAT_ID", "-100200")
    settings = read_settings()
    assert settings.staff == {1, 2, 3}
    assert settings.staff_chat_id == -100200


def test_a_dotenv_file_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("RETENTION_DAYS=30\nSTAFF_CHAT_ID=\nHEALTH_PORT=\n")
    settings = read_settings()
    assert settings.retention_days == 30
    assert settings.staff_chat_id is None


def test_the_example_is_a_valid_file_of_defaults(tmp_path: Path) -> None:
    example = ROOT / ".env.example"
    (tmp_path / ".env").write_text(example.read_text())
    assert read_settings() == Settings(_env_file=None)


def test_every_setting_stands_in_the_example_below_a_comment() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    found = {line.split("=")[0]: at for at, line in enumerate(lines) if re.match(r"[A-Z_]+=", line)}
    assert set(found) == {name.upper() for name in Settings.model_fields}
    for at in found.values():
        block = lines[:at][::-1]
        above = next(line for line in block if not re.match(r"[A-Z_]+=", line))
        assert above.startswith("#")
