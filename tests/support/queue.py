"""Telegram's queue of unconfirmed updates: getUpdates with its offsets and conflicts, and webhook delivery.

An update stays until it is confirmed: by a higher offset, or by a 2xx answer of the webhook.
"""

import asyncio
import json
from typing import Any

import aiohttp

from tests.support.botapi import ApiError

_LATE = frozenset({"chat_member", "message_reaction", "message_reaction_count"})  # only when asked for


class UpdateQueue:
    """`pending` holds what is not confirmed; `confirmed` and `deliveries` (fetches of each id) are for tests."""

    def __init__(self, first_id: int = 1_000) -> None:
        self.pending: dict[int, dict[str, Any]] = {}
        self.deliveries: dict[int, int] = {}
        self.polls = 0
        self.next_id = first_id
        self.redelivery = 0.2  # seconds between attempts at a webhook that fails
        self.webhook: dict[str, Any] = {"url": ""}
        self.webhook_errors: list[str] = []
        self._allowed: list[str] = []
        self._news = asyncio.Event()
        self._changed = asyncio.Event()
        self._poller: asyncio.Future[None] | None = None
        self._courier: asyncio.Task[None] | None = None

    def push(self, update: dict[str, Any]) -> int:
        """Queues an update (without id) and returns its id; 0 if the bot did not ask for its kind."""
        kind = next(iter(update), "")
        if self._allowed and kind not in self._allowed or not self._allowed and kind in _LATE:
            return 0
        update_id = self.next_id
        self.next_id += 1
        self.pending[update_id] = {"update_id": update_id, **update}
        self._news.set()
        return update_id

    async def confirmed(self, update_id: int, seconds: float = 10.0) -> None:
        """Waits until an update is confirmed. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while update_id in self.pending:
                self._changed.clear()
                await self._changed.wait()

    async def polled(self, times: int, seconds: float = 10.0) -> None:
        """Waits until the bot has asked for updates that often (`polls` counts the requests)."""
        async with asyncio.timeout(seconds):
            while self.polls < times:
                self._changed.clear()
                await self._changed.wait()

    async def delivered(self, update_id: int, seconds: float = 10.0) -> None:
        """Waits until an update is posted to the webhook (again)."""
        enough = self.deliveries.get(update_id, 0) + 1
        async with asyncio.timeout(seconds):
            while self.deliveries.get(update_id, 0) < enough:
                self._changed.clear()
                await self._changed.wait()

    async def empty(self, seconds: float = 10.0) -> None:
        """Waits until everything is confirmed."""
        for update_id in list(self.pending):
            await self.confirmed(update_id, seconds)

    async def get_updates(self, sent: dict[str, Any]) -> list[dict[str, Any]]:
        if self.webhook["url"]:
            raise ApiError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the "
                "webhook first",
            )
        self.polls += 1
        self._changed.set()
        self._allow(sent)
        if self._poller is not None and not self._poller.done():
            self._poller.set_exception(_terminated())
        offset = sent.get("offset", 0)
        self._confirm(offset)
        limit = min(100, max(1, sent.get("limit", 100)))
        if not self.pending and (timeout := min(50, sent.get("timeout", 0))) > 0:
            await self._wait(timeout)
        found = [self.pending[update_id] for update_id in sorted(self.pending)][:limit]
        for update in found:
            self.deliveries[update["update_id"]] = self.deliveries.get(update["update_id"], 0) + 1
        return found

    async def _wait(self, seconds: float) -> None:
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._poller = mine
        self._news.clear()
        news = asyncio.create_task(self._news.wait())
        try:
            waiting: set[asyncio.Future[Any]] = {mine, news}
            await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            if mine.done():
                mine.result()
        finally:
            news.cancel()
            mine.cancel()

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            kept = sorted(self.pending)[offset:]
            self.pending = {update_id: self.pending[update_id] for update_id in kept}
        else:
            for update_id in [known for known in self.pending if known < offset]:
                del self.pending[update_id]
        self._changed.set()

    def _allow(self, sent: dict[str, Any]) -> None:
        if "allowed_updates" in sent:
            self._allowed = sent["allowed_updates"]

    # -- webhook ---------------------------------------------------------------------------------------------------

    def set_webhook(self, sent: dict[str, Any]) -> bool:
        """Sets or (empty url) removes the webhook."""
        self._allow(sent)
        if sent.get("drop_pending_updates"):
            self.pending.clear()
        self.webhook = {"url": sent.get("url", ""), "secret_token": sent.get("secret_token", "")}
        self.webhook["max_connections"] = sent.get("max_connections", 40)
        self.stop()
        if self.webhook["url"]:
            if self._poller is not None and not self._poller.done():
                self._poller.set_exception(ApiError(409, "Conflict: terminated by setWebhook request"))
            self._courier = asyncio.create_task(self._deliver())
        return True

    def webhook_info(self) -> dict[str, Any]:
        info: dict[str, Any] = {"url": self.webhook["url"], "has_custom_certificate": False}
        info["pending_update_count"] = len(self.pending)
        if self.webhook_errors:
            info |= {"last_error_message": self.webhook_errors[-1], "last_error_date": 1_700_000_000}
        return info

    def stop(self) -> None:
        """Ends webhook delivery."""
        if self._courier is not None:
            self._courier.cancel()
            self._courier = None

    async def _deliver(self) -> None:
        """Posts pending updates, at most `max_connections` at once, those of one chat in order."""
        slots = asyncio.Semaphore(self.webhook["max_connections"])
        posting: dict[int, Any] = {}  # update id -> chat
        timeout = aiohttp.ClientTimeout(total=60)
        async with aiohttp.ClientSession(timeout=timeout) as session, asyncio.TaskGroup() as group:

            async def carry(update_id: int) -> None:
                await self._post(session, slots, update_id)
                del posting[update_id]
                self._news.set()

            while True:
                self._news.clear()
                for update_id in sorted(self.pending.keys() - posting.keys()):
                    if (chat := _chat_of(self.pending[update_id])) not in posting.values():
                        posting[update_id] = chat
                        group.create_task(carry(update_id))
                await self._news.wait()

    async def _post(self, session: aiohttp.ClientSession, slots: asyncio.Semaphore, update_id: int) -> None:
        update = self.pending[update_id]
        headers = {"Content-Type": "application/json"}
        if self.webhook["secret_token"]:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.webhook["secret_token"]
        while update_id in self.pending:
            async with slots:
                self.deliveries[update_id] = self.deliveries.get(update_id, 0) + 1
                self._changed.set()
                try:
                    body = json.dumps(update).encode()
                    async with session.post(self.webhook["url"], data=body, headers=headers) as response:
                        if response.status // 100 == 2:
                            self.pending.pop(update_id, None)
                            self._changed.set()
                            return
                        self.webhook_errors.append(f"Wrong response from the webhook: {response.status}")
                except (aiohttp.ClientError, TimeoutError) as error:
                    self.webhook_errors.append(type(error).__name__)
            await asyncio.sleep(self.redelivery)


def _terminated() -> ApiError:
    return ApiError(
        409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )


def _chat_of(update: dict[str, Any]) -> Any:
    body: Any = next((value for key, value in update.items() if key != "update_id"), {})
    if not isinstance(body, dict):
        return None
    message = body.get("message", body)
    return message.get("chat", body.get("from", {})).get("id")
