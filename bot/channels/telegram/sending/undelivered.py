"""Counts what could not be sent in any form, and logs why. Knows neither what it was nor for whom."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable

from telegram.error import BadRequest, TelegramError

from bot.logs import RateLimitedLog, failure
from bot.monitoring.lately import LatelyCount

log = logging.getLogger(__name__)

_QUOTED = re.compile(r"[\"'“”‘’«»`]")


class Undelivered(LatelyCount):
    """The messages that were given up. `clock` is a monotonic clock in seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(clock)
        self._log_error = RateLimitedLog(log, logging.ERROR, clock)

    def give_up(self, error: TelegramError) -> None:
        """Counts one that an error kept from being sent."""
        self._log_error(f"a message could not be sent in any form: {failure(error)}{_reason(error)}")
        self.add()


def _reason(error: TelegramError) -> str:
    """What Telegram says of a refusal, up to what it quotes, which may be a patient's words, and without numbers."""
    if not isinstance(error, BadRequest):
        return ""
    return f" ({re.sub(r'[0-9]+', '#', _QUOTED.split(error.message)[0])[:100].strip()})"
