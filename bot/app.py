"""The composition root of the running bot: builds its parts, connects them, and closes them."""

from __future__ import annotations

import asyncio
import logging
import secrets
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import UTC, date, datetime

from bot import runtime
from bot.bootstrap import Bootstrap, Redactor
from bot.channels.telegram.api.backoff import Sleep
from bot.channels.telegram.api.bot import TelegramBot, TokenRefused
from bot.channels.telegram.api.rate_limiter import RateLimiter
from bot.channels.telegram.clinician_sign_off import ClinicianSignOff
from bot.channels.telegram.clinicians import ClinicianHandler, Clinicians
from bot.channels.telegram.faq_admin import FaqAdmin
from bot.channels.telegram.handoff import Handoff
from bot.channels.telegram.metrics import Gauges, Metrics
from bot.channels.telegram.notifications import Notifications, WeeklyDigest, reloading
from bot.channels.telegram.patients import PatientServices
from bot.channels.telegram.profile import publish_profile
from bot.channels.telegram.reply_token import ReplyTokens
from bot.channels.telegram.roles import Roles
from bot.channels.telegram.router import Router
from bot.channels.telegram.sending.sender import Sender
from bot.channels.telegram.sending.undelivered import Undelivered
from bot.channels.telegram.staff import StaffHandler, StaffServices
from bot.channels.telegram.staff_chat import StaffChat
from bot.channels.telegram.staff_review import StaffReview
from bot.channels.telegram.staff_teaching import StaffTeaching
from bot.channels.telegram.throttling import Throttle
from bot.channels.telegram.updates.debounce import Debouncer, MessageJoiner
from bot.channels.telegram.updates.polling import Poller
from bot.channels.telegram.updates.processor import UpdateCounts
from bot.channels.telegram.updates.receiver import PortRefused, UpdateReceiver
from bot.core.dialogue.dialogue import Dialogue
from bot.core.dialogue.sessions import Sessions
from bot.core.logged_messages import LoggedMessages
from bot.core.message_texts import MessageTexts
from bot.core.repeat_filter import RepeatFilter
from bot.live_faq.live_faq import LiveFaq
from bot.live_faq.reload_events import Reloaded, ReloadEvent, ReloadSlow
from bot.monitoring.health import problems
from bot.monitoring.lately import LatelyCount
from bot.monitoring.maintenance import Clock, Contact, Maintenance
from bot.monitoring.supervisor import Supervisor
from bot.review.person_guard import PersonGuard
from bot.review.queue import ReviewQueue
from bot.review.service import ReviewService
from bot.review.sign_off import SignOffService
from bot.review.teaching import TeachingService
from bot.settings import TELEGRAM, Settings, SettingsError
from bot.storage.recorder import Recorder
from bot.storage.store import Store

log = logging.getLogger(__name__)

REFUSED = 3


class App:
    """The bot, from the first contact with Telegram to the last confirmed update.

    `pause` is how the debouncer waits for the rest of a message, and the supervisor before it begins a work again.
    """

    def __init__(
        self,
        settings: Settings,
        bootstrap: Bootstrap,
        bot: TelegramBot | None = None,
        pause: Sleep = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._pause = pause
        self._clock = clock
        self._settings = settings
        self._bootstrap = bootstrap
        self.bot = bot or _telegram_bot(settings)
        self.sender = Sender(self.bot, Undelivered(clock))
        self.too_slow = LatelyCount(clock)
        store = Store(settings.database_path, keep_days=settings.retention_days, today=self._today)
        self.metrics = Metrics()
        repeats, messages = RepeatFilter(secrets.token_bytes(32)), LoggedMessages(secrets.token_bytes(32))
        self.recorder = Recorder(store, repeats, messages, clock=self._clock, counted=self.metrics.count)
        self.staff_chat = StaffChat(settings.staff_chat_id, store)
        self.notifications = Notifications(Sender(self.bot), settings.admin_ids, self.staff_chat)
        self.supervisor = Supervisor(self.notifications.alert, sleep=pause)
        self.delivery: UpdateReceiver | None = None

    async def run(self) -> None:
        """Serves until `stop`. Raises FaqProblems and TokenRefused."""
        live_faq = await asyncio.to_thread(lambda: self._bootstrap.live_faq)
        trouble = await self.recorder.begin()
        if trouble is not None:
            log.error("the bot runs without its database: %s", trouble)
        await self.staff_chat.recall()
        if isinstance(self.bot.rate_limiter, RateLimiter):
            self.bot.rate_limiter.on_migrated = self._migrated
        redact = Redactor(self._bootstrap.vocabulary, lambda: live_faq.live, self._bootstrap.second_opinion)
        staff_services = self._staff_services(live_faq, redact)
        async with AsyncExitStack() as closing:
            closing.push_async_callback(self.bot.shutdown)
            closing.push_async_callback(self.recorder.end)
            await closing.enter_async_context(self._background_tasks(live_faq, staff_services))
            await self.bot.open()
            patients = self._patient_services(live_faq, redact)
            settings = self._settings
            throttle = Throttle(patients, time.time, exempt=settings.team)
            roles = Roles(settings.staff, settings.admin_ids, self.staff_chat, settings.clinician_ids)
            staff = StaffHandler(roles, staff_services, self.bot.bot)
            clinicians = ClinicianHandler(
                Clinicians(settings.signing, settings.staff),
                ClinicianSignOff(SignOffService(live_faq, self._today), self.notifications),
                self.sender,
                self.bot.bot,
            )
            texts = MessageTexts(secrets.token_bytes(32))
            router = Router(patients, self.bot.bot, throttle, staff, clinicians, self.staff_chat, texts, self._clock)
            debouncer = Debouncer(MessageJoiner(live_faq, patients.dialogue, patients.sessions), sleep=self._pause)
            self.delivery = self._delivery(router, debouncer)
            self.supervisor.start(
                "setting the bot's commands", lambda: publish_profile(self.bot, live_faq.live), ends=True
            )
            self.supervisor.start(
                "giving questions back", lambda: self._give_questions_back(staff_services.administration), ends=True
            )
            log.info("serving %d entries", len(live_faq.live.main.faq.published))
            await self.delivery.run()

    async def stop(self) -> None:
        """Finishes the updates in flight and lets `run` return."""
        if self.delivery is not None:
            await self.delivery.stop()

    async def _give_questions_back(self, administration: FaqAdmin) -> None:
        if replies := await administration.caught_up():
            await self.notifications.tell_admins(*replies)

    def _delivery(self, router: Router, debouncer: Debouncer) -> UpdateReceiver:
        """The webhook if one is configured, otherwise long polling."""
        settings, handle = self._settings, self.metrics.measured(router.handle)
        if not settings.webhook_url or settings.webhook_secret is None:
            return Poller(self.bot, handle, self.recorder, screen=router.screen, debouncer=debouncer)
        from bot.channels.telegram.updates.webhook import Webhook

        secret, url, port = settings.webhook_secret.get_secret_value(), settings.webhook_url, settings.webhook_port
        webhook = Webhook(
            self.bot,
            handle,
            self.recorder,
            screen=router.screen,
            url=url,
            port=port,
            secret=secret,
            host=settings.listen_host,
        )
        self.supervisor.start("watching the webhook", webhook.watch, ends=True)
        return webhook

    def _today(self) -> date:
        return datetime.now(self._settings.zone).date()

    def _patient_services(self, live_faq: LiveFaq, redact: Redactor) -> PatientServices:
        settings, sender, now = self._settings, self.sender, lambda: datetime.now(UTC)
        key = settings.handoff_key
        writing = bool(settings.handoff and key and settings.staff_chat_id)
        dialogue = Dialogue(
            redact,
            today=self._today,
            keep_days=settings.retention_days,
            writing=writing,
        )
        handoff = None
        if writing and key is not None:
            tokens = ReplyTokens(key.get_secret_value())
            handoff = Handoff(
                sender, tokens, self.staff_chat, self.bot.bot, dialogue, live_faq, now, settings.staff, self._clock
            )
        return PatientServices(
            live_faq=live_faq,
            dialogue=dialogue,
            recorder=self.recorder,
            sender=sender,
            sessions=Sessions(self._clock),
            today=self._today,
            now=now,
            handoff=handoff,
            too_slow=self.too_slow,
            team=settings.team,
        )

    def _staff_services(self, live_faq: LiveFaq, redact: Redactor) -> StaffServices:
        store, sender = self.recorder.store, self.sender
        guard = PersonGuard(redact, self._bootstrap.vocabulary)
        queue = ReviewQueue(store, guard, self._bootstrap.encoders)
        return StaffServices(
            live_faq=live_faq,
            store=store,
            sender=sender,
            reviewing=StaffReview(ReviewService(store, live_faq, queue, guard, self._today)),
            teaching=StaffTeaching(TeachingService(store, live_faq, guard)),
            administration=FaqAdmin(live_faq, store, clock=time.monotonic, zone=self._settings.zone),
            notifications=self.notifications,
            today=self._today,
        )

    @asynccontextmanager
    async def _background_tasks(self, live_faq: LiveFaq, services: StaffServices) -> AsyncIterator[None]:
        """Supervises maintenance, the FAQ watcher, the weekly digest and the health port beside the bot."""
        clock = Clock(time.time, self._today)
        tell, supervisor, opinion = self.notifications.alert, self.supervisor, self._bootstrap.second_opinion
        trouble = lambda: opinion.trouble if opinion is not None else ""  # noqa: E731
        concern = lambda: self.staff_chat.concern  # noqa: E731
        maintenance = Maintenance(
            self.recorder,
            live_faq,
            self._contact,
            tell,
            clock,
            supervisor,
            second_opinion=trouble,
            concern=concern,
            undelivered=lambda: self.sender.undelivered.lately,
            too_slow=lambda: self.too_slow.lately,
        )
        now = lambda: datetime.now(self._settings.zone)  # noqa: E731
        digest = WeeklyDigest(self.notifications, live_faq, services.store, services.reviewing.open_count, now=now)

        async def changed(event: ReloadEvent) -> None:
            if isinstance(event, Reloaded):
                runtime.trim()
                replies = await services.administration.taken_up(event)
            else:
                replies = reloading(event)
            told = await self.notifications.tell_admins(*replies)
            if not isinstance(event, ReloadSlow):
                await maintenance.faq_changed(event, told=told)

        supervisor.start("watching the FAQ", lambda: live_faq.watch(changed))
        supervisor.start("looking after the bot", maintenance.run)
        supervisor.start("the weekly digest", digest.run)
        supervisor.start("giving memory back", runtime.keep_trimming)
        if self._settings.health_port is not None:
            from bot.monitoring.health_server import HealthServer  # aiohttp.web takes 9 MB, which most do not need

            page = lambda: self.metrics.page(self._gauges(maintenance, live_faq))  # noqa: E731
            healthy = lambda: problems(maintenance.health, time.time())  # noqa: E731
            server = HealthServer(self._settings.listen_host, self._settings.health_port, healthy, page)
            supervisor.start("the health port", server.run)
        try:
            yield
        finally:
            await supervisor.close()
            await maintenance.end()

    def _migrated(self, before: int, after: int) -> None:
        self.supervisor.start("following a group", lambda: self.staff_chat.moved(before, after), ends=True)

    def _contact(self) -> Contact:
        if self.delivery is None or self.delivery.last_contact is None:
            return Contact(None)
        return Contact(time.time() - (time.monotonic() - self.delivery.last_contact), self.delivery.deaf)

    def _gauges(self, maintenance: Maintenance, live_faq: LiveFaq) -> Gauges:
        limiter, delivery, health = self.bot.rate_limiter, self.delivery, maintenance.health
        return Gauges(
            counts=delivery.counts if delivery else UpdateCounts(),
            in_flight=delivery.in_flight if delivery else 0,
            waiting=self.recorder.waiting,
            lost=self.recorder.lost,
            waits=limiter.waits if isinstance(limiter, RateLimiter) else 0,
            repeats=limiter.repeats if isinstance(limiter, RateLimiter) else 0,
            undelivered=self.sender.undelivered.count,
            healthy=not problems(health, time.time()),
            contact=health.contact,
            entries=health.entries,
            faq=live_faq.live.digest,
            free=health.free,
        )


def serve(settings: Settings, bootstrap: Bootstrap) -> int:
    """Runs the bot until SIGTERM or SIGINT; returns the exit code. Raises SettingsError for a port in use."""
    log.info("loading the FAQ and the models; the first start takes longer than later ones")
    log.debug("loaded %d entries", len(bootstrap.live_faq.live.main.faq.published))
    runtime.settle()
    try:
        asyncio.run(_serve(App(settings, bootstrap)))
    except TokenRefused as error:
        log.error("%s", error)
        return REFUSED
    except PortRefused as error:
        remedy = "end the other program that listens there, or choose another port"
        raise SettingsError((f"WEBHOOK_PORT {settings.webhook_port} can't be opened: {error}; {remedy}",)) from None
    return 0


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


def _telegram_bot(settings: Settings) -> TelegramBot:
    token = settings.telegram_bot_token
    # Telegram's own server has known limits; another server reports its limits with 429 only.
    limiter = RateLimiter(always=settings.telegram_api_base_url == TELEGRAM)
    return TelegramBot(token.get_secret_value() if token else "", settings.telegram_api_base_url, rate_limiter=limiter)
