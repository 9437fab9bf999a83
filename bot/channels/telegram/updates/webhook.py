"""Takes updates that Telegram posts to us, and answers 200 only when they are handled: otherwise Telegram posts again.

Same promises and same face (`run`, `stop`, `last_contact`, `counts`) as polling. Meant to stand behind a reverse proxy
that ends TLS. Owns the HTTP side only; what is fit to be handled, and when, is the processor's.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import time
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from telegram.error import Forbidden, InvalidToken, TelegramError

from bot.channels.telegram.api.backoff import Backoff, Sleep, waiting_time
from bot.channels.telegram.api.bot import TelegramBot, TokenRefused
from bot.channels.telegram.updates.debounce import Debouncer
from bot.channels.telegram.updates.polling import KINDS
from bot.channels.telegram.updates.processor import Handle, ProcessedUpdates, UpdateCounts, UpdateProcessor
from bot.channels.telegram.updates.shutdown import GRACE_SECONDS, Shutdown, Stopped

log = logging.getLogger(__name__)

_SECRET = "X-Telegram-Bot-Api-Secret-Token"
_LARGEST = 1_000_000  # bytes; Telegram's updates are a few thousand
_PATIENCE = 25.0  # seconds until 500; below the minute after which proxies and Telegram hang up
_CHECK = 60.0
_CONNECTIONS = 40


class Webhook:
    """`run` until `stop`. `url` is what Telegram is told, `port` where we listen for it, on `host`.

    `secret` (1-256 of A-Z a-z 0-9 _ -) comes with every post of Telegram's; other posts are refused. The path is that
    of `url` and need not be secret.
    """

    def __init__(
        self,
        bot: TelegramBot,
        handle: Handle,
        processed: ProcessedUpdates,
        *,
        url: str,
        port: int,
        secret: str,
        host: str = "0.0.0.0",
        handling: float = 30.0,
        patience: float = _PATIENCE,
        sleep: Sleep = asyncio.sleep,
        debouncer: Debouncer | None = None,
    ) -> None:
        if not secret:
            raise ValueError("a webhook needs a secret")
        self.last_contact: float | None = None
        self.refused = 0  # posts without the secret, too large or no JSON
        self.port = port
        self._bot = bot
        self._processor = UpdateProcessor(bot, handle, processed, seconds=handling, debouncer=debouncer)
        self._url = url
        self._secret = secret.encode()
        self._host = host
        self._patience = patience
        self._sleep = sleep
        self._shutdown = Shutdown()
        self._is_set = False

    @property
    def counts(self) -> UpdateCounts:
        return self._processor.counts

    @property
    def in_flight(self) -> int:
        """Updates accepted and not finished."""
        return len(self._processor)

    @property
    def quiet(self) -> float:
        """Seconds since there was anything to do."""
        return self._processor.quiet

    async def run(self) -> None:
        """Listens, tells Telegram where, and serves until `stop`. Raises TokenRefused, or OSError for a port in use."""
        app = web.Application(client_max_size=_LARGEST)
        app.router.add_post(urlsplit(self._url).path or "/", self._post)
        runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=1.0)
        await runner.setup()
        try:
            site = web.TCPSite(runner, self._host, self.port, backlog=256)
            await site.start()
            self.port = runner.addresses[0][1]
            with suppress(Stopped):
                await self._watch()
            # First the port, so that nothing new comes in; what is being handled still gets its answer.
            await site.stop()
            await self._processor.close(self._shutdown.grace)
        finally:
            await self._processor.close(0.0)
            await runner.cleanup()
            self._shutdown.complete()

    async def stop(self, grace: float = GRACE_SECONDS) -> None:
        """Stops listening, lets what is in flight finish within `grace` seconds; returns when all is done.

        The webhook stays set: Telegram keeps what comes and posts it to the next process.
        """
        await self._shutdown.request(grace)

    # -- posts -----------------------------------------------------------------------------------------------------

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
        self.last_contact = time.monotonic()
        if self._shutdown.requested:
            return web.Response(status=503)
        task = self._processor.accept(update)
        if task is None:
            return web.Response()
        # Not wait_for: whoever hangs up, and however long it takes, the handling goes on.
        done, _ = await asyncio.wait({task}, timeout=self._patience)
        finished = bool(done) and not task.cancelled() and task.result()
        return web.Response(status=200 if finished else 500)

    # -- Telegram --------------------------------------------------------------------------------------------------

    async def _watch(self) -> None:
        """Sets the webhook, and from then on looks whether it is still ours."""
        backoff = Backoff()
        refusals = 0
        while not self._shutdown.requested:
            try:
                await self._shutdown.unless_requested(self._set())
            except (InvalidToken, Forbidden):
                refusals += 1
                if refusals > 1:
                    raise TokenRefused from None
                pause = 1.0
            except TelegramError as error:
                if backoff.failures == 0:
                    self.counts.outages += 1
                    log.warning("the webhook cannot be set or checked (%s); trying again", type(error).__name__)
                pause = max(backoff.next(), waiting_time(error))
            else:
                refusals = 0
                backoff.reset()
                pause = _CHECK
            await self._shutdown.unless_requested(self._sleep(pause))

    async def _set(self) -> None:
        known = await self._bot.get_webhook_info()
        self.last_contact = time.monotonic()
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
