"""A wire without sockets: python-telegram-bot's request interface straight into the fake Telegram.

Fast (no HTTP on either side) and just as strict; use `server.py` when sockets, timeouts or a process matter.
"""

import asyncio
from urllib.parse import urlsplit

from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.channels.telegram.api.aiohttp_request import AiohttpRequest, Seconds
from tests.support.telegram import Telegram


class Wire(BaseRequest):
    """Give one to `request` and one to `get_updates_request` of a Bot. Base URLs stay Telegram's own."""

    __slots__ = ("_telegram",)

    parse_json_payload = staticmethod(AiohttpRequest.parse_json_payload)  # as the bot's own request: it logs no body

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram

    @property
    def read_timeout(self) -> float | None:
        return 5.0

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Seconds = BaseRequest.DEFAULT_NONE,
        write_timeout: Seconds = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        connect_timeout: Seconds = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        pool_timeout: Seconds = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        parts = urlsplit(url).path.lstrip("/").split("/")
        if method == "GET":
            content = self._telegram.contents.get(parts[-1])
            return (200, content) if content is not None else (404, b'{"ok":false,"description":"Not Found"}')
        sent = dict(request_data.json_parameters) if request_data else {}
        files = {
            name: (part[0], part[1] if isinstance(part[1], bytes) else part[1].read())
            for name, part in (request_data.multipart_data if request_data else {}).items()
        }
        answer = await self._telegram.call(parts[0].removeprefix("bot"), parts[1], dict(sent), files)
        if answer.hang:
            patience = (
                read_timeout if isinstance(read_timeout, float | int) else answer.hang if read_timeout is None else 5.0
            )
            await asyncio.sleep(min(answer.hang, patience))
            raise TimedOut
        if answer.reset:
            raise NetworkError("connection reset")
        return answer.status, answer.body
