"""A webhook that answers 200 only when the update is handled: otherwise Telegram posts it again.

Telegram posts the next message of a chat only when the one before is answered (`queue_id` in the WebhookActor.cpp of
its Bot API server). So nothing waits for the rest of a message here, which would come only afterwards, and an emergency
can't overtake what its chat wrote before.

Runs behind a reverse proxy that terminates TLS. Owns the HTTP side only.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from telegram import WebhookInfo
from telegram.error import BadRequest

from bot.channels.telegram.api.backoff import Sleep
from bot.channels.telegram.api.bot import TelegramBot, TokenRefused
from bot.channels.telegram.updates.processor import ProcessedUpdates
from bot.channels.telegram.updates.receiver import HANDLING_SECONDS, KINDS, PortRefused, Stopped, UpdateReceiver
from bot.channels.telegram.updates.screening import Handle, ScreenUpdate
from bot.monitoring.http_port import HttpPort

log = logging.getLogger(__name__)

_SECRET = "X-Telegram-Bot-Api-Secret-Token"
_LARGEST = 1_000_000  # bytes; Telegram's updates are a few thousand
_PATIENCE = 25.0  # seconds until 500; proxies and Telegram close the connection after a minute
_CHECK = 30.0  # seconds between two looks at the webhook
_CONNECTIONS = 40
_REASON = 200  # most characters of an error of Telegram's that are shown


class Webhook(UpdateReceiver):
    """Listens on `host` and `port` for posts that Telegram sends to `url`; after the end the webhook stays set.

    `run` serves; `watch`, beside it, sets the webhook and looks whether Telegram's posts arrive.

    `secret` (1-256 of A-Z a-z 0-9 _ -) comes with each of Telegram's posts; posts without it are refused. The path is
    that of `url` and need not be secret.
    """

    def __init__(
        self,
        bot: TelegramBot,
        handle: Handle,
        processed: ProcessedUpdates,
        *,
        screen: ScreenUpdate,
        url: str,
        port: int,
        secret: str,
        host: str,
        handling: float = HANDLING_SECONDS,
        patience: float = _PATIENCE,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        if not secret:
            raise ValueError("a webhook needs a secret")
        super().__init__(bot, handle, processed, screen=screen, handling=handling, sleep=sleep, debouncer=None)
        self.refused = 0  # posts without the secret, too large, too slow or not JSON
        self._url = url
        self._secret = secret.encode()
        self._patience = patience
        self._is_set = False
        self._posts = _Posts()
        self._listening = asyncio.Event()
        self._token_refused = asyncio.Event()
        path = urlsplit(url).path or "/"
        self._http = HttpPort(host, port, [web.post(path, self._post)], largest=_LARGEST)

    @property
    def port(self) -> int:
        """The number of the port."""
        return self._http.port

    async def run(self) -> None:
        """Serves until `stop`. Raises TokenRefused and PortRefused."""
        try:
            try:
                await self._http.open()
            except OSError as error:
                raise PortRefused(error.strerror) from None
            self._listening.set()
            with suppress(Stopped):
                await self._unless_stopping(self._token_refused.wait())
                raise TokenRefused
            # The port is closed first, so that no new update arrives; posts that are being handled get their answers.
            self._http.stop_listening()
            await self._processor.close(self._grace)
        finally:
            await self._processor.close(0.0)
            await self._http.close()
            self._stopped.set()

    async def watch(self) -> None:
        """Sets the webhook once `run` listens, and looks at it until the end; `deaf` says what it finds."""
        await self._listening.wait()
        try:
            while True:
                await self._until_answered(self._look, "the webhook cannot be set or checked")
                await self._unless_stopping(self._sleep(_CHECK))
        except Stopped:
            return
        except TokenRefused:
            self._token_refused.set()

    async def _post(self, request: web.Request) -> web.Response:
        given = request.headers.get(_SECRET, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret):
            self.refused += 1
            return web.Response(status=403)
        try:
            update: Any = json.loads(await self._http.body(request))
        except web.HTTPException:
            self.refused += 1
            raise
        except (ValueError, RecursionError):
            update = None
        if not isinstance(update, dict):
            self.refused += 1
            return web.Response(status=400)
        self._posts.arrived += 1
        self.last_contact = self._clock()
        if self._stopping.is_set():
            return web.Response(status=503)
        update_id = update.get("update_id")
        task = self._processor.accept(update)
        if task is None:
            self._posts.late.discard(update_id)
            return web.Response()
        # Not wait_for: the handling continues after a time-out or a closed connection.
        done, _ = await asyncio.wait({task}, timeout=self._patience)
        finished = bool(done) and not task.cancelled() and task.result()
        (self._posts.late.discard if finished else self._posts.late.add)(update_id)
        return web.Response(status=200 if finished else 500)

    async def _look(self) -> None:
        """Sets the webhook unless it is set already, and looks whether posts arrive."""
        known = await self._bot.get_webhook_info()
        if known.url == self._url and self._is_set:
            self.deaf = self._posts.missed(known)
            return
        if self._is_set:
            self.counts.conflicts += 1
            log.warning("somebody changed the webhook of this bot; setting it again")
        try:
            await self._bot.set_webhook(
                self._url,
                secret_token=self._secret.decode(),
                allowed_updates=list(KINDS),
                max_connections=_CONNECTIONS,
                drop_pending_updates=False,
            )
        except BadRequest as error:
            self.deaf = _reason(f"Telegram does not take WEBHOOK_URL or WEBHOOK_SECRET ({error.message[:_REASON]})")
            raise
        self._is_set = True
        self.deaf = ""
        self._posts.begin()


@dataclass(slots=True)
class _Posts:
    """Counts Telegram's posts between two looks."""

    arrived: int = 0
    seen: int | None = None
    late: set[object] = field(default_factory=set)
    """The updates that were not handled in time, which Telegram posts again, after a while."""

    def begin(self) -> None:
        """The next look is the first one."""
        self.seen = None

    def missed(self, known: WebhookInfo) -> str:
        """Why updates wait at Telegram though none has arrived since the last look, with the remedy; "" otherwise."""
        before, self.seen = self.seen, self.arrived
        error = (known.last_error_message or "")[:_REASON]
        waiting = known.pending_update_count - len(self.late)
        if before != self.arrived or waiting <= 0 or not error:
            return ""
        return _reason(f"{waiting} wait at Telegram, whose posts fail ({error})")


def _reason(what: str) -> str:
    return f"{what}. Check WEBHOOK_URL, WEBHOOK_SECRET, the proxy and its certificate; deploy/nginx.conf is an example."
