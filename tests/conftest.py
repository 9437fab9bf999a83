"""What all tests share."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.support.paths import ROOT


@pytest.fixture(scope="session", autouse=True)
def bytecode() -> Iterator[None]:
    """Processes that tests start find everything compiled: where no bytecode is kept, each would compile the bot and
    its libraries anew, which takes longer than all else they do."""
    with pytest.MonkeyPatch.context() as patch:
        if sys.dont_write_bytecode:
            patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
            patch.setenv("PYTHONPYCACHEPREFIX", str(ROOT / "build" / "bytecode"))
        yield
