"""The bot's settings, read from the environment and `.env`; all problems are reported at once.

Secrets never appear in a message or a repr. Knows nothing of what the settings are used for.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

_KEY = re.compile(r"[\w-]{43}=", re.ASCII)
_MESSAGES = {
    "missing": "is not set",
    "int_parsing": "must be a whole number",
    "extra_forbidden": "is not a setting of this bot",
}


class SettingsError(Exception):
    """Invalid settings. Each problem is a line with the setting and the remedy, never the value."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def _ids(value: object) -> object:
    if not isinstance(value, str):
        return value
    parts = [part.strip() for part in value.replace(";", ",").split(",") if part.strip()]
    if not all(part.isdigit() for part in parts):
        raise ValueError("must be Telegram user ids (whole numbers) with commas between; /whoami shows yours")
    return frozenset(int(part) for part in parts)


def _optional(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("is not a time zone; write it like Europe/London")
    return value


def _token(value: SecretStr | None) -> SecretStr | None:
    if value is not None and not re.fullmatch(r"\d+:[\w-]{3,}", value.get_secret_value(), re.ASCII):
        raise ValueError("does not look like a token; copy it from @BotFather, it reads like 123456:ABC…")
    return value


Ids = Annotated[frozenset[int], NoDecode, BeforeValidator(_ids)]
Secret = Annotated[SecretStr | None, BeforeValidator(_optional)]


class Settings(BaseSettings):
    """All settings; each is an environment variable in capitals."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True)

    telegram_bot_token: Annotated[Secret, AfterValidator(_token)] = None
    telegram_api_base_url: Annotated[str, Field(pattern=r"^https?://[^\s]+$")] = "https://api.telegram.org/bot"
    faq_path: Path = Path("faq.yaml")
    database_path: Path = Path("data/faqbot.db")
    staff_ids: Ids = frozenset()
    admin_ids: Ids = frozenset()
    staff_chat_id: Annotated[int | None, BeforeValidator(_optional)] = None
    retention_days: Annotated[int, Field(ge=1, le=3650)] = 90
    timezone: Annotated[str, AfterValidator(_zone)] = "UTC"
    sentence_model: str = ""
    multilingual_model: str = ""
    personal_data_model: str = ""
    handoff: bool = False
    handoff_key: Secret = None
    webhook_url: Annotated[str, Field(pattern=r"^(https?://[^\s]+)?$")] = ""
    webhook_port: Annotated[int, Field(ge=1, le=65535)] = 8443
    webhook_secret: Secret = None
    listen_host: Annotated[str, Field(pattern=r"^[^\s]+$")] = "127.0.0.1"
    health_port: Annotated[int | None, Field(ge=1, le=65535), BeforeValidator(_optional)] = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"

    @model_validator(mode="after")
    def _belong_together(self) -> Settings:
        problems = []
        if self.webhook_url and self.webhook_secret is None:
            problems.append("WEBHOOK_SECRET is not set; a webhook needs one, at least 16 letters, digits, - or _")
        if self.handoff and self.staff_chat_id is None:
            problems.append("STAFF_CHAT_ID is not set; HANDOFF needs the chat where staff read messages")
        if self.handoff and self.handoff_key is None:
            problems.append("HANDOFF_KEY is not set; make one with `python -m bot handoff-key`")
        elif self.handoff_key is not None and not _KEY.fullmatch(self.handoff_key.get_secret_value()):
            problems.append("HANDOFF_KEY is not a key; make one with `python -m bot handoff-key`")
        if problems:
            raise ValueError("\n".join(problems))
        return self

    @property
    def staff(self) -> frozenset[int]:
        """All who may review: staff and admins."""
        return self.staff_ids | self.admin_ids

    @property
    def zone(self) -> ZoneInfo:
        """The clinic's time zone."""
        return ZoneInfo(self.timezone)

    def today(self) -> date:
        """The date at the clinic."""
        return datetime.now(self.zone).date()


def read_settings() -> Settings:
    """The settings of this process.

    Raises:
        SettingsError: some are invalid.
    """
    try:
        return Settings()
    except ValidationError as error:
        problems: list[str] = []
        for found in error.errors(include_url=False, include_input=False):
            text = _MESSAGES.get(found["type"], found["msg"].removeprefix("Value error, "))
            name = str(found["loc"][0]).upper() if found["loc"] else ""
            problems += [f"{name} {line}".strip() for line in text.splitlines()]
        raise SettingsError(tuple(problems)) from None
