"""A webhook that answers 200 only when the update is handled: otherwise Telegram posts it again.

Runs behind a reverse proxy that terminates TLS. Owns the HTTP side only.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from bot.channels.telegram.api.backoff import Sleep
from bot.channels.telegram.api.bot import TelegramBot
from bot.channels.telegram.updates.debounce import Debouncer
from bot.channels.telegram.updates.hearing import Handle, Hear
from bot.channels.telegram.updates.processor import ProcessedUpdates
from bot.channels.telegram.updates.receiver import HANDLING_SECONDS, KINDS, PortRefused, Stopped, UpdateReceiver

log = logging.getLogger(__name__)

_SECRET = "X-Telegram-Bot-Api-Secret-Token"
_LARGEST = 1_000_000  # bytes; Telegram's updates are a few thousand
_PATIENCE = 25.0  # seconds until 500; proxies and Telegram close the connection after a minute
_CHECK = 60.0  # seconds between two looks at the webhook's address
_CONNECTIONS = 40


class Webhook(UpdateReceiver):
    """Listens on `host` and `port` for posts that Telegram sends to `url`; after the end the webhook stays set.

    `secret` (1-256 of A-Z a-z 0-9 _ -) comes with each of Telegram's posts; posts without it are refused. The path is
    that of `url` and need not be secret.
    """

    def __init__(
        self,
        bot: TelegramBot,
        handle: Handle,
        processed: ProcessedUpdates,
        *,
        hear: Hear,
        url: str,
        port: int,
        secret: str,
        host: str = "0.0.0.0",
        handling: float = HANDLING_SECONDS,
        patience: float = _PATIENCE,
        sleep: Sleep = asyncio.sleep,
        debouncer: Debouncer | None = None,
    ) -> None:
        if not secret:
            raise ValueError("a webhook needs a secret")
        super().__init__(bot, handle, processed, hear=hear, handling=handling, sleep=sleep, debouncer=debouncer)
        self.refused = 0  # posts without the secret, too large or not JSON
        self.port = port
        self._url = url
        self._secret = secret.encode()
        self._host = host
        self._patience = patience
        self._is_set = False

    async def run(self) -> None:
        """Serves until `stop`. Raises TokenRefused and PortRefused."""
        app = web.Application(client_max_size=_LARGEST)
        app.router.add_post(urlsplit(self._url).path or "/", self._post)
        runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=1.0)
        await runner.setup()
        try:
            site = web.TCPSite(runner, self._host, self.port, backlog=256)
            try:
                await site.start()
            except OSError as error:
                raise PortRefused(error.strerror) from None
            self.port = runner.addresses[0][1]
            with suppress(Stopped):
                while True:
                    await self._until_answered(self._set, "the webhook cannot be set or checked")
                    await self._unless_stopping(self._sleep(_CHECK))
            # The port is closed first, so that no new update arrives; posts that are being handled get their answers.
            await site.stop()
            await self._processor.close(self._grace)
        finally:
            await self._processor.close(0.0)
            await runner.cleanup()
            self._stopped.set()

    async def _post(self, request: web.Request) -> web.Response:
        given = request.headers.get(_SECRET, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret):
            self.refused += 1
            return web.Response(status=403)
        try:
            update: Any = json.loads(await request.read())
        except web.HTTPRequestEntityTooLarge:
            self.refused += 1
            raise
        except (ValueError, RecursionError):
            update = None
        if not isinstance(update, dict):
            self.refused += 1
            return web.Response(status=400)
        self.last_contact = self._clock()
        if self._stopping.is_set():
            return web.Response(status=503)
        task = self._processor.accept(update)
        if task is None:
            return web.Response()
        # Not wait_for: the handling continues after a time-out or a closed connection.
        done, _ = await asyncio.wait({task}, timeout=self._patience)
        finished = bool(done) and not task.cancelled() and task.result()
        return web.Response(status=200 if finished else 500)

    async def _set(self) -> None:
        """Sets the webhook unless it is set already."""
        known = await self._bot.get_webhook_info()
        if known.url == self._url and self._is_set:
            return
        if self._is_set:
            self.counts.conflicts += 1
            log.warning("somebody changed the webhook of this bot; setting it again")
        await self._bot.set_webhook(
            self._url,
            secret_token=self._secret.decode(),
            allowed_updates=list(KINDS),
            max_connections=_CONNECTIONS,
            drop_pending_updates=False,
        )
        self._is_set = True
