"""The small FAQ, examined once for all tests of the package."""

from __future__ import annotations

import pytest

from bot.core.quality.examination import Examination, examine
from tests.support.checked import TODAY, subject


@pytest.fixture(scope="session")
def examined() -> Examination:
    return examine(subject(), TODAY)
