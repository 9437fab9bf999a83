"""An HTTP port for few requests: bounded connections, each of which must bring a whole request in time.

aiohttp by itself waits without limit for the rest of a request, so that a thousand half-sent ones take all descriptors
of the process, and it logs each malformed one with the sender's address. Knows nothing of what is served.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.logs import RateLimitedLog, failure

log = logging.getLogger(__name__)

CONNECTIONS = 100
"""Open at a time. For one more, the connection that has idled longest is closed; if none idles, the new one."""
SECONDS = 15.0
"""How long a connection may idle before the head of a request is there, and a request before its body is."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_malformed = logging.getLogger(f"{__name__}.malformed")
_malformed.setLevel(logging.CRITICAL + 1)  # there is nothing to do about what strangers send


class _Connection(asyncio.Protocol):
    """Tells the port when a connection begins and ends, and leaves all else to aiohttp."""

    def __init__(self, port: HttpPort, served: asyncio.Protocol) -> None:
        self._port = port
        self._served = served
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        if self._port.admits(transport):
            self._transport = transport
            self._served.connection_made(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._transport is not None:
            self._port.lost(self._transport)
            self._served.connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._served.data_received(data)

    def eof_received(self) -> bool | None:
        return self._served.eof_received()

    def pause_writing(self) -> None:
        self._served.pause_writing()

    def resume_writing(self) -> None:
        self._served.resume_writing()


class HttpPort:
    """Serves `routes` between `open` and `close`; `port` is then the number in use.

    `largest` bounds a body in bytes.
    """

    def __init__(
        self,
        host: str,
        port: int,
        routes: list[web.RouteDef],
        *,
        largest: int = 1_000,
        connections: int = CONNECTIONS,
        seconds: float = SECONDS,
    ) -> None:
        self.port = port
        self._host = host
        self._most = connections
        self._seconds = seconds
        self._idle: dict[asyncio.BaseTransport, asyncio.TimerHandle] = {}  # without a request, the oldest first
        self._busy: set[asyncio.BaseTransport] = set()
        self._server: asyncio.Server | None = None
        self._log_error = RateLimitedLog(log, logging.ERROR)
        app = web.Application(middlewares=[self._bounded], client_max_size=largest)
        app.add_routes(routes)
        self._runner = web.AppRunner(
            app, access_log=None, logger=_malformed, handle_signals=False, shutdown_timeout=1.0
        )

    async def open(self) -> None:
        """Listens. Raises OSError."""
        await self._runner.setup()
        served = self._runner.server
        assert served is not None
        loop = asyncio.get_running_loop()
        try:
            accept = lambda: _Connection(self, served())  # noqa: E731
            self._server = await loop.create_server(accept, self._host, self.port, backlog=256)
        except OSError:
            await self._runner.cleanup()
            raise
        self.port = self._server.sockets[0].getsockname()[1]

    def stop_listening(self) -> None:
        """Takes no new connections; requests in work get their answers."""
        if self._server is not None:
            self._server.close()
            self._server = None

    async def close(self) -> None:
        """Closes the port and all connections."""
        self.stop_listening()
        await self._runner.cleanup()
        for transport in [*self._idle, *self._busy]:
            self.lost(transport)

    async def body(self, request: web.Request) -> bytes:
        """The body of a request. Raises HTTPException if it is too large or takes too long."""
        try:
            async with asyncio.timeout(self._seconds):
                return await request.read()
        except TimeoutError:
            raise web.HTTPRequestTimeout(headers={"Connection": "close"}) from None

    def admits(self, transport: asyncio.Transport) -> bool:
        """Whether a new connection may stay; room is made for it if one of the others idles."""
        if len(self._idle) + len(self._busy) >= self._most:
            if not self._idle:
                transport.abort()
                return False
            longest = next(iter(self._idle))
            self.lost(longest)
            if isinstance(longest, asyncio.Transport):
                longest.abort()
        self._wait(transport)
        return True

    def lost(self, transport: asyncio.BaseTransport) -> None:
        """Forgets a connection."""
        self._busy.discard(transport)
        timer = self._idle.pop(transport, None)
        if timer is not None:
            timer.cancel()

    def _wait(self, transport: asyncio.Transport) -> None:
        self._idle[transport] = asyncio.get_running_loop().call_later(self._seconds, transport.abort)

    @web.middleware
    async def _bounded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answers a request, during which the connection may take its time."""
        transport = request.transport
        if transport is None or (transport not in self._idle and transport not in self._busy):
            return web.Response(status=503)  # it was closed meanwhile
        self.lost(transport)
        self._busy.add(transport)
        try:
            return await handler(request)
        except web.HTTPException:
            raise
        except Exception as error:
            self._log_error(f"a request failed: {failure(error)}")
            return web.Response(status=500)
        finally:
            if transport in self._busy:
                self._busy.discard(transport)
                self._wait(transport)
