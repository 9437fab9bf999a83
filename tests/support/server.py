"""The fake Telegram over HTTP on loopback: `async with Server(telegram) as server: … server.base_url …`.

`python -m tests.support.server --port N` runs it in a process of its own, with `/control/…` for benchmarks and crash
tests: POST push (JSON: one update or a list), GET calls (JSON list), GET state (counts), POST reset.
"""

import argparse
import asyncio
import json
import socket
import sys
from dataclasses import asdict
from types import TracebackType
from typing import Any

from aiohttp import web

from tests.support.telegram import Answer, Telegram

_MOST = 60_000_000


class Server:
    """Serves one Telegram; `base_url` and `base_file_url` are those that python-telegram-bot takes."""

    def __init__(self, telegram: Telegram | None = None, port: int = 0) -> None:
        self.telegram = telegram or Telegram()
        self.port = port
        self._runner: web.AppRunner | None = None

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/bot"

    @property
    def base_file_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/file/bot"

    async def start(self) -> None:
        """Listens; can be called again after `stop` on the same port (an outage that ends)."""
        app = web.Application(client_max_size=_MOST)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        app.router.add_post("/control/push", self._push)
        app.router.add_post("/control/reset", self._reset)
        app.router.add_get("/control/calls", self._calls)
        app.router.add_get("/control/state", self._state)
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
        await self._runner.setup()
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", self.port))
        self.port = listening.getsockname()[1]
        await web.SockSite(self._runner, listening, backlog=1024).start()

    async def stop(self) -> None:
        """Closes the port and every connection."""
        self.telegram.queue.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> "Server":
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def _call(self, request: web.Request) -> web.StreamResponse:
        sent: dict[str, Any] = dict(request.query)
        files: dict[str, tuple[str, bytes]] = {}
        if request.content_type == "application/json":
            sent |= json.loads(await request.read() or b"{}")
        else:
            for name, value in (await request.post()).items():
                if isinstance(value, web.FileField):
                    files[name] = (value.filename, value.file.read())
                else:
                    sent[name] = value if isinstance(value, str) else bytes(value).decode()
        answer = await self.telegram.call(request.match_info["token"], request.match_info["method"], sent, files)
        return await self._sent(request, answer)

    async def _sent(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        if answer.hang:
            await asyncio.sleep(answer.hang)
        if answer.reset:
            if request.transport is not None:
                request.transport.abort()
            raise ConnectionResetError
        return web.Response(status=answer.status, body=answer.body, content_type="application/json")

    async def _download(self, request: web.Request) -> web.Response:
        content = self.telegram.contents.get(request.match_info["path"].rsplit("/", 1)[-1])
        if content is None or request.match_info["token"] != self.telegram.token:
            return web.json_response({"ok": False, "error_code": 404, "description": "Not Found"}, status=404)
        return web.Response(body=content)

    async def _push(self, request: web.Request) -> web.Response:
        pushed = await request.json()
        updates = pushed if isinstance(pushed, list) else [pushed]
        for update in updates:
            for part in update.values():
                chat = part.get("chat", part.get("message", {}).get("chat"))
                if chat:
                    self.telegram.chats[chat["id"]] = chat
                if "data" in part or "query" in part:
                    self.telegram.queries[part["id"]] = True
        return web.json_response([self.telegram.queue.push(update) for update in updates])

    async def _calls(self, _request: web.Request) -> web.Response:
        calls = [{**asdict(call), "files": sorted(call.files)} for call in self.telegram.calls]
        return web.json_response(calls)

    async def _state(self, _request: web.Request) -> web.Response:
        telegram = self.telegram
        state = {"counts": dict(telegram.counts), "pending": len(telegram.queue.pending)}
        return web.json_response({**state, "violations": telegram.flood.violations})

    async def _reset(self, _request: web.Request) -> web.Response:
        self.telegram.calls.clear()
        self.telegram.counts.clear()
        self.telegram.messages.clear()
        return web.json_response({})


async def _serve(arguments: argparse.Namespace) -> None:
    telegram = Telegram(
        token=arguments.token,
        latency=arguments.latency / 1000,
        latency_back=arguments.latency_back / 1000,
        keep_calls=not arguments.forget,
    )
    telegram.flood.limited = arguments.flood
    server = Server(telegram, arguments.port)
    await server.start()
    sys.stdout.write(f"{server.base_url}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


def main() -> None:
    parser = argparse.ArgumentParser(description="A strict fake Bot API server on loopback.")
    parser.add_argument("--port", type=int, default=0, help="0 picks a free one; the base URL is printed")
    parser.add_argument("--token", default=Telegram.token)
    parser.add_argument("--latency", type=float, default=0.0, help="milliseconds before a call takes effect")
    parser.add_argument("--latency-back", type=float, default=0.0, help="milliseconds after it took effect")
    parser.add_argument("--flood", action="store_true", help="hold the bot to Telegram's flood limits")
    parser.add_argument("--forget", action="store_true", help="keep no record of calls (long runs)")
    asyncio.run(_serve(parser.parse_args()))


if __name__ == "__main__":
    main()
