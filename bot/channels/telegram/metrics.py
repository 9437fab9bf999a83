"""Prometheus metrics of the running bot: how much, how fast, what failed. No metric identifies a person.

Owns the names of the metrics. Updates are counted here; the state of other parts is read for each page. Knows nothing
of HTTP.
"""

from __future__ import annotations

import platform
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

import telegram
from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector
from telegram import Update

from bot import __version__
from bot.channels.telegram.updates.processor import UpdateCounts
from bot.channels.telegram.updates.receiver import KINDS
from bot.channels.telegram.updates.screening import Handle
from bot.core.dialogue.screened_message import ScreenedMessage
from bot.core.records import CountedEvent, Tally

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


@dataclass(frozen=True, eq=False)
class Gauges(Collector):
    """The present state of the other parts of the bot."""

    counts: UpdateCounts
    """Updates since the start."""
    in_flight: int
    """Updates fetched and not finished."""
    waiting: int
    """Records that are not on disk yet."""
    lost: int
    """Records that could not be stored."""
    waits: int
    """Answers 429."""
    repeats: int
    """Calls repeated after another error."""
    healthy: bool
    contact: float | None
    """The time of Telegram's last answer, in seconds since the epoch."""
    entries: int
    faq: str
    """The digest of the live FAQ."""
    free: int
    """Bytes free on the disk of the database."""
    undelivered: int = 0
    """Messages that could not be sent in any form."""

    def collect(self) -> Iterator[Metric]:
        """The metrics of one page."""
        delivery = CounterMetricFamily("faqbot_delivery", "Updates since the start.", labels=["what"])
        for name, count in asdict(self.counts).items():
            delivery.add_metric([name], count)
        yield delivery
        yield CounterMetricFamily("faqbot_flood_waits", "Times Telegram asked to wait (429).", value=self.waits)
        yield CounterMetricFamily("faqbot_repeated_calls", "Calls sent again after an error.", value=self.repeats)
        yield CounterMetricFamily("faqbot_undelivered", "Messages given up.", value=self.undelivered)
        yield CounterMetricFamily("faqbot_lost_records", "Records that could not be stored.", value=self.lost)
        yield GaugeMetricFamily("faqbot_updates_in_flight", "Updates fetched and not finished.", value=self.in_flight)
        yield GaugeMetricFamily("faqbot_waiting_records", "Records not on disk yet.", value=self.waiting)
        yield GaugeMetricFamily("faqbot_healthy", "1 if nothing is wrong.", value=int(self.healthy))
        yield GaugeMetricFamily("faqbot_entries", "Published entries of the live FAQ.", value=self.entries)
        yield GaugeMetricFamily("faqbot_disk_free_bytes", "Free on the disk of the database.", value=self.free)
        if self.contact is not None:
            yield GaugeMetricFamily(
                "faqbot_last_contact_seconds", "Time of Telegram's last answer.", value=self.contact
            )
        versions = {
            "version": __version__,
            "python": platform.python_version(),
            "python_telegram_bot": telegram.__version__,
            "faq": self.faq,
        }
        yield InfoMetricFamily("faqbot", "Versions.", value=versions)


class Metrics:
    """Counts and times updates, in a separate registry for each instance."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        # Otherwise each metric comes with a second one that holds its creation time.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self._clock = clock
        self.registry = CollectorRegistry()
        self._updates = Counter("faqbot_updates", "Updates handled, by kind.", ["kind"], registry=self.registry)
        self._seconds = Histogram(
            "faqbot_handling_seconds",
            "From when an update is taken up until its answer is sent.",
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._errors = Counter(
            "faqbot_errors", "Updates whose handling failed, by type of error.", ["type"], registry=self.registry
        )
        self._outcomes = Counter("faqbot_outcomes", "What became of messages.", ["outcome"], registry=self.registry)
        for kind in (*KINDS, "other"):
            self._updates.labels(kind)
        for event in CountedEvent:
            self._outcomes.labels(event.value)

    def measured(self, handle: Handle) -> Handle:
        """The handler, with each call counted and timed."""

        async def handled(update: Update, screened: ScreenedMessage) -> None:
            kind = next((name for name in KINDS if getattr(update, name, None) is not None), "other")
            self._updates.labels(kind).inc()
            began = self._clock()
            try:
                await handle(update, screened)
            except Exception as error:
                self._errors.labels(type(error).__name__).inc()
                raise
            finally:
                self._seconds.observe(self._clock() - began)

        return handled

    def count(self, tallies: tuple[Tally, ...]) -> None:
        """Counts events. One that is withdrawn later stays counted: Prometheus counters never decrease."""
        for tally in tallies:
            if tally.by > 0:
                self._outcomes.labels(tally.event.value).inc(tally.by)

    def page(self, now: Gauges) -> bytes:
        """All metrics in Prometheus' text format."""
        gauges = CollectorRegistry()
        gauges.register(now)
        return generate_latest(self.registry) + generate_latest(gauges)
