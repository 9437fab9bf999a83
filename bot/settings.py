"""The bot's settings, read from the environment and `.env`; all problems are reported at once.

Secrets never appear in a message or a repr. Knows nothing of what the settings are used for, but for what would keep
the bot from reaching Telegram or Telegram from reaching the bot.
"""

from __future__ import annotations

import os
import re
import ssl
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.core.faq.spelling import alike
from bot.env_file import read_env_file

TELEGRAM = "https://api.telegram.org/bot"
_ENV_FILE = Path(".env")
_KEY = re.compile(r"[\w-]{43}=", re.ASCII)
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
_WEBHOOK_PORTS = (None, 443, 80, 88, 8443)
"""The ports that Telegram's own server posts to; None is that of https."""
_SURE = 0.8
"""Least similarity (0 to 1) of a name to that of a setting to be taken for a misspelling of it."""
TOKEN_SECRET = 35
"""Characters behind the colon of every token that Telegram gives."""
NO_TOKEN = "TELEGRAM_BOT_TOKEN is not set; get one from @BotFather"
_TRUTH = "must be true or false"
_MESSAGES = {
    "missing": "is not set",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "bool_parsing": _TRUTH,
    "bool_type": _TRUTH,
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "literal_error": "must be {expected}",
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


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


@cache
def _zones() -> Mapping[str, str]:
    """The names of all time zones by their small letters. Takes some milliseconds, as it reads hundreds of files."""
    return {zone.casefold(): zone for zone in available_timezones()}


def _zone(value: str) -> str:
    zones = _zones()
    if value.casefold() not in zones:
        meant = alike(value, zones.values(), _SURE)
        raise ValueError(f"is not a time zone; {f'did you mean {meant}?' if meant else 'write it like Europe/London'}")
    return zones[value.casefold()]


def _file(value: Path) -> Path:
    if not value.name:
        raise ValueError("must be the path of a file, such as data/faqbot.db")
    return value


def _api_base(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc or re.search(r"\s", value):
        raise ValueError(f"must be a web address such as {TELEGRAM}")
    if not parts.path.endswith("/bot"):
        raise ValueError(f"must end with /bot, with nothing after it, such as {TELEGRAM}")
    return value


def _host(value: str) -> str:
    if re.search(r"[\s/]", value) or not value:
        raise ValueError("must be an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them")
    return value


def _web_address(value: str) -> str:
    if value and not re.fullmatch(r"https?://[^\s/:]+(:\d{1,5})?(/\S*)?", value):
        raise ValueError("must be a web address such as https://bot.example.org/telegram")
    return value


def _webhook_secret(value: SecretStr | None) -> SecretStr | None:
    if value is not None and not _SECRET.fullmatch(value.get_secret_value()):
        raise ValueError("must be 16 to 256 letters (a-z), digits, - or _; make one with `openssl rand -hex 32`")
    return value


def _token(value: SecretStr | None) -> SecretStr | None:
    if value is not None and not re.fullmatch(r"\d+:[\w-]{3,}", value.get_secret_value(), re.ASCII):
        raise ValueError("does not look like a token; copy it from @BotFather, it reads like 123456:ABC…")
    return value


def _chat_id(value: object) -> object:
    if isinstance(value, str) and (found := re.match(r"\s*([‐‑‒–—−])\s*\d", value)) is not None:  # noqa: RUF001
        raise ValueError(f"begins with {found[1]}, a dash as Word writes it; type a plain - before the number")
    return _optional(value)


Ids = Annotated[frozenset[int], NoDecode, BeforeValidator(_ids)]
Secret = Annotated[SecretStr | None, BeforeValidator(_optional)]


class SeparateSettings(BaseSettings):
    """All settings, each looked at by itself."""

    model_config = SettingsConfigDict(
        env_file=_ENV_FILE, env_file_encoding="utf-8-sig", env_ignore_empty=True, extra="ignore", frozen=True
    )

    telegram_bot_token: Annotated[Secret, AfterValidator(_token)] = None
    telegram_api_base_url: Annotated[str, AfterValidator(_api_base)] = TELEGRAM
    faq_path: Annotated[Path, AfterValidator(_file)] = Path("faq.yaml")
    database_path: Annotated[Path, AfterValidator(_file)] = Path("data/faqbot.db")
    staff_ids: Ids = frozenset()
    admin_ids: Ids = frozenset()
    clinician_ids: Ids = frozenset()
    staff_chat_id: Annotated[int | None, BeforeValidator(_chat_id)] = None
    retention_days: Annotated[int, Field(ge=1, le=3650)] = 90
    timezone: Annotated[str, AfterValidator(_zone)] = "UTC"
    sentence_model: str = ""
    multilingual_model: str = ""
    personal_data_model: str = ""
    handoff: bool = False
    handoff_key: Secret = None
    webhook_url: Annotated[str, AfterValidator(_web_address)] = ""
    webhook_port: Annotated[int, Field(ge=1, le=65535)] = 8443
    webhook_secret: Annotated[Secret, AfterValidator(_webhook_secret)] = None
    listen_host: Annotated[str, AfterValidator(_host)] = "127.0.0.1"
    health_port: Annotated[int | None, Field(ge=1, le=65535), BeforeValidator(_optional)] = None
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_upper)] = "INFO"
    log_format: Annotated[Literal["text", "json"], BeforeValidator(_lower)] = "text"


class Settings(SeparateSettings):
    """All settings; each is an environment variable in capitals."""

    @model_validator(mode="after")
    def _belong_together(self) -> Settings:
        problems: list[str] = []
        if self.webhook_url:
            problems += self._webhook_problems()
        if self.handoff and self.staff_chat_id is None:
            problems.append("STAFF_CHAT_ID is not set; HANDOFF needs the chat where staff read messages")
        if self.handoff and self.handoff_key is None:
            problems.append("HANDOFF_KEY is not set; make one with `python -m bot handoff-key`")
        elif self.handoff_key is not None and not _KEY.fullmatch(self.handoff_key.get_secret_value()):
            problems.append("HANDOFF_KEY is not a key; make one with `python -m bot handoff-key`")
        if problems:
            raise ValueError("\n".join(problems))
        return self

    def _webhook_problems(self) -> Iterator[str]:
        """What would leave the bot deaf, for Telegram refuses it or never posts."""
        parts = urlsplit(self.webhook_url)
        if self.telegram_api_base_url == TELEGRAM and parts.scheme != "https":
            yield "WEBHOOK_URL must begin with https://; Telegram posts to no other address"
        elif self.telegram_api_base_url == TELEGRAM and parts.port not in _WEBHOOK_PORTS:
            yield "WEBHOOK_URL has a port that Telegram does not post to; let the proxy listen on 443, 80, 88 or 8443"
        if self.webhook_secret is None:
            yield "WEBHOOK_SECRET is not set; a webhook needs one, at least 16 letters, digits, - or _"
        if self.health_port == self.webhook_port:
            yield "HEALTH_PORT is the same as WEBHOOK_PORT; choose another for one of them"

    @property
    def staff(self) -> frozenset[int]:
        """All who may review: staff and admins."""
        return self.staff_ids | self.admin_ids

    @property
    def signing(self) -> frozenset[int]:
        """All who may sign what patients read: clinicians and admins."""
        return self.clinician_ids | self.admin_ids

    @property
    def team(self) -> frozenset[int]:
        """All whose messages are not a patient's: staff, clinicians and admins."""
        return self.staff | self.signing

    @property
    def zone(self) -> ZoneInfo:
        """The clinic's time zone."""
        return ZoneInfo(self.timezone)

    def today(self) -> date:
        """The date at the clinic."""
        return datetime.now(self.zone).date()


def read_settings(*, serving: bool = False) -> Settings:
    """The settings of this process; if it is `serving` patients, also what it takes to reach Telegram is looked at.

    Raises:
        SettingsError: some are invalid, or `.env` is unreadable.
    """
    try:
        problems = list(read_env_file(_ENV_FILE).faults)
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError((_unreadable(error),)) from None
    settings: SeparateSettings
    named: tuple[str, ...] = ()
    try:
        settings = whole = Settings()
    except ValidationError as error:
        faulty = {str(found["loc"][0]) for found in error.errors() if found["loc"]}
        named = tuple(f"{name.upper()} " for name in faulty)
        problems += _in_words(error)
        # What belongs together is looked at only where every setting is valid: defaults stand for those that are not.
        defaults = {name: Settings.model_fields[name].default for name in faulty}
        settings = SeparateSettings(**defaults)
        try:
            whole = Settings(**defaults)
        except ValidationError as together:
            problems += [line for line in _in_words(together) if line not in problems and not line.startswith(named)]
    if serving:
        problems += [line for line in _way_to_telegram(settings) if not named or not line.startswith(named)]
    if problems:
        raise SettingsError((*problems, *doubtful()))
    return whole


def fault_of(setting: str, value: str) -> str:
    """What is wrong with a value of a setting, in words that follow its name; "" if it is valid."""
    values: dict[str, Any] = {setting.lower(): value}
    try:
        Settings(**values)
    except ValidationError as error:
        found = (line for line in _in_words(error) if line.startswith(f"{setting} "))
        return next(found, "").removeprefix(f"{setting} ")
    return ""


def doubtful() -> tuple[str, ...]:
    """What is no fault and yet hardly meant, as lines: names that are misspelt, or stand in `.env` twice, and values
    that look like another thing."""
    return (*misspelt(), *read_env_file(_ENV_FILE).repeated, *_unlikely())


def _unlikely() -> Iterator[str]:
    """Values that are valid and yet hardly right, as far as can be told without a network."""
    try:
        settings = SeparateSettings()
    except ValidationError:
        return  # faults come first
    token = settings.telegram_bot_token
    secret = token.get_secret_value().partition(":")[2] if token is not None else ""
    if secret and len(secret) < TOKEN_SECRET and settings.telegram_api_base_url == TELEGRAM:
        count = f"{len(secret)} characters follow its colon, {TOKEN_SECRET} in a whole one"
        yield f"TELEGRAM_BOT_TOKEN seems cut short: {count}; copy it again from @BotFather"
    if (chat := settings.staff_chat_id) is not None and chat > 0:
        yield "STAFF_CHAT_ID is a positive number, as persons have; that of a group is negative: is the - missing?"
    if near := beside(settings.faq_path):
        yield f"FAQ_PATH: there is no file {settings.faq_path}; did you mean {near}?"


def beside(path: Path) -> str:
    """The file of its folder that is named most like a path that is not there; "" if it is there, or none is alike."""
    try:
        names = [one.name for one in path.parent.iterdir() if one.suffix in (".yaml", ".yml")]
    except OSError:
        return ""
    meant = alike(path.name, names, _SURE) if path.name not in names else ""
    return str(path.parent / meant) if meant else ""


def misspelt() -> tuple[str, ...]:
    """Names in the environment and in `.env` that are no settings but look like one, as lines with the closest."""
    known = tuple(name.upper() for name in Settings.model_fields)
    names = {name.upper(): None for name in (*read_env_file(_ENV_FILE).names, *os.environ)}
    lines = []
    for name in names:
        meant = "" if name in known else alike(name, known, _SURE) or _with_more_words(name, known)
        if meant:
            lines.append(f"{name} is not a setting of this bot, so it does nothing; did you mean {meant}?")
    return tuple(lines)


def _with_more_words(name: str, known: tuple[str, ...]) -> str:
    """The only setting whose name has all words of this one and more: BOT_TOKEN is TELEGRAM_BOT_TOKEN."""
    words = name.split("_")
    found = [one for one in known if len(words) > 1 and set(words) < set(one.split("_"))]
    return found[0] if len(found) == 1 else ""


def _unreadable(error: OSError | UnicodeDecodeError) -> str:
    if isinstance(error, UnicodeDecodeError):
        line = error.object.count(b"\n", 0, error.start) + 1
        return f".env is not UTF-8 text (line {line}); save it with encoding UTF-8"
    return f".env can't be read: {error.strerror}; make it a file that the bot's user may read"


def _in_words(error: ValidationError) -> Iterator[str]:
    for found in error.errors(include_url=False, include_input=False):
        context: dict[str, Any] = found.get("ctx", {})
        text = _MESSAGES.get(found["type"], "").format(**context) or found["msg"].removeprefix("Value error, ")
        name = str(found["loc"][0]).upper() if found["loc"] else ""
        yield from (f"{name} {line}".strip() for line in text.splitlines())


def _way_to_telegram(settings: SeparateSettings) -> Iterator[str]:
    """What would keep the bot from reaching Telegram for ever: no token, certificates or a proxy that can't be used."""
    if settings.telegram_bot_token is None:
        yield NO_TOKEN
    if file := os.environ.get("SSL_CERT_FILE"):
        try:
            ssl.create_default_context(cafile=file)
        except OSError as error:
            reason = "it holds no certificates" if isinstance(error, ssl.SSLError) else error.strerror
            yield f"SSL_CERT_FILE can't be used: {reason}; set it to a file of certificates (PEM), or unset it"
    server = urlsplit(settings.telegram_api_base_url)
    proxy = None if proxy_bypass(server.netloc) else getproxies().get(server.scheme)
    if proxy and urlsplit(proxy).scheme not in {"http", "https"}:
        name = f"{server.scheme.upper()}_PROXY"
        kind = "is a SOCKS proxy" if proxy.casefold().startswith("socks") else "does not begin with http://"
        yield f"{name} {kind}; the bot needs an HTTP proxy, such as http://proxy.example.org:8080"
