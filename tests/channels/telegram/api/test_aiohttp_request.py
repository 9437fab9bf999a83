"""HTTP to Telegram: what goes out arrives, what fails is told in python-telegram-bot's terms and without the token."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator

import pytest
from telegram import Bot, InputFile
from telegram.error import NetworkError, TelegramError, TimedOut

from bot.channels.telegram.api.aiohttp_request import AiohttpRequest
from tests.support.faults import Fault, Trouble
from tests.support.server import Server
from tests.support.telegram import TOKEN, Telegram


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with Server(Telegram()) as running:
        yield running


def _bot(base_url: str) -> Bot:
    request, updates = (AiohttpRequest(base_url, connections=2) for _ in range(2))
    return Bot(TOKEN, base_url=base_url, request=request, get_updates_request=updates)


def _closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


async def test_texts_and_files_arrive(server: Server) -> None:
    server.telegram.chats[1] = {"id": 1, "type": "private"}
    async with _bot(server.base_url) as bot:
        await bot.send_message(1, "ä & b + c")
        await bot.send_document(1, InputFile(b"content", filename="faq.yaml"), caption="Here")
    assert server.telegram.texts(1) == ["ä & b + c", "Here"]
    assert server.telegram.of("sendDocument")[0].files["document"] == ("faq.yaml", b"content")


async def test_an_answer_that_takes_too_long_is_given_up(server: Server) -> None:
    server.telegram.faults.plan(Fault(Trouble.TIMEOUT, hang=5.0), "getChat")
    async with _bot(server.base_url) as bot:
        with pytest.raises(TimedOut):
            await bot.get_chat(1, read_timeout=0.05)


@pytest.mark.parametrize("trouble", [Trouble.RESET, Trouble.BAD_GATEWAY, Trouble.GARBAGE])
async def test_an_error_of_the_network_does_not_tell_the_token(
    server: Server, trouble: Trouble, caplog: pytest.LogCaptureFixture
) -> None:
    server.telegram.faults.plan(Fault(trouble), "getChat")
    async with _bot(server.base_url) as bot:
        with pytest.raises(TelegramError) as caught:
            await bot.get_chat(1)
    assert TOKEN not in f"{caught.value!r} {caught.value.__cause__!r} {caplog.text}"


async def test_a_server_that_is_not_there_is_an_error_of_the_network() -> None:
    request = AiohttpRequest("", connections=1)
    await request.initialize()
    with pytest.raises(NetworkError):
        await request.do_request(f"http://127.0.0.1:{_closed_port()}/bot{TOKEN}/getMe", "POST")
    await request.shutdown()


async def test_it_can_be_used_again_after_its_end_but_not_before_its_beginning(server: Server) -> None:
    request, url = AiohttpRequest(server.base_url, connections=1), f"{server.base_url}{TOKEN}/getMe"
    with pytest.raises(RuntimeError):
        await request.do_request(url, "POST")
    for _ in range(2):
        await request.initialize()
        assert (await request.do_request(url, "POST"))[0] == 200
        await request.shutdown()


async def test_the_proxy_of_the_environment_is_used(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{server.port}")
    async with _bot("http://telegram.invalid/bot") as bot:
        assert bot.first_name
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{_closed_port()}")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    async with _bot(server.base_url) as bot:
        assert bot.first_name
