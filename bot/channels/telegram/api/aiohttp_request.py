"""HTTP to Telegram for python-telegram-bot, by aiohttp: a call takes a third of the work it takes httpx.

Owns connections kept alive and time-outs. Knows nothing of what is sent. Neither an address, which holds the token, nor
a body gets into an error or a log.
"""

from __future__ import annotations

import json
from functools import cache
from ssl import SSLContext
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

# Telegram's own answers come within a second or two. A message whose answer did not come is sent again, and a patient
# reads it twice, so patience is cheap here.
_READ = 20.0
_CONNECT = 5.0
_UPLOAD = 60.0
# Patients' messages come minutes apart: with the usual few seconds every answer would begin with a new handshake.
_KEPT_ALIVE = 55.0

Seconds = object
"""A number, None for no limit, or a mark of the library's for "as usual"."""


class AiohttpRequest(BaseRequest):
    """At most so many connections to the server of `base_url`, over the proxy that the environment names for it, if it
    does (HTTPS_PROXY, NO_PROXY …)."""

    __slots__ = ("_connections", "_proxy", "_session")

    def __init__(self, base_url: str, connections: int) -> None:
        self._connections = connections
        # found once: aiohttp would look for it at every call, which takes as long as the call
        server = urlsplit(base_url)
        self._proxy = None if proxy_bypass(server.netloc) else getproxies().get(server.scheme)
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds."""
        return _READ

    async def initialize(self) -> None:
        """Makes ready, also once more after `shutdown`."""
        if self._session is not None and not self._session.closed:
            return
        connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=_KEPT_ALIVE, ssl=_trusted())
        jar = aiohttp.DummyCookieJar()
        self._session = aiohttp.ClientSession(connector=connector, proxy=self._proxy, cookie_jar=jar)

    async def shutdown(self) -> None:
        """Closes every connection."""
        if self._session is not None:
            await self._session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Seconds = BaseRequest.DEFAULT_NONE,
        write_timeout: Seconds = BaseRequest.DEFAULT_NONE,
        connect_timeout: Seconds = BaseRequest.DEFAULT_NONE,
        pool_timeout: Seconds = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Status and body of the answer. Raises TimedOut and NetworkError."""
        if self._session is None or self._session.closed:
            raise RuntimeError("this request is not initialised")
        files = request_data.multipart_data if request_data else {}
        body = _form(request_data, files) if request_data and files else request_data and request_data.json_parameters
        reading = _seconds(read_timeout, _READ)
        writing = _seconds(write_timeout, _UPLOAD if files else _READ)
        connecting = _seconds(connect_timeout, _CONNECT)
        timeout = aiohttp.ClientTimeout(
            total=_sum(connecting, _seconds(pool_timeout, _READ), writing, reading),
            sock_connect=connecting,
            sock_read=reading,
        )
        try:
            async with self._session.request(method, url, data=body, timeout=timeout, allow_redirects=False) as answer:
                return answer.status, await answer.read()
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The library's own writes an unreadable body to the log, and that may hold patients' words."""
        try:
            parsed = json.loads(payload.decode("utf-8", "replace"))
        except ValueError:
            parsed = None
        if not isinstance(parsed, dict):
            raise TelegramError("Invalid server response")
        if parsed.get("ok") and "result" not in parsed:
            raise TelegramError("Invalid server response")
        return parsed


@cache
def _trusted() -> SSLContext:
    """Whose certificates count. httpx, which python-telegram-bot brings along, has those that a bare system lacks."""
    return httpx.create_ssl_context()


def _form(data: RequestData, files: dict[str, Any]) -> aiohttp.FormData:
    form = aiohttp.FormData(data.json_parameters)
    for name, (filename, content, kind) in files.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form


def _seconds(asked: Seconds, otherwise: float) -> float | None:
    return asked if asked is None or isinstance(asked, float | int) else otherwise


def _sum(*seconds: float | None) -> float | None:
    known = [one for one in seconds if one is not None]
    return sum(known) if len(known) == len(seconds) else None
