"""Runs the bot as a process: settings, logging, memory, and error messages when it cannot start.

Separate from the other commands, so that the running bot does not import their tables and reports.
"""

from __future__ import annotations

import logging
import sys

from bot import logs, runtime
from bot.bootstrap import Bootstrap
from bot.core.positions import FaqProblems
from bot.settings import Settings, SettingsError, doubtful, read_settings
from bot.storage import files

log = logging.getLogger(__name__)

CANNOT_LOAD = 2


def has_token() -> bool:
    """Whether there is a token; also True for invalid settings, so that `run` reports them."""
    try:
        return read_settings().telegram_bot_token is not None
    except SettingsError:
        return True


def configure(*, serving: bool = False) -> Settings:
    """Reads the settings, sets logging up, and warns of names that are nearly those of settings.

    Raises:
        SettingsError: some are invalid, or do not lead to Telegram if the bot is `serving`.
    """
    settings = read_settings(serving=serving)
    logs.set_up(settings.log_level, settings.log_format)
    for line in doubtful():
        log.warning("settings: %s", line)
    return settings


def run() -> int:
    """Runs the bot on Telegram until it is stopped; returns the exit code."""
    runtime.start()
    try:
        settings = configure(serving=True)
        beside = settings.database_path.parent
        files.make_private(beside / "versions", beside / "cache")
        from bot.app import serve  # after `start`, which sets up the heap for what is imported

        return serve(settings, Bootstrap(settings, publishing=True))
    except SettingsError as error:
        problems = [f"settings: {problem}" for problem in error.problems]
    except FaqProblems as error:
        problems = [str(problem) for problem in error.problems]
    sys.stderr.write("\n".join(problems) + "\n")
    return CANNOT_LOAD
