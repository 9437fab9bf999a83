"""A bot that serves a FAQ which was built before: building the shipped one takes seconds."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TypeVar

from bot.bootstrap import Bootstrap
from bot.live_faq.live_faq import LiveFaq
from bot.live_faq.publishing import Publisher
from bot.live_faq.snapshot import MatchingResources, Snapshot
from bot.settings import Settings
from tests.support.paths import FAQ

Served = TypeVar("Served", bound=LiveFaq)


def by_words(database: Path, faq: Path = FAQ) -> Settings:
    """Settings of a bot without any model."""
    return Settings(
        _env_file=None,
        sentence_model="off",
        multilingual_model="off",
        personal_data_model="off",
        faq_path=faq,
        database_path=database,
    )


def serving(kind: type[Served], live: Snapshot) -> Served:
    """A live FAQ of this kind; for tests that do not change it, as it serves the files that the snapshot came from."""
    now = partial(datetime.now, UTC)
    return kind(live.main.path, live, MatchingResources(), Publisher(None, now=now), lambda: now().date())


class ServingBootstrap(Bootstrap):
    """Builds a bot that serves this live FAQ, or what stands in for one."""

    def __init__(self, settings: Settings, live_faq: Any) -> None:
        super().__init__(settings)
        self._served = live_faq

    @cached_property
    def live_faq(self) -> Any:
        return self._served
