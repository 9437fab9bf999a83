"""Settings: every problem at once, no secret shown, and each one explained in .env.example."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, read_settings
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
