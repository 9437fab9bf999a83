"""A bot that serves a FAQ which was built before: building the shipped one takes seconds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from bot.bootstrap import Bootstrap
from bot.live_faq.live_faq import LiveFaq
from bot.live_faq.matching_resources import MatchingResources
from bot.live_faq.publishing import Publisher
from bot.live_faq.snapshot import Snapshot
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
    """A live FAQ of this kind. It serves the files that the snapshot came from: tests that may change them give it one
    that was `copied`."""
    now = partial(datetime.now, UTC)
    return kind(live.main.path, live, MatchingResources(), Publisher(None, now=now), lambda: now().date())


def copied(live: Snapshot, folder: Path) -> Snapshot:
    """The same snapshot of copies of its files in a folder, for tests that may change them."""
    by_language = {code: replace(one, path=folder / one.path.name) for code, one in live.by_language.items()}
    for one in by_language.values():
        one.path.write_bytes(one.data)
    return replace(live, by_language=MappingProxyType(by_language))


class ServingBootstrap(Bootstrap):
    """Builds a bot that serves this live FAQ, or what stands in for one."""

    def __init__(self, settings: Settings, live_faq: Any) -> None:
        super().__init__(settings)
        self._served = live_faq

    @cached_property
    def live_faq(self) -> Any:
        return self._served
