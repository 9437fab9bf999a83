"""Records what updates leave behind, without failing or delaying an answer when the database fails.

Raises no StoreError: a bounded number of records waits in memory until the database works again. Does not know what
the records mean; a chat's id is only passed on to `RepeatFilter` and `LoggedMessages`, which do not keep it.
"""

from __future__ import annotations

import asyncio
import dataclasses
import logging
from collections import OrderedDict
from collections.abc import Callable
from itertools import islice

from bot.core.logged_messages import LoggedMessages, LoggedRow
from bot.core.records import Handled, Tally, Week
from bot.core.repeat_filter import RepeatFilter
from bot.storage.errors import StoreError, ValueRefused
from bot.storage.store import HANDLED_LIMIT, Store

log = logging.getLogger(__name__)

HELD = 1_000
BATCH = 500


class Recorder:
    """Writes to `store`, which callers that handle StoreError use directly.

    Records that arrive while others are being written share the next transaction. `clock` is a monotonic clock in
    seconds; `lost` counts records that could not be stored; `counted` is called once with the counts of each update.
    """

    def __init__(
        self,
        store: Store,
        repeats: RepeatFilter,
        messages: LoggedMessages,
        *,
        clock: Callable[[], float],
        held: int = HELD,
        counted: Callable[[tuple[Tally, ...]], None] = lambda _: None,
    ) -> None:
        self.store = store
        self.lost = 0
        self._repeats = repeats
        self._messages = messages
        self._clock = clock
        self._held = held
        self._counted = counted
        self._done: OrderedDict[int, None] = OrderedDict()
        self._waiting: OrderedDict[int, Handled] = OrderedDict()
        self._writing: asyncio.Task[None] | None = None

    @property
    def trouble(self) -> StoreError | None:
        """Why the database does not work, or None."""
        return self.store.trouble

    @property
    def waiting(self) -> int:
        """How many records are not on disk yet."""
        return len(self._waiting)

    async def begin(self) -> StoreError | None:
        """Opens the store and reads which updates are done. Returns the error if that fails."""
        try:
            self._done = OrderedDict.fromkeys(await self.store.handled())
        except StoreError as error:
            return error
        return None

    async def end(self) -> None:
        """Tries to write what is waiting, then closes the store."""
        await self.flush()
        await self.store.close()

    def seen(self, update_id: int) -> bool:
        """Whether this update is done, by this process or, according to the store at the start, by an earlier one."""
        return update_id in self._done

    async def done(self, update_id: int) -> None:
        """Records an update that leaves nothing else behind."""
        await self.record(Handled(update_id, Week.of(self.store.today())))

    async def record(
        self, handled: Handled, *, chat_id: int | None = None, message_id: int | None = None, edited: bool = False
    ) -> None:
        """Stores what an update leaves behind, once. On return it is on disk, or waits because the database fails.

        With `chat_id`, questions that this chat asked recently are counted but not logged again. `message_id` is the
        message whose words they are; if it was `edited`, they replace those that it left behind within the last hour.
        """
        if self.seen(handled.update_id):
            return
        self._done[handled.update_id] = None
        if len(self._done) > HANDLED_LIMIT:
            self._done.popitem(last=False)
        self._counted(handled.tallies)
        if chat_id is not None:
            handled = self._admitted(handled, chat_id, message_id, edited)
        self._waiting[handled.update_id] = handled
        if self.trouble is not None and len(self._waiting) > self._held:
            self._waiting.popitem(last=False)
            self.lost += 1
        # A write in progress includes this record, unless it is failing: then the next one does.
        await self.flush()

    def _admitted(self, handled: Handled, chat_id: int, message_id: int | None, edited: bool) -> Handled:
        """The record with the questions that are to be logged, and with the keys of those that they replace."""
        now, repeats = self._clock(), self._repeats
        earlier = tuple[LoggedRow, ...]()
        if edited and message_id is not None:
            earlier = self._messages.take(chat_id, message_id, now=now)
            for row in earlier:
                repeats.take_back(chat_id, row.mark)
        new = tuple(
            dataclasses.replace(one, key=self.store.new_key())
            for one in handled.questions
            if repeats.admit(chat_id, one.redacted.text, now=now)
        )
        if message_id is not None:
            rows = tuple(LoggedRow(one.key, repeats.mark(chat_id, one.redacted.text)) for one in new)
            self._messages.add(chat_id, message_id, rows, now=now)
        return dataclasses.replace(handled, questions=new, replaced=tuple(row.key for row in earlier))

    async def flush(self) -> bool:
        """Tries to write what is waiting; returns whether everything is on disk now."""
        if self._waiting and (self._writing is None or self._writing.done()):
            self._writing = asyncio.create_task(self._write(), name="recorder")
        if self._writing is not None:
            await asyncio.wait([self._writing])
        return not self._waiting

    async def _write(self) -> None:
        while self._waiting and await self._write_batch(list(islice(self._waiting.values(), BATCH))):
            pass

    async def _write_batch(self, batch: list[Handled]) -> bool:
        """Writes a batch, record by record if one is refused. Returns False if the database fails."""
        try:
            await self.store.record(batch)
        except Exception as error:
            if isinstance(error, StoreError) and not isinstance(error, ValueRefused):
                return False  # the store has logged it
            if len(batch) > 1:
                for handled in batch:
                    if not await self._write_batch([handled]):
                        return False
                return True
            self.lost += 1
            log.error("a record was refused: %s", type(error).__name__)  # the text could contain words
        for handled in batch:
            self._waiting.pop(handled.update_id, None)
        return True
