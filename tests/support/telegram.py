"""A strict Telegram in memory: takes a bot's calls, checks them, plays latency and faults, and keeps a record.

What methods do is in `chats.py` and `queue.py`. It owns no sockets: `server.py` serves it over HTTP, `wire.py` plugs
it into python-telegram-bot directly. Updates are built in `updates.py`.
"""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from tests.support import rules
from tests.support.botapi import ApiError, bad, check_call, methods
from tests.support.chats import Chats
from tests.support.faults import Fault, Faults, Flood, Trouble
from tests.support.queue import UpdateQueue

Key = TypeVar("Key")
Value = TypeVar("Value")

_REMEMBERED = 2_000  # of each kind, in long runs
TOKEN = "123456789:AAtestTOKENtestTOKENtestTOKENtest00"


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the bot: checked parameters, uploaded files, HTTP status, when it was answered, and the result."""

    method: str
    sent: dict[str, Any]
    files: dict[str, tuple[str, bytes]]
    status: int
    error: str
    at: float
    result: Any = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP response; `reset` breaks the connection, after `hang` seconds of silence."""

    status: int
    body: bytes
    reset: bool = False
    hang: float = 0.0


@dataclass
class Telegram(Chats):
    """`latency` passes before a call takes effect, `latency_back` after it (seconds).

    Without `keep_calls` it remembers little, so that long runs do not grow.
    """

    token: str = TOKEN
    latency: float = 0.0
    latency_back: float = 0.0
    clock: Callable[[], float] = time.monotonic
    queue: UpdateQueue = field(default_factory=UpdateQueue)
    faults: Faults = field(default_factory=Faults)
    calls: list[Call] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    keep_calls: bool = True

    def __post_init__(self) -> None:
        self.flood = Flood(self.clock)
        self._sent = asyncio.Condition()

    # -- what a test asks ------------------------------------------------------------------------------------------

    def of(self, method: str) -> list[Call]:
        """Successful calls of a method."""
        return [call for call in self.calls if call.method == method and call.status == 200]

    def refused(self) -> list[Call]:
        """Calls that Telegram found wrong in themselves (not the injected faults)."""
        return [call for call in self.calls if call.status in (400, 404, 413)]

    def texts(self, chat_id: int) -> list[str]:
        return [m.get("text", m.get("caption", "")) for m in self.sent_to(chat_id)]

    async def until(self, fulfilled: Callable[[], bool], seconds: float = 10.0) -> None:
        """Waits until calls of the bot have made this true. Raises TimeoutError."""
        async with asyncio.timeout(seconds), self._sent:
            await self._sent.wait_for(fulfilled)

    # -- the wire --------------------------------------------------------------------------------------------------

    async def call(
        self, token: str, method: str, sent: dict[str, Any], files: dict[str, tuple[str, bytes]] | None = None
    ) -> Answer:
        """Answers one call of the bot as Telegram would; faults and latency included."""
        name = methods().get(method.lower(), method)
        self.counts[name] += 1
        if self.latency:
            await asyncio.sleep(self.latency)
        fault = self.faults.next(name)
        if fault is not None and not fault.effective:
            return await self._failed(fault, name, sent)
        answer = await self._answer(token, name, sent, files or {})
        if self.latency_back:
            await asyncio.sleep(self.latency_back)
        return answer if fault is None else await self._failed(fault, name, sent)

    async def _failed(self, fault: Fault, method: str, sent: dict[str, Any]) -> Answer:
        error = ApiError(500, "Internal Server Error")
        match fault.trouble:
            case Trouble.TOO_MANY:
                key = _key(method, sent)
                try:
                    self.flood.check(method, key, sends=False)
                    error = self.flood.wait(key, fault.retry_after)
                except ApiError as already:
                    error = already
            case Trouble.BAD_GATEWAY:
                return Answer(502, b"<html><body>502 Bad Gateway</body></html>")
            case Trouble.RESET:
                return Answer(0, b"", reset=True)
            case Trouble.TIMEOUT:
                return Answer(0, b"", reset=True, hang=fault.hang)
            case Trouble.GARBAGE:
                return Answer(200, b'{"ok":true,"result":[{"upd')
            case Trouble.UNAUTHORIZED:
                error = ApiError(401, "Unauthorized")
            case Trouble.CONFLICT:
                error = _conflict()
            case Trouble.SERVER_ERROR:
                pass
        if self.keep_calls:
            self.calls.append(Call(method, sent, {}, error.code, error.description, self.clock()))
        return Answer(error.code, json.dumps(error.body()).encode())

    async def _answer(
        self, token: str, method: str, sent: dict[str, Any], files: dict[str, tuple[str, bytes]]
    ) -> Answer:
        checked = sent
        try:
            if token != self.token:
                raise ApiError(401, "Unauthorized")
            self.flood.check(method, _key(method, sent), sends=method.startswith(("send", "copy", "forward", "edit")))
            checked = check_call(method, sent, frozenset(files))
            for parameter, (_, content) in files.items():
                if not content:
                    raise bad("file must be non-empty")
                if len(content) > 50_000_000:
                    raise ApiError(413, "Request Entity Too Large")
                checked.setdefault(parameter, f"attach://{parameter}")
            self.faults.refuse(method, checked)
            result = await self._play(method, checked, files)
        except ApiError as error:
            self._record(Call(method, checked, files, error.code, error.description, self.clock()))
            return Answer(error.code, json.dumps(error.body()).encode())
        self._record(Call(method, checked, files, 200, "", self.clock(), result))
        async with self._sent:
            self._sent.notify_all()
        return Answer(200, json.dumps({"ok": True, "result": result}).encode())

    def _record(self, call: Call) -> None:
        if not self.keep_calls:
            _forget(self.messages)
            _forget(self.contents)
            _forget(self.queue.deliveries)
            _forget(self.queries)
        elif call.method != "getUpdates":
            self.calls.append(call)

    async def _play(self, method: str, sent: dict[str, Any], files: dict[str, tuple[str, bytes]]) -> Any:
        match method:
            case "getUpdates":
                return await self.queue.get_updates(sent)
            case "setWebhook":
                rules.webhook(sent)
                return self.queue.set_webhook(sent)
            case "deleteWebhook":
                return self.queue.set_webhook({"url": "", **sent})
            case "getWebhookInfo":
                return self.queue.webhook_info()
        return self.play(method, sent, files)


def _forget(memory: dict[Key, Value]) -> None:
    while len(memory) > _REMEMBERED:
        del memory[next(iter(memory))]


def _key(method: str, sent: dict[str, Any]) -> Any:
    """The key of the flood limit for a call: its chat, or the method."""
    chat_id = sent.get("chat_id")
    return str(chat_id) if chat_id is not None else method


def _conflict() -> ApiError:
    return ApiError(
        409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
