"""The Telegram bot: python-telegram-bot's ExtBot with the defaults of every message, raw updates and raw sends.

Knows nothing of what is said, of HTTP (`aiohttp_request`) or of flood limits (`rate_limiter`).
"""

from __future__ import annotations

import asyncio
import logging
import os
import warnings
from collections.abc import Sequence
from typing import Any

from telegram import LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import EndPointNotFound, Forbidden, InvalidToken, TelegramError
from telegram.ext import Defaults, ExtBot
from telegram.request import BaseRequest
from telegram.warnings import PTBUserWarning

from bot.channels.telegram.api.aiohttp_request import AiohttpRequest
from bot.channels.telegram.api.backoff import Backoff, Sleep, waiting_time
from bot.channels.telegram.api.rate_limiter import RateLimiter

log = logging.getLogger(__name__)

TELEGRAM = "https://api.telegram.org/bot"
_OVERDUE = 5.0  # how much later than promised a long poll may end before the connection counts as dead
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_DEFAULTS = Defaults(ParseMode.HTML, link_preview_options=_NO_PREVIEW, allow_sending_without_reply=True)
_RAW_DEFAULTS = {"parse_mode": ParseMode.HTML, "link_preview_options": _NO_PREVIEW.to_dict()}

Update = dict[str, Any]


class TokenRefused(Exception):
    """Telegram does not accept the token: it was mistyped, or revoked while the bot ran. Nothing can be retried."""

    def __init__(self) -> None:
        super().__init__("Telegram refuses the token (TELEGRAM_BOT_TOKEN): copy the current one from @BotFather.")


class TelegramBot(ExtBot[bool]):
    """Texts are HTML, without link previews, and are sent even if the message they reply to is gone.

    `base_url` as python-telegram-bot takes it (without the token). The two requests are for tests without sockets.
    """

    def __init__(
        self,
        token: str,
        base_url: str = TELEGRAM,
        *,
        rate_limiter: RateLimiter | None = None,
        request: BaseRequest | None = None,
        get_updates_request: BaseRequest | None = None,
    ) -> None:
        # The library deprecates durations as numbers and says how to opt in to the coming way; without it every 429
        # comes with a warning.
        os.environ.setdefault("PTB_TIMEDELTA", "true")
        # do_api_request warns of methods that the library has itself, but those return parsed objects only.
        warnings.filterwarnings("ignore", r"Please use 'Bot\.(getUpdates|sendMessage)'", PTBUserWarning)
        super().__init__(
            token,
            base_url=base_url,
            base_file_url=base_url.removesuffix("/bot") + "/file/bot",
            request=request or AiohttpRequest(base_url, connections=256),
            get_updates_request=get_updates_request or AiohttpRequest(base_url, connections=2),
            defaults=_DEFAULTS,
            rate_limiter=rate_limiter,
        )

    async def raw_updates(self, offset: int | None, *, limit: int, timeout: int, kinds: Sequence[str]) -> list[Update]:  # noqa: ASYNC109
        """Updates from `offset` on, unparsed; waits up to `timeout` seconds for the first. Confirms all below.

        Raises what `telegram.Bot.get_updates` raises, except that an update the library cannot parse harms no other.
        """
        parameters = {"offset": offset, "limit": limit, "timeout": timeout, "allowed_updates": list(kinds)}
        try:
            answer = await self.do_api_request("getUpdates", parameters, read_timeout=timeout + _OVERDUE)
        except EndPointNotFound as error:  # how do_api_request reports a token that is refused after the first contact
            raise InvalidToken from error
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
        """Sends a text without parsing Telegram's copy of it, which takes eight times the CPU of sending.

        `keyboard` is the inline keyboard as JSON. An urgent text goes before all others. Raises what `do_api_request`
        raises.
        """
        quoted = {"message_id": reply_to, "allow_sending_without_reply": True} if reply_to else None
        message = {
            "chat_id": chat_id,
            "text": html,
            "reply_markup": keyboard,
            "reply_parameters": quoted,
            "message_thread_id": thread_id,
        }
        await self.do_api_request("sendMessage", message | _RAW_DEFAULTS, rate_limit_args=urgent)

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
