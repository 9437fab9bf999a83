"""Running the bot as a process of its own: settings, logging, memory, and what to say when it can't start.

Kept apart from the other commands, whose tables and reports a process that runs for years has no use for.
"""

from __future__ import annotations

import sys

from bot import logs, runtime
from bot.bootstrap import Bootstrap
from bot.core.faq.yaml_reader import FaqProblems
from bot.settings import SettingsError, read_settings

CANNOT_LOAD = 2


def has_token() -> bool:
    """Whether the bot is to run on Telegram; also with settings that are wrong, so that this is said."""
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
        from bot.app import serve  # after `start`: what is imported goes into the one heap

        return serve(settings, Bootstrap(settings, publishing=True))
    except SettingsError as error:
        problems = [f"settings: {problem}" for problem in error.problems]
    except FaqProblems as error:
        problems = [str(problem) for problem in error.problems]
    sys.stderr.write("\n".join(problems) + "\n")
    return CANNOT_LOAD
