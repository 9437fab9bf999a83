"""The fake Telegram is as strict as the real one."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from telegram import BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters, Update
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken
from telegram.ext import ExtBot

from tests.support import updates
from tests.support.entities import parse_text
from tests.support.patient import Patient
from tests.support.server import Server
from tests.support.telegram import TOKEN, Telegram
from tests.support.wire import Wire

Bot = ExtBot[None]


@pytest.fixture(params=["wire", "http"])
async def bot(request: pytest.FixtureRequest, telegram: Telegram) -> AsyncIterator[Bot]:
    async with Server(telegram) as server:
        if request.param == "wire":
            bot: Bot = ExtBot(TOKEN, request=Wire(telegram), get_updates_request=Wire(telegram))
        else:
            bot = ExtBot(TOKEN, base_url=server.base_url, base_file_url=server.base_file_url)
        async with bot:
            yield bot


@pytest.fixture
def telegram() -> Telegram:
    telegram = Telegram()
    telegram.chats[1] = updates.private(updates.user(1))
    return telegram


def _button(data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data=data)]])


REFUSED: dict[str, tuple[Callable[[Bot], Awaitable[object]], str]] = {
    "empty text": (lambda bot: bot.send_message(1, " "), "text is empty"),
    "long text": (lambda bot: bot.send_message(1, "x" * 4097), "message is too long"),
    "unknown chat": (lambda bot: bot.send_message(2, "x"), "chat not found"),
    "long data": (lambda bot: bot.send_message(1, "x", reply_markup=_button("x" * 65)), "button_data_invalid"),
    "lone <": (lambda bot: bot.send_message(1, "a < b", parse_mode="HTML"), "can't parse entities"),
    "lone &": (lambda bot: bot.send_message(1, "a & b", parse_mode="HTML"), "can't parse entities"),
    "unknown tag": (lambda bot: bot.send_message(1, "<h1>a</h1>", parse_mode="HTML"), "unsupported start tag"),
    "unclosed tag": (lambda bot: bot.send_message(1, "<b>a", parse_mode="HTML"), "can't find end tag"),
    "crossed tags": (lambda bot: bot.send_message(1, "<b><i>a</b></i>", parse_mode="HTML"), "unmatched end tag"),
    "unknown reply": (lambda bot: bot.send_message(1, "x", reply_parameters=ReplyParameters(9)), "replied not found"),
    "unknown topic": (lambda bot: bot.send_message(1, "x", message_thread_id=9), "thread not found"),
    "unknown parameter": (lambda bot: bot.send_message(1, "x", api_kwargs={"colour": "red"}), "unknown parameter"),
    "wrong type": (lambda bot: bot.send_message(1, "x", api_kwargs={"reply_markup": {"a": 1}}), "can't parse"),
    "long caption": (lambda bot: bot.send_document(1, b"x", caption="x" * 1025), "caption is too long"),
    "empty file": (lambda bot: bot.send_document(1, b""), "file must be non-empty"),
    "command": (lambda bot: bot.set_my_commands([BotCommand("Start", "x")]), "bot_command_invalid"),
    "description": (lambda bot: bot.set_my_description("x" * 513), "too long"),
    "short description": (lambda bot: bot.set_my_short_description("x" * 121), "too long"),
    "unknown query": (lambda bot: bot.answer_callback_query("9"), "query is too old"),
    "unknown file": (lambda bot: bot.get_file("9"), "wrong file_id"),
    "unknown message": (lambda bot: bot.edit_message_text("x", 1, 99), "message to edit not found"),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_refuses_what_telegram_refuses(bot: Bot, case: str) -> None:
    call, words = REFUSED[case]
    with pytest.raises(BadRequest) as caught:
        await call(bot)
    assert words in caught.value.message.lower()


async def test_edit_must_change_something(bot: Bot) -> None:
    message = await bot.send_message(1, "x")
    with pytest.raises(BadRequest, match="not modified"):
        await message.edit_text("x")
    assert (await bot.edit_message_text("y", 1, message.message_id)).text == "y"  # type: ignore[union-attr]


async def test_taps_are_answered_once(bot: Bot, telegram: Telegram) -> None:
    telegram.queries["q"] = True
    assert await bot.answer_callback_query("q")
    with pytest.raises(BadRequest, match="too old"):
        await bot.answer_callback_query("q")


async def test_who_blocked_the_bot_gets_nothing(bot: Bot, telegram: Telegram) -> None:
    telegram.blocked.add(1)
    with pytest.raises(Forbidden, match="blocked by the user"):
        await bot.send_message(1, "x")


async def test_offset_confirms_what_is_below(bot: Bot, telegram: Telegram) -> None:
    first, second = (Patient(telegram).send(text) for text in "ab")
    assert [update.update_id for update in await bot.get_updates()] == [first, second]
    assert [update.update_id for update in await bot.get_updates(offset=second)] == [second]
    assert list(telegram.queue.pending) == [second]


async def test_polling_and_webhook_exclude_each_other(bot: Bot) -> None:
    await bot.set_webhook("https://clinic.example/hook")
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_wrong_token_is_refused(telegram: Telegram) -> None:
    with pytest.raises(InvalidToken):
        await ExtBot("1:wrong", request=Wire(telegram)).get_me()


async def test_every_kind_of_update_is_one_the_library_reads(bot: Bot, telegram: Telegram) -> None:
    patient = Patient(telegram)
    contents = [
        updates.photo(patient.file(), "caption"),
        updates.voice(patient.file()),
        updates.video(patient.file()),
        updates.sticker(patient.file()),
        updates.document(patient.file(b"faq"), "faq.yaml"),
        updates.location(),
        updates.contact("+49 1"),
        updates.poll(),
        updates.dice(),
        updates.text("/start@clinic_faq_bot botox @somebody https://a.example"),
    ]
    for content in contents:
        patient.push(**content)
    patient.push("edited_message", edit_date=2, **updates.text("better"))
    telegram.queue.push(updates.inline_query("i", patient.user, "botox"))
    telegram.queue.push(updates.callback("c", patient.user, telegram.messages[1_001, 1], "data"))
    Patient(telegram, chat=updates.group(-100, forum=True), thread=7).send("@clinic_faq_bot hi")
    Patient(telegram, chat=updates.channel(-200)).push("channel_post", text="news")
    patient.block()
    fetched = await bot.get_updates()
    assert len(fetched) == len(contents) + 6
    assert all(isinstance(update, Update) for update in fetched)
    file = await fetched[4].message.document.get_file()  # type: ignore[union-attr]
    assert await file.download_as_bytearray() == b"faq"


def test_entities_are_measured_in_utf16() -> None:
    text, entities = parse_text(" \U0001f642<b>b</b> &lt;<a href='https://a.example'>a</a>", "HTML")
    assert text == "\U0001f642b <a"
    assert entities == [
        {"type": "bold", "offset": 2, "length": 1},
        {"type": "text_link", "offset": 5, "length": 1, "url": "https://a.example"},
    ]
