"""Serves /healthz (200 or 503) and /metrics over HTTP. Knows nothing of what is healthy or measured."""

from __future__ import annotations

import logging
from collections.abc import Callable

from aiohttp import web

log = logging.getLogger(__name__)


class HealthServer:
    """Serves between `open` and `close`. `problems` returns none if healthy, `page` the metrics as Prometheus text."""

    def __init__(
        self, port: int, problems: Callable[[], tuple[str, ...]], page: Callable[[], bytes], host: str = "0.0.0.0"
    ) -> None:
        self.port = port
        self._host = host
        self._problems = problems
        self._page = page
        self._runner: web.AppRunner | None = None

    async def open(self) -> None:
        """Listens. A port that can't be opened is only logged, so that the bot starts all the same."""
        app = web.Application(client_max_size=1_000)
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/metrics", self._metrics)
        runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=1.0)
        await runner.setup()
        try:
            await web.TCPSite(runner, self._host, self.port).start()
        except OSError as error:
            log.error("HEALTH_PORT %d cannot be opened: %s", self.port, error.strerror)
            await runner.cleanup()
            return
        self._runner = runner
        self.port = runner.addresses[0][1]

    async def close(self) -> None:
        """Closes the port."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _healthz(self, _request: web.Request) -> web.Response:
        problems = self._problems()
        body = {"healthy": not problems, "problems": list(problems)}
        return web.json_response(body, status=503 if problems else 200)

    async def _metrics(self, _request: web.Request) -> web.Response:
        return web.Response(body=self._page(), headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})
