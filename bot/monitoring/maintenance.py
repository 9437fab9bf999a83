"""Maintenance of an unattended bot: deletes old questions, writes the health file, alerts admins.

Owns the schedule of these chores, none of which can end or delay another. Knows nothing of Telegram: `tell` sends a
text to the admins and returns whether it was delivered.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bot import __version__
from bot.core.alerts import Alert, AlertSubject
from bot.core.faq.sign_offs import SignOffCount
from bot.live_faq.live_faq import LiveFaq
from bot.live_faq.reload_events import RefusalOver, Reloaded, ReloadRefused
from bot.live_faq.snapshot import Snapshot
from bot.monitoring import alert_conditions as conditions
from bot.monitoring import health
from bot.monitoring.admin_alerts import AdminAlerts
from bot.monitoring.health import Health, HealthFile, HeldElsewhere
from bot.monitoring.refused_change import RefusedChange
from bot.monitoring.supervisor import Supervisor
from bot.storage.errors import StoreError
from bot.storage.recorder import Recorder

log = logging.getLogger(__name__)

LOOK_SECONDS = 60.0
FIRST_SECONDS = 2.0
"""Interval of the health file until Telegram has answered, so that a start is noticed soon."""
_LOOKING = "looking after the database, the disk and the FAQ"


@dataclass(frozen=True, slots=True)
class Clock:
    """`now` in seconds since the epoch, and `today` at the clinic."""

    now: Callable[[], float]
    today: Callable[[], date]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


@dataclass(frozen=True, slots=True)
class Contact:
    """What is known of the way to Telegram."""

    at: float | None
    """When Telegram answered last, in seconds since the epoch."""
    deaf: str = ""
    """Why messages do not arrive though it answers, with the remedy; "" if they do."""


class Maintenance:
    """Call `run` beside the bot until cancelled, then `end`. A chore that fails is noted by the supervisor.

    `second_opinion` returns why there is none on personal data, or ""; `concern` what somebody else is concerned about;
    `undelivered` how many messages could not be sent within the last hour, and `too_slow` how many could not be read.
    """

    def __init__(
        self,
        recorder: Recorder,
        live_faq: LiveFaq,
        contact: Callable[[], Contact],
        tell: Callable[[str], Awaitable[bool]],
        clock: Clock,
        supervisor: Supervisor,
        disk: Callable[[Path], tuple[int, int]] | None = None,
        second_opinion: Callable[[], str] = str,
        concern: Callable[[], Alert | None] = lambda: None,
        undelivered: Callable[[], int] = lambda: 0,
        too_slow: Callable[[], int] = lambda: 0,
    ) -> None:
        self._recorder = recorder
        self._live_faq = live_faq
        self._contact = contact
        self._clock = clock
        self._supervisor = supervisor
        self._disk = disk or _disk
        self._second_opinion = second_opinion
        self._concern = concern
        self._undelivered = undelivered
        self._too_slow = too_slow
        self._file = HealthFile(health.file_of(recorder.store.path))
        self._alerts = AdminAlerts(recorder.store, tell, self._reachable, supervisor)
        self._refusal = RefusedChange(live_faq)
        self._purged: date | None = None
        self._counted: tuple[Snapshot, date, tuple[SignOffCount, ...]] | None = None
        self._state = Health(written=clock.now(), started=clock.now(), version=__version__)
        self._unwritable = False

    @property
    def health(self) -> Health:
        """The present state; database and disk are as of the last look."""
        contact = self._contact()
        main, *others = self._sign_offs()
        return replace(
            self._state,
            written=self._clock.now(),
            contact=contact.at,
            deaf=contact.deaf,
            failing=", ".join(self._supervisor.failing),
            entries=main.answers,
            signed=main.signed,
            expiring=sum(len(one.expiring) for one in (main, *others)),
            refused=bool(self._refusal.reasons),
            second_opinion=self._second_opinion(),
        )

    async def run(self) -> None:
        """Does every chore on time, until cancelled."""
        looked = -LOOK_SECONDS
        while True:
            if self._clock.now() - looked >= LOOK_SECONDS or self._clock.now() < looked:
                looked = self._clock.now()
                await self._supervisor.guard("deleting old questions", self._purge)
                await self._supervisor.guard(_LOOKING, self._look)
            await self._supervisor.guard("writing the health file", self._beat)
            await self._clock.sleep(FIRST_SECONDS if self._contact().at is None else health.BEAT_SECONDS)

    async def end(self) -> None:
        """Removes the health file: the bot has ended."""
        await self._alerts.end()
        with suppress(OSError):
            await asyncio.to_thread(self._file.remove)

    async def faq_changed(self, event: Reloaded | ReloadRefused | RefusalOver, *, told: bool = False) -> None:
        """Notes the result of a changed FAQ file; with `told`, admins know of it already."""
        await asyncio.to_thread(self._sign_offs)
        self._refusal.changed(event)
        if told:
            alert = await self._faq()
            self._alerts.told([alert] if alert else [], [] if alert else [AlertSubject.FAQ])
        else:
            await self._supervisor.guard(_LOOKING, self._look)

    async def _beat(self) -> None:
        await asyncio.to_thread(self._sign_offs)
        try:
            await asyncio.to_thread(self._file.write, self.health)
            self._unwritable = False
        except HeldElsewhere:
            if not self._unwritable:
                log.warning(
                    "another bot runs with this database: %s is its file, and `health` tells of it until it ends. End "
                    "one of the two, or give each its own DATABASE_PATH",
                    self._file.path,
                )
            self._unwritable = True
        except OSError as error:
            if not self._unwritable:
                log.warning(
                    "%s cannot be written (%s); `health` will call the bot dead", self._file.path, error.strerror
                )
            self._unwritable = True

    async def _purge(self) -> None:
        today = self._clock.today()
        if self._purged == today:
            return
        with suppress(StoreError):  # the next look reports it and tries again
            count = await self._recorder.store.purge()
            self._purged = today
            log.info("deleted %d questions that were too old", count)

    async def _look(self) -> None:
        store = self._recorder.store
        await asyncio.to_thread(self._sign_offs)
        looks = (
            conditions.webhook_alert(self._contact().deaf),
            await self._database(),
            conditions.damage_alert(store.set_aside, was_empty=store.was_empty),
            await self._faq(),
            await self._space(),
            conditions.signature_alert(self._sign_offs(), self._clock.today(), self._live_faq.live.main.language),
            self._concern(),
            conditions.undelivered_alert(self._undelivered()),
            conditions.too_slow_alert(self._too_slow()),
        )
        await self._alerts.report([alert for alert in looks if alert is not None])

    async def _database(self) -> Alert | None:
        problem = ""
        try:
            await self._recorder.store.probe()
        except StoreError as error:
            problem = str(error)
        self._state = replace(self._state, database=problem)
        if not problem and self._recorder.waiting:
            await self._recorder.flush()
        return conditions.database_alert(problem)

    async def _faq(self) -> Alert | None:
        await self._refusal.look()
        return conditions.faq_alert(self._refusal.reasons, self._live_faq.live.problems)

    async def _space(self) -> Alert | None:
        try:
            free, total = await asyncio.to_thread(self._disk, self._file.path.parent)
        except OSError:
            return None  # the check of the database reports a missing folder
        self._state = replace(self._state, free=free, total=total)
        return conditions.disk_alert(free, total)

    def _sign_offs(self) -> Sequence[SignOffCount]:
        """How much of each language is signed today, the main one first. Takes 10 ms for every version of the FAQ and
        every day, once: call it in a thread before it is needed."""
        today, live = self._clock.today(), self._live_faq.live
        if self._counted is None or self._counted[0] is not live or self._counted[1] != today:
            counts = tuple(SignOffCount.of(served.faq, today) for served in live.by_language.values())
            self._counted = (live, today, counts)
        return self._counted[2]

    def _reachable(self) -> bool:
        """Whether Telegram has answered since the last look."""
        contact = self._contact().at
        return contact is not None and self._clock.now() - contact <= LOOK_SECONDS


def _disk(folder: Path) -> tuple[int, int]:
    usage = shutil.disk_usage(folder)
    return usage.free, usage.total
