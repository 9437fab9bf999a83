"""Looks after a bot that nobody watches: deletes what is too old, gives signs of life, calls admins when it must.

Owns when these chores are done, and that none of them can end or hold up another. Knows nothing of Telegram: `tell`
hands a text to the admins and says whether they have it.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bot import __version__
from bot.core.alerts import Alert, Alerts, AlertSubject
from bot.core.faq.yaml_reader import FaqProblems, Problem
from bot.core.records import ProcessMemo
from bot.core.text.markup import bullets
from bot.live_faq.live_faq import LiveFaq, Reloaded, ReloadRefused
from bot.live_faq.snapshot import digest_of_all, read_texts
from bot.logs import failure
from bot.monitoring import health
from bot.monitoring.health import Health
from bot.storage.errors import StoreError
from bot.storage.recorder import Recorder

log = logging.getLogger(__name__)

LOOK_SECONDS = 60.0
FIRST_SECONDS = 2.0
"""Signs of life come so often until Telegram has answered, so that whoever waits for the start learns of it soon."""
TELL_SECONDS = 60.0
SHOWN = 5
"""Problems or entries that one message names."""
_OVER = {
    AlertSubject.DATABASE: "The database works again.",
    AlertSubject.FAQ: "The FAQ file and what patients read are the same again.",
    AlertSubject.DISK: "There is enough space on the disk again.",
    AlertSubject.REVIEW: "No review of an entry is out of date any more.",
}


@dataclass(frozen=True, slots=True)
class Clock:
    """Time as the maintenance needs it: `now` in seconds since the epoch, `today` by the clinic's calendar."""

    now: Callable[[], float]
    today: Callable[[], date]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


class Maintenance:
    """`run` it beside the bot until cancelled, then `end` it.

    `contact` is when Telegram answered last, in seconds since the epoch, or None.
    """

    def __init__(
        self,
        recorder: Recorder,
        live_faq: LiveFaq,
        contact: Callable[[], float | None],
        tell: Callable[[str], Awaitable[bool]],
        clock: Clock,
        disk: Callable[[Path], tuple[int, int]] | None = None,
    ) -> None:
        self._recorder = recorder
        self._live_faq = live_faq
        self._contact = contact
        self._tell = tell
        self._clock = clock
        self._disk = disk or _disk
        self._file = health.file_of(recorder.store.path)
        self._alerts = Alerts()
        self._recalled = False
        self._refusal = ""
        self._purged: date | None = None
        self._telling: asyncio.Task[None] | None = None
        self._state = Health(written=clock.now(), started=clock.now(), version=__version__)
        self._unwritable = False

    @property
    def health(self) -> Health:
        """The state at this moment; what takes a look is from the last one."""
        live = self._live_faq.live.main.faq
        return replace(
            self._state,
            written=self._clock.now(),
            contact=self._contact(),
            entries=len(live.published),
            refused=bool(self._refusal),
        )

    async def run(self) -> None:
        """Does every chore when its time comes, until cancelled."""
        looked = -LOOK_SECONDS
        while True:
            if self._clock.now() - looked >= LOOK_SECONDS or self._clock.now() < looked:
                looked = self._clock.now()
                await self._guarded(self._purge)
                await self._guarded(self._look)
            await self._guarded(self._beat)
            await self._clock.sleep(FIRST_SECONDS if self._contact() is None else health.BEAT_SECONDS)

    async def end(self) -> None:
        """Says that the bot is gone."""
        if self._telling is not None:
            self._telling.cancel()
            with suppress(asyncio.CancelledError):
                await self._telling
        with suppress(OSError):
            await asyncio.to_thread(self._file.unlink, missing_ok=True)

    async def faq_changed(self, event: Reloaded | ReloadRefused, *, told: bool = False) -> None:
        """To be called with what became of a changed FAQ file; with `told`, admins have heard of it already."""
        if isinstance(event, ReloadRefused):
            self._refusal = _reasons(event)
            log.warning("a change of the FAQ was refused; the one before it is being served")
        else:
            self._refusal = ""
            log.info("a change of the FAQ is live")
        if told:
            concern = await self._faq()
            self._alerts.told([concern] if concern else [], [] if concern else [AlertSubject.FAQ])
        else:
            await self._guarded(self._look)

    # -- the chores ------------------------------------------------------------------------------------------------

    async def _beat(self) -> None:
        try:
            await asyncio.to_thread(health.write, self._file, self.health)
            self._unwritable = False
        except OSError as error:
            if not self._unwritable:
                log.warning("%s cannot be written (%s); `health` will call the bot dead", self._file, error.strerror)
            self._unwritable = True

    async def _purge(self) -> None:
        today = self._clock.today()
        if self._purged == today:
            return
        with suppress(StoreError):  # the next look tells of it, and then this is tried again
            count = await self._recorder.store.purge()
            self._purged = today
            log.info("deleted %d questions that were too old", count)

    async def _look(self) -> None:
        concerns = [
            concern
            for concern in (
                await self._database(),
                self._damage(),
                await self._faq(),
                await self._space(),
                self._review(),
            )
            if concern is not None
        ]
        if not self._recalled:
            await self._recall()
        if self._telling is None or self._telling.done():
            begun, over = self._alerts.news(concerns)
            if begun or over:
                self._telling = asyncio.create_task(self._alert(begun, over), name="alert")

    async def _database(self) -> Alert | None:
        trouble: StoreError | None = None
        try:
            await self._recorder.store.probe()
        except StoreError as error:
            trouble = error
        self._state = replace(self._state, database=str(trouble or ""))
        if trouble is None:
            if self._recorder.waiting:
                await self._recorder.flush()
            return None
        text = (
            f"The database fails: {trouble}\n\nPatients get their answers all the same. What is counted and logged "
            "waits in memory, up to a limit, until the database works again."
        )
        return Alert(AlertSubject.DATABASE, text)

    def _damage(self) -> Alert | None:
        aside = self._recorder.store.set_aside
        if not aside:
            return None
        text = (
            f"The database was damaged. It is {aside[-1].name} now, and a new one was begun. Restore a backup with "
            "`python -m bot restore FILE` if you have one."
        )
        return Alert(AlertSubject.DAMAGE, text, mark=f"{len(aside):04}", lasting=True)

    async def _faq(self) -> Alert | None:
        if self._refusal:
            same = await asyncio.to_thread(self._same)
            self._refusal = "" if same else self._refusal
        reasons = self._refusal or _listed(self._live_faq.live.problems)
        if not reasons:
            return None
        text = f"A change of the FAQ was not taken. Patients get the answers from before it.\n\n{reasons}"
        return Alert(AlertSubject.FAQ, text, lasting=True)

    def _same(self) -> bool:
        """Whether the files say again what is being served."""
        try:
            return digest_of_all(read_texts(self._live_faq.path)) == self._live_faq.live.digest
        except FaqProblems:
            return False

    async def _space(self) -> Alert | None:
        try:
            free, total = await asyncio.to_thread(self._disk, self._file.parent)
        except OSError:
            return None  # the database's own check tells of a folder that is gone
        self._state = replace(self._state, free=free, total=total)
        if not health.is_low(free, total):
            return None
        text = f"The disk of the database is nearly full: {free // 1_000_000} MB are free. Make some room on it."
        return Alert(AlertSubject.DISK, text)

    def _review(self) -> Alert | None:
        today = self._clock.today()
        expired = {
            entry.id: entry.reviewed.expires
            for entry in self._live_faq.live.main.faq.published
            if entry.reviewed and entry.reviewed.expires and entry.reviewed.expires < today
        }
        if not expired:
            return None
        text = (
            "A clinician's review is out of date. Have these entries read again, then change `reviewed` in the FAQ:\n"
            + bullets([f"{entry_id} (until {expires})" for entry_id, expires in expired.items()], SHOWN)
        )
        return Alert(AlertSubject.REVIEW, text, mark=max(expired.values()).isoformat(), lasting=True)

    # -- telling ---------------------------------------------------------------------------------------------------

    async def _alert(self, begun: tuple[Alert, ...], over: tuple[AlertSubject, ...]) -> None:
        contact = self._contact()
        if contact is None or self._clock.now() - contact > LOOK_SECONDS:
            return  # nobody would get it; the next look tries again
        lines = [f"⚠️ {concern.text}" for concern in begun]
        lines += [f"✅ {_OVER[subject]}" for subject in over if subject in _OVER]
        try:
            async with asyncio.timeout(TELL_SECONDS):
                if lines and not await self._tell("\n\n".join(lines)):
                    return
        except Exception as error:
            log.warning("admins could not be told: %s", failure(error))
            return
        self._alerts.told(begun, over)
        # where the database fails, a restart tells them once more
        with suppress(StoreError):
            await self._recorder.store.remember(ProcessMemo.ALERTED, self._alerts.memo())

    async def _recall(self) -> None:
        with suppress(StoreError):
            self._alerts.recall(await self._recorder.store.recall(ProcessMemo.ALERTED))
            self._recalled = True

    async def _guarded(self, chore: Callable[[], Awaitable[None]]) -> None:
        try:
            await chore()
        except Exception as error:
            log.error("a chore failed: %s", failure(error))


def _reasons(refused: ReloadRefused) -> str:
    if refused.problems:
        return _listed(refused.problems)
    lines = [f"{result.check.place}: {result.check.owner} now gets {result.got}" for result in refused.broken]
    checks = bullets(lines, SHOWN)
    return (
        f"These checks of the FAQ passed before and would not now:\n{checks}\n\nSee `python -m bot check`; mend the "
        "change, or publish it by force."
    )


def _listed(problems: tuple[Problem, ...]) -> str:
    return bullets([str(problem) for problem in problems], SHOWN)


def _disk(folder: Path) -> tuple[int, int]:
    usage = shutil.disk_usage(folder)
    return usage.free, usage.total
