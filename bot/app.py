"""The composition root of the running bot: builds the pieces, ties them together, takes them down again."""

from __future__ import annotations

import asyncio
import logging
import secrets
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from bot import runtime
from bot.bootstrap import Redactor, Workshop
from bot.channels.telegram.admins import Admins
from bot.channels.telegram.api.backoff import Sleep
from bot.channels.telegram.api.bot import TELEGRAM, Connection, TokenRefused
from bot.channels.telegram.api.rate_limiter import Pacing
from bot.channels.telegram.faq_admin import Administration
from bot.channels.telegram.handoff import Handoff
from bot.channels.telegram.inline import Inline
from bot.channels.telegram.metrics import Gauges, Metrics
from bot.channels.telegram.notifications import Announcements, Digest
from bot.channels.telegram.patient_services import Office
from bot.channels.telegram.patients import Patients
from bot.channels.telegram.profile import introduce
from bot.channels.telegram.reply_token import Seal
from bot.channels.telegram.router import Reception
from bot.channels.telegram.sending.sender import Messenger
from bot.channels.telegram.sending.staff_sender import Outbox
from bot.channels.telegram.staff import Backroom, People, Staff
from bot.channels.telegram.staff_review import Reviewing
from bot.channels.telegram.throttling import Doorkeeper
from bot.channels.telegram.updates.debounce import Bursts
from bot.channels.telegram.updates.polling import Delivery
from bot.channels.telegram.updates.processor import Counts, Handle
from bot.channels.telegram.updates.thoughts import Thoughts
from bot.core.dialogue.sessions import Recollections
from bot.core.records import Handled, Week
from bot.core.repeat_filter import Repeats
from bot.live_faq.live_faq import Knowledge, Refused, Reloaded
from bot.logs import failure
from bot.monitoring.health import problems
from bot.monitoring.maintenance import Caretaker, Clock
from bot.review.queue import Inbox
from bot.review.service import Desk
from bot.settings import Settings
from bot.storage.errors import StoreError
from bot.storage.recorder import Ledger
from bot.storage.store import Store

if TYPE_CHECKING:
    from bot.channels.telegram.updates.webhook import Webhook

log = logging.getLogger(__name__)

REFUSED = 3
GRACE_SECONDS = 8.0
CALM_SECONDS = 1.0


class LedgerRing:
    """The updates that are done, kept in the ledger, for whoever takes updates in."""

    def __init__(self, ledger: Ledger, today: Callable[[], date]) -> None:
        self._ledger = ledger
        self._today = today

    def seen(self, update_id: int) -> bool:
        """Whether this update is done."""
        return self._ledger.seen(update_id)

    async def done(self, update_ids: Sequence[int]) -> None:
        """Remembers these; those that left something behind are on disk already."""
        week = Week.of(self._today())
        await asyncio.gather(*(self._ledger.record(Handled(update_id, week)) for update_id in update_ids))


class App:
    """The bot, from the first contact with Telegram to the last confirmed update.

    `pause` is how the bot waits for the rest of a thought.
    """

    def __init__(
        self,
        settings: Settings,
        workshop: Workshop,
        connection: Connection | None = None,
        pause: Sleep = asyncio.sleep,
    ) -> None:
        self._pause = pause
        self._settings = settings
        self._workshop = workshop
        self.connection = connection or _connection(settings)
        store = Store(settings.database_path, keep_days=settings.retention_days, today=self._today)
        self.metrics = Metrics()
        repeats = Repeats(secrets.token_bytes(32))
        self.ledger = Ledger(store, repeats, clock=time.monotonic, counted=self.metrics.count)
        self.delivery: Delivery | Webhook | None = None

    async def run(self) -> None:
        """Serves until `stop`. Raises FaqProblems and TokenRefused."""
        knowledge = await asyncio.to_thread(lambda: self._workshop.knowledge)
        trouble = await self.ledger.begin()
        if trouble is not None:
            log.error("the bot runs without its database: %s", trouble)
        care = AsyncExitStack()
        backroom = self._backroom(knowledge)
        try:
            await care.enter_async_context(self._cared_for(knowledge, backroom))
            await self.connection.open()
            office = Office(
                knowledge=knowledge,
                ledger=self.ledger,
                messenger=Messenger(self.connection),
                redact=Redactor(self._workshop.vocabulary, lambda: knowledge.live),
                memories=Recollections(time.monotonic),
                today=self._today,
                now=lambda: datetime.now(UTC),
                keep_days=self._settings.retention_days,
            )
            if self._settings.handoff and self._settings.handoff_key and self._settings.staff_chat_id:
                seal, to = Seal(self._settings.handoff_key.get_secret_value()), self._settings.staff_chat_id
                handoff = Handoff(office.messenger, seal, to, self.connection.bot, office.talk_in, office.now)
                office = replace(office, handoff=handoff)
            people = People(self._settings.staff, self._settings.admin_ids, self._settings.staff_chat_id)
            staff = Staff(people, backroom, self.connection.bot)
            door = Doorkeeper(office, self.connection.bot, time.time, exempt=self._settings.staff)
            inline = Inline(knowledge, self.connection.bot, self._today)
            reception = Reception(Patients(office, self.connection.bot), door, staff, inline, office.handoff)
            handle = self.metrics.measured(reception.handle)
            bursts = Bursts(Thoughts(knowledge, office.memories), sleep=self._pause)
            self.delivery = self._delivery(handle, bursts)
            introduction = asyncio.create_task(introduce(self.connection, knowledge.live))
            log.info("serving %d entries", len(knowledge.live.main.faq.published))
            await self.delivery.run()
            introduction.cancel()
        finally:
            await care.aclose()
            await self.ledger.end()
            await self.connection.shutdown()

    async def stop(self) -> None:
        """Finishes what is in flight and lets `run` return."""
        if self.delivery is not None:
            await self.delivery.stop(GRACE_SECONDS)

    def _delivery(self, handle: Handle, bursts: Bursts) -> Delivery | Webhook:
        """How updates come in: fetched, or posted to us where a webhook is set up."""
        settings, ring = self._settings, LedgerRing(self.ledger, self._today)
        if not settings.webhook_url or settings.webhook_secret is None:
            return Delivery(self.connection, handle, ring, bursts=bursts)
        from bot.channels.telegram.updates.webhook import Webhook

        secret, port = settings.webhook_secret.get_secret_value(), settings.webhook_port
        url = settings.webhook_url
        return Webhook(self.connection, handle, ring, url=url, port=port, secret=secret, bursts=bursts)

    def _today(self) -> date:
        return datetime.now(self._settings.zone).date()

    def _backroom(self, knowledge: Knowledge) -> Backroom:
        """What staff and admins are served with."""
        store, outbox = self.ledger.store, Outbox(self.connection)
        return Backroom(
            knowledge=knowledge,
            store=store,
            messenger=Messenger(self.connection),
            outbox=outbox,
            reviewing=Reviewing(Desk(store, knowledge, Inbox(store, self._workshop.encoder), self._today)),
            administration=Administration(knowledge, store, clock=time.monotonic, zone=self._settings.zone),
            announcements=Announcements(outbox, self._settings.admin_ids, self._settings.staff_chat_id),
            today=self._today,
        )

    @asynccontextmanager
    async def _cared_for(self, knowledge: Knowledge, room: Backroom) -> AsyncIterator[None]:
        """While this lasts: chores, signs of life, alerts, the weekly digest, and a changed FAQ goes live."""
        clock = Clock(time.time, self._today)
        admins = Admins(self.connection, self._settings.admin_ids)
        caretaker = Caretaker(self.ledger, knowledge, self._contact, admins.tell, clock)
        now = lambda: datetime.now(self._settings.zone)  # noqa: E731
        digest = Digest(room.announcements, knowledge, room.store, room.reviewing.open_count, now=now)

        async def changed(event: Reloaded | Refused) -> None:
            if isinstance(event, Reloaded):
                runtime.give_back()
                await room.administration.record()
            told = await room.announcements.reloaded(event)
            await caretaker.faq_changed(event, told=told)

        async def prepare() -> None:
            """What keeps the first reviewer waiting otherwise."""
            await knowledge.prepare(self._is_calm)
            with suppress(StoreError):  # a database that fails has those who tell
                await room.reviewing.open_count()
            runtime.give_back()

        works = {
            "care": caretaker.run(),
            "watch": knowledge.watch(changed),
            "digest": digest.run(),
            "prepare": prepare(),
        }
        tasks = [asyncio.create_task(_logged(work), name=name) for name, work in works.items()]
        port = None
        if self._settings.health_port is not None:
            from bot.monitoring.health_server import HealthPort  # aiohttp costs 9 MB, which most need not pay

            page = lambda: self.metrics.page(self._gauges(caretaker, knowledge))  # noqa: E731
            port = HealthPort(self._settings.health_port, lambda: problems(caretaker.health, time.time()), page)
            await port.open()
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
            if port is not None:
                await port.close()
            await caretaker.end()

    def _is_calm(self) -> bool:
        """Whether no patient would notice if something else were done."""
        return self.delivery is not None and self.delivery.quiet >= CALM_SECONDS

    def _contact(self) -> float | None:
        """When Telegram answered last, in seconds since the epoch."""
        last = self.delivery.last_contact if self.delivery else None
        return None if last is None else time.time() - (time.monotonic() - last)

    def _gauges(self, caretaker: Caretaker, knowledge: Knowledge) -> Gauges:
        pacing, delivery, health = self.connection.pacing, self.delivery, caretaker.health
        return Gauges(
            counts=delivery.counts if delivery else Counts(),
            in_flight=delivery.in_flight if delivery else 0,
            waiting=self.ledger.waiting,
            lost=self.ledger.lost,
            waits=pacing.waits if pacing else 0,
            repeats=pacing.repeats if pacing else 0,
            healthy=not problems(health, time.time()),
            contact=health.contact,
            entries=health.entries,
            faq=knowledge.live.digest,
            free=health.free,
        )


def serve(settings: Settings, workshop: Workshop) -> int:
    """Runs the bot until SIGTERM or SIGINT; returns the exit code."""
    if settings.telegram_bot_token is None:
        sys.stderr.write("settings: TELEGRAM_BOT_TOKEN is not set; get one from @BotFather\n")
        return 2
    log.debug("loaded %d entries", len(workshop.knowledge.live.main.faq.published))
    runtime.settle()
    try:
        asyncio.run(_serve(App(settings, workshop)))
    except TokenRefused as error:
        log.error("%s", error)
        return REFUSED
    return 0


async def _logged(work: Awaitable[None]) -> None:
    """Work that nobody waits for must not fail unnoticed."""
    try:
        await work
    except Exception as error:
        log.error("something that runs beside the bot failed: %s", failure(error))


async def _serve(app: App) -> None:
    loop = asyncio.get_running_loop()
    running = asyncio.create_task(app.run())
    ending: list[asyncio.Task[None]] = []

    def stop() -> None:
        if app.delivery is None:
            running.cancel()
        elif not ending:
            ending.append(asyncio.create_task(app.stop()))

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    with suppress(asyncio.CancelledError):
        await running


def _connection(settings: Settings) -> Connection:
    token = settings.telegram_bot_token
    # Telegram's own server has limits; another one, which a clinic runs itself, says when it has had enough.
    pacing = Pacing(always=settings.telegram_api_base_url == TELEGRAM)
    return Connection(token.get_secret_value() if token else "", settings.telegram_api_base_url, pacing=pacing)
