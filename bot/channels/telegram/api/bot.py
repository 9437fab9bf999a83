"""The Telegram bot: python-telegram-bot's ExtBot with default options, unparsed updates and unparsed sending.

Knows nothing of content, of HTTP (`aiohttp_request`) or of flood limits (`rate_limiter`).
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
from bot.settings import TELEGRAM

log = logging.getLogger(__name__)

_OVERDUE = 5.0  # seconds after its time-out at which an unanswered long poll counts as a dead connection
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_DEFAULTS = Defaults(ParseMode.HTML, link_preview_options=_NO_PREVIEW, allow_sending_without_reply=True)
_PLAIN_DEFAULTS = {"link_preview_options": _NO_PREVIEW.to_dict()}
_RAW_DEFAULTS = _PLAIN_DEFAULTS | {"parse_mode": ParseMode.HTML}

Update = dict[str, Any]


class TokenRefused(Exception):
    """Telegram does not accept the token: it was mistyped, or revoked while the bot ran. Retrying is useless."""

    def __init__(self) -> None:
        super().__init__("Telegram refuses the token (TELEGRAM_BOT_TOKEN): copy the current one from @BotFather.")


class TelegramBot(ExtBot[bool]):
    """Sends HTML without link previews, even if the message it replies to was deleted.

    `base_url` is python-telegram-bot's, without the token. The two requests are for tests without sockets.
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
        # Opts in to durations as timedelta, without which the library warns at every 429.
        os.environ.setdefault("PTB_TIMEDELTA", "true")
        # do_api_request warns about methods that the library has itself, but those return only parsed objects.
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
        """Unparsed updates from `offset` on; waits up to `timeout` seconds for the first. Confirms all below `offset`.

        Unlike `telegram.Bot.get_updates`, it does not fail if the library cannot parse one of them.

        Raises:
            TelegramError: as raised by `telegram.Bot.get_updates`.
        """
        parameters = {"offset": offset, "limit": limit, "timeout": timeout, "allowed_updates": list(kinds)}
        try:
            answer = await self.do_api_request("getUpdates", parameters, read_timeout=timeout + _OVERDUE)
        except EndPointNotFound as error:  # do_api_request reports a refused token like this
            raise InvalidToken from error
        if not isinstance(answer, list):
            raise TelegramError("Invalid server response")
        return [update for update in answer if isinstance(update, dict)]

    async def send_text(
        self,
        chat_id: int,
        text: str,
        *,
        marked_up: bool = True,
        keyboard: str | None = None,
        reply_to: int | None = None,
        thread_id: int | None = None,
        urgent: bool = False,
    ) -> None:
        """Sends a text, in HTML if it is `marked_up`, without parsing the response: that would take eight times the CPU
        of sending.

        `keyboard` is the inline keyboard as JSON. An urgent text is sent before all others. Raises TelegramError.
        """
        quoted = {"message_id": reply_to, "allow_sending_without_reply": True} if reply_to else None
        message = {
            "chat_id": chat_id,
            "text": text,
            "reply_markup": keyboard,
            "reply_parameters": quoted,
            "message_thread_id": thread_id,
        }
        defaults = _RAW_DEFAULTS if marked_up else _PLAIN_DEFAULTS
        await self.do_api_request("sendMessage", message | defaults, rate_limit_args=urgent)

    async def open(self, sleep: Sleep = asyncio.sleep) -> None:
        """Contacts Telegram, retrying without limit. Raises TokenRefused."""
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
