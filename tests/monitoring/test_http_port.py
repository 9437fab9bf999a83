"""A port over real sockets: half-sent requests end, whole ones are answered whatever else is open."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from aiohttp import ClientSession, web

from bot.monitoring.http_port import HttpPort


class Service:
    """Answers at once, or when it is told to."""

    def __init__(self, connections: int, seconds: float) -> None:
        self.begun = asyncio.Event()
        self.release = asyncio.Event()
        self.writers: list[asyncio.StreamWriter] = []
        routes = [web.get("/", self.page), web.get("/slow", self.slow), web.get("/bad", self.bad)]
        routes.append(web.post("/", self.posted))
        self.http = HttpPort("127.0.0.1", 0, routes, connections=connections, seconds=seconds)

    async def page(self, _: web.Request) -> web.Response:
        return web.Response(text="here")

    async def slow(self, _: web.Request) -> web.Response:
        self.begun.set()
        await self.release.wait()
        return web.Response(text="late")

    async def bad(self, _: web.Request) -> web.Response:
        raise ZeroDivisionError("words of a patient")

    async def posted(self, request: web.Request) -> web.Response:
        return web.Response(text=f"{len(await self.http.body(request))} bytes")

    async def get(self, path: str = "/", body: bytes | None = None) -> tuple[int, str]:
        url, method = f"http://127.0.0.1:{self.http.port}{path}", "GET" if body is None else "POST"
        async with ClientSession() as session, session.request(method, url, data=body) as answer:
            return answer.status, await answer.text()

    async def connect(self, sent: bytes) -> asyncio.StreamReader:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.http.port)
        self.writers.append(writer)
        writer.write(sent)
        return reader

    async def hang_up(self) -> None:
        for writer in self.writers:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()


@asynccontextmanager
async def opened(connections: int = 20, seconds: float = 30.0) -> AsyncIterator[Service]:
    service = Service(connections, seconds)
    await service.http.open()
    try:
        yield service
    finally:
        await service.hang_up()
        await service.http.close()


async def rest(reader: asyncio.StreamReader) -> bytes:
    """What comes before the connection is closed."""
    try:
        return await reader.read()
    except ConnectionResetError:
        return b""


HALF = [b"", b"GE", b"GET / HTTP/1.1\r\nHost: a\r\nX: ", b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc"]


@pytest.mark.parametrize("sent", HALF)
async def test_a_half_sent_request_is_ended(sent: bytes) -> None:
    async with opened(seconds=0.05) as service:
        reader = await service.connect(sent)
        assert (await rest(reader)).startswith(b"HTTP/1.1 408" if sent.startswith(b"POST") else b"")


async def test_connections_beyond_the_bound_take_the_place_of_those_that_idle(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with opened(connections=20) as service:
        half = [await service.connect(b"GET / HTTP/1.1\r\n") for _ in range(200)]
        assert await service.get() == (200, "here")
        assert [await rest(reader) for reader in half[:180]] == [b""] * 180
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_requests_in_work_are_not_given_up_for_others() -> None:
    async with opened(connections=1, seconds=0.05) as service:
        slow = asyncio.create_task(service.get("/slow"))
        await service.begun.wait()
        assert await rest(await service.connect(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")) == b""
        service.release.set()
        assert await slow == (200, "late")


async def test_what_is_no_http_leaves_no_line_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    async with opened() as service:
        for sent in (b"\x16\x03\x01\x02\x00\x01\x00", b"GET / HTTP/9\r\n\r\n", b"GET / HTTP/1.1\r\nbad header\r\n\r\n"):
            await rest(await service.connect(sent))
        assert await service.get() == (200, "here")
    assert caplog.records == []


async def test_a_request_that_fails_is_logged_by_its_place(caplog: pytest.LogCaptureFixture) -> None:
    async with opened() as service:
        for _ in range(3):
            assert (await service.get("/bad"))[0] == 500
    assert len(caplog.records) == 1
    assert "a request failed: ZeroDivisionError at " in caplog.text
    assert "words of a patient" not in caplog.text


async def test_bodies_are_read_up_to_the_bound() -> None:
    async with opened() as service:
        assert await service.get(body=b"x" * 1_000) == (200, "1000 bytes")
        assert (await service.get(body=b"x" * 1_001))[0] == 413
