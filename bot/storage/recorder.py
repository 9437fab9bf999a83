"""Writes down what happened without ever standing in a patient's way.

Owns the moments when the database fails: nothing here raises a StoreError; records are held, a bounded number of them,
until the database is mended. Refuses to know what the records mean and who is served: a chat's number is only passed
on to `RepeatFilter`, which forgets it.
"""

from __future__ import annotations

import asyncio
import dataclasses
import logging
from collections import OrderedDict
from collections.abc import Callable

from bot.core.records import Handled, Tally
from bot.core.repeat_filter import RepeatFilter
from bot.storage.errors import StoreError, ValueRefused
from bot.storage.store import RING, Store

log = logging.getLogger(__name__)

HELD = 1_000
BATCH = 500


class Recorder:
    """A store's front for the path of a message; `store` is there for all who can live with a StoreError.

    Records that come in while others are being written are written together, in one transaction: under load they share
    the cost of a commit. `clock` is any steady clock in seconds; `lost` counts records that could not be kept;
    `counted` is told the counts of each update, once.
    """

    def __init__(
        self,
        store: Store,
        repeats: RepeatFilter,
        *,
        clock: Callable[[], float],
        held: int = HELD,
        counted: Callable[[tuple[Tally, ...]], None] = lambda _: None,
    ) -> None:
        self.store = store
        self.lost = 0
        self._repeats = repeats
        self._clock = clock
        self._held = held
        self._counted = counted
        self._ring: OrderedDict[int, None] = OrderedDict()
        self._waiting: OrderedDict[int, Handled] = OrderedDict()
        self._writing: asyncio.Task[None] | None = None

    @property
    def trouble(self) -> StoreError | None:
        """What keeps the database from working, or None."""
        return self.store.trouble

    @property
    def waiting(self) -> int:
        """How many records are not on disk yet."""
        return len(self._waiting)

    async def begin(self) -> StoreError | None:
        """Opens the store and learns which updates are done. Returns what failed, if something did, and goes on."""
        try:
            for update_id in await self.store.handled():
                self._remember(update_id)
        except StoreError as error:
            return error
        return None

    async def end(self) -> None:
        """Tries once more to write what is waiting, then closes the store."""
        await self.flush()
        await self.store.close()

    def seen(self, update_id: int) -> bool:
        """Whether this update is done, by this process or, as far as the store knew at the start, an earlier one."""
        return update_id in self._ring

    async def record(self, handled: Handled, *, chat_id: int | None = None) -> None:
        """Keeps what an update leaves behind, once. It is safe on disk on return, or waits for the database's mending.

        Passed over if the update is done already. With `chat_id`, questions which that chat asked lately are counted
        but not logged again.
        """
        if self.seen(handled.update_id):
            return
        self._remember(handled.update_id)
        self._counted(handled.tallies)
        if chat_id is not None and handled.questions:
            now = self._clock()
            new = tuple(one for one in handled.questions if self._repeats.admit(chat_id, one.redacted.text, now=now))
            handled = dataclasses.replace(handled, questions=new)
        self._waiting[handled.update_id] = handled
        if self.trouble is not None and len(self._waiting) > self._held:
            self._waiting.popitem(last=False)
            self.lost += 1
        # A round under way takes this record along, unless it is just failing: then the next one does.
        await self.flush()

    async def flush(self) -> bool:
        """Tries to write what is waiting; True if all is on disk now. For the end, and to try again now and then."""
        if self._waiting and (self._writing is None or self._writing.done()):
            self._writing = asyncio.create_task(self._write(), name="recorder")
        if self._writing is not None:
            await asyncio.wait([self._writing])
        return not self._waiting

    async def _write(self) -> None:
        while self._waiting:
            batch = list(self._waiting.values())[:BATCH]
            try:
                await self.store.record(batch)
            except Exception as error:
                if isinstance(error, StoreError) and not isinstance(error, ValueRefused):
                    return  # the store has logged it and remembers it as its trouble
                if not await self._write_singly(batch):
                    return
            self._forget(batch)

    async def _write_singly(self, batch: list[Handled]) -> bool:
        """One bad record must not hold up the good ones for ever. False if the database fails meanwhile."""
        for handled in batch:
            try:
                await self.store.record([handled])
            except Exception as error:
                if isinstance(error, StoreError) and not isinstance(error, ValueRefused):
                    return False
                self.lost += 1
                log.error("a record was refused: %s", type(error).__name__)  # no more: it could hold words
            self._forget([handled])
        return True

    def _forget(self, batch: list[Handled]) -> None:
        for handled in batch:
            self._waiting.pop(handled.update_id, None)

    def _remember(self, update_id: int) -> None:
        self._ring[update_id] = None
        if len(self._ring) > RING:
            self._ring.popitem(last=False)
