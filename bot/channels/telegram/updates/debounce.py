"""Debouncing: consecutive messages of a chat that belong together are handled as one.

Owns the waiting, its limits, and the joining. Every update stays open until the joined one is handled. Knows nothing of
answers.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from telegram import Message, Update
from telegram.constants import ChatType

from bot.channels.telegram.api.backoff import Sleep
from bot.channels.telegram.updates.screening import ScreenedUpdate, screen
from bot.channels.telegram.updates.threads import InThread, in_thread
from bot.core.dialogue.dialogue import Dialogue
from bot.core.dialogue.fragments import is_fragment
from bot.core.dialogue.screened_message import ScreenedMessage
from bot.core.dialogue.sessions import Sessions
from bot.core.languages.language import SmallTalk
from bot.live_faq.live_faq import LiveFaq

PATIENCE_SECONDS = 1.5
APART_SECONDS = 3.0
"""Messages sent with more time between them are not joined, however late they arrive."""
_BEGINNINGS = (SmallTalk.GREETING.value, SmallTalk.OKAY.value, SmallTalk.HELP.value, SmallTalk.CONTACT.value)
"""Small talk that often precedes a question."""
MOST = 5
"""Messages that are joined."""
LONGEST_SECONDS = 4.0


@dataclass(frozen=True, slots=True, eq=False)
class Arrival:
    """An update that has arrived. Its screening has begun and may not be done."""

    update: Update
    screening: asyncio.Future[ScreenedMessage]


class Joiner(Protocol):
    """Decides which updates belong together."""

    async def patience(self, last: ScreenedUpdate, whole: ScreenedUpdate) -> float:
        """Seconds to wait for a continuation of `whole`, which ends with `last`; 0 when it is complete."""

    def continues(self, before: Update, after: Update) -> bool:
        """Whether one update continues another."""

    async def joined(self, before: ScreenedUpdate, after: ScreenedUpdate) -> ScreenedUpdate:
        """Two updates as one."""


@dataclass(slots=True)
class _Burst:
    waiting: deque[Arrival] = field(default_factory=deque)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    gathered: asyncio.Event = field(default_factory=asyncio.Event)
    """Not set while an update waits for its continuation. Set while one is only looked at: that may take long, and an
    emergency overtakes it."""
    gathering: bool = False
    """Whether an update is being looked at or waits."""

    def __post_init__(self) -> None:
        self.gathered.set()


class Debouncer:
    """Joins the waiting updates of each chat. `clock` and `sleep` are in seconds."""

    def __init__(
        self, joiner: Joiner, *, clock: Callable[[], float] = time.monotonic, sleep: Sleep = asyncio.sleep
    ) -> None:
        self._joiner = joiner
        self._clock = clock
        self._sleep = sleep
        self._bursts: dict[int, _Burst] = {}
        self._takers: dict[int, int] = {}

    def arrived(self, chat: int, arrival: Arrival) -> None:
        """Registers an update, for which `left` must be called later."""
        burst = self._bursts.setdefault(chat, _Burst())
        burst.waiting.append(arrival)
        burst.arrived.set()

    def left(self, chat: int, arrival: Arrival) -> None:
        """Forgets an update that is finished or cancelled."""
        self._takers.pop(arrival.update.update_id, None)
        if (burst := self._bursts.get(chat)) is not None:
            if arrival in burst.waiting:  # `remove` would describe the whole update and FAQ in its error
                burst.waiting.remove(arrival)
            if not burst.waiting and not burst.gathering:
                del self._bursts[chat]

    def taker(self, update: Update) -> int | None:
        """The id of the earlier update that this one was joined to, if any."""
        return self._takers.get(update.update_id)

    async def withdrawn(self, chat: int, arrival: Arrival) -> bool:
        """Keeps an update from being joined to an earlier one; returns False if it is joined already."""
        burst = self._bursts[chat]
        while not burst.gathered.is_set():  # this update ends that wait, as part of it or not
            await burst.gathered.wait()
        if self.taker(arrival.update) is not None:
            return False
        burst.waiting.remove(arrival)
        return True

    async def gather(self, chat: int, arrival: Arrival) -> ScreenedUpdate:
        """The update, joined with those that follow shortly and belong to it."""
        burst = self._bursts[chat]
        burst.waiting.remove(arrival)
        burst.gathering = True
        taken, until = list[Arrival](), self._clock() + LONGEST_SECONDS
        try:
            last = whole = ScreenedUpdate(arrival.update, await arrival.screening)
            while len(taken) + 1 < MOST and (patience := await self._joiner.patience(last, whole)) > 0:
                following = await self._following(burst, last.update, min(patience, until - self._clock()))
                if following is None:
                    break
                taken.append(following)
                self._takers[following.update.update_id] = arrival.update.update_id
                last = ScreenedUpdate(following.update, await following.screening)
                whole = await self._joiner.joined(whole, last)
            return whole
        except Exception:
            # Each of them is handled separately then.
            for one in taken:
                del self._takers[one.update.update_id]
            burst.waiting.extendleft(reversed(taken))
            raise
        finally:
            burst.gathering = False

    async def _following(self, burst: _Burst, last: Update, seconds: float) -> Arrival | None:
        """Takes the next update, if it continues the last one and arrives within this time."""
        burst.gathered.clear()
        try:
            if not burst.waiting:
                await self._wait(burst, seconds)
            if not burst.waiting or not self._joiner.continues(last, burst.waiting[0].update):
                return None
            return burst.waiting.popleft()
        finally:
            burst.gathered.set()

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

    def __init__(
        self, live_faq: LiveFaq, dialogue: Dialogue, sessions: Sessions, *, read: InThread = in_thread
    ) -> None:
        self._read = read
        self._live_faq = live_faq
        self._dialogue = dialogue
        self._sessions = sessions

    async def patience(self, last: ScreenedUpdate, whole: ScreenedUpdate) -> float:
        message = _words_in_private(last.update)
        if message is None or self._sessions.of(message.chat_id).writing or not is_fragment(message.text or ""):
            return 0.0
        # a red flag that is only guessed may wait for the rest
        if _is_told(last.screened) or _is_told(whole.screened):
            return 0.0
        clear = await self._read(partial(_is_clear, whole.screened), len(whole.screened.text))
        return 0.0 if clear else PATIENCE_SECONDS

    def continues(self, before: Update, after: Update) -> bool:
        one, other = _words_in_private(before), _words_in_private(after)
        if one is None or other is None:
            return False
        return abs((other.date - one.date).total_seconds()) <= APART_SECONDS

    async def joined(self, before: ScreenedUpdate, after: ScreenedUpdate) -> ScreenedUpdate:
        """The second update with the text of both; only the text with a red flag, if the joined text has none."""
        text = f"{before.screened.text} {after.screened.text}"
        screened = await screen(self._dialogue, text, self._live_faq.live, read=self._read)
        if not _alarms(screened):
            screened = next((one.screened for one in (before, after) if _alarms(one.screened)), screened)
        raw = after.update.to_dict()
        raw["message"] |= {"text": screened.text, "entities": []}
        return ScreenedUpdate(Update.de_json(raw, after.update.get_bot()), screened)


def _alarms(screened: ScreenedMessage) -> bool:
    """Whether the words raise an alarm by themselves, be it only guessed: what follows must not hide it."""
    return screened.alarm is not None and screened.alarm.present


def _is_told(screened: ScreenedMessage) -> bool:
    return screened.urgent and screened.alarm is not None and not screened.alarm.guessed


def _is_clear(screened: ScreenedMessage) -> bool:
    """Whether the text can be answered as it is, with certainty."""
    interpreters = map(screened.snapshot.interpreter, screened.snapshot.by_language)
    found = (interpreter.interpret_early(screened.text, screened.alarm) for interpreter in interpreters)
    return any(one is not None and one.foreign is None and one.small_talk not in _BEGINNINGS for one in found)


def _words_in_private(update: Update) -> Message | None:
    """The message of an update if it may be joined: typed in a private chat, and no command, reply or forward."""
    message = update.message
    if message is None or message.chat.type != ChatType.PRIVATE or not message.text:
        return None
    if message.text.startswith("/") or message.via_bot or message.forward_origin:
        return None
    if message.reply_to_message or message.external_reply:
        return None
    return message
