"""What all tests share."""

from __future__ import annotations

from tests.support import process_settings  # noqa: F401 - before numpy and all of the bot

# isort: split

import gc
import os
import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings as hypothesis_settings

from bot.bootstrap import Bootstrap
from tests.support.serving import by_words

# How long an example takes says more about the machine than about the bot.
hypothesis_settings.register_profile("suite", deadline=None)
hypothesis_settings.load_profile("suite")


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors, since some tests wait for processes that they start; at most eight, since
    each worker learns the shipped FAQ."""
    return min(len(os.sched_getaffinity(0)) + 1, 8)


def pytest_collection_finish() -> None:
    """What was imported and collected stays, so the garbage collector need not look through it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def bytecode() -> Iterator[None]:
    """Processes that tests start find everything compiled: where no bytecode is kept, each would compile the bot and
    its libraries anew, which takes longer than all else they do."""
    with pytest.MonkeyPatch.context() as patch:
        if sys.pycache_prefix is not None:
            patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
            patch.setenv("PYTHONPYCACHEPREFIX", sys.pycache_prefix)
        yield


@pytest.fixture(scope="session")
def patients_bootstrap(tmp_path_factory: pytest.TempPathFactory) -> Bootstrap:
    """The real FAQ, built once, by words only; for tests that do not change it."""
    folder = tmp_path_factory.mktemp("patients")
    settings = by_words(folder / "faqbot.db")
    bootstrap = Bootstrap(settings)
    assert bootstrap.live_faq.live.by_language
    gc.freeze()  # it stays too
    return bootstrap
