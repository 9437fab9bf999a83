"""Debouncing: consecutive messages of a chat that belong together are handled as one.

Owns the waiting, its limits, and the joining. Every update stays open until the joined one is handled. Knows nothing of
answers.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
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
"""Messages sent with more time between them are not joined, however late they arrive."""
_BEGINNINGS = (SmallTalk.GREETING.value, SmallTalk.OKAY.value)
"""Small talk that often precedes a question."""
MOST = 5
"""Messages that are joined."""
LONGEST_SECONDS = 4.0


class Joiner(Protocol):
    """Decides which updates belong together."""

    def patience(self, updates: Sequence[Update]) -> float:
        """Seconds to wait for a continuation of these updates; 0 when they are complete."""

    def continues(self, before: Update, after: Update) -> bool:
        """Whether one update continues another."""

    def joined(self, updates: Sequence[Update]) -> Update:
        """These updates as one."""


@dataclass(slots=True)
class _Burst:
    waiting: deque[Update] = field(default_factory=deque)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)


class Debouncer:
    """Joins the waiting updates of each chat. `clock` and `sleep` are in seconds."""

    def __init__(
        self, joiner: Joiner, *, clock: Callable[[], float] = time.monotonic, sleep: Sleep = asyncio.sleep
    ) -> None:
        self._joiner = joiner
        self._clock = clock
        self._sleep = sleep
        self._bursts: dict[int, _Burst] = {}
        self._taken: set[int] = set()

    def arrived(self, chat: int, update: Update) -> None:
        """Registers an update, for which `left` must be called later."""
        burst = self._bursts.setdefault(chat, _Burst())
        burst.waiting.append(update)
        burst.arrived.set()

    def left(self, chat: int, update: Update) -> None:
        """Forgets an update that is finished or cancelled."""
        self._taken.discard(update.update_id)
        if (burst := self._bursts.get(chat)) is not None:
            with suppress(ValueError):
                burst.waiting.remove(update)
            if not burst.waiting:
                del self._bursts[chat]

    def was_taken(self, update: Update) -> bool:
        """Whether this update was joined to an earlier one."""
        return update.update_id in self._taken

    async def gather(self, chat: int, update: Update) -> Update:
        """The update, joined with those that follow shortly and belong to it."""
        burst = self._bursts[chat]
        burst.waiting.remove(update)
        together, until = [update], self._clock() + LONGEST_SECONDS
        try:
            while len(together) < MOST and (patience := self._joiner.patience(together)) > 0:
                if not burst.waiting:
                    await self._wait(burst, min(patience, until - self._clock()))
                if not burst.waiting or not self._joiner.continues(together[-1], burst.waiting[0]):
                    break
                together.append(burst.waiting.popleft())
                self._taken.add(together[-1].update_id)
            return self._joiner.joined(together) if len(together) > 1 else update
        except Exception:
            # Each of them is handled separately then.
            self._taken.difference_update(one.update_id for one in together)
            burst.waiting.extendleft(reversed(together[1:]))
            raise

    async def _wait(self, burst: _Burst, seconds: float) -> None:
        """Waits until an update arrives or the time is over."""
        if seconds <= 0:
            return
        burst.arrived.clear()
        waits = {asyncio.ensure_future(self._sleep(seconds)), asyncio.ensure_future(burst.arrived.wait())}
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()


class MessageJoiner:
    """Joins fragments that a patient writes to the bot in private. A red flag in any of them ends the waiting."""

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
        # a red flag that is only guessed may wait for the rest
        return 0.0 if any(map(_is_told, heard)) or _is_clear(heard[-1]) else PATIENCE_SECONDS

    def continues(self, before: Update, after: Update) -> bool:
        one, other = _words_in_private(before), _words_in_private(after)
        if one is None or other is None:
            return False
        return abs((other.date - one.date).total_seconds()) <= APART_SECONDS

    def joined(self, updates: Sequence[Update]) -> Update:
        """The last update with the text of all; only the text with a red flag, if the joined text has none."""
        snapshot = self._live_faq.live
        whole = _text(updates)
        if not _alarms(self._dialogue.hear(whole, snapshot)):
            texts = map(_text, ([update] for update in updates))
            whole = next((text for text in texts if _alarms(self._dialogue.hear(text, snapshot))), whole)
        raw = updates[-1].to_dict()
        raw["message"] |= {"text": whole, "entities": []}
        return Update.de_json(raw, updates[-1].get_bot())


def _alarms(heard: Heard) -> bool:
    """Whether the words raise an alarm by themselves, be it only guessed: what follows must not hide it."""
    return heard.alarm is not None and heard.alarm.certain


def _is_told(heard: Heard) -> bool:
    return heard.urgent and heard.alarm is not None and not heard.alarm.guessed


def _is_clear(heard: Heard) -> bool:
    """Whether the text can be answered as it is, with certainty."""
    interpreters = map(heard.snapshot.interpreter, heard.snapshot.by_language)
    found = (interpreter.interpret_early(heard.text, heard.alarm) for interpreter in interpreters)
    return any(one is not None and one.foreign is None and one.small_talk not in _BEGINNINGS for one in found)


def _words_in_private(update: Update) -> Message | None:
    """The message of an update if it may be joined: typed in a private chat, and no command, reply or forward."""
    message = update.message
    if message is None or message.chat.type != ChatType.PRIVATE or not message.text:
        return None
    if message.text.startswith("/") or message.reply_to_message or message.via_bot or message.forward_origin:
        return None
    return message


def _text(updates: Sequence[Update]) -> str:
    return " ".join(update.message.text or "" for update in updates if update.message is not None)
