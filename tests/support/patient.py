"""People who write to the bot in a test: `await patient.ask("can botox help?")`, `await patient.tap("Read more")`.

A Patient pushes updates into the fake Telegram and reads what the bot answered in the same chat.
"""

from typing import Any

from tests.support import updates
from tests.support.chats import BOT
from tests.support.telegram import Telegram
from tests.support.updates import Json


class Patient:
    """One person in one chat (private unless `chat` is given). `seconds` bounds every wait."""

    def __init__(
        self,
        telegram: Telegram,
        user_id: int = 1_001,
        *,
        chat: Json | None = None,
        thread: int | None = None,
        name: str = "Pat",
        language: str = "en",
        seconds: float = 30.0,
    ) -> None:
        self.telegram = telegram
        self.user = updates.user(user_id, name, language=language)
        self.chat = chat or updates.private(self.user)
        self.thread = thread
        self.seconds = seconds
        self._read = 0  # messages of the bot already returned by next_message
        self.taps = 0
        if thread is not None:
            telegram.threads.setdefault(self.id, set()).add(thread)

    @property
    def id(self) -> int:
        chat_id: int = self.chat["id"]
        return chat_id

    # -- what the bot said -----------------------------------------------------------------------------------------

    @property
    def messages(self) -> list[Json]:
        """The bot's messages in this chat as they look now."""
        return self.telegram.sent_to(self.id)

    @property
    def last(self) -> Json:
        """The bot's latest message, edits applied."""
        return self.messages[-1]

    @property
    def text(self) -> str:
        """Text of the latest message."""
        last = self.last
        return str(last.get("text", last.get("caption", "")))

    @property
    def buttons(self) -> list[str]:
        """Labels under the latest message."""
        return [button["text"] for button in _buttons(self.last)]

    async def next_message(self) -> Json:
        """The bot's next message not yet returned here; TimeoutError if none comes."""
        await self.telegram.until(lambda: len(self.messages) > self._read, self.seconds)
        self._read += 1
        return self.messages[self._read - 1]

    # -- what the patient does -------------------------------------------------------------------------------------

    def send(self, words: str, **extra: Any) -> int:
        """Writes a message; returns the update id at once."""
        return self.push("message", **{**updates.text(words), **extra})

    async def ask(self, words: str, **extra: Any) -> Json:
        """Writes a message and waits for the bot's next one in this chat."""
        self._read = len(self.messages)
        self.send(words, **extra)
        return await self.next_message()

    def push(self, kind: str = "message", *, message_id: int | None = None, **content: Any) -> int:
        """Pushes an update of a kind that carries a message: message, edited_message, channel_post …"""
        telegram = self.telegram
        telegram.chats[self.id] = self.chat
        number = next(telegram.numbers) if message_id is None else message_id
        if self.thread is not None:
            content = {"message_thread_id": self.thread, "is_topic_message": True, **content}
        person = None if self.chat["type"] == "channel" else self.user
        sent = updates.message(number, self.chat, person, **content)
        if person is not None:
            telegram.messages[self.id, number] = sent
        return telegram.queue.push({kind: sent})

    async def show(self, content: Json, **extra: Any) -> Json:
        """Sends a photo, voice, sticker … (content of `updates`) and waits for the bot's next message."""
        self._read = len(self.messages)
        self.push(**{**content, **extra})
        return await self.next_message()

    def edit(self, message_id: int, words: str) -> int:
        return self.push("edited_message", message_id=message_id, **updates.text(words), edit_date=1_800_000_000)

    def file(self, content: bytes = b"content") -> Json:
        """A file to put into `updates.photo`, `updates.document` …"""
        return self.telegram.file(content)

    async def tap(self, label: str, under: Json | None = None) -> Json:
        """Taps the button whose label contains `label`; waits until the bot answered the tap; returns `last`."""
        message = under or self.last
        found = [button for button in _buttons(message) if label in button["text"]]
        if not found:
            raise AssertionError(f"no button {label!r} among {[button['text'] for button in _buttons(message)]}")
        await self.tap_data(found[0]["callback_data"], message)
        return self.last

    async def tap_data(self, data: str, under: Json | None = None) -> None:
        """Taps a button by its callback data (which may be forged) and waits for the answer to the tap."""
        telegram = self.telegram
        self._read = len(self.messages)
        self.taps += 1
        telegram.chats[self.id] = self.chat
        query_id = f"tap-{next(telegram.numbers)}"
        telegram.queries[query_id] = True
        update = updates.callback(query_id, self.user, under or self.last, data)
        await self._pushed_and_answered(update, query_id)

    async def inline(self, words: str) -> list[Json]:
        """Types an inline query; returns the bot's results."""
        query_id = f"inline-{next(self.telegram.numbers)}"
        self.telegram.queries[query_id] = True
        await self._pushed_and_answered(updates.inline_query(query_id, self.user, words), query_id)
        results: list[Json] = self.telegram.of("answerInlineQuery")[-1].sent["results"]
        return results

    def block(self) -> int:
        """Blocks the bot."""
        self.telegram.chats[self.id] = self.chat
        self.telegram.blocked.add(self.id)
        bot = {key: BOT[key] for key in ("id", "is_bot", "first_name", "username")}
        return self.telegram.queue.push(updates.my_chat_member(self.chat, self.user, bot, "member", "kicked"))

    async def _pushed_and_answered(self, update: Json, query_id: str) -> None:
        """Waits until the query is answered and the bot has finished with the update."""
        telegram = self.telegram
        update_id = telegram.queue.push(update)
        await telegram.until(lambda: not telegram.queries[query_id], self.seconds)
        await telegram.queue.confirmed(update_id, self.seconds)


def _buttons(message: Json) -> list[Json]:
    rows: list[list[Json]] = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]
