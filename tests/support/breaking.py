"""A value of which one part fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass
class Breaking:
    """Behaves like `whole`, but raises when `part` is used."""

    whole: object
    part: str
    error: type[Exception] = RuntimeError

    def __getattr__(self, name: str) -> Any:
        if name == self.part:
            raise self.error(f"{name} fails")
        return getattr(self.whole, name)
