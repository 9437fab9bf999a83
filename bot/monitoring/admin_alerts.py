"""Tells admins of problems that begin or are over, each once, also across restarts.

`core.alerts` decides what there is to tell. Knows nothing of Telegram: `tell` sends a text to the admins.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import partial

from bot.core.alerts import Alert, Alerts, AlertSubject
from bot.core.records import ProcessMemo
from bot.logs import failure
from bot.monitoring.alert_conditions import OVER
from bot.monitoring.supervisor import Supervisor
from bot.storage.errors import StoreError
from bot.storage.store import Store

log = logging.getLogger(__name__)

TELL_SECONDS = 60.0


class AdminAlerts:
    """Call `report` after every look, and `end` when the bot ends.

    `tell` returns whether the text was delivered; nothing is sent unless Telegram is `reachable`. What was told is kept
    in the database.
    """

    def __init__(
        self,
        store: Store,
        tell: Callable[[str], Awaitable[bool]],
        reachable: Callable[[], bool],
        supervisor: Supervisor,
    ) -> None:
        self._store = store
        self._tell = tell
        self._reachable = reachable
        self._supervisor = supervisor
        self._alerts = Alerts()
        self._recalled = False
        self._telling: asyncio.Task[None] | None = None

    async def report(self, present: Sequence[Alert]) -> None:
        """Begins to tell admins what is new among the problems that were seen. Waits for nobody."""
        if not self._recalled:
            with suppress(StoreError):
                self._alerts.recall(await self._store.recall(ProcessMemo.ALERTED))
                self._recalled = True
        if self._telling is None or self._telling.done():
            begun, over = self._alerts.news(present)
            if begun or over:
                telling = self._supervisor.guard("telling admins", partial(self._send, begun, over))
                self._telling = asyncio.create_task(telling, name="alert")

    def told(self, begun: Sequence[Alert], over: Sequence[AlertSubject]) -> None:
        """Notes that admins know of these otherwise."""
        self._alerts.told(begun, over)

    async def end(self) -> None:
        """Stops telling."""
        if self._telling is not None:
            self._telling.cancel()
            with suppress(asyncio.CancelledError):
                await self._telling

    async def _send(self, begun: tuple[Alert, ...], over: tuple[AlertSubject, ...]) -> None:
        if not self._reachable():
            return  # the next look tries again
        lines = [f"⚠️ {concern.text}" for concern in begun]
        lines += [f"✅ {OVER[subject]}" for subject in over if subject in OVER]
        try:
            async with asyncio.timeout(TELL_SECONDS):
                if lines and not await self._tell("\n\n".join(lines)):
                    return
        except Exception as error:
            log.warning("admins could not be told: %s", failure(error))
            return
        self._alerts.told(begun, over)
        # if the database fails, a restart tells them again
        with suppress(StoreError):
            await self._store.remember(ProcessMemo.ALERTED, self._alerts.memo())
