"""Runs the bot as a process: settings, logging, memory, and error messages when it cannot start.

Separate from the other commands, so that the running bot does not import their tables and reports.
"""

from __future__ import annotations

import sys

from bot import logs, runtime
from bot.bootstrap import Bootstrap
from bot.core.positions import FaqProblems
from bot.settings import SettingsError, read_settings
from bot.storage import files

CANNOT_LOAD = 2


def has_token() -> bool:
    """Whether there is a token; also True for invalid settings, so that `run` reports them."""
    try:
        return read_settings().telegram_bot_token is not None
    except SettingsError:
        return True


def run() -> int:
    """Runs the bot on Telegram until it is stopped; returns the exit code."""
    runtime.start()
    try:
        settings = read_settings()
        logs.set_up(settings.log_level, settings.log_format)
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
