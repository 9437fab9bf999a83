"""Debouncing: messages of one chat that come in quick succession and make one thought are handled as one.

Owns the waiting and its limits, and how several messages are put into one. Every update stays open until the whole is
handled. Knows nothing of answers.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from telegram import Message, Update
from telegram.constants import ChatType

from bot.channels.telegram.api.backoff import Sleep
from bot.core.dialogue.dialogue import Dialogue, Heard
from bot.core.dialogue.fragments import is_fragment
from bot.core.dialogue.sessions import Sessions
from bot.core.languages.language import SmallTalk
from bot.live_faq.live_faq import LiveFaq

PATIENCE_SECONDS = 1.5
APART_SECONDS = 3.0
"""Messages with more time between them were not sent in one breath, however late they reach us."""
_BEGINNINGS = (SmallTalk.GREETING.value, SmallTalk.OKAY.value)
"""Small talk that people begin a question with."""
MOST = 5
"""Messages of one thought."""
LONGEST_SECONDS = 4.0


class Joiner(Protocol):
    """Knows which updates make one thought."""

    def patience(self, updates: Sequence[Update]) -> float:
        """Seconds worth waiting for more of the thought that these make; 0 when it is complete."""

    def continues(self, before: Update, after: Update) -> bool:
        """Whether one update goes on with the thought of another."""

    def joined(self, updates: Sequence[Update]) -> Update:
        """All of them as one update."""


@dataclass(slots=True)
class _Burst:
    waiting: deque[Update] = field(default_factory=deque)
    news: asyncio.Event = field(default_factory=asyncio.Event)


class Debouncer:
    """The updates of each chat that wait for their turn. `clock` and `sleep` are in seconds."""

    def __init__(
        self, joiner: Joiner, *, clock: Callable[[], float] = time.monotonic, sleep: Sleep = asyncio.sleep
    ) -> None:
        self._joiner = joiner
        self._clock = clock
        self._sleep = sleep
        self._bursts: dict[int, _Burst] = {}
        self._taken: set[int] = set()

    def arrived(self, chat: int, update: Update) -> None:
        """An update came in; `left` must follow for each."""
        burst = self._bursts.setdefault(chat, _Burst())
        burst.waiting.append(update)
        burst.news.set()

    def left(self, chat: int, update: Update) -> None:
        """An update is done with, whatever became of it."""
        self._taken.discard(update.update_id)
        burst = self._bursts.get(chat)
        if burst is not None:
            if update in burst.waiting:
                burst.waiting.remove(update)
            if not burst.waiting:
                del self._bursts[chat]

    def was_taken(self, update: Update) -> bool:
        """Whether an earlier update took this one along."""
        return update.update_id in self._taken

    async def gather(self, chat: int, update: Update) -> Update:
        """The update whose turn has come, with what follows at once and belongs to it."""
        burst = self._bursts[chat]
        burst.waiting.remove(update)
        together, until = [update], self._clock() + LONGEST_SECONDS
        try:
            while len(together) < MOST and (patience := self._joiner.patience(together)) > 0:
                if not burst.waiting:
                    await self._news(burst, min(patience, until - self._clock()))
                if not burst.waiting or not self._joiner.continues(together[-1], burst.waiting[0]):
                    break
                together.append(burst.waiting.popleft())
                self._taken.add(together[-1].update_id)
            return self._joiner.joined(together) if len(together) > 1 else update
        except Exception:
            # Each of them is answered on its own then.
            self._taken.difference_update(one.update_id for one in together)
            burst.waiting.extendleft(reversed(together[1:]))
            raise

    async def _news(self, burst: _Burst, seconds: float) -> None:
        """Waits until something arrives or the time is over."""
        if seconds <= 0:
            return
        burst.news.clear()
        pauses = {asyncio.ensure_future(self._sleep(seconds)), asyncio.ensure_future(burst.news.wait())}
        try:
            await asyncio.wait(pauses, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for pause in pauses:
                pause.cancel()


class MessageJoiner:
    """Knows which messages of a patient make one thought: fragments that one person sends to the bot in private. A red
    flag in any of them ends the waiting at once."""

    def __init__(self, live_faq: LiveFaq, dialogue: Dialogue, sessions: Sessions) -> None:
        self._live_faq = live_faq
        self._dialogue = dialogue
        self._sessions = sessions

    def patience(self, updates: Sequence[Update]) -> float:
        message = _words_in_private(updates[-1])
        if message is None or self._sessions.of(message.chat_id).writing:
            return 0.0
        text, whole = message.text or "", _text(updates)
        if not is_fragment(text):
            return 0.0
        snapshot = self._live_faq.live
        heard = [self._dialogue.hear(one, snapshot) for one in dict.fromkeys((text, whole))]
        # what is only guessed may wait for the rest
        return 0.0 if any(one.urgent for one in heard) or _is_clear(heard[-1]) else PATIENCE_SECONDS

    def continues(self, before: Update, after: Update) -> bool:
        one, other = _words_in_private(before), _words_in_private(after)
        if one is None or other is None:
            return False
        return abs((other.date - one.date).total_seconds()) <= APART_SECONDS

    def joined(self, updates: Sequence[Update]) -> Update:
        """The last update with the words of all. A red flag is left on a line of its own."""
        snapshot = self._live_faq.live
        texts = [update.message.text or "" for update in updates if update.message is not None]
        whole = " ".join(texts)
        if not self._dialogue.hear(whole, snapshot).urgent:
            whole = next((text for text in texts if self._dialogue.hear(text, snapshot).urgent), whole)
        raw = updates[-1].to_dict()
        raw["message"] |= {"text": whole, "entities": []}
        return Update.de_json(raw, updates[-1].get_bot())


def _is_clear(heard: Heard) -> bool:
    """Whether the words can be answered as they stand, without a doubt."""
    for language in heard.snapshot.by_language:
        interpretation = heard.snapshot.interpreter(language).interpret_early(heard.text, heard.alarm)
        if (
            interpretation is not None
            and interpretation.foreign is None
            and interpretation.small_talk not in _BEGINNINGS
        ):
            return True
    return False


def _words_in_private(update: Update) -> Message | None:
    """The message of an update that may be a part of a thought: written by hand, in private, answering nothing."""
    message = update.message
    if message is None or message.chat.type != ChatType.PRIVATE or not message.text:
        return None
    if message.text.startswith("/") or message.reply_to_message or message.via_bot or message.forward_origin:
        return None
    return message


def _text(updates: Sequence[Update]) -> str:
    return " ".join(update.message.text or "" for update in updates if update.message is not None)
