"""HTTP requests of python-telegram-bot over aiohttp, which takes a third of httpx's CPU time.

Owns connections and time-outs. No error or log record contains a body or a URL, which includes the token.
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

# Telegram answers within two seconds, but a message that times out is sent again, so the patient may get it twice.
_READ = 20.0
_CONNECT = 5.0
_UPLOAD = 60.0
# Messages arrive minutes apart: with aiohttp's 15 seconds, most answers would need a new handshake.
_KEPT_ALIVE = 55.0

Seconds = object
"""A number, None for no limit, or the library's DEFAULT_NONE for the default."""


class AiohttpRequest(BaseRequest):
    """Opens up to `connections` connections to the server of `base_url`, through the environment's proxy if any."""

    __slots__ = ("_connections", "_proxy", "_session", "answered_on")

    def __init__(self, base_url: str, connections: int) -> None:
        self._connections = connections
        # looked up once: aiohttp would look it up at every call, which doubles the time of a call
        server = urlsplit(base_url)
        self._proxy = None if proxy_bypass(server.netloc) else getproxies().get(server.scheme)
        self._session: aiohttp.ClientSession | None = None
        self.answered_on: str | None = None
        """The server's time at its last answer, as HTTP writes it."""

    @property
    def read_timeout(self) -> float:
        return _READ

    async def initialize(self) -> None:
        """Opens a session, also after `shutdown`."""
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
                self.answered_on = answer.headers.get("Date")
                return answer.status, await answer.read()
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Replaces the library's parser, which logs a body that is not JSON and may contain patients' words."""
        try:
            parsed = json.loads(payload.decode("utf-8", "replace"))
        except ValueError:
            parsed = None
        if not isinstance(parsed, dict) or (parsed.get("ok") and "result" not in parsed):
            raise TelegramError("Invalid server response")
        return parsed


@cache
def _trusted() -> SSLContext:
    """The trusted certificates of httpx, which come with it, as a minimal system may have none."""
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
