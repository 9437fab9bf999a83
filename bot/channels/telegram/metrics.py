"""Figures of the running bot for Prometheus: how much, how fast, what failed. No identifier, no label per person.

Owns the names of the figures. Counts come from who handles updates; everything that is known elsewhere is read when
the figures are asked for. Knows nothing of HTTP.
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
from bot.channels.telegram.updates.polling import KINDS
from bot.channels.telegram.updates.processor import Handle, UpdateCounts
from bot.core.records import Outcome, Tally

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_KINDS = (*KINDS, "other")


@dataclass(frozen=True, slots=True)
class Gauges:
    """What is known elsewhere at this moment."""

    counts: UpdateCounts
    """Updates since the start."""
    in_flight: int
    """Updates fetched and not finished."""
    waiting: int
    """Records that are not on disk yet."""
    lost: int
    """Records that could not be kept."""
    waits: int
    """Times Telegram asked to wait (429)."""
    repeats: int
    """Calls sent again after another error."""
    healthy: bool
    contact: float | None
    """The last answer of Telegram, in seconds since the epoch."""
    entries: int
    faq: str
    """The digest of the live FAQ."""
    free: int
    """Bytes free on the disk of the database."""


class Metrics:
    """Counts what it is told; each has a registry of its own."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        # Else every figure comes with a second one that nobody reads.
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
        for kind in _KINDS:
            self._updates.labels(kind)
        for outcome in Outcome:
            self._outcomes.labels(outcome.value)

    def measured(self, handle: Handle) -> Handle:
        """The same, counted and timed."""

        async def handled(update: Update) -> None:
            kind = next((name for name in KINDS if getattr(update, name, None) is not None), "other")
            self._updates.labels(kind).inc()
            began = self._clock()
            try:
                await handle(update)
            except Exception as error:
                self._errors.labels(type(error).__name__).inc()
                raise
            finally:
                self._seconds.observe(self._clock() - began)

        return handled

    def count(self, tallies: tuple[Tally, ...]) -> None:
        """Counts outcomes. What is taken back later stays counted: a counter of Prometheus never falls."""
        for tally in tallies:
            if tally.by > 0:
                self._outcomes.labels(tally.outcome.value).inc(tally.by)

    def page(self, now: Gauges) -> bytes:
        """All figures in Prometheus' text format: what was counted, and what is known elsewhere."""
        readings = CollectorRegistry()
        readings.register(_Readings(now))
        return generate_latest(self.registry) + generate_latest(readings)


class _Readings(Collector):
    """Gauges in Prometheus' form."""

    def __init__(self, now: Gauges) -> None:
        self._now = now

    def collect(self) -> Iterator[Metric]:
        """One family for each."""
        now = self._now
        delivery = CounterMetricFamily("faqbot_delivery", "Updates since the start.", labels=["what"])
        for name, count in asdict(now.counts).items():
            delivery.add_metric([name], count)
        yield delivery
        yield CounterMetricFamily("faqbot_flood_waits", "Times Telegram asked to wait (429).", value=now.waits)
        yield CounterMetricFamily("faqbot_repeated_calls", "Calls sent again after an error.", value=now.repeats)
        yield CounterMetricFamily("faqbot_lost_records", "Records that could not be kept.", value=now.lost)
        yield GaugeMetricFamily("faqbot_updates_in_flight", "Updates fetched and not finished.", value=now.in_flight)
        yield GaugeMetricFamily("faqbot_waiting_records", "Records not on disk yet.", value=now.waiting)
        yield GaugeMetricFamily("faqbot_healthy", "1 if nothing is wrong.", value=int(now.healthy))
        yield GaugeMetricFamily("faqbot_entries", "Published entries of the live FAQ.", value=now.entries)
        yield GaugeMetricFamily("faqbot_disk_free_bytes", "Free on the disk of the database.", value=now.free)
        if now.contact is not None:
            yield GaugeMetricFamily("faqbot_last_contact_seconds", "Time of Telegram's last answer.", value=now.contact)
        versions = {
            "version": __version__,
            "python": platform.python_version(),
            "python_telegram_bot": telegram.__version__,
            "faq": now.faq,
        }
        yield InfoMetricFamily("faqbot", "Versions.", value=versions)
