"""The connection to Telegram: a python-telegram-bot Bot set up so that it loses, leaks and stalls nothing.

Owns raw updates, texts that go out without detours, and the first contact. Knows nothing of what is said over it, and
nothing of HTTP (`transport`).
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Sequence
from typing import Any

from telegram import Bot
from telegram.error import Forbidden, InvalidToken, TelegramError
from telegram.request import BaseRequest

from bot.channels.telegram.api.aiohttp_request import AiohttpRequest
from bot.channels.telegram.api.backoff import Backoff, Sleep, waiting_time
from bot.channels.telegram.api.rate_limiter import Answer, RateLimiter

log = logging.getLogger(__name__)

TELEGRAM = "https://api.telegram.org/bot"
_OVERDUE = 5.0  # how much later than promised a long poll may end before the connection counts as dead

Update = dict[str, Any]


class TokenRefused(Exception):
    """Telegram does not accept the token: it was mistyped, or revoked while the bot ran. Nothing can be retried."""

    def __init__(self) -> None:
        super().__init__("Telegram refuses the token (TELEGRAM_BOT_TOKEN): copy the current one from @BotFather.")


class TelegramBot(Bot):
    """A Bot whose updates can be had one by one, as data.

    `base_url` and `base_file_url` as python-telegram-bot takes them (without the token). The two requests are for
    tests without sockets.
    """

    def __init__(
        self,
        token: str,
        base_url: str = TELEGRAM,
        *,
        pacing: RateLimiter | None = None,
        request: BaseRequest | None = None,
        updates_request: BaseRequest | None = None,
    ) -> None:
        # The library deprecates durations as numbers and says how to opt in to the coming way; without it every 429
        # comes with a warning.
        os.environ.setdefault("PTB_TIMEDELTA", "true")
        file_url = base_url.removesuffix("/bot") + "/file/bot"
        super().__init__(
            token,
            base_url=base_url,
            base_file_url=file_url,
            request=request or AiohttpRequest(base_url, connections=256),
            get_updates_request=updates_request or AiohttpRequest(base_url, connections=2),
        )
        self._pacing = pacing

    @property
    def pacing(self) -> RateLimiter | None:
        """What keeps to Telegram's flood limits."""
        return self._pacing

    async def updates(self, offset: int | None, *, limit: int, timeout: int, kinds: Sequence[str]) -> list[Update]:  # noqa: ASYNC109
        """Updates from `offset` on, unparsed; waits up to `timeout` seconds for the first. Confirms all below.

        Raises what `telegram.Bot.get_updates` raises, except that an update the library cannot read harms no other.
        """
        data = {"offset": offset, "limit": limit, "timeout": timeout, "allowed_updates": list(kinds)}
        answer = await self._post("getUpdates", data, read_timeout=timeout + _OVERDUE)
        if not isinstance(answer, list):
            raise TelegramError("Invalid server response")
        return [update for update in answer if isinstance(update, dict)]

    async def send_html(
        self,
        chat_id: int,
        html: str,
        *,
        keyboard: str | None = None,
        reply_to: int | None = None,
        thread_id: int | None = None,
        urgent: bool = False,
    ) -> None:
        """Sends a text in Telegram's HTML, without a preview of links. `keyboard` is the inline keyboard as JSON; an
        urgent text goes before all others.

        Raises what `telegram.Bot.send_message` raises. Unlike there, Telegram's copy of the message is not read.
        """
        quoted = {"message_id": reply_to, "allow_sending_without_reply": True} if reply_to else None
        data = {
            "chat_id": chat_id,
            "text": html,
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
            "reply_markup": keyboard,
            "reply_parameters": quoted,
            "message_thread_id": thread_id,
        }
        given = {name: value for name, value in data.items() if value is not None}
        await self._paced("sendMessage", given, {}, urgent=urgent)

    async def _do_post(self, endpoint: str, data: dict[str, Any], **timeouts: Any) -> Answer:
        """Where every call of the library ends up."""
        return await self._paced(endpoint, data, timeouts)

    async def _paced(
        self, endpoint: str, data: dict[str, Any], timeouts: dict[str, Any], *, urgent: bool = False
    ) -> Answer:
        if self._pacing is None or endpoint == "getUpdates":
            return await super()._do_post(endpoint, data, **timeouts)
        return await self._pacing.call(super()._do_post, endpoint, data, timeouts, urgent=urgent)

    async def open(self, sleep: Sleep = asyncio.sleep) -> None:
        """Makes the first contact, however long that takes. Raises TokenRefused."""
        backoff = Backoff()
        while True:
            try:
                await self.initialize()
            except (InvalidToken, Forbidden):
                await self.shutdown()
                raise TokenRefused from None
            except TelegramError as error:
                if backoff.failures % 20 == 0:
                    log.warning("Telegram cannot be reached (%s); trying again", type(error).__name__)
                await sleep(max(backoff.next(), waiting_time(error)))
            else:
                return
