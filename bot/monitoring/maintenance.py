"""Maintenance of an unattended bot: deletes old questions, writes the health file, alerts admins.

Owns the schedule of these chores, none of which can end or delay another. Knows nothing of Telegram: `tell` sends a
text to the admins and returns whether it was delivered.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from bot import __version__
from bot.core.alerts import Alert, Alerts, AlertSubject
from bot.core.faq.sign_offs import SignOffCount
from bot.core.positions import FaqProblems, Problem
from bot.core.records import ProcessMemo
from bot.core.text.markup import bullets
from bot.live_faq.faq_files import digest_of_all, read_contents
from bot.live_faq.live_faq import LiveFaq, Reloaded, ReloadRefused
from bot.live_faq.reload_events import RefusalOver
from bot.live_faq.snapshot import Snapshot
from bot.logs import failure
from bot.monitoring import health
from bot.monitoring.health import Health, HealthFile
from bot.monitoring.supervisor import Supervisor
from bot.storage.errors import StoreError
from bot.storage.recorder import Recorder

log = logging.getLogger(__name__)

LOOK_SECONDS = 60.0
FIRST_SECONDS = 2.0
"""Interval of the health file until Telegram has answered, so that a start is noticed soon."""
TELL_SECONDS = 60.0
_LOOKING = "looking after the database, the disk and the FAQ"
REPEATED = 3
"""Messages given up within an hour from which on admins are told: one may be for a chat that is closed to the bot."""
SHOWN = 5
"""Problems or entries listed in one message."""
_OVER = {
    AlertSubject.WEBHOOK: "Messages of patients arrive again.",
    AlertSubject.DATABASE: "The database works again.",
    AlertSubject.FAQ: "Patients get the answers of the FAQ file again.",
    AlertSubject.DISK: "There is enough space on the disk again.",
    AlertSubject.REVIEW: "No review of an entry is out of date any more.",
    AlertSubject.UNDELIVERED: "For an hour, every message could be delivered.",
    AlertSubject.TOO_SLOW: "For an hour, every message could be read in time.",
}


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
        self._tell = tell
        self._clock = clock
        self._supervisor = supervisor
        self._disk = disk or _disk
        self._second_opinion = second_opinion
        self._concern = concern
        self._undelivered = undelivered
        self._too_slow = too_slow
        self._file = HealthFile(health.file_of(recorder.store.path))
        self._alerts = Alerts()
        self._recalled = False
        self._refusal = ""
        self._purged: date | None = None
        self._telling: asyncio.Task[None] | None = None
        self._state = Health(written=clock.now(), started=clock.now(), version=__version__)
        self._unwritable = False
        self._counted: tuple[Snapshot, date, list[SignOffCount]] | None = None

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
            refused=bool(self._refusal),
            second_opinion=self._second_opinion(),
        )

    async def run(self) -> None:
        """Does every chore on time, until cancelled."""
        looked = -LOOK_SECONDS
        while True:
            if self._clock.now() - looked >= LOOK_SECONDS or self._clock.now() < looked:
                looked = self._clock.now()
                await self._guarded("deleting old questions", self._purge)
                await self._guarded(_LOOKING, self._look)
            await self._guarded("writing the health file", self._beat)
            await self._clock.sleep(FIRST_SECONDS if self._contact().at is None else health.BEAT_SECONDS)

    async def end(self) -> None:
        """Removes the health file: the bot has ended."""
        if self._telling is not None:
            self._telling.cancel()
            with suppress(asyncio.CancelledError):
                await self._telling
        with suppress(OSError):
            await asyncio.to_thread(self._file.remove)

    async def faq_changed(self, event: Reloaded | ReloadRefused | RefusalOver, *, told: bool = False) -> None:
        """Notes the result of a changed FAQ file; with `told`, admins know of it already."""
        await asyncio.to_thread(self._sign_offs)
        if isinstance(event, ReloadRefused):
            self._refusal = _reasons(event)
            for line in _logged(event):
                log.warning("a change of the FAQ was refused, the one from before it stays live: %s", line)
        else:
            self._refusal = ""
        if told:
            concern = await self._faq()
            self._alerts.told([concern] if concern else [], [] if concern else [AlertSubject.FAQ])
        else:
            await self._guarded(_LOOKING, self._look)

    async def _beat(self) -> None:
        await asyncio.to_thread(self._sign_offs)
        try:
            await asyncio.to_thread(self._file.write, self.health)
            self._unwritable = False
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
        await asyncio.to_thread(self._sign_offs)
        looks = (
            self._deaf(),
            await self._database(),
            self._damage(),
            await self._faq(),
            await self._space(),
            self._review(),
            self._concern(),
            self._refused(),
            self._unread(),
        )
        if not self._recalled:
            with suppress(StoreError):
                self._alerts.recall(await self._recorder.store.recall(ProcessMemo.ALERTED))
                self._recalled = True
        if self._telling is None or self._telling.done():
            begun, over = self._alerts.news([alert for alert in looks if alert is not None])
            if begun or over:
                alert = self._guarded("telling admins", partial(self._alert, begun, over))
                self._telling = asyncio.create_task(alert, name="alert")

    def _deaf(self) -> Alert | None:
        deaf = self._contact().deaf
        return (
            Alert(AlertSubject.WEBHOOK, f"Messages of patients do not arrive: {deaf}", lasting=True) if deaf else None
        )

    async def _database(self) -> Alert | None:
        problem = ""
        try:
            await self._recorder.store.probe()
        except StoreError as error:
            problem = str(error)
        self._state = replace(self._state, database=problem)
        if not problem:
            if self._recorder.waiting:
                await self._recorder.flush()
            return None
        text = (
            f"The database fails: {problem}\n\nPatients are still answered. Counts and questions wait in memory, up to "
            "a limit, until the database works again."
        )
        return Alert(AlertSubject.DATABASE, text)

    def _damage(self) -> Alert | None:
        store = self._recorder.store
        if store.set_aside:
            what = f"The database was damaged. It was renamed to {store.set_aside[-1].name}, and a new one was created."
        elif store.was_empty:
            what = "The database was an empty file: what was noted before is gone. A new one was begun."
        else:
            return None
        text = f"{what} Restore a backup with `python -m bot restore FILE` if you have one."
        return Alert(AlertSubject.DAMAGE, text, mark=f"{len(store.set_aside) + store.was_empty:04}", lasting=True)

    async def _faq(self) -> Alert | None:
        if self._refusal:
            same = await asyncio.to_thread(self._same)
            self._refusal = "" if same else self._refusal
        if self._refusal:
            text = f"A change of the FAQ was refused. Patients get the answers from before it.\n\n{self._refusal}"
        elif problems := self._live_faq.live.problems:
            text = f"A file of the FAQ is not used, or only as it was before.\n\n{_listed(problems)}"
        else:
            return None
        return Alert(AlertSubject.FAQ, text, lasting=True)

    def _same(self) -> bool:
        """Whether the files are again those of the live FAQ."""
        try:
            return digest_of_all(read_contents(self._live_faq.path)) == self._live_faq.live.digest
        except FaqProblems:
            return False

    async def _space(self) -> Alert | None:
        try:
            free, total = await asyncio.to_thread(self._disk, self._file.path.parent)
        except OSError:
            return None  # the check of the database reports a missing folder
        self._state = replace(self._state, free=free, total=total)
        if not health.is_low(free, total):
            return None
        text = f"The disk of the database is nearly full: {free // 1_000_000} MB are free. Free some space."
        return Alert(AlertSubject.DISK, text)

    def _review(self) -> Alert | None:
        lapsed = [(count.language, one) for count in self._sign_offs() for one in count.lapsed]
        if not lapsed:
            return None
        today, main = self._clock.today(), self._live_faq.live.main.language
        lines, latest = list[str](), ""
        for code, one in lapsed:
            why = str(one.state(today))
            if one.review is not None and one.review.expires is not None and one.review.expires < today:
                latest = max(latest, one.review.expires.isoformat())
                why = f"until {one.review.expires}"
            lines.append(f"{one.id} ({why})" if code == main else f"{one.id} in {code} ({why})")
        text = (
            "A clinician's signature holds no longer, so patients don't read it any more. /signoff shows these texts "
            f"again to whoever may sign; `check` says more:\n{bullets(lines, SHOWN)}"
        )
        return Alert(AlertSubject.REVIEW, text, mark=f"{latest}.{len(lapsed):03}", lasting=True)

    def _sign_offs(self) -> list[SignOffCount]:
        """How much of each language is signed today, the main one first. Takes 10 ms for every version of the FAQ and
        every day, once: call it in a thread before it is needed."""
        live, today = self._live_faq.live, self._clock.today()
        if self._counted is None or self._counted[0] is not live or self._counted[1] != today:
            self._counted = (live, today, [SignOffCount.of(served.faq, today) for served in live.by_language.values()])
        return self._counted[2]

    def _refused(self) -> Alert | None:
        count = self._undelivered()
        if count < REPEATED:
            return None
        text = (
            f"Telegram refused {count} messages within an hour, also in their plainest form, so those patients got no "
            "answer. The log says why (`a message could not be sent in any form`); please report it."
        )
        return Alert(AlertSubject.UNDELIVERED, text)

    def _unread(self) -> Alert | None:
        count = self._too_slow()
        if not count:
            return None
        text = (
            f"Reading {count} message{'s' if count > 1 else ''} of the last hour took too long and was given up. Who "
            "wrote it was asked to try again, and told the number for emergencies. The log says where (`TooSlow`); "
            "please report it."
        )
        return Alert(AlertSubject.TOO_SLOW, text)

    async def _alert(self, begun: tuple[Alert, ...], over: tuple[AlertSubject, ...]) -> None:
        contact = self._contact().at
        if contact is None or self._clock.now() - contact > LOOK_SECONDS:
            return  # Telegram can't be reached; the next look tries again
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
        # if the database fails, a restart tells them again
        with suppress(StoreError):
            await self._recorder.store.remember(ProcessMemo.ALERTED, self._alerts.memo())

    async def _guarded(self, name: str, chore: Callable[[], Awaitable[None]]) -> None:
        try:
            await chore()
        except Exception as error:
            self._supervisor.failed(name, failure(error))


def _reasons(refused: ReloadRefused) -> str:
    if refused.problems:
        return _listed(refused.problems)
    checks = bullets([f"{one.check.place}: {one.check.owner} now gets {one.got}" for one in refused.broken], SHOWN)
    return (
        f"These checks of the FAQ passed before and would fail now:\n{checks}\n\nSee `python -m bot check`; correct "
        "the change, or publish it by force."
    )


def _logged(refused: ReloadRefused) -> list[str]:
    """The first reasons, each in a line of its own."""
    reasons = [str(one) for one in refused.problems]
    reasons += [f"{one.check.place}: a check of '{one.check.owner}' now gets {one.got}" for one in refused.broken]
    more = [f"and {len(reasons) - SHOWN} more"] if len(reasons) > SHOWN else []
    return reasons[:SHOWN] + more


def _listed(problems: tuple[Problem, ...]) -> str:
    return bullets([str(problem) for problem in problems], SHOWN)


def _disk(folder: Path) -> tuple[int, int]:
    usage = shutil.disk_usage(folder)
    return usage.free, usage.total
