"""Serves /healthz (200 or 503) and /metrics over HTTP. Knows nothing of what is healthy or measured."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from aiohttp import web

from bot.monitoring.http_port import HttpPort

log = logging.getLogger(__name__)


class HealthServer:
    """Serves while `run` runs. `problems` returns none if healthy, `page` the metrics as Prometheus text."""

    def __init__(
        self, host: str, port: int, problems: Callable[[], tuple[str, ...]], page: Callable[[], bytes]
    ) -> None:
        self.opened = asyncio.Event()
        self._problems = problems
        self._page = page
        routes = [web.get("/healthz", self._healthz), web.get("/metrics", self._metrics)]
        self._http = HttpPort(host, port, routes)

    @property
    def port(self) -> int:
        """The number of the port."""
        return self._http.port

    async def run(self) -> None:
        """Serves until cancelled. Raises OSError if the port can't be opened."""
        try:
            await self._http.open()
        except OSError as error:
            log.error("HEALTH_PORT %d cannot be opened: %s", self.port, error.strerror)
            raise
        self.opened.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.opened.clear()
            await self._http.close()

    async def _healthz(self, _request: web.Request) -> web.Response:
        problems = self._problems()
        body = {"healthy": not problems, "problems": list(problems)}
        return web.json_response(body, status=503 if problems else 200)

    async def _metrics(self, _request: web.Request) -> web.Response:
        return web.Response(body=self._page(), headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})
