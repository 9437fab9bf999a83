"""What tests of every kind share."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.bootstrap import Bootstrap
from bot.settings import Settings

FAQ = Path(__file__).parents[1] / "faq.yaml"


@pytest.fixture(scope="session")
def patients_bootstrap(tmp_path_factory: pytest.TempPathFactory) -> Bootstrap:
    """The real FAQ, built once, by words only; for tests that do not change it."""
    folder = tmp_path_factory.mktemp("patients")
    settings = Settings(_env_file=None, sentence_model="off", faq_path=FAQ, database_path=folder / "faqbot.db")
    bootstrap = Bootstrap(settings)
    assert bootstrap.live_faq.live.by_language
    return bootstrap
